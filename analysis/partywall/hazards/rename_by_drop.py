"""A column is dropped and one like it is added: a rename that loses the values.

## What it does

Reports a dropped and an added column of one table, of the same type and with similar names, unless a
statement copies the values. Prisma writes this for a field that was renamed without `@map`.

## Why it matters

The new column is empty, and the values of the old one are gone.

## Example

```sql
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "fullName" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_rename
ALTER TABLE "User" DROP COLUMN "fullName",
ADD COLUMN "full_name" TEXT;
```

## Use instead

```sql
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "fullName" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_rename
ALTER TABLE "User" RENAME COLUMN "fullName" TO "full_name";
```

Or keep the column's name, with `@map("fullName")` on the renamed field: then there is nothing to migrate.

## When it is fine

The two columns have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.renames import LikelyRename, likely_renames
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Drops and adds that were meant as renames."""
    for each in likely_renames(view):
        yield Risk(
            each.dropped.span,
            f"`{each.previous}` looks renamed to `{each.next}`, but is dropped and added: its values are "
            "lost",
            f'keep the column with `@map("{each.previous}")` in the schema, or write `{_rename(view, each)}`',
        )


def _rename(view: MigrationView, found: LikelyRename) -> str:
    if view.provider.name == "sqlserver":
        literal, path = view.provider.language.literal, (found.dropped.table.text, found.previous)
        return f"EXEC sp_rename {literal('.'.join(path))}, {literal(found.next)}, 'COLUMN'"
    identifier = view.provider.language.identifier
    return f"RENAME COLUMN {identifier(found.previous)} TO {identifier(found.next)}"
