"""An index is built on a table with rows while nobody can write to it.

## What it does

Reports `CREATE INDEX` without `CONCURRENTLY` on a table that this migration did not make.

## Why it matters

Building an index takes a lock that stops every `INSERT`, `UPDATE` and `DELETE` until it is done: 0.3 s for
200,000 rows, minutes for many millions. `CONCURRENTLY` takes longer and stops nobody. It cannot run in a
transaction, which on Prisma up to 7.3 is every file of more than one statement; a lock that such a file has
taken before keeps readers out as long as the index is built.

## Example

```sql
CREATE INDEX "User_email_idx" ON "User"("email");
```

## Use instead

```sql
CREATE INDEX CONCURRENTLY "User_email_idx" ON "User"("email");
```

Alone in its migration.

## When it is fine

The table is small, or few write to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import BY_LOCKS, Risk, SqlFix
from partywall.review.locks import meanwhile
from partywall.review.statements import Statement
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Indexes that are built under a lock, the first of them with other locks that are held meanwhile."""
    is_told = False
    for statement, index in view.indexes:
        table = view.resolved(index.table)
        if statement.has("INDEX", "CONCURRENTLY") or not view.has_rows(table, statement):
            continue
        if _is_view(view, index.table.text):
            continue
        known = view.after.table(table)
        is_partitioned = bool(known and "PARTITION BY" in known.clause.upper())
        fix = None if is_partitioned else _fix(view, statement)
        also = "" if is_told else meanwhile(view, statement, table, is_read=True)
        is_told = is_told or bool(also)
        yield Risk(
            statement.span_of("INDEX"),
            f"nobody can write to `{index.table.text}` until this index is built{also}",
            _help(is_partitioned=is_partitioned, can_be_here=fix is not None),
            fix,
        )


def _help(*, is_partitioned: bool, can_be_here: bool) -> str:
    if is_partitioned:
        return "build it `CONCURRENTLY` on each partition, then `CREATE INDEX … ON ONLY` and attach them"
    if can_be_here:
        return "use `CREATE INDEX CONCURRENTLY`"
    return "use `CREATE INDEX CONCURRENTLY`, alone in a migration of its own"


def _fix(view: MigrationView, statement: Statement) -> SqlFix | None:
    """`CONCURRENTLY`, where it may stand in this file."""
    if statement.is_nested or view.execution.in_transaction(statement) != "no":
        return None
    at = statement.span_of("INDEX").end
    return SqlFix(
        "Build it concurrently",
        Safety.UNSAFE,
        (Edit(Span(at, at), " CONCURRENTLY"),),
        "If it fails, it leaves an invalid index, which is to be dropped before the next try.",
    )


def _is_view(view: MigrationView, name: str) -> bool:
    return any(each.kind == "VIEW" and each.name == name for each in view.after.others)
