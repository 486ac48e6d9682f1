"""A migration was edited after it was applied.

## What it does

Reports a migration whose text differs from what the default branch had where this branch began.

## Why it matters

Prisma keeps a checksum of each applied file. `migrate dev` finds that it differs and asks to reset the
database; `migrate deploy` says nothing, and databases that are there never get the edit.

## Example

```sql
-- applied: 20240101000000_note
ALTER TABLE "User" ADD COLUMN "note" TEXT;
-- now:
ALTER TABLE "User" ADD COLUMN "note" VARCHAR(200);
```

## Use instead

```sql
-- applied: 20240101000000_note
ALTER TABLE "User" ADD COLUMN "note" TEXT;
-- migration: 20240201000000_shorter_note
ALTER TABLE "User" ALTER COLUMN "note" TYPE VARCHAR(200);
```

## When it is fine

The file failed everywhere, was marked as rolled back, and is to be applied anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.place import was_edited
from partywall.review.view import MigrationView
from partywall.text import Span

PROVIDERS = EVERYWHERE
IS_OF_HISTORY = True
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Texts that are no longer those that were applied."""
    before = view.applied_text
    if before is None or not was_edited(before, view.file.text):
        return
    span = next((each.span for each in view.statements if each.source.sql not in before), None)
    if span is None:
        span = view.statements[0].span if view.statements else Span(0, 0)
    yield Risk(
        span,
        "this file was edited after it was applied: its checksum differs, and applied databases never get "
        "the edit",
        "take the edit back, and write a new migration for it",
    )
