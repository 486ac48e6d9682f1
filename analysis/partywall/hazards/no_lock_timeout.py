"""A lock is waited for without an end, and everybody waits behind it.

## What it does

In the strict profile, reports the first statement of a file that takes a lock on a table with rows before
anything has set `lock_timeout`.

## Why it matters

`ALTER TABLE` waits for every transaction that has touched the table, a forgotten one included, and whoever
comes later waits behind it: 6 s of standstill were measured for a statement that takes a millisecond. With
a `lock_timeout` it gives up, and is tried again.

## Example

```sql
ALTER TABLE "User" ADD COLUMN "note" TEXT;
```

## Use instead

```sql
SET lock_timeout = '2s';
ALTER TABLE "User" ADD COLUMN "note" TEXT;
```

Or once for all migrations, in their connection string: `options=-c lock_timeout=2s`.

## When it is fine

The connection string or the role sets it.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import AlterTable, CreateIndex, DropIndexes, DropTables
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import BY_LOCKS, Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": None, "strict": Severity.INFORMATION}


def check(view: MigrationView) -> Iterator[Risk]:
    """The first lock that is waited for without an end."""
    for statement in view.statements:
        if statement.mentions("lock_timeout") or _is_set_by_call(statement):
            return
        if not statement.has("INDEX", "CONCURRENTLY") and any(
            view.has_rows(view.resolved(each), statement) for each in _locked(statement)
        ):
            yield Risk(
                statement.span_of(statement.keyword),
                "this waits for its lock without an end, and every query waits behind it",
                "begin the file with `SET lock_timeout = '2s';`, or set it in the connection string",
            )
            return


def _locked(statement: Statement) -> tuple[Name, ...]:
    match statement.operation:
        case AlterTable(name=name) | CreateIndex(table=name):
            return (name,)
        case DropTables(names=names) | DropIndexes(names=names):
            return names
        case _:
            return ()


def _is_set_by_call(statement: Statement) -> bool:
    return statement.mentions("set_config") and "lock_timeout" in statement.source.sql
