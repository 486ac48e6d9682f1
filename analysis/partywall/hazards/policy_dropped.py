"""A table loses its policies or its row-level security.

## What it does

Reports `DROP POLICY` where no other policy of the table is created in the file, and `DISABLE` or
`NO FORCE ROW LEVEL SECURITY`, of a table that stays; a function that is dropped with the policies that call
it; and a table that is made anew, or another that gets its name, without the policies it had.

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

from partywall.database.ddl import CreateOther, DropOthers, RenameTable, SetRowSecurity
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.statements import created_table
from partywall.review.view import MigrationView
from partywall.text import Span

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Tables that policies leave."""
    yield from _dropped(view)
    yield from _turned_off(view)
    yield from _with_functions(view)
    for table in view.before.tables:
        place = _made_anew(view, table.name)
        if place is not None:
            yield Risk(
                place,
                f"`{table.name.text}` had policies, and the table that takes its place has none",
                "turn row-level security on for the new table, and create the policies again",
            )


def _dropped(view: MigrationView) -> Iterator[Risk]:
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


def _with_functions(view: MigrationView) -> Iterator[Risk]:
    """Policies that go with a function that they call."""
    for statement in view.statements:
        operation = statement.operation
        if not isinstance(operation, DropOthers) or operation.kind != "FUNCTION":
            continue
        names = {each.text for each in operation.names} if statement.has("CASCADE") else set[str]()
        for policy in view.before.others:
            if policy.kind == "POLICY" and policy.table and names & policy.words:
                if view.after.table(policy.table) is None or _is_replaced(view, policy.table):
                    continue
                yield Risk(
                    statement.span,
                    f"`{policy.table.text}` loses the policy `{policy.name}`, which calls the function",
                    "leave out `CASCADE`: change the policy first, or replace the function where it stands",
                )


def _turned_off(view: MigrationView) -> Iterator[Risk]:
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


def _made_anew(view: MigrationView, name: Name) -> Span | None:
    """Where a table gets the name of one that had policies, and has none at the end."""
    if not view.others(view.before, "POLICY", name) or not view.is_secured(name, view.before):
        return None
    if view.after.table(name) is None or view.is_secured(name, view.after) or view.secures_by_name:
        return None
    made = [each.span_of("CREATE", "TABLE") for each in view.statements if created_table(each) == name]
    renamed = [
        each.span
        for each in view.script.changes
        if isinstance(each.action, RenameTable) and Name(each.table.schema, each.action.next) == name
    ]
    return next(iter([*made, *renamed]), None)


def _is_replaced(view: MigrationView, table: Name) -> bool:
    return any(
        isinstance(each.operation, CreateOther)
        and each.operation.kind == "POLICY"
        and each.operation.table is not None
        and view.resolved(each.operation.table) == table
        for each in view.statements
    )
