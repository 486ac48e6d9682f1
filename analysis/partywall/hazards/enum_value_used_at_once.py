"""A new enum value is used in the transaction that adds it.

## What it does

Reports statements that use a value which `ALTER TYPE … ADD VALUE` has added in the same transaction. Prisma
up to 7.3 runs a file of several statements as one transaction.

## Why it matters

PostgreSQL refuses it (55P04): a new value can be used once the transaction has ended. From Prisma 7.4 on each
statement is a transaction of its own and this works, so it fails where an older release is installed.

## Example

```sql
-- migration: 20240101000000_init
CREATE TYPE "Role" AS ENUM ('USER');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL);
-- migration: 20240201000000_admins
ALTER TYPE "Role" ADD VALUE 'ADMIN';
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'ADMIN';
```

## Use instead

```sql
-- migration: 20240101000000_init
CREATE TYPE "Role" AS ENUM ('USER');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL);
-- migration: 20240201000000_admins
ALTER TYPE "Role" ADD VALUE 'ADMIN';
-- migration: 20240201000001_admins_by_default
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'ADMIN';
```

## When it is fine

Every environment runs Prisma 7.4 or later: say so with `prisma = "7.4"` in `partywall.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import AddEnumValue, CreateEnum
from partywall.database.model import EnumOf, Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView
from partywall.text import Span

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Values that are used before they may be."""
    made = {
        view.resolved(each.operation.name)
        for each in view.statements
        if isinstance(each.operation, CreateEnum)
    }
    for added in view.statements:
        if not isinstance(added.operation, AddEnumValue) or view.resolved(added.operation.enum) in made:
            continue
        enum, value = view.resolved(added.operation.enum), added.operation.value
        for statement in view.statements:
            if statement.source.start <= added.source.start or isinstance(statement.operation, AddEnumValue):
                continue
            together = view.execution.together(added, statement)
            place = _use(statement, value)
            if place is None or together == "no" or not _is_about(view, statement, enum):
                continue
            when = "" if together == "yes" else " on Prisma before 7.4"
            yield Risk(
                place,
                f"`{value}` cannot be used in the transaction that adds it: this fails{when}",
                "use it in a migration of its own, behind this one",
            )
            break


def _use(statement: Statement, value: str) -> Span | None:
    found = (each for each in statement.tokens if each.kind == "string" and each.value == value)
    token = next(found, None)
    return Span(token.start, token.end) if token else None


def _is_about(view: MigrationView, statement: Statement, enum: Name) -> bool:
    """Whether a statement speaks of the enum, or of a table with a column of it."""
    if statement.mentions(enum.text):
        return True
    return any(
        statement.mentions(table.name.text) and any(each.type == EnumOf(enum) for each in table.columns)
        for table in (*view.before.tables, *view.after.tables)
    )
