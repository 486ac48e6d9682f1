"""An enum is made anew, so that each column of it is written anew.

## What it does

Reports columns that change from one enum to another, which is how Prisma takes values out of an enum.

## Why it matters

The tables are rewritten under a lock that keeps readers out. A row that still has a value that is gone
makes it fail (22P02), and a row that the application of the last release writes meanwhile does so too.

## Example

```sql
-- migration: 20240101000000_init
CREATE TYPE "Role" AS ENUM ('USER', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL);
-- migration: 20240201000000_no_guests
CREATE TYPE "Role_new" AS ENUM ('USER');
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
```

## Use instead

```sql
-- migration: 20240101000000_init
CREATE TYPE "Role" AS ENUM ('USER', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL);
-- migration: 20240201000000_no_guests
UPDATE "User" SET "role" = 'USER' WHERE "role" = 'GUEST';
```

And leave the value in the enum, unused: values can be added at any time, and taken out at a quiet one.

## When it is fine

The tables are small, and no row and no running release has a value that goes.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import CreateEnum, SetType
from partywall.database.model import EnumOf, Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Columns that move to a new enum; one finding for each enum."""
    made = {
        view.resolved(each.operation.name): each.operation.values
        for each in view.statements
        if isinstance(each.operation, CreateEnum)
    }
    told: set[Name] = set()
    for change in view.changes:
        if not isinstance(change.action, SetType) or not view.has_rows(change.table, change.statement):
            continue
        table = view.table_before(change.table, change.statement)
        old = table.column(change.action.column) if table else None
        new = view.resolved(change.action.type.name)
        if old is None or not isinstance(old.type, EnumOf) or new not in made or old.type.name in told:
            continue
        told.add(old.type.name)
        before = next((each.values for each in view.before.enums if each.name == old.type.name), ())
        gone = [each for each in before if each not in made[new]]
        fails = f", and one row with `{'` or `'.join(gone)}` makes it fail" if gone else ""
        yield Risk(
            change.span,
            f"`{change.table.text}` is written anew under a lock that keeps readers out{fails}",
            "move the rows first and take the value out of the application; it may stay in the enum unused",
        )
