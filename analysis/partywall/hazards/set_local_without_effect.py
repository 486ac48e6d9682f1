"""`SET LOCAL` where there is no transaction.

## What it does

Reports `SET LOCAL` in a file whose statements are sent one by one: on Prisma 7.4 and later, and where it
stands alone.

## Why it matters

`SET LOCAL` holds until the transaction ends, which is at once if each statement is its own. The
`lock_timeout` that was to protect the next statement is not set, and nothing says so but a warning that
nobody sees.

## Example

```sql
SET LOCAL lock_timeout = '2s';
ALTER TABLE "User" ADD COLUMN "note" TEXT;
```

## Use instead

```sql
SET lock_timeout = '2s';
ALTER TABLE "User" ADD COLUMN "note" TEXT;
RESET lock_timeout;
```

## When it is fine

Every environment runs Prisma up to 7.3: say so with `prisma = "6"` in `partywall.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import Risk, SqlFix
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Settings that are gone before the next statement."""
    for statement in view.statements:
        if statement.is_nested or statement.keyword != "SET" or not statement.has("SET", "LOCAL"):
            continue
        within = view.execution.in_transaction(statement)
        if within == "yes":
            continue
        when = "" if within == "no" else " on Prisma 7.4 and later"
        local = statement.span_of("LOCAL")
        yield Risk(
            statement.span,
            f"this has no effect{when}: each statement is a transaction of its own",
            "use `SET`, and `RESET` at the end of the file",
            SqlFix(
                "Set it for the session",
                Safety.UNSAFE,
                (Edit(Span(local.start, local.end + 1), ""),),
                "Add `RESET` at the end of the file.",
            ),
            severity=None if within == "no" else Severity.INFORMATION,
        )
