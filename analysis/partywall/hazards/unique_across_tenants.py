"""What was unique within each tenant becomes unique across all of them.

## What it does

Reports a new unique on a tenant's table that has the columns of a dropped one without the tenant key, as they
are or in an expression.

## Why it matters

Two tenants can no longer have the same value: where they do already, the migration fails; where they do
later, one tenant's rows keep another's out, and the error tells it that the value is there.

## Example

```prisma
model Tenant {
  id   String @id
  tags Tag[]
}

model Tag {
  id       String @id
  tenantId String
  name     String @unique
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```

```sql
-- migration: 20240101000000_init
CREATE TABLE "Tag" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "name" TEXT NOT NULL);
CREATE UNIQUE INDEX "Tag_tenantId_name_key" ON "Tag"("tenantId", "name");
-- migration: 20240201000000_global
DROP INDEX "Tag_tenantId_name_key";
CREATE UNIQUE INDEX "Tag_name_key" ON "Tag"("name");
```

## Use instead

```prisma
model Tenant {
  id   String @id
  tags Tag[]
}

model Tag {
  id       String @id
  tenantId String
  name     String
  tenant   Tenant @relation(fields: [tenantId], references: [id])

  @@unique([tenantId, name])
}
```

```sql
-- migration: 20240101000000_init
CREATE TABLE "Tag" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "name" TEXT NOT NULL);
CREATE UNIQUE INDEX "Tag_tenantId_name_key" ON "Tag"("tenantId", "name");
```

## When it is fine

The value names something outside of any tenant, such as a domain or an address of the application.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView, columns_of
from partywall.text import Span

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Uniques that lose the tenant key."""
    for statement, index in view.indexes:
        if index.is_unique:
            table = view.resolved(index.table)
            columns = columns_of(index, view.after.table(table))
            yield from _risks(view, table, columns, statement, statement.span_of("INDEX"))
    for change, constraint in view.constraints:
        if constraint.kind == "unique":
            yield from _risks(view, change.table, constraint.columns, change.statement, change.span)


def _risks(
    view: MigrationView, name: Name, columns: Sequence[str], statement: Statement, span: Span
) -> Iterator[Risk]:
    tenants, before = view.tenants.table(name), view.table_before(name, statement)
    after = view.after.table(name)
    if tenants is None or before is None or after is None or set(tenants.keys) & set(columns):
        return
    for old in before.indexes:
        lost = set(old.column_names) - set(columns)
        is_same = old.is_unique and set(columns) == set(old.column_names) - lost and bool(lost)
        if not is_same or not lost <= set(tenants.keys):
            continue
        if not any(each.column_names == old.column_names and each.is_unique for each in after.indexes):
            yield Risk(
                span,
                f"`{', '.join(columns)}` was unique within a tenant and is now unique across all of them",
                f"keep `{', '.join(old.column_names)}` unique instead",
            )
