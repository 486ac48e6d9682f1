"""A table is copied with all its rows, which is how SQLite changes what it cannot alter.

## What it does

Hints at tables with rows that a migration makes anew, fills from the old ones and puts in their place. One
finding tells for the whole file.

## Why it matters

Nobody can write to the database while rows are copied (0.5 s for 200,000 small rows), and twice the room is
needed. The statements are no transaction: if the copy fails, the half-made table stays behind, foreign keys
stay off, and the next try fails at `CREATE TABLE`. Indexes, triggers and views that the schema does not know
are not made again.

## Example

```sql
-- provider: sqlite
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "plan" TEXT NOT NULL);
-- migration: 20240201000000_default
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "plan" TEXT NOT NULL DEFAULT 'free');
INSERT INTO "new_User" ("id", "plan") SELECT "id", "plan" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;
```

## Use instead

```sql
-- provider: sqlite
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "plan" TEXT NOT NULL);
-- migration: 20240201000000_tier
ALTER TABLE "User" ADD COLUMN "tier" TEXT;
```

Columns that may be empty, or have a constant as their default, are added without a copy.

## When it is fine

Nearly always: there is no other way, and the table is small. Keep a copy of the file of the database.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

PROVIDERS = frozenset({"sqlite"})
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.INFORMATION}


def check(view: MigrationView) -> Iterator[Risk]:
    """Tables that are copied; the first of them tells for the whole file."""
    found = [each for each in view.redefinitions if view.has_rows(each.name, each.filled)]
    if found:
        names = ", ".join(f"`{each.name.text}`" for each in found)
        yield Risk(
            found[0].filled.span_of("INSERT", "INTO"),
            f"all rows of {names} are copied while nobody can write; if that fails, half of it stays",
            "keep a copy of the file of the database until it is done",
        )
