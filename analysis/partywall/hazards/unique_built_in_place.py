"""A unique constraint is built under a lock that keeps readers out.

## What it does

Reports `ADD … UNIQUE (…)` on a table that this migration did not make.

## Why it matters

The index behind it is built under PostgreSQL's strictest lock (0.2 s for 200,000 rows). A unique index can be
built `CONCURRENTLY` before, and becomes the constraint in milliseconds.

## Example

```sql
ALTER TABLE "User" ADD CONSTRAINT "User_email_key" UNIQUE ("email");
```

## Use instead

```sql
ALTER TABLE "User" ADD CONSTRAINT "User_email_key" UNIQUE USING INDEX "User_email_key";
```

After a migration of its own with `CREATE UNIQUE INDEX CONCURRENTLY "User_email_key" ON "User"("email")`.
Prisma itself asks for the index alone, which is enough.

## When it is fine

The table is small.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import BY_LOCKS, Risk
from partywall.review.view import MigrationView

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Unique constraints that build their index in place."""
    for change, constraint in view.constraints:
        if constraint.kind != "unique" or constraint.index is not None:
            continue
        if view.has_rows(change.table, change.statement):
            yield Risk(
                change.span,
                f"its index is built under a lock that keeps readers of `{change.table.text}` out",
                "build a unique index `CONCURRENTLY` in a migration of its own, then add the constraint "
                "`USING INDEX`",
            )
