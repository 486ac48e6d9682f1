"""A required column without a default on a table that may have rows.

## What it does

Reports `ADD COLUMN … NOT NULL` without a default on a table that this migration did not make, and on SQLite
a copy of the table that has such a column and leaves it out of its `INSERT`. What locks or reads the table
behind it is not reported, as it comes to an empty one.

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

from partywall.database.ddl import AddColumn
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.required import lacks_value
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE - {"mysql"}
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Required columns for which existing rows have no value."""
    for change in view.changes:
        if not isinstance(change.action, AddColumn) or not lacks_value(view, change):
            continue
        if view.has_rows(change.table, change.statement):
            name, table = change.action.column.name, change.table.text
            yield Risk(
                change.span,
                f"`{name}` is required, and the rows of `{table}` have no value for it: this fails on any "
                "row",
                "add it as nullable, fill it, and make it required later; or give it a default",
            )
