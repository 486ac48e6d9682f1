"""A required column without a default on a table that may have rows.

## What it does

Reports `ADD COLUMN … NOT NULL` without a default on a table that this migration did not make, and on SQLite
a copy of the table that has such a column and leaves it out of its `INSERT`.

## Why it matters

The rows that are there have no value for it: the database refuses (PostgreSQL with 23502, SQL Server with
4901), the migration is recorded as failed, and each further `migrate deploy` stops (P3009) until somebody
resolves it by hand; on SQLite the half-made copy stays behind. An empty table takes it, so nothing shows in
development. MySQL takes it too and makes up a value: see `implicit-default`.

## Example

```sql
ALTER TABLE "User" ADD COLUMN "age" INTEGER NOT NULL;
```

## Use instead

```sql
ALTER TABLE "User" ADD COLUMN "age" INTEGER;
```

Then fill it, and make it required in a later migration; `partywall create-migration` writes it so that the
values come from the parent that has them.

## When it is fine

The table is known to be empty everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import AddColumn, ColumnDefinition
from partywall.database.model import Name
from partywall.database.postgresql_types import SERIALS
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE - {"mysql"}
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


_FILLED_BY_ITSELF = frozenset({*SERIALS, "ROWVERSION"})


def check(view: MigrationView) -> Iterator[Risk]:
    """Required columns for which existing rows have no value."""
    for change in view.changes:
        if not isinstance(change.action, AddColumn) or not _lacks_value(change.action.column):
            continue
        if _counts(view, change.table, change.action.column.name):
            continue
        if view.has_rows(change.table, change.statement):
            name, table = change.action.column.name, change.table.text
            yield Risk(
                change.span,
                f"`{name}` is required, and the rows of `{table}` have no value for it: this fails on any "
                "row",
                "add it as nullable, fill it, and make it required later; or give it a default",
            )


def _counts(view: MigrationView, name: Name, column: str) -> bool:
    """Whether the database numbers the rows, as it does for the `INTEGER PRIMARY KEY` of SQLite."""
    table = view.after.table(name)
    known = table.column(column) if table else None
    return known is not None and known.is_autoincrement


def _lacks_value(column: ColumnDefinition) -> bool:
    is_serial = not column.type.is_quoted and column.type.name.text.upper() in _FILLED_BY_ITSELF
    has_value = column.default is not None and column.default.upper() != "NULL"
    return column.not_null and not has_value and not is_serial and "GENERATED" not in column.clause.upper()
