"""MySQL makes up a value for a required column without a default.

## What it does

Reports `ADD COLUMN … NOT NULL` without a default on a table that this migration did not make, on MySQL and
MariaDB, unless a statement behind it fills the column.

## Why it matters

It succeeds, in strict mode too, and each row that is there gets what the type has for nothing: `''`, `0`, the
first value of an `ENUM` ("Data Type Default Values" in MySQL's manual; so it was seen on MariaDB 10.11).
Nobody can tell these from real values later. A foreign key on the column then fails (1452), with the column
there already.

## Example

```sql
-- provider: mysql
ALTER TABLE `Document` ADD COLUMN `ownerId` VARCHAR(191) NOT NULL;
```

## Use instead

```sql
-- provider: mysql
ALTER TABLE `Document` ADD COLUMN `ownerId` VARCHAR(191) NULL;
```

Then fill it, and make it required in a later migration; `partywall create-migration` writes it so that the
values come from the parent that has them.

## When it is fine

The table is known to be empty everywhere, or the empty value is what old rows should have: say so with a
default.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import AddColumn, ColumnDefinition
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.data import Update
from partywall.review.hazard import Risk
from partywall.review.statements import Change
from partywall.review.view import MigrationView

PROVIDERS = frozenset({"mysql"})
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}

_MOMENTS = frozenset({"DATE", "DATETIME"})


def check(view: MigrationView) -> Iterator[Risk]:
    """Required columns whose old rows get a value that nobody gave them."""
    for change in view.changes:
        if not isinstance(change.action, AddColumn) or not _lacks_value(change.action.column):
            continue
        column, table = change.action.column, change.table
        if view.has_rows(table, change.statement) and not _is_filled_later(view, change, column.name):
            yield Risk(
                change.span,
                f"the rows of `{table.text}` get a made-up `{column.name}`: {_value(column)}"
                + _failing(view, table, column.name),
                "add it as nullable, fill it, and make it required later; or say the default that is meant",
            )


def _lacks_value(column: ColumnDefinition) -> bool:
    is_generated = "GENERATED" in column.clause.upper()
    return column.not_null and column.default is None and not is_generated


def _value(column: ColumnDefinition) -> str:
    """What MySQL has for nothing."""
    match column.type.name.text.upper():
        case "ENUM" if column.type.arguments:
            return f"`{column.type.arguments[0]}`"
        case name if name in _MOMENTS:
            return "the date zero, or an error where the mode has `NO_ZERO_DATE`"
        case "JSON":
            return "an empty document"
        case "TIMESTAMP":
            return "the date zero"
        case name if name.endswith(("CHAR", "TEXT", "BLOB", "BINARY")):
            return "`''`"
        case _:
            return "`0`"


def _failing(view: MigrationView, table: Name, column: str) -> str:
    is_key = any(
        constraint.kind == "foreign key" and each.table == table and column in constraint.columns
        for each, constraint in view.constraints
    )
    return "; and the foreign key on it fails, with the column there already" if is_key else ""


def _is_filled_later(view: MigrationView, added: Change, column: str) -> bool:
    return any(
        isinstance(data, Update)
        and data.table == added.table
        and column in data.sets
        and statement.source.start > added.statement.source.start
        for statement, data in view.data
    )
