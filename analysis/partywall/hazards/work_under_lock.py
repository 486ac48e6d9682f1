"""Many rows are changed while a lock of the same transaction keeps readers out.

## What it does

Reports an `UPDATE` or `DELETE` of a whole table, or an `INSERT … SELECT`, after a statement of the same
transaction that has locked a table with rows, as each `ALTER TABLE` does. On PostgreSQL, Prisma up to 7.3
runs a file of several statements as one transaction; where the version is not known this is information. On
SQL Server what stands between `BEGIN TRAN` and `COMMIT TRAN` is one. One finding tells for the whole file.

## Why it matters

`ALTER TABLE` takes milliseconds, but its lock is held until the transaction ends, and every query on that
table waits for that: 4 s of standstill for 200,000 rows, two minutes for two millions.

## Example

```sql
ALTER TABLE "Document" ADD COLUMN "status" TEXT;
UPDATE "Document" SET "status" = "state";
```

## Use instead

```sql
ALTER TABLE "Document" ADD COLUMN "status" TEXT;
```

And change the rows afterwards, in batches, from a script.

## When it is fine

The tables are small, or nobody uses the application meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.data import Data, Delete, Insert, Update, is_whole_table
from partywall.review.hazard import BY_LOCKS, Risk
from partywall.review.required import finds_rows
from partywall.review.statements import Statement
from partywall.review.view import MigrationView

PROVIDERS = BY_LOCKS | {"sqlserver"}
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Long work behind a lock that keeps readers out; the first of it tells for the whole file."""
    for statement, data in view.data:
        lock = view.readers_wait(statement)
        if lock is None or not _is_long(view, statement, data):
            continue
        change, together = lock
        when = "" if together == "yes" else ", on Prisma before 7.4"
        yield Risk(
            statement.span_of(statement.keyword),
            f"nobody can read `{change.table.text}` until this is done: line {change.statement.source.line} "
            f"holds its lock up to the end of the transaction{when}",
            "change the rows in batches outside of the migration, or at least in a migration of their own",
            severity=None if together == "yes" else Severity.INFORMATION,
        )
        return


def _is_long(view: MigrationView, statement: Statement, data: Data) -> bool:
    match data:
        case Update() | Delete():
            return is_whole_table(statement, data) and finds_rows(view, data.table, statement)
        case Insert(is_select=True):
            return any(view.before.table(each.table) for each in data.reads)
        case _:
            return False
