"""Rows that are there have to be unique all at once.

## What it does

Reports new unique indexes and constraints on a table that may have rows, unless a narrower key was there, the
columns are new and empty or new and random, or rows of the table are deleted before, as duplicates are. It is
information where an old key had the same columns but for those that new ones take the place of.

## Why it matters

One pair of rows that agree makes the migration fail. Development databases have few rows, and duplicates show
in production. To SQL Server two rows without a value agree, so that a new empty column cannot be unique
there; MySQL fills a new required one with the same value in each row.

## Example

```sql
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
```

## Use instead

```sql
DELETE FROM "User" a USING "User" b WHERE a."email" = b."email" AND a."id" > b."id";
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
```

Or look for them first: `SELECT "email" FROM "User" GROUP BY "email" HAVING count(*) > 1`.

## When it is fine

Nothing could have written duplicates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.ddl import AddColumn, CreateIndex
from partywall.database.model import Name
from partywall.database.mysql_types import AUTO_INCREMENT
from partywall.database.postgresql_types import SERIALS
from partywall.database.sqlserver_types import IDENTITY
from partywall.diagnostics.finding import Severity
from partywall.review.data import Delete, Update
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView, columns_of, uniques
from partywall.text import Span

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}

_RANDOM = ("random", "uuid", "cuid", "nanoid", "nextval", "row_number", "newid", "newsequentialid")


def check(view: MigrationView) -> Iterator[Risk]:
    """Uniques that old rows may break."""
    for statement, index in view.indexes:
        table = view.resolved(index.table)
        if not index.is_unique:
            continue
        if not any(each.is_expression for each in index.columns):
            columns = [each.name for each in index.columns]
            yield from _risks(view, table, columns, statement, statement.span_of("INDEX"))
        elif view.has_rows(table, statement) and not _is_known_to_differ(view, table, index, statement):
            yield _risk(table, [each.name for each in index.columns], statement.span_of("INDEX"), None)
    for change, constraint in view.constraints:
        if constraint.kind == "unique" and constraint.index is None:
            yield from _risks(view, change.table, constraint.columns, change.statement, change.span)


def _risks(
    view: MigrationView, table: Name, columns: Sequence[str], statement: Statement, span: Span
) -> Iterator[Risk]:
    if not view.has_rows(table, statement) or _is_known_unique(view, table, columns, statement):
        return
    severity = Severity.INFORMATION if _is_rekeyed(view, table, columns, statement) else None
    yield _risk(table, columns, span, severity)


def _risk(table: Name, said: Sequence[str], span: Span, severity: Severity | None) -> Risk:
    return Risk(
        span,
        f"two rows of `{table.text}` that agree in `{', '.join(said)}` make this fail",
        "look for duplicates first, and decide in the migration what becomes of them",
        severity=severity,
    )


def _is_known_to_differ(view: MigrationView, table: Name, index: CreateIndex, statement: Statement) -> bool:
    """Whether the columns beside the expressions are unique, or rows are new in a column of them."""
    plain = [each.name for each in index.columns if not each.is_expression]
    added = view.added_columns(table, statement)
    is_new = any(
        _differs(view, table, added[each], statement)
        for each in columns_of(index, view.after.table(table))
        if each in added
    )
    return is_new or _is_known_unique(view, table, plain, statement)


def _is_rekeyed(view: MigrationView, table: Name, columns: Sequence[str], statement: Statement) -> bool:
    """Whether an old key had the same columns but for some that new ones take the place of."""
    added = view.added_columns(table, statement)
    return any(
        set(columns) - set(old) <= added.keys() and set(columns) & set(old)
        for old in uniques(view.table_before(table, statement))
    )


def _is_known_unique(view: MigrationView, table: Name, columns: Sequence[str], statement: Statement) -> bool:
    known = view.table_before(table, statement)
    if any(set(each) <= set(columns) for each in uniques(known)):
        return True
    if any(set(each) <= set(columns) for each in _earlier_uniques(view, table, statement)):
        return True
    added = view.added_columns(table, statement)
    if any(_differs(view, table, added[each], statement) for each in columns if each in added):
        return True
    return any(
        isinstance(data, Delete) and data.table == table and each.source.start < statement.source.start
        for each, data in view.data
    )


def _earlier_uniques(view: MigrationView, table: Name, until: Statement) -> Iterator[tuple[str, ...]]:
    for statement, index in view.indexes:
        if index.is_unique and view.resolved(index.table) == table and statement.number < until.number:
            yield tuple(each.name for each in index.columns)
    for change, constraint in view.constraints:
        is_key = constraint.kind in {"unique", "primary key"}
        if is_key and change.table == table and change.statement.number < until.number and constraint.columns:
            yield constraint.columns


def _differs(view: MigrationView, table: Name, added: AddColumn, until: Statement) -> bool:
    """Whether a new column is empty in every row, or another in each."""
    column = added.column
    if not column.type.is_quoted and column.type.name.text.upper() in SERIALS:
        return True
    if "AS IDENTITY" in column.clause.upper() or column.default in {AUTO_INCREMENT, IDENTITY}:
        return True
    fills = [
        data
        for statement, data in view.data
        if isinstance(data, Update)
        and data.table == table
        and column.name in data.sets
        and statement.source.start < until.source.start
    ]
    if fills:
        words = [each.value.lower() for data in fills for each in data.values]
        return any(part in word for word in words for part in _RANDOM)
    default = (column.default or "").lower()
    if not default or default == "null":
        is_filled = view.provider.name == "mysql" and column.not_null
        return view.provider.name != "sqlserver" and not is_filled
    return any(part in default for part in _RANDOM)
