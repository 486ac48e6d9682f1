"""A migration was deleted after it was applied.

## What it does

Reports folders of migrations that the default branch has where this branch began and that are not there any
more, at the migration that comes next, or else at the last one.

## Why it matters

Databases that are there have it, new ones and the shadow database never get it: the same history builds two
different databases. `migrate dev` finds it applied and missing and asks to reset the database; `migrate
deploy` and `migrate status` say nothing (seen on Prisma 7.10), and nothing that it did is taken back.

## Example

```sql
-- gone: 20240201000000_note
ALTER TABLE "User" ADD COLUMN "note" TEXT;
-- migration: 20240301000000_name
ALTER TABLE "User" ADD COLUMN "name" TEXT;
```

## Use instead

```sql
-- applied: 20240201000000_note
ALTER TABLE "User" ADD COLUMN "note" TEXT;
-- migration: 20240301000000_without_note
ALTER TABLE "User" DROP COLUMN "note";
```

## When it is fine

The history was squashed into one migration, which is marked as applied (`migrate resolve --applied`) in each
database before the next deploy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.view import MigrationView
from partywall.text import Span

PROVIDERS = EVERYWHERE
IS_OF_HISTORY = True
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}

_NAMED = 3


def check(view: MigrationView) -> Iterator[Risk]:
    """Applied migrations that are not there any more."""
    if not view.gone:
        return
    verbs, them = ("was applied and is", "it") if len(view.gone) == 1 else ("were applied and are", "them")
    yield Risk(
        view.statements[0].span if view.statements else Span(0, 0),
        f"{_listed(view.gone)} {verbs} gone: databases that are there have {them}, new ones never get {them}",
        f"bring {them} back from git, and take back in a new migration what is not wanted",
    )


def _listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = [f"`{each}`" for each in names[:_NAMED]]
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
