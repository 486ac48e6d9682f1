"""A table gets another name while the last release still uses the old one.

## What it does

Reports `RENAME TO` of a table that this migration did not make, and its move to another schema.

## Why it matters

The rows stay, but the application of the last release asks for the old name, and each of its queries on the
table fails until the new one runs everywhere.

## Example

```sql
ALTER TABLE "User" RENAME TO "Account";
```

## Use instead

```sql
ALTER TABLE "User" ADD COLUMN "kind" TEXT;
```

That is: leave the table its name and rename the model alone, with `@@map("User")`.

## When it is fine

The application stands still while it migrates, or a view of the old name takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import CreateOther, MoveTable, RenameTable
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.statements import created_table
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Tables that the running release still knows by another name."""
    for change in view.changes:
        if not isinstance(change.action, RenameTable | MoveTable) or _is_replaced(view, change.table):
            continue
        if view.has_rows(change.table, change.statement):
            yield Risk(
                change.span,
                f"the last release still asks for `{change.table.text}`, and its queries fail",
                f'rename the model alone, with `@@map("{change.table.text}")`, or leave a view of the old '
                "name",
            )


def _is_replaced(view: MigrationView, table: Name) -> bool:
    """Whether a view or another table takes the old name."""
    for each in view.statements:
        if isinstance(each.operation, CreateOther) and each.operation.kind == "VIEW":
            if view.resolved(each.operation.name) == table:
                return True
        elif created_table(each) == table:
            return True
    return any(
        isinstance(each.action, RenameTable) and Name(each.table.schema, each.action.next) == table
        for each in view.changes
    )
