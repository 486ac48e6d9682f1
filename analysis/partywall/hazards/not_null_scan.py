"""`SET NOT NULL` on a table that may have rows, without a constraint that proves it.

## What it does

Reports `ALTER COLUMN … SET NOT NULL` unless a validated `CHECK ("column" IS NOT NULL)` is there. It is a
warning where nothing in the file fills the column or deletes rows without it, information where something
does.

## Why it matters

PostgreSQL reads the whole table under a lock that keeps even readers out (0.16 s for 200,000 rows), and
refuses at the first `NULL` (23502). With a validated check it takes the check's word, and nothing is read.

## Example

```sql
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
```

## Use instead

```sql
ALTER TABLE "User" ADD CONSTRAINT "User_email_present" CHECK ("email" IS NOT NULL) NOT VALID;
```

Then, in later migrations, `VALIDATE CONSTRAINT`, which keeps nobody out, and last `SET NOT NULL` and
`DROP CONSTRAINT`.

## When it is fine

The table is small, and every row is known to have a value.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import SetNotNull, ValidateConstraint
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import BY_LOCKS, Risk
from partywall.review.locks import meanwhile
from partywall.review.statements import Change
from partywall.review.view import MigrationView

_NOT_NULL_CONSTRAINTS = 18
"""The version of PostgreSQL from which on `NOT NULL` is a constraint that can be validated later."""

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Columns that become required on a table with rows; the first with other locks that are held."""
    is_told = False
    for change in view.changes:
        if not isinstance(change.action, SetNotNull) or not change.action.not_null:
            continue
        column = change.action.column
        table = view.table_before(change.table, change.statement)
        known = table.column(column) if table else None
        if (known and known.not_null) or not view.has_rows(change.table, change.statement):
            continue
        if not _is_proved(view, change, column):
            also = "" if is_told else meanwhile(view, change.statement, change.table, is_read=False)
            is_told = is_told or bool(also)
            yield Risk(
                change.span,
                f"all rows of `{change.table.text}` are read under a lock that keeps readers out, and one "
                f"`NULL` in `{column}` makes it fail{also}",
                _proof(column, view.postgres),
                severity=Severity.INFORMATION if view.is_filled(change, column) else None,
            )


def _proof(column: str, version: int) -> str:
    """What proves that there is no `NULL` while all go on; from 18 on what is wanted itself."""
    first = f'`CHECK ("{column}" IS NOT NULL) NOT VALID`'
    if version >= _NOT_NULL_CONSTRAINTS:
        first = f'`ADD CONSTRAINT … NOT NULL "{column}" NOT VALID`'
    return f"prove it first: {first}, then `VALIDATE CONSTRAINT` in a later migration"


def _is_proved(view: MigrationView, change: Change, column: str) -> bool:
    """Whether a validated check says that there is no `NULL`."""
    earlier = view.earlier_name(change.table, change.statement)
    for other in view.others(view.before, "CHECK", earlier):
        if _says(other.sql, column):
            return "NOT VALID" not in other.sql.upper() or _is_validated(view, change, other.name)
    return any(
        constraint.kind == "check"
        and each.table == change.table
        and each.statement.source.start < change.statement.source.start
        and _says(constraint.sql, column)
        and ("NOT VALID" not in constraint.clause or _is_validated(view, change, constraint.name))
        for each, constraint in view.constraints
    )


def _is_validated(view: MigrationView, change: Change, name: str | None) -> bool:
    return any(
        each.table == change.table
        and isinstance(each.action, ValidateConstraint)
        and each.action.name == name
        and each.statement.source.start < change.statement.source.start
        for each in view.changes
    )


def _says(sql: str, column: str) -> bool:
    plain = sql.replace('"', "").upper()
    return f"{column.upper()} IS NOT NULL" in plain and " OR " not in plain
