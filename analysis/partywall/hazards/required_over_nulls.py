"""A column becomes required while rows may have no value in it.

## What it does

Reports a column that could be `NULL` and no longer can: by `ALTER COLUMN` on CockroachDB and SQL Server, by
`MODIFY` on MySQL, on SQLite in a copy of the table that takes the old values as they are. It is information
where a statement before it fills the column, or deletes rows without a value. On PostgreSQL see
`not-null-scan`.

## Why it matters

One row without a value makes it fail (23502 on CockroachDB, 1138 on MySQL, 1265 on MariaDB, 515 on SQL
Server), and each further `migrate deploy` stops (P3009). On SQLite the half-made copy stays behind, and has
to be dropped before the next try. Development databases have no such rows.

## Example

```sql
-- provider: sqlite
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- migration: 20240201000000_required
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
INSERT INTO "new_User" ("id", "name") SELECT "id", "name" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;
```

## Use instead

```sql
-- provider: sqlite
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- migration: 20240201000000_required
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
INSERT INTO "new_User" ("id", "name") SELECT "id", coalesce("name", 'unknown') FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;
```

Elsewhere: an `UPDATE` before it, in batches where there are many rows.

## When it is fine

Every row is known to have a value.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import SetNotNull
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import BY_LOCKS, EVERYWHERE, Risk
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE - BY_LOCKS
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}

_FILL = "fill the column first, with an `UPDATE … WHERE … IS NULL`"
_CURES = {"sqlite": "give such rows a value in the copy, as `coalesce(column, value)` does"}


def check(view: MigrationView) -> Iterator[Risk]:
    """Columns whose rows are taken to have a value."""
    for change in view.changes:
        if not isinstance(change.action, SetNotNull) or not change.action.not_null:
            continue
        column = change.action.column
        table = view.table_before(change.table, change.statement)
        known = table.column(column) if table else None
        if known is None or known.not_null or not view.has_rows(change.table, change.statement):
            continue
        yield Risk(
            change.span,
            f"one row of `{change.table.text}` without a value in `{column}` makes this fail",
            _CURES.get(view.provider.name, _FILL),
            severity=Severity.INFORMATION if view.is_filled(change, column) else None,
        )
