"""A table loses its policies or its row-level security.

## What it does

Reports `DROP POLICY` where no other policy of the table is created in the file, and `DISABLE` or
`NO FORCE ROW LEVEL SECURITY`, of a table that stays.

## Why it matters

What keeps tenants apart is gone. Without row-level security every query sees every row; with it and without a
policy none sees any.

## Example

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_open
ALTER TABLE "Note" DISABLE ROW LEVEL SECURITY;
```

## Use instead

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_other_setting
DROP POLICY "tenant" ON "Note";
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant_id', true));
```

## When it is fine

Tenants are kept apart by something else now, and every query was changed to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import CreateOther, DropOthers, SetRowSecurity
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Tables that policies leave."""
    for statement in view.statements:
        operation = statement.operation
        if not isinstance(operation, DropOthers) or operation.kind != "POLICY" or operation.table is None:
            continue
        table = view.resolved(operation.table)
        if view.after.table(table) is None or _is_replaced(view, table):
            continue
        if view.others(view.before, "POLICY", table) or not statement.has("IF", "EXISTS"):
            yield Risk(
                statement.span,
                f"`{table.text}` loses the policy `{operation.names[0].text}`, and no other takes its place",
                "create the policy that takes its place in the same file",
            )
    for change in view.changes:
        if not isinstance(change.action, SetRowSecurity) or change.action.is_on:
            continue
        if view.after.table(change.table) is None and view.before.tables:
            continue
        if view.is_secured(change.table, view.after) and not change.action.is_forced:
            continue  # it is on again at the end
        if change.action.is_forced and view.is_forced(change.table, view.after):
            continue
        whom = "the owner, as whom Prisma often connects," if change.action.is_forced else "everybody"
        yield Risk(
            change.span,
            f"from here on {whom} sees the rows of all tenants in `{change.table.text}`",
            "leave it on; a migration that needs to see every row is run by a role with `BYPASSRLS`",
        )


def _is_replaced(view: MigrationView, table: Name) -> bool:
    return any(
        isinstance(each.operation, CreateOther)
        and each.operation.kind == "POLICY"
        and each.operation.table is not None
        and view.resolved(each.operation.table) == table
        for each in view.statements
    )
