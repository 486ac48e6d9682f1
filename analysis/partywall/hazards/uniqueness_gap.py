"""An old unique is dropped before the new one is there.

## What it does

Reports a unique or a primary key that is dropped before the one that takes its place is built, in a file
whose statements are not one transaction: on PostgreSQL from Prisma 7.4 on, on MySQL always, on SQL Server
outside of `BEGIN TRAN`.

## Why it matters

In between nothing is unique. A duplicate that is written then makes the new unique fail, and the old one is
gone already. Prisma writes it in this order when an `@unique` becomes an `@@unique([tenantId, …])`.

## Example

```sql
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "email" TEXT NOT NULL);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
-- migration: 20240201000000_per_tenant
DROP INDEX "User_email_key";
CREATE UNIQUE INDEX "User_tenantId_email_key" ON "User"("tenantId", "email");
```

## Use instead

```sql
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "email" TEXT NOT NULL);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
-- migration: 20240201000000_per_tenant
CREATE UNIQUE INDEX "User_tenantId_email_key" ON "User"("tenantId", "email");
DROP INDEX "User_email_key";
```

## When it is fine

Nothing writes while migrations run, or PostgreSQL is all there is and every environment runs Prisma up to
7.3, where the file is a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import (
    AddColumn,
    DropConstraint,
    DropIndex,
    DropIndexes,
    DropPrimaryKey,
    TableAction,
)
from partywall.database.model import Name, Table
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import POSTGRESQL, Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView
from partywall.text import Span
from partywall.values import dataclass

PROVIDERS = POSTGRESQL | {"mysql", "sqlserver"}
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


@dataclass(frozen=True, slots=True)
class _Dropped:
    statement: Statement
    span: Span
    table: Name
    name: str
    columns: tuple[str, ...]
    is_key: bool = False


def check(view: MigrationView) -> Iterator[Risk]:
    """Uniques between whose drop and successor nothing holds."""
    built = list(_built(view))
    for dropped in _dropped(view):
        if not view.has_rows(dropped.table, dropped.statement) or _is_held(view, dropped):
            continue
        for statement, table, columns, becomes_key in built:
            if table != dropped.table or not _takes_its_place(view, dropped, columns):
                continue
            if statement.source.start <= dropped.statement.source.start:
                continue
            together = view.execution.together(dropped.statement, statement)
            if together == "yes":
                continue
            when = "" if together == "no" else ", on Prisma 7.4 and later"
            yield Risk(
                dropped.span,
                f"from here to line {statement.source.line} nothing keeps `{', '.join(dropped.columns)}` of "
                f"`{table.text}` unique{when}",
                _help(view, are_keys=dropped.is_key and becomes_key),
                severity=None if together == "no" else Severity.INFORMATION,
            )
            break


def _help(view: MigrationView, *, are_keys: bool) -> str:
    """A table has one primary key, so that a new one cannot come first."""
    if not are_keys:
        return "build the new unique first, then drop the old one"
    if view.provider.name == "sqlserver":
        return "drop it and add the new key between `BEGIN TRAN` and `COMMIT TRAN`"
    return "drop it and add the new key in one `ALTER TABLE`"


def _is_held(view: MigrationView, dropped: _Dropped) -> bool:
    """Whether another unique that stays says as much."""
    before = view.table_before(dropped.table, dropped.statement)
    after = view.after.table(dropped.table)
    stay = {each.name for each in after.indexes} if after else set[str]()
    return any(
        each.is_unique
        and each.where is None
        and not each.has_expressions
        and each.name in stay
        and set(each.column_names) <= set(dropped.columns)
        for each in (before.indexes if before else ())
        if dropped.is_key or each.name != dropped.name
    )


def _takes_its_place(view: MigrationView, dropped: _Dropped, columns: frozenset[str]) -> bool:
    """Whether a new unique is wider or narrower than the old one, or has new columns for some of its own."""
    old = set(dropped.columns)
    if old <= columns or columns <= old:
        return True
    added = {
        each.action.column.name
        for each in view.changes
        if isinstance(each.action, AddColumn) and each.table == dropped.table
    }
    is_same_size = len(columns) == len(old) and bool(columns & old)
    return is_same_size and columns - old <= added


def _dropped(view: MigrationView) -> Iterator[_Dropped]:
    for statement in view.statements:
        if isinstance(statement.operation, DropIndexes) and not statement.is_uncertain:
            for name in map(view.resolved, statement.operation.names):
                for table in view.before.tables:
                    if table.name.schema == name.schema:
                        yield from _unique(table, name.text, statement, statement.span)
    for change in view.changes:
        altered = view.table_before(change.table, change.statement)
        if isinstance(change.action, DropConstraint | DropIndex) and altered:
            yield from _unique(altered, change.action.name, change.statement, change.span)
        key = altered.primary_key if altered else None
        if altered and key and _drops_key(change.action, key.name):
            yield _Dropped(change.statement, change.span, altered.name, key.name, key.columns, is_key=True)


def _drops_key(action: TableAction, name: str) -> bool:
    return isinstance(action, DropPrimaryKey) or (isinstance(action, DropConstraint) and action.name == name)


def _unique(table: Table, name: str, statement: Statement, span: Span) -> Iterator[_Dropped]:
    for index in table.indexes:
        if index.name == name and index.is_unique:
            yield _Dropped(statement, span, table.name, index.name, index.column_names)


def _built(view: MigrationView) -> Iterator[tuple[Statement, Name, frozenset[str], bool]]:
    """The uniques that are made, and whether one is the primary key."""
    for statement, index in view.indexes:
        if index.is_unique:
            columns = frozenset(each.name for each in index.columns)
            yield statement, view.resolved(index.table), columns, False
    for change, constraint in view.constraints:
        if constraint.kind in {"unique", "primary key"}:
            is_key = constraint.kind == "primary key"
            yield change.statement, change.table, frozenset(constraint.columns), is_key
