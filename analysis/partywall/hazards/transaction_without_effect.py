"""MySQL ends a transaction at the first statement that changes the structure.

## What it does

Reports `START TRANSACTION` and `BEGIN` in a migration for MySQL or MariaDB where a statement that changes a
table stands before the `COMMIT`.

## Why it matters

Each such statement commits what was open before it ("Statements That Cause an Implicit Commit" in MySQL's
manual). `ROLLBACK` takes nothing back, and if a later statement fails, all before it stays: the file only
looks as if it were done whole or not at all.

## Example

```sql
-- provider: mysql
START TRANSACTION;
ALTER TABLE `User` ADD COLUMN `name` VARCHAR(191) NULL;
ALTER TABLE `User` ADD COLUMN `note` VARCHAR(191) NULL;
COMMIT;
```

## Use instead

```sql
-- provider: mysql
ALTER TABLE `User` ADD COLUMN `name` VARCHAR(191) NULL, ADD COLUMN `note` VARCHAR(191) NULL;
```

One `ALTER TABLE` is done whole or not at all.

## When it is fine

Nobody relies on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import Nothing
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

PROVIDERS = frozenset({"mysql"})
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Transactions that end before their `COMMIT`."""
    statements = view.statements
    for begin, end in view.execution.blocks:
        if end >= len(statements) or isinstance(statements[end].operation, Nothing | None):
            continue
        yield Risk(
            statements[begin].span,
            f"this transaction ends at line {statements[end].source.line}: what changes a table commits what "
            "is open, and nothing can be rolled back",
            "put what must hold together in one `ALTER TABLE`, and changes of rows in a migration of their "
            "own",
        )
