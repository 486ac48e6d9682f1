"""A foreign key between two tenants' tables lets a row refer to another tenant's.

## What it does

Reports a new foreign key of one column between two tables with a tenant key, where the parent has a unique
over its tenant key and that column, or other foreign keys of the database carry the tenant key along.

## Why it matters

The database checks that the parent exists, not whose it is. A wrong or forged id ties a row to another
tenant's, and whoever follows the relation reads that tenant's data.

## Example

```prisma
model Tenant {
  id        String     @id
  bots      Bot[]
  documents Document[]
}

model Bot {
  id        String     @id
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id])
  documents Document[]

  @@unique([id, tenantId])
}

model Document {
  id       String @id
  tenantId String
  botId    String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
  bot      Bot    @relation(fields: [botId], references: [id])
}
```

```sql
-- migration: 20240101000000_init
CREATE TABLE "Tenant" ("id" TEXT NOT NULL PRIMARY KEY);
CREATE TABLE "Bot" ("id" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL);
CREATE TABLE "Document" ("id" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL, "botId" TEXT NOT NULL);
CREATE UNIQUE INDEX "Bot_id_tenantId_key" ON "Bot"("id", "tenantId");
-- migration: 20240201000000_bots
ALTER TABLE "Document" ADD CONSTRAINT "Document_botId_fkey"
  FOREIGN KEY ("botId") REFERENCES "Bot"("id") NOT VALID;
```

## Use instead

```prisma
model Tenant {
  id        String     @id
  bots      Bot[]
  documents Document[]
}

model Bot {
  id        String     @id
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id])
  documents Document[]

  @@unique([id, tenantId])
}

model Document {
  id       String @id
  tenantId String
  botId    String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
  bot      Bot    @relation(fields: [botId, tenantId], references: [id, tenantId])
}
```

```sql
-- migration: 20240101000000_init
CREATE TABLE "Tenant" ("id" TEXT NOT NULL PRIMARY KEY);
CREATE TABLE "Bot" ("id" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL);
CREATE TABLE "Document" ("id" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL, "botId" TEXT NOT NULL);
CREATE UNIQUE INDEX "Bot_id_tenantId_key" ON "Bot"("id", "tenantId");
-- migration: 20240201000000_bots
ALTER TABLE "Document" ADD CONSTRAINT "Document_botId_tenantId_fkey"
  FOREIGN KEY ("botId", "tenantId") REFERENCES "Bot"("id", "tenantId") NOT VALID;
```

## When it is fine

Rows may refer to another tenant's on purpose, such as shared templates.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import Constraint, CreateTable
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.view import MigrationView, uniques
from partywall.text import Span

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Foreign keys that could carry the tenant key and do not."""
    for name, constraint, span in _foreign_keys(view):
        target = view.resolved(constraint.target) if constraint.target else name
        own, other = view.tenants.table(name), view.tenants.table(target)
        if own is None or other is None or target in view.tenants.roots or len(constraint.columns) != 1:
            continue
        key, parent = own.key_in(view.after.table(name)), view.after.table(target)
        parent_key = other.key_in(parent)
        if key is None or parent_key is None or constraint.columns[0] == key:
            continue
        if _is_carried_beside(view, name, target, key):
            continue
        referred = set(constraint.references) | {parent_key}
        has_unique = any(set(each) == referred for each in uniques(parent))
        if has_unique or _others_carry_it(view):
            columns, column = f"{constraint.columns[0]}, {key}", constraint.columns[0]
            yield Risk(
                span,
                f"`{column}` may refer to a `{target.text}` of another tenant: the key leaves `{key}` out",
                f"refer with `{columns}` to `{', '.join(constraint.references)}, {parent_key}`"
                + ("" if has_unique else f", and make these unique in `{target.text}` first"),
            )


def _foreign_keys(view: MigrationView) -> Iterator[tuple[Name, Constraint, Span]]:
    for change, constraint in view.constraints:
        if constraint.kind == "foreign key":
            yield change.table, constraint, change.span
    for statement in view.statements:
        if isinstance(statement.operation, CreateTable):
            table = view.resolved(statement.operation.name)
            inline = (each for column in statement.operation.columns for each in column.constraints)
            for constraint in (*statement.operation.constraints, *inline):
                if constraint.kind == "foreign key":
                    yield table, constraint, statement.span_of("CREATE", "TABLE")


def _is_carried_beside(view: MigrationView, name: Name, target: Name, key: str) -> bool:
    """Whether another foreign key to the same parent has the tenant key in it."""
    found = view.after.foreign_keys_of(name)
    return any(each.target == target and len(each.columns) > 1 and key in each.columns for each in found)


def _others_carry_it(view: MigrationView) -> bool:
    """Whether the database has such foreign keys between other tables of tenants."""
    return any(
        len(each.columns) > 1
        and each.target not in view.tenants.roots
        and view.tenants.names_key(each.table, each.columns)
        and view.tenants.names_key(each.target, each.references)
        for each in view.before.foreign_keys
    )
