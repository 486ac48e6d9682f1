"""A constraint is added `NOT VALID` and validated in the same transaction.

## What it does

Reports `VALIDATE CONSTRAINT` in the transaction that has added the constraint. Prisma up to 7.3 runs a file
of several statements as one transaction.

## Why it matters

The lock of `ADD CONSTRAINT` is held until the transaction ends, so the rows are read under it: all that
`NOT VALID` was for is lost.

## Example

```sql
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_price_positive" CHECK ("price" > 0) NOT VALID;
ALTER TABLE "Plan" VALIDATE CONSTRAINT "Plan_price_positive";
```

## Use instead

```sql
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_price_positive" CHECK ("price" > 0) NOT VALID;
```

And `VALIDATE CONSTRAINT` in the next migration.

## When it is fine

Every environment runs Prisma 7.4 or later: say so with `prisma = "7.4"` in `partywall.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import ValidateConstraint
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import BY_LOCKS, Risk
from partywall.review.view import MigrationView

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Validations under the lock that they were to avoid."""
    for change in view.changes:
        if not isinstance(change.action, ValidateConstraint):
            continue
        for added, constraint in view.constraints:
            if added.table != change.table or constraint.name != change.action.name:
                continue
            together = view.execution.together(added.statement, change.statement)
            if together == "no" or not view.has_rows(change.table, change.statement):
                continue
            when = "" if together == "yes" else ", on Prisma before 7.4"
            yield Risk(
                change.span,
                f"the rows of `{change.table.text}` are read under the lock of line "
                f"{added.statement.source.line}, in the same transaction{when}",
                "validate in a migration of its own",
                severity=None if together == "yes" else Severity.INFORMATION,
            )
