"""`BEGIN` and `COMMIT` in a migration.

## What it does

Reports transactions that a migration opens or ends itself, but for those that Prisma writes around an enum
that is made anew: of these speaks `enum-recreated`.

## Why it matters

When a statement between them fails, the transaction stays open in an aborted state, and the next thing that
Prisma sends is its own note of what went wrong. That fails too: all one sees is "current transaction is
aborted", and the log of the migration is empty.

## Example

```sql
BEGIN;
ALTER TABLE "User" ADD COLUMN "name" TEXT;
ALTER TABLE "User" ADD COLUMN "note" TEXT;
COMMIT;
```

## Use instead

```sql
ALTER TABLE "User" ADD COLUMN "name" TEXT,
  ADD COLUMN "note" TEXT;
```

One `ALTER TABLE` is atomic, and so is one `DO` block.

## When it is fine

Nothing in it can fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import CreateEnum
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Transactions of the file's own; one finding for each."""
    for begin, end in view.execution.blocks:
        inside = [each for each in view.statements if begin < each.number < end]
        statement = next(each for each in view.statements if each.number == begin)
        if inside and not any(isinstance(each.operation, CreateEnum) for each in inside):
            yield Risk(
                statement.span,
                "if anything in this transaction fails, Prisma cannot note why: the real error is lost",
                "leave out `BEGIN` and `COMMIT`; put what must hold together in one `ALTER TABLE` or `DO` "
                "block",
            )
