"""All rows of a table are deleted.

## What it does

Reports `DELETE` without a condition and `TRUNCATE`, of a table that this migration did not make.

## Why it matters

The rows of every tenant are gone, and only a backup brings them back. `TRUNCATE … CASCADE` empties every
table with a foreign key to it, too.

## Example

```sql
DELETE FROM "Session";
```

## Use instead

```sql
DELETE FROM "Session" WHERE "expiresAt" < now() - interval '30 days';
```

## When it is fine

The rows are made again by themselves: sessions, caches.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.data import Delete, Truncate
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Tables that are emptied."""
    for statement, data in view.data:
        if statement.is_uncertain:
            continue
        match data:
            case Delete(table, None):
                tables, more = (table,), ""
            case Truncate(tables, is_cascade):
                more = ", and those of every table that refers to it" if is_cascade else ""
            case _:
                continue
        for table in tables:
            if view.has_rows(table, statement):
                yield Risk(
                    data.span,
                    f"all rows of `{table.text}` are deleted{more}",
                    "say which rows go; keep a copy of those that somebody may miss",
                )
