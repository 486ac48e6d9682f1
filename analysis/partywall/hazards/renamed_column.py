"""A column gets another name while the last release still uses the old one.

## What it does

Reports `RENAME COLUMN` on a table that may have rows.

## Why it matters

The values stay, but the application of the last release asks for the old name, and each of its queries on the
table fails until the new one runs everywhere.

## Example

```sql
ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";
```

## Use instead

```sql
ALTER TABLE "User" ADD COLUMN "fullName" TEXT;
```

And write both until the old name is out of use. Or rename the field alone, with `@map("name")`.

## When it is fine

The application stands still while it migrates, or the code already uses the new name through a view.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import AddColumn, RenameColumn
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.statements import Change
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Columns that the running release still knows by another name."""
    for change in view.changes:
        if not isinstance(change.action, RenameColumn) or _is_of_this_file(view, change, change.action):
            continue
        if view.has_rows(change.table, change.statement):
            yield Risk(
                change.span,
                f"the last release still asks for `{change.action.previous}`, and its queries fail",
                f'rename the field alone, with `@map("{change.action.previous}")`, or add a second column '
                "and "
                "write both for a while",
            )


def _is_of_this_file(view: MigrationView, change: Change, action: RenameColumn) -> bool:
    """Whether the old name never was in use: it was added, or came by a rename, in this file."""
    table = view.table_before(change.table, change.statement)
    if table is not None:
        return table.column(action.previous) is None
    return any(
        each.table == change.table
        and isinstance(each.action, AddColumn)
        and each.action.column.name == action.previous
        for each in view.changes
    )
