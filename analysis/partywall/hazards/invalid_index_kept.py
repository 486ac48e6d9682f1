"""`IF NOT EXISTS` takes the invalid index of a failed try for the index.

## What it does

Reports `CREATE INDEX CONCURRENTLY IF NOT EXISTS`.

## Why it matters

When `CREATE INDEX CONCURRENTLY` fails or is cancelled, the index stays behind, marked as invalid: it
answers no query, and a unique one holds nothing unique. The next try finds its name taken, does nothing,
and reports success. Prisma sees no drift.

## Example

```sql
CREATE INDEX CONCURRENTLY IF NOT EXISTS "User_email_idx" ON "User"("email");
```

## Use instead

```sql
CREATE INDEX CONCURRENTLY "User_email_idx" ON "User"("email");
```

A second try then fails and says why: drop the invalid index and go on.

## When it is fine

Something checks `pg_index.indisvalid` afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import BY_LOCKS, Risk, SqlFix
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.INFORMATION}

_FORM = ("IF", "NOT", "EXISTS")


def check(view: MigrationView) -> Iterator[Risk]:
    """Indexes whose failed try would pass for them."""
    for statement, index in view.indexes:
        if not statement.has("INDEX", "CONCURRENTLY") or not index.if_not_exists:
            continue
        span = statement.span_of(*_FORM)
        yield Risk(
            span,
            "an invalid index that a failed try left behind passes for this one",
            "leave out `IF NOT EXISTS`, or check `pg_index.indisvalid` afterwards",
            SqlFix("Leave it out", Safety.UNSAFE, (Edit(Span(span.start - 1, span.end), ""),)),
        )
