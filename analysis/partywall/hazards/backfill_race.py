"""Rows are filled and the column is made required, while others can still insert rows without a value.

## What it does

Reports a `SET NOT NULL` after an `UPDATE` that fills the column, where nothing keeps writers out between the
two and the column has no default: on Prisma 7.4 and later, which sends each statement by itself, or where the
table is not locked yet when the `UPDATE` begins.

## Why it matters

The application of the last release still writes. A row that it inserts after the `UPDATE` has read the table
has no value, and `SET NOT NULL` fails (23502) after the long part is done; what stands above it stays.

## Example

```sql
ALTER TABLE "User" ADD COLUMN "name" TEXT;
UPDATE "User" SET "name" = "email";
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;
```

## Use instead

```sql
ALTER TABLE "User" ADD COLUMN "name" TEXT DEFAULT '';
UPDATE "User" SET "name" = "email";
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;
```

Or let a trigger fill it for old writers, or release the application that writes it first and make it required
in a later migration.

## When it is fine

Nothing writes while migrations run: a maintenance window.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import SetDefault, SetNotNull, ValidateConstraint
from partywall.diagnostics.finding import Severity
from partywall.review.data import Update, is_whole_table
from partywall.review.execution import Certainty
from partywall.review.hazard import Risk
from partywall.review.required import finds_rows
from partywall.review.statements import Change, Statement
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Columns that are filled and then required, with room for a row in between."""
    for change in view.changes:
        if not isinstance(change.action, SetNotNull) or not change.action.not_null:
            continue
        fill = _filling(view, change, change.action.column)
        if fill is None or not finds_rows(view, change.table, change.statement):
            continue
        if _has_default(view, change, change.action.column) or view.others(
            view.after, "TRIGGER", change.table
        ):
            continue
        held = _keeps_writers_out(view, change, fill)
        if held != "yes":
            when = "" if held == "no" else " on Prisma 7.4 and later"
            yield Risk(
                change.span,
                f"a row that is inserted after line {fill.source.line} has no `{change.action.column}`, and "
                f"this fails{when}",
                "give the column a default or a trigger first, or make it required once no old application "
                "writes any more",
                severity=None if held == "no" else Severity.INFORMATION,
            )


def _filling(view: MigrationView, change: Change, column: str) -> Statement | None:
    """The last statement that fills all rows, as it takes those that came before it; or the last of all."""
    found = [
        (statement, data)
        for statement, data in view.data
        if isinstance(data, Update)
        and data.table == change.table
        and column in data.sets
        and statement.source.start < change.statement.source.start
    ]
    whole = [statement for statement, data in found if is_whole_table(statement, data)]
    return whole[-1] if whole else found[-1][0] if found else None


def _has_default(view: MigrationView, change: Change, column: str) -> bool:
    """Whether rows of old writers get a value by themselves."""
    table = view.table_before(change.table, change.statement)
    known = table.column(column) if table else None
    added = view.added_columns(change.table, change.statement).get(column)
    has_default = bool(known and known.default) or bool(added and added.column.default)
    for each in view.changes:
        if each.statement.source.start >= change.statement.source.start or each.table != change.table:
            continue
        if isinstance(each.action, SetDefault) and each.action.column == column:
            has_default = each.action.default is not None
    return has_default


def _keeps_writers_out(view: MigrationView, change: Change, fill: Statement) -> Certainty:
    """Whether the table is locked from before the `UPDATE` up to the end."""
    best: Certainty = "no"
    for each in view.changes:
        if each.table != change.table or each.statement.source.start >= fill.source.start:
            continue
        if isinstance(each.action, ValidateConstraint):
            continue
        together = view.execution.together(each.statement, change.statement)
        if together == "yes":
            return "yes"
        best = "maybe" if together == "maybe" else best
    locks = [each for each in view.statements if each.keyword == "LOCK" and each.mentions(change.table.text)]
    if any(view.execution.together(lock, change.statement) == "yes" for lock in locks):
        return "yes"
    return best
