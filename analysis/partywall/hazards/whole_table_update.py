"""A statement that changes all rows of a table at once.

## What it does

Reports `UPDATE` and `DELETE` whose condition compares nothing with a constant, on a table that this migration
did not make. Where a lock of the same transaction keeps readers out meanwhile, `work-under-lock` speaks of it
instead.

## Why it matters

All changed rows stay locked until the end, whoever wants to change one waits, and the table is as large again
with dead rows: 78 s for two million rows. If it fails at the last row, all is for nothing.

## Example

```sql
UPDATE "Document" SET "status" = "state";
```

## Use instead

```sql
UPDATE "Document" SET "status" = "state"
WHERE "id" IN (SELECT "id" FROM "Document" WHERE "status" IS NULL LIMIT 1000);
```

Again and again from a script, until nothing is left; the migration then only checks that all is done.

## When it is fine

The table is small: settings, plans, roles.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.data import Delete, Update, is_whole_table
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.locks import readers_wait
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE - {"sqlite"}
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Unbatched changes of whole tables."""
    for statement, data in view.data:
        if not isinstance(data, Update | Delete) or statement.is_uncertain:
            continue
        if not is_whole_table(statement, data):
            continue
        if isinstance(data, Delete) and data.where is None:
            continue  # a loss before it is slow: `delete-all-rows`
        if not view.has_rows(data.table, statement) or readers_wait(view, statement):
            continue
        verb, happens = ("delete", "be deleted") if isinstance(data, Delete) else ("change", "change")
        yield Risk(
            data.span,
            f"all rows of `{data.table.text}` may {happens} in one go, and stay locked until it ends",
            f"{verb} them in batches by the primary key, from a script that can go on where it stopped",
        )
