"""MySQL copies a table to add a foreign key to it, while nobody can write.

## What it does

Reports `ADD … FOREIGN KEY` on MySQL and MariaDB on a table that this migration did not make, while
`foreign_key_checks` is on.

## Why it matters

With checks on, the server can add it in one way only: it copies the table row by row, looks up each parent,
and lets nobody write meanwhile ("Online DDL Operations" in MySQL's manual; on MariaDB 10.11 5.7 s for 200,000
rows). One row without its parent makes it fail (1452), and what stands above it in the file stays.

## Example

```sql
-- provider: mysql
ALTER TABLE `Document` ADD CONSTRAINT `Document_ownerId_fkey`
  FOREIGN KEY (`ownerId`) REFERENCES `User`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;
```

## Use instead

```sql
-- provider: mysql
SET foreign_key_checks = 0;
ALTER TABLE `Document` ADD CONSTRAINT `Document_ownerId_fkey`
  FOREIGN KEY (`ownerId`) REFERENCES `User`(`id`) ON DELETE CASCADE ON UPDATE CASCADE,
  ALGORITHM=INPLACE, LOCK=NONE;
SET foreign_key_checks = 1;
```

Nothing is checked then: look first for rows whose parent is not there.

## When it is fine

The table is small, or nobody writes while migrations run.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView

PROVIDERS = frozenset({"mysql"})
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Foreign keys that a copy of the table is made for; one finding for each statement."""
    told: set[int] = set()
    for change, constraint in view.constraints:
        at = change.statement.source.start
        if constraint.kind != "foreign key" or at in told or not _are_checked(view, change.statement):
            continue
        if view.has_rows(change.table, change.statement):
            told.add(at)
            yield Risk(
                change.span,
                f"all of `{change.table.text}` is copied and checked while nobody can write to it",
                "do it at a quiet time; or look for rows without a parent first, and add it with "
                "`foreign_key_checks` off and `ALGORITHM=INPLACE, LOCK=NONE`",
            )


def _are_checked(view: MigrationView, statement: Statement) -> bool:
    """Whether the last setting before a statement leaves checks on; they are at first."""
    is_on = True
    for each in view.statements:
        if each.source.start >= statement.source.start:
            break
        names = {token.value.lower().lstrip("@") for token in each.tokens if token.is_name}
        if each.keyword == "SET" and "foreign_key_checks" in names:
            is_on = each.tokens[-1].value.upper() not in {"0", "OFF", "FALSE"}
    return is_on
