"""The type of a column is changed, and the whole table is written anew.

## What it does

Reports `ALTER COLUMN … TYPE` on a table that may have rows, unless PostgreSQL is known to leave the rows as
they are: a longer `VARCHAR`, `VARCHAR` to `TEXT`, more digits before the point, a finer timestamp. Of enums
speaks `enum-recreated`.

## Why it matters

The table and all its indexes are rewritten under a lock that keeps readers out (1.1 s for 200,000 rows),
and one value that does not fit makes it fail.

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
from partywall.database.model import BuiltIn, Column, EnumOf, Type
from partywall.diagnostics.finding import Severity
from partywall.migrations.casts import cast
from partywall.migrations.steps import Cast
from partywall.review.hazard import Risk
from partywall.review.statements import Change
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Type changes that rewrite a table with rows; one finding for each statement, which rewrites it once."""
    statements: dict[int, list[Change]] = {}
    for change in view.changes:
        if isinstance(change.action, SetType) and _rewrites(view, change, change.action.column):
            statements.setdefault(change.statement.source.start, []).append(change)
    for changes in statements.values():
        doubtful = [name for each in changes if (name := _doubtful(view, each))]
        fails = f", and one value of `{doubtful[0]}` that does not fit makes it fail" if doubtful else ""
        yield Risk(
            changes[0].span,
            f"`{changes[0].table.text}` is written anew under a lock that keeps readers out{fails}",
            "add a second column, write both, fill it in batches, and let the application read it then",
        )


def _rewrites(view: MigrationView, change: Change, column: str) -> bool:
    if not view.has_rows(change.table, change.statement):
        return False
    if column in view.added_columns(change.table, change.statement):
        return False
    old, new = _around(view, change, column)
    return not (old and new and (_is_enum(old, new) or _keeps_rows(old, new)))


def _doubtful(view: MigrationView, change: Change) -> str | None:
    """The column, where not every value has a place in the new type."""
    if not isinstance(change.action, SetType):
        return None
    old, new = _around(view, change, change.action.column)
    is_safe = old and new and cast(old, new) in {None, Cast.SAFE}
    return None if is_safe else change.action.column


def _around(view: MigrationView, change: Change, column: str) -> tuple[Column | None, Column | None]:
    before = view.table_before(change.table, change.statement)
    after = view.after.table(change.table)
    return before.column(column) if before else None, after.column(column) if after else None


def _is_enum(old: Column, new: Column) -> bool:
    return isinstance(old.type, EnumOf) and isinstance(new.type, EnumOf)


def _keeps_rows(old: Column, new: Column) -> bool:
    if (old.arity == "list") != (new.arity == "list"):
        return False
    return old.type == new.type or _fits(old.type, new.type)


def _fits(old: Type, new: Type) -> bool:
    """Whether every value stands as it is, by PostgreSQL's own rules for binary coercible types."""
    if not isinstance(old, BuiltIn) or not isinstance(new, BuiltIn):
        return False
    if old.name in {"VARCHAR", "TEXT"} and new.name in {"VARCHAR", "TEXT", "CITEXT"}:
        return not new.arguments or (bool(old.arguments) and _number(old, 0) <= _number(new, 0))
    if old.name == new.name == "VARBIT":
        return not new.arguments or (bool(old.arguments) and _number(old, 0) <= _number(new, 0))
    if old.name == new.name == "DECIMAL":
        if not new.arguments:
            return True
        return (
            bool(old.arguments) and _number(old, 0) <= _number(new, 0) and _number(old, 1) == _number(new, 1)
        )
    if old.name == new.name and old.name.startswith("TIME"):
        finest = 6
        return (_number(old, 0) if old.arguments else finest) <= (
            _number(new, 0) if new.arguments else finest
        )
    return (old.name, new.name) == ("CIDR", "INET")


def _number(of: BuiltIn, at: int) -> int:
    text = of.arguments[at] if at < len(of.arguments) else "0"
    return int(text) if text.isdigit() else 0
