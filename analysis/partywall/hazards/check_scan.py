"""A check is tried on all rows under a lock that keeps readers out.

## What it does

Reports `ADD … CHECK` without `NOT VALID` on a table that this migration did not make.

## Why it matters

PostgreSQL reads the whole table under its strictest lock, and one row that does not fit makes the migration
fail. With `NOT VALID` the check holds for new rows at once; `VALIDATE CONSTRAINT` later reads the rest and
stops nobody.

## Example

```sql
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_price_positive" CHECK ("price" > 0);
```

## Use instead

```sql
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_price_positive" CHECK ("price" > 0) NOT VALID;
```

And `VALIDATE CONSTRAINT` in a later migration.

## When it is fine

The table is small, and every row is known to fit.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import BY_LOCKS, Risk, SqlFix
from partywall.review.locks import meanwhile
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Checks that are validated on the spot, the first with other locks that are held meanwhile."""
    is_told = False
    for change, constraint in view.constraints:
        if constraint.kind != "check" or "NOT VALID" in constraint.clause:
            continue
        if not view.has_rows(change.table, change.statement):
            continue
        also = "" if is_told else meanwhile(view, change.statement, change.table, is_read=False)
        is_told = is_told or bool(also)
        yield Risk(
            change.span,
            f"all rows of `{change.table.text}` are read under a lock that keeps readers out, and one that "
            f"does not fit makes it fail{also}",
            "add it `NOT VALID`, and `VALIDATE CONSTRAINT` in a later migration",
            SqlFix(
                "Add it `NOT VALID`",
                Safety.UNSAFE,
                (Edit(Span(change.span.end, change.span.end), " NOT VALID"),),
                "Then `ALTER TABLE … VALIDATE CONSTRAINT` in a later migration.",
            ),
        )
