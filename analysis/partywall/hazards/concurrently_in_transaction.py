"""`CONCURRENTLY` in a file that runs as a transaction.

## What it does

Reports statements with `CONCURRENTLY` that share their file with others, or stand in a `DO` block or between
`BEGIN` and `COMMIT`.

## Why it matters

PostgreSQL refuses them in a transaction (25001). Prisma up to 7.3 sends a file as one query, so several
statements are one transaction; from 7.4 on each is sent by itself, unless the file holds a statement that its
parser rejects, and `DROP INDEX CONCURRENTLY` is one.

## Example

```sql
ALTER TABLE "User" ADD COLUMN "email" TEXT;
CREATE INDEX CONCURRENTLY "User_email_idx" ON "User"("email");
```

## Use instead

```sql
CREATE INDEX CONCURRENTLY "User_email_idx" ON "User"("email");
```

Alone in its file.

## When it is fine

Every environment runs Prisma 7.4 or later: say so with `prisma = "7.4"` in `partywall.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import BY_LOCKS, Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Statements that a transaction refuses."""
    for statement in view.statements:
        if not _is_refused(statement):
            continue
        certainty = "yes" if statement.is_nested else view.execution.in_transaction(statement)
        if certainty == "no":
            continue
        when = "" if certainty == "yes" else " on Prisma before 7.4"
        if certainty == "maybe" and view.prisma_splits:
            when = " if Prisma sends the file as a whole, which it does where its parser rejects a statement"
        yield Risk(
            statement.span_of("CONCURRENTLY"),
            f"`CONCURRENTLY` is refused in a transaction, which this file is{when}",
            "give it a migration of its own, without any other statement",
        )


def _is_refused(statement: Statement) -> bool:
    keyword = statement.keyword
    if keyword in {"CREATE", "DROP"}:
        return statement.has("INDEX", "CONCURRENTLY")
    if keyword == "ALTER":
        return statement.has("DETACH", "PARTITION") and statement.has("CONCURRENTLY")
    return keyword == "REINDEX" and statement.has("CONCURRENTLY")
