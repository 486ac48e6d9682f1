"""The type of a column is changed, and the whole table is written anew.

## What it does

Reports `ALTER COLUMN … TYPE` on a table that may have rows, and MySQL's `MODIFY` with another type, unless
the database is known to leave the rows as they are: a longer `VARCHAR`, `VARCHAR` to `TEXT`, more digits
before the point, a finer timestamp on PostgreSQL; a `VARCHAR` whose length takes as many bytes, values at the
end of an `ENUM` on MySQL. Of PostgreSQL's enums speaks `enum-recreated`.

## Why it matters

The table and all its indexes are rewritten under a lock that keeps readers out (1.1 s for 200,000 rows on
PostgreSQL), and one value that does not fit makes it fail. MySQL copies the table, and whoever writes waits
("Online DDL Operations" in its manual).

## Example

```sql
ALTER TABLE "Order" ALTER COLUMN "total" SET DATA TYPE DECIMAL(10,2);
```

## Use instead

```sql
ALTER TABLE "Order" ADD COLUMN "totalExact" DECIMAL(10,2);
```

Write both columns for a while, fill the new one in batches, then let the application read it.

## When it is fine

The table is small, and every value fits.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import SetType
from partywall.database.model import Column, EnumOf
from partywall.diagnostics.finding import Severity
from partywall.migrations import casts, casts_cockroachdb, casts_mysql, casts_sqlserver
from partywall.migrations.steps import Cast
from partywall.review.hazard import POSTGRESQL, Risk
from partywall.review.statements import Change
from partywall.review.stored_types import holds_every_value, keeps_rows
from partywall.review.view import MigrationView

PROVIDERS = POSTGRESQL | {"mysql", "sqlserver"}
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


_LOCKS = {"cockroachdb": "is written anew", "mysql": "is copied while nobody can write to it"}
_CASTS = {
    "cockroachdb": casts_cockroachdb.cast,
    "mysql": casts_mysql.cast,
    "sqlserver": casts_sqlserver.cast,
}


def check(view: MigrationView) -> Iterator[Risk]:
    """Type changes that rewrite a table with rows; one finding for each statement, which rewrites it once."""
    statements: dict[int, list[Change]] = {}
    for change in view.changes:
        if isinstance(change.action, SetType) and _rewrites(view, change, change.action.column):
            statements.setdefault(change.statement.source.start, []).append(change)
    for changes in statements.values():
        doubtful = [name for each in changes if (name := _doubtful(view, each))]
        fails = f", and one value of `{doubtful[0]}` that does not fit makes it fail" if doubtful else ""
        lock = _LOCKS.get(view.provider.name, "is written anew under a lock that keeps readers out")
        yield Risk(
            changes[0].span,
            f"`{changes[0].table.text}` {lock}{fails}",
            "add a second column, write both, fill it in batches, and let the application read it then",
        )


def _rewrites(view: MigrationView, change: Change, column: str) -> bool:
    if not view.has_rows(change.table, change.statement):
        return False
    if column in view.added_columns(change.table, change.statement):
        return False
    old, new = _around(view, change, column)
    return not (old and new and (_is_enum(old, new) or keeps_rows(old, new, view.provider.name)))


def _doubtful(view: MigrationView, change: Change) -> str | None:
    """The column, where not every value has a place in the new type."""
    if not isinstance(change.action, SetType):
        return None
    old, new = _around(view, change, change.action.column)
    converted = _CASTS.get(view.provider.name, casts.cast)
    if old and new and holds_every_value(old.type, new.type):
        return None
    is_safe = old and new and converted(old, new) in {None, Cast.SAFE}
    return None if is_safe else change.action.column


def _around(view: MigrationView, change: Change, column: str) -> tuple[Column | None, Column | None]:
    before = view.table_before(change.table, change.statement)
    after = view.after.table(change.table)
    return before.column(column) if before else None, after.column(column) if after else None


def _is_enum(old: Column, new: Column) -> bool:
    return isinstance(old.type, EnumOf) and isinstance(new.type, EnumOf)
