"""A required column without a default on a table that may have rows.

## What it does

Reports `ADD COLUMN … NOT NULL` without a default on a table that this migration did not make.

## Why it matters

The rows that are there have no value for it: PostgreSQL refuses (23502), the migration is recorded as
failed, and each further `migrate deploy` stops (P3009) until somebody resolves it by hand. An empty table
takes it, so nothing shows in development.

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
from partywall.database.postgresql_types import SERIALS
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Required columns for which existing rows have no value."""
    for change in view.changes:
        if not isinstance(change.action, AddColumn) or not _lacks_value(change.action.column):
            continue
        if view.has_rows(change.table, change.statement):
            name, table = change.action.column.name, change.table.text
            yield Risk(
                change.span,
                f"`{name}` is required, and the rows of `{table}` have no value for it: this fails on any "
                "row",
                "add it as nullable, fill it, and make it required later; or give it a default",
            )


def _lacks_value(column: ColumnDefinition) -> bool:
    is_serial = not column.type.is_quoted and column.type.name.text.upper() in SERIALS
    has_value = column.default is not None and column.default.upper() != "NULL"
    return column.not_null and not has_value and not is_serial and "GENERATED" not in column.clause.upper()
