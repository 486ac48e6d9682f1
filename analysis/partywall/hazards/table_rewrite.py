"""A new column whose value differs from row to row, so that the whole table is written anew.

## What it does

Reports `ADD COLUMN` on a table that may have rows, with a default that is computed for each row
(`gen_random_uuid()`, `clock_timestamp()`, a sequence), as `SERIAL` or identity, or as a stored generated
column.

## Why it matters

A constant default, `now()` included, is kept once for all old rows and costs nothing. One that differs from
row to row makes PostgreSQL write the table and its indexes anew, under a lock that keeps readers out: 2 s
for 200,000 rows.

## Example

```sql
ALTER TABLE "User" ADD COLUMN "token" UUID NOT NULL DEFAULT gen_random_uuid();
```

## Use instead

```sql
ALTER TABLE "User" ADD COLUMN "token" UUID;
ALTER TABLE "User" ALTER COLUMN "token" SET DEFAULT gen_random_uuid();
```

Then fill the old rows in batches. What is `GENERATED … STORED` cannot be added that way: a trigger does the
same for new rows, and a view for all of them.

## When it is fine

The table is small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from partywall.database.ddl import AddColumn, ColumnDefinition
from partywall.database.postgresql_types import SERIALS
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import BY_LOCKS, Risk
from partywall.review.view import MigrationView

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}

# What gives one value for a whole statement; other functions may not.
_STEADY = frozenset(
    {
        *("now", "current_timestamp", "current_time", "current_date", "localtimestamp", "localtime"),
        *("transaction_timestamp", "statement_timestamp", "current_setting", "current_user", "timezone"),
        *("to_timestamp", "to_date", "make_interval", "make_date", "date_trunc", "date_part", "extract"),
        *("jsonb_build_object", "jsonb_build_array", "json_build_object", "json_build_array", "to_jsonb"),
        *("to_json", "array", "lower", "upper", "md5", "coalesce", "concat", "length", "cast", "interval"),
        *("decimal", "numeric", "varchar", "char", "timestamp", "timestamptz", "time", "bit", "encode"),
        *("decode", "floor", "round", "ceil", "abs", "repeat", "replace", "nullif", "greatest", "least"),
    }
)
_VIRTUAL = 18
"""From this version of PostgreSQL on a generated column is computed when it is read, unless it is stored."""

_CALL = re.compile(r'"?(\w+)"?\s*\(')
_QUOTED = re.compile(r"'(?:[^']|'')*'")


def check(view: MigrationView) -> Iterator[Risk]:
    """Columns that make a table with rows be written anew."""
    for change in view.changes:
        if not isinstance(change.action, AddColumn):
            continue
        column = change.action.column
        reason = _reason(column, view.postgres)
        if reason and view.has_rows(change.table, change.statement):
            is_computed = _is_stored(column, view.postgres)
            yield Risk(
                change.span,
                f"{reason}, so `{change.table.text}` is written anew under a lock that keeps readers out",
                _COMPUTE if is_computed else _FILL,
            )


_COMPUTE = "let a trigger fill a plain column, and fill old rows in batches; or compute it where it is read"
_FILL = "add the column without it, set the default in a second statement, and fill old rows in batches"


def _is_stored(column: ColumnDefinition, version: int) -> bool:
    clause = column.clause.upper()
    if "GENERATED" not in clause or "AS IDENTITY" in clause or "VIRTUAL" in clause:
        return False
    return "STORED" in clause or version < _VIRTUAL


def _reason(column: ColumnDefinition, version: int) -> str | None:
    if not column.type.is_quoted and column.type.name.text.upper() in SERIALS:
        return f"`{column.name}` counts its rows"
    if "AS IDENTITY" in column.clause.upper():
        return f"`{column.name}` counts its rows"
    if _is_stored(column, version):
        return f"`{column.name}` is computed and stored for each row"
    calls = _CALL.findall(_QUOTED.sub("''", column.default or ""))
    varying = [each for each in calls if each.lower() not in _STEADY]
    return f"`{varying[0]}()` gives each row its own value" if varying else None
