"""An exclusion constraint is built under a lock that keeps readers out.

## What it does

Reports `ADD … EXCLUDE` on a table that this migration did not make.

## Why it matters

PostgreSQL builds its index under the strictest lock and knows no other way: neither `NOT VALID` nor
`CONCURRENTLY` nor `USING INDEX` is there for it. Rows that conflict make it fail.

## Example

```sql
ALTER TABLE "Booking" ADD CONSTRAINT "Booking_no_overlap"
  EXCLUDE USING gist ("roomId" WITH =, "during" WITH &&);
```

## Use instead

```sql
CREATE TABLE "Booking" (
  "roomId" INTEGER NOT NULL,
  "during" TSTZRANGE NOT NULL,
  CONSTRAINT "Booking_no_overlap" EXCLUDE USING gist ("roomId" WITH =, "during" WITH &&)
);
```

That is: from the start; or in a maintenance window.

## When it is fine

The table is small, and no two rows conflict.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import BY_LOCKS, Risk
from partywall.review.view import MigrationView

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Exclusion constraints on tables with rows."""
    for change, constraint in view.constraints:
        if constraint.kind == "exclude" and view.has_rows(change.table, change.statement):
            yield Risk(
                change.span,
                f"its index is built under a lock that keeps readers of `{change.table.text}` out, and rows "
                "that conflict make it fail",
                "there is no other way to build it: run it in a maintenance window",
            )
