"""A table is dropped while foreign keys are on, and rows of other tables go with it.

## What it does

Reports `DROP TABLE` on SQLite of a table that rows of others refer to with `ON DELETE CASCADE` or `SET NULL`,
where nothing has turned foreign keys off: also where a copy takes the place of the table.

## Why it matters

SQLite deletes all rows of a table before it drops it, if foreign keys are on, and what refers to them is
deleted or emptied too ("SQLite Foreign Key Support", 5). Prisma's connection has them on; so it writes
`PRAGMA foreign_keys=OFF` around each copy. `PRAGMA defer_foreign_keys` alone is not enough, and inside of
`BEGIN` and `COMMIT` the pragma does nothing.

## Example

```sql
-- provider: sqlite
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT NOT NULL,
  FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE);
-- migration: 20240201000000_name
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
INSERT INTO "new_User" ("id") SELECT "id" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
```

## Use instead

```sql
-- provider: sqlite
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT NOT NULL,
  FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE);
-- migration: 20240201000000_name
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
INSERT INTO "new_User" ("id") SELECT "id" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;
```

## When it is fine

The rows that refer to it are to go as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import DropTables
from partywall.database.model import ForeignKey, Name
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import Risk, SqlFix
from partywall.review.statements import Statement
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

PROVIDERS = frozenset({"sqlite"})
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}

_LOSSES = {"Cascade": "deletes", "SetNull": "unties", "SetDefault": "unties"}


def check(view: MigrationView) -> Iterator[Risk]:
    """Drops that reach into other tables."""
    for statement in view.statements:
        if not isinstance(statement.operation, DropTables) or not _are_keys_on(view, statement):
            continue
        (name,) = map(view.resolved, statement.operation.names)
        key = _child(view, name, statement)
        if key is not None:
            yield Risk(
                statement.span,
                f"foreign keys are on, so this {_LOSSES[key.on_delete]} the rows of `{key.table.text}` that "
                f"refer to `{name.text}`",
                "turn them off around it with `PRAGMA foreign_keys=OFF;`, outside of a transaction",
                _fix(view, statement),
            )


def _are_keys_on(view: MigrationView, statement: Statement) -> bool:
    """Whether the last pragma before a statement that has an effect leaves them on; they are at first."""
    is_on = True
    for each in view.statements:
        if each.source.start >= statement.source.start:
            break
        if each.keyword == "PRAGMA" and each.mentions("foreign_keys") and not _is_inside(view, each):
            is_on = not any(token.value.upper() in {"OFF", "0", "FALSE", "NO"} for token in each.tokens)
    return is_on


def _is_inside(view: MigrationView, statement: Statement) -> bool:
    return any(begin < statement.number < end for begin, end in view.execution.blocks)


def _child(view: MigrationView, name: Name, statement: Statement) -> ForeignKey | None:
    """A foreign key of another table with rows that loses them."""
    if not view.has_rows(name, statement):
        return None
    gone = {
        view.resolved(other)
        for each in view.statements
        if isinstance(each.operation, DropTables) and each.source.start < statement.source.start
        for other in each.operation.names
    }
    for each in view.before.foreign_keys:
        is_other = each.target == name and each.table != name and each.table not in gone
        if is_other and each.on_delete in _LOSSES and view.has_rows(each.table, statement):
            return each
    return None


def _fix(view: MigrationView, statement: Statement) -> SqlFix | None:
    if _is_inside(view, statement):
        return None
    start, end = statement.source.start, statement.source.end
    if not view.file.text.startswith(";", end):
        return None
    return SqlFix(
        "Turn foreign keys off around it",
        Safety.UNSAFE,
        (
            Edit(Span(start, start), "PRAGMA foreign_keys=OFF;\n"),
            Edit(Span(end + 1, end + 1), "\nPRAGMA foreign_keys=ON;"),
        ),
        "Rows that refer to the table stay: see that what takes its place has what they refer to.",
    )
