"""Many rows are changed while a lock of the same transaction keeps readers out.

## What it does

Reports an `UPDATE` or `DELETE` of a whole table, an `INSERT … SELECT`, or a loop over a table's rows, after a
statement of the same transaction that has locked a table with rows, as `DROP INDEX` and most `ALTER TABLE`
do. On PostgreSQL, Prisma up to 7.3 runs a file of several statements as one transaction; where the version is
not known this is information, unless a `DO` block is in the file, which later versions send whole too. On SQL
Server what stands between `BEGIN TRAN` and `COMMIT TRAN` is one. One finding tells for the whole file; an
index that is built and a key that is checked meanwhile say so themselves.

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

from collections.abc import Iterator, Sequence

from partywall.database.sql_tokens import Token
from partywall.diagnostics.finding import Severity
from partywall.review.conditions import narrows
from partywall.review.data import Data, Delete, Insert, Update, is_whole_table
from partywall.review.data_reading import tables_read
from partywall.review.hazard import BY_LOCKS, Risk
from partywall.review.locks import Lock, readers_wait
from partywall.review.statements import Statement
from partywall.review.view import MigrationView

PROVIDERS = BY_LOCKS | {"sqlserver"}
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Long work behind a lock that keeps readers out; the first of it tells for the whole file."""
    for statement, data in view.data:
        if not _is_long(view, statement, data) and not _is_in_long_loop(view, statement, data):
            continue
        lock = readers_wait(view, statement)
        if lock is None:
            continue
        is_certain = lock.certainty == "yes" or view.execution.is_uncut
        line = lock.statement.source.line
        yield Risk(
            statement.span_of(statement.keyword),
            f"nobody can read `{lock.table.text}` until this is done: line {line} holds its lock up to the "
            f"end of the transaction{_when(view, lock, statement, data)}",
            "change the rows in batches outside of the migration, or at least in a migration of their own",
            severity=None if is_certain else Severity.INFORMATION,
        )
        return


def _when(view: MigrationView, lock: Lock, statement: Statement, data: Data) -> str:
    """On which versions that is so, and what is so on the others."""
    if lock.certainty == "yes":
        return ""
    if view.execution.is_uncut:
        return ", on Prisma 7.4 and later too, as they do not cut this file into its statements"
    if not isinstance(data, Update | Delete) or not is_whole_table(statement, data):
        return ", on Prisma before 7.4"
    verb = "deletes" if isinstance(data, Delete) else "changes"
    return f", on Prisma before 7.4; on later ones what it {verb} in `{data.table.text}` stays locked instead"


def _is_long(view: MigrationView, statement: Statement, data: Data) -> bool:
    match data:
        case Update() | Delete():
            return is_whole_table(statement, data) and view.has_rows(data.table, statement)
        case Insert(is_select=True):
            return any(view.before.table(each.table) for each in data.reads)
        case _:
            return False


def _is_in_long_loop(view: MigrationView, statement: Statement, data: Data) -> bool:
    """Whether a loop goes over all rows of a table, or on until there are no more to change."""
    for head in statement.loops:
        if head[0].key == "FOR":
            names = map(view.resolved, tables_read(statement, head)) if _goes_over_all(head) else ()
            if any(view.before.table(each) and view.has_rows(each, statement) for each in names):
                return True
        elif head[0].key != "FOREACH":
            return isinstance(data, Update | Delete) and view.has_rows(data.table, statement)
    return False


def _goes_over_all(head: Sequence[Token]) -> bool:
    is_limited = any(each.key in {"LIMIT", "FETCH"} for each in head)
    return not is_limited and not any(narrows(head, at) for at in range(1, len(head)))
