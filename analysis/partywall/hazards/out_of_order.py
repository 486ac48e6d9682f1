"""A new migration sorts before one that is applied.

## What it does

Reports a migration that is not applied and whose folder sorts before an applied one, as after two branches
were merged. Applied is what the default branch has, or all up to `--applied-through`.

## Why it matters

Prisma goes by the names of the folders. Databases that are there get it last, new ones and the shadow
database get it in the middle: the same history builds two different databases, and `migrate dev` asks to
reset.

## Example

```sql
-- migration: 20240101000000_early
ALTER TABLE "User" ADD COLUMN "note" TEXT;
-- applied: 20240201000000_late
ALTER TABLE "User" ADD COLUMN "name" TEXT;
```

## Use instead

```sql
-- applied: 20240201000000_late
ALTER TABLE "User" ADD COLUMN "name" TEXT;
-- migration: 20240301000000_next
ALTER TABLE "User" ADD COLUMN "note" TEXT;
```

## When it is fine

The two migrations have nothing to do with each other, and nobody minds the order.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.place import comes_late
from partywall.review.view import MigrationView
from partywall.text import Span

PROVIDERS = EVERYWHERE
IS_OF_HISTORY = True
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """A folder that comes too late for its name."""
    last = view.last_applied
    if not comes_late(view.file.folder, last):
        return
    span = view.statements[0].span if view.statements else Span(0, 0)
    yield Risk(
        span,
        f"`{view.file.folder}` sorts before `{last}`, which is applied: databases that are there get it "
        "last, "
        "new ones first",
        f"give the folder a name that sorts behind `{last}`",
    )
