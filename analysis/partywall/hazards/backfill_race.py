"""Rows are filled and the column is made required, while others can still insert rows without a value.

## What it does

Reports a `SET NOT NULL` after an `UPDATE` that fills the column, where nothing keeps writers out between the
two and the column has no default yet: on Prisma 7.4 and later, which sends each statement by itself, or where
the table is not locked when the `UPDATE` begins. Where the column came with a default and the `UPDATE` asks
for `NULL` all the same, somebody writes it: information.

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
from partywall.review.statements import Change, Script, Statement
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Columns that are filled and then required, with room for a row in between."""
    for change in view.changes:
        if not isinstance(change.action, SetNotNull) or not change.action.not_null:
            continue
        column = change.action.column
        fill = _filling(view, change, column)
        if fill is None or not view.has_rows(change.table, change.statement):
            continue
        has_default = _has_default(view, change, column, fill)
        if has_default and not _is_null_in_spite_of_it(view, change, column, fill):
            continue
        held = _keeps_writers_out(view, change, fill)
        if held == "yes" or view.others(view.after, "TRIGGER", change.table):
            continue
        line, when = fill.source.line, "" if held == "no" else " on Prisma 7.4 and later"
        if has_default:
            yield Risk(
                change.span,
                f"a row that is given `NULL` in `{column}` after line {line}, as others were in spite of the "
                f"default, makes this fail{when}",
                "make it required once no old application writes `NULL` any more",
                severity=Severity.INFORMATION,
            )
            continue
        yield Risk(
            change.span,
            f"a row that is inserted after line {line} has no `{column}`, and this fails{when}",
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


def _has_default(view: MigrationView, change: Change, column: str, fill: Statement) -> bool:
    """Whether rows of old writers get a value by themselves, from before the `UPDATE` on."""
    table = view.table_before(change.table, change.statement)
    known = table.column(column) if table else None
    added = view.added_columns(change.table, change.statement).get(column)
    has_default = bool(known and known.default) or bool(added and added.column.default)
    for each in view.changes:
        if each.statement.source.start >= change.statement.source.start or each.table != change.table:
            continue
        if isinstance(each.action, SetDefault) and each.action.column == column:
            is_in_time = each.statement.source.start < fill.source.start
            has_default = each.action.default is not None and (is_in_time or has_default)
    return has_default


def _is_null_in_spite_of_it(view: MigrationView, change: Change, column: str, fill: Statement) -> bool:
    """Whether rows without a value are looked for in a column that has had its default from the start.

    One that came later left the rows that were there as they were; one that the column came with did not.
    """
    table = view.table_before(change.table, change.statement)
    known = table.column(column) if table else None
    asks = fill.at("IS", "NULL")
    if known is None or known.default is None or not asks or fill.tokens[asks - 1].value != column:
        return False
    name = view.earlier_name(change.table, change.statement)
    scripts = (Script(each.text, view.provider) for each in view.earlier if column in each.text)
    earlier = [each for script in scripts for each in script.changes if each.table == name]
    return not any(isinstance(each.action, SetDefault) and each.action.column == column for each in earlier)


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
