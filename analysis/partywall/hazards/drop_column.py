"""A column is dropped with its values.

## What it does

Reports `DROP COLUMN` on a table that may have rows, and a column that a copy of the table leaves out, as
SQLite's migrations do; where a column of the same name is added again, says
that the values do not come along. It is information where a statement before has read the column, as one
that copies its values does. What looks like a rename is told about by `rename-by-drop`.

## Why it matters

The values are gone, and only a backup brings them back. Besides, the application of the last release is still
running: Prisma Client selects every column by name, so each of its queries on the table fails.

## Example

```sql
ALTER TABLE "User" DROP COLUMN "phone";
```

## Use instead

```sql
ALTER TABLE "User" ALTER COLUMN "phone" DROP NOT NULL;
```

Release the application without the field first (`@ignore` takes it out of the client); drop the column in a
later release.

## When it is fine

No running release knows the column, and nobody needs its values.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import AddColumn, DropColumn, DropTypes
from partywall.database.model import EnumOf
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.renames import likely_renames
from partywall.review.statements import Change
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Columns whose values are lost."""
    renamed = {(each.dropped.table, each.previous) for each in likely_renames(view)}
    for change in view.changes:
        if not isinstance(change.action, DropColumn) or (change.table, change.action.name) in renamed:
            continue
        column = change.action.name
        if not view.has_rows(change.table, change.statement) or _is_of_this_file(view, change, column):
            continue
        is_read = any(view.read_before(column, change.statement))
        again = _is_added_again(view, change, column)
        message = f"`{column}` of `{change.table.text}` goes, and its values with it"
        if again:
            message = f"`{column}` of `{change.table.text}` is dropped and made anew: its values are lost"
        if is_read:
            message = f"`{column}` of `{change.table.text}` goes while the last release still selects it"
        yield Risk(
            change.span,
            message,
            "change its type where it stands, or fill a new column before this one goes"
            if again
            else "take it out of the application first and drop it in a later release",
            severity=Severity.INFORMATION if is_read else None,
        )
    yield from _with_types(view)


def _with_types(view: MigrationView) -> Iterator[Risk]:
    """Columns that go with their enum."""
    for statement in view.statements:
        if not isinstance(statement.operation, DropTypes) or not statement.has("CASCADE"):
            continue
        names = set(map(view.resolved, statement.operation.names))
        for table in view.before.tables:
            for column in table.columns:
                if isinstance(column.type, EnumOf) and column.type.name in names:
                    yield Risk(
                        statement.span,
                        f"`{column.name}` of `{table.name.text}` goes with its type, and its values with it",
                        "leave out `CASCADE`: the column is to be dropped or retyped first",
                    )


def _is_of_this_file(view: MigrationView, change: Change, column: str) -> bool:
    table = view.table_before(change.table, change.statement)
    if table is None:
        return column in view.added_columns(change.table, change.statement)
    return table.column(column) is None


def _is_added_again(view: MigrationView, dropped: Change, column: str) -> bool:
    return any(
        each.table == dropped.table
        and isinstance(each.action, AddColumn)
        and each.action.column.name == column
        and each.span.start > dropped.span.start
        for each in view.changes
    )
