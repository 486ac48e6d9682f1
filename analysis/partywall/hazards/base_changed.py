"""The history before a migration is another one than that it was made on.

## What it does

Reports a migration that is not applied and says which one it was made on, where another one now stands
between, or where an earlier one is gone or was edited since. `partywall create-migration` writes that line at
the top of `down.sql` beside the file; it may stand in the file itself. A changed comment is no edit.

## Why it matters

The file holds the difference between the schema and the history as it was. Once two branches have met, it
may do again what the other branch has done already, or rest on what is no longer there.

## Example

```sql
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL);
-- migration: 20240102000000_from_the_other_branch
ALTER TABLE "User" ADD COLUMN "name" TEXT;
-- migration: 20240201000000_name
-- Made on 20240101000000_init, history 095d368017e8.

ALTER TABLE "User" ADD COLUMN "name" TEXT;
```

## Use instead

```sql
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL);
-- migration: 20240102000000_from_the_other_branch
ALTER TABLE "User" ADD COLUMN "name" TEXT;
```

## When it is fine

The two have nothing to do with each other. Then take the line away: it is a comment.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.migrations.base import Base, base_in
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.place import stands_elsewhere
from partywall.review.view import MigrationView
from partywall.text import Span

PROVIDERS = EVERYWHERE
IS_OF_HISTORY = True
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """A migration that names another history than the one before it."""
    base = None if view.is_applied else view.base or base_in(view.file.text)
    if base is None or not stands_elsewhere(base, view.earlier):
        return
    yield Risk(
        view.statements[0].span if view.statements else Span(0, 0),
        f"this file was made on another history: {_difference(view, base)}",
        "delete its folder and create it anew; or read it beside what came meanwhile, and take the line that "
        "names its base out of `down.sql`",
    )


def _difference(view: MigrationView, base: Base) -> str:
    folders = [each.folder for each in view.earlier]
    if base.folder not in folders:
        return f"`{base.folder}` is no longer before it"
    between = folders[folders.index(base.folder) + 1 :]
    if between:
        return f"{', '.join(f'`{each}`' for each in between)} came between `{base.folder}` and it"
    return f"what stands before it, up to `{base.folder}`, was changed since"
