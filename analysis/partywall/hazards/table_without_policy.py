"""A new tenant's table without a policy, where its sisters have one.

## What it does

Reports a created table with tenant data that has no row-level security at the end of the file, where at
least half of the tables of tenants that were there have it; and a table of pairs between two tables that
have it, as Prisma makes for a many-to-many relation.

## Why it matters

Whoever relies on policies filters nowhere else. The new table is open to every tenant, and nothing shows it.

## Example

```prisma
model Tenant {
  id    String @id
  notes Note[]
  tasks Task[]
}

model Note {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}

model Task {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_tasks
CREATE TABLE "Task" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
```

## Use instead

```prisma
model Tenant {
  id    String @id
  notes Note[]
  tasks Task[]
}

model Note {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}

model Task {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_tasks
CREATE TABLE "Task" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Task" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Task" USING ("tenantId" = current_setting('app.tenant', true));
```

## When it is fine

No tenant's request reaches the table: it is for jobs alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import CreateTable, SetRowSecurity
from partywall.database.model import Name, Other
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """New tables that policies leave out."""
    for statement in view.statements:
        if not isinstance(statement.operation, CreateTable) or statement.is_uncertain:
            continue
        name = view.resolved(statement.operation.name)
        if view.after.table(name) is None or view.before.table(name) is not None or view.secures_by_name:
            continue
        sister = _sister(view, name)
        if sister is None or view.is_secured(name, view.after) or _is_secured_later(view, name):
            continue
        yield Risk(
            statement.span_of("CREATE", "TABLE"),
            f"`{name.text}` has no policy, and `{sister.text}` beside it has one: every tenant sees its rows",
            f"enable row-level security and create the policy that `{sister.text}` has",
        )


def _sister(view: MigrationView, name: Name) -> Name | None:
    """A table like it that has a policy, where that is the custom."""
    if view.tenants.table(name) is None:
        targets = [each.target for each in view.after.foreign_keys_of(name)]
        is_pair = name.text.startswith("_") and len(targets) > 1
        return targets[0] if is_pair and all(_has_policy(view, each) for each in targets) else None
    sisters = [each for each in view.tenants.tables if view.before.table(each)]
    secured = [each for each in sisters if _has_policy(view, each)]
    return secured[0] if secured and len(secured) * 2 >= len(sisters) else None


def _has_policy(view: MigrationView, table: Name) -> bool:
    policies: tuple[Other, ...] = view.others(view.after, "POLICY", table)
    return view.is_secured(table, view.after) and bool(policies)


def _is_secured_later(view: MigrationView, name: Name) -> bool:
    return any(
        each.table == name and isinstance(each.action, SetRowSecurity) and each.action.is_on
        for each in view.later_changes()
    )
