"""A constraint was added `NOT VALID`, and no later migration validates it.

## What it does

Reports constraints that are still not valid at the end of the history, where other migrations followed.

## Why it matters

Rows from before may break it, so nobody can rely on it, PostgreSQL included: it proves nothing to the planner
or to `SET NOT NULL`. Prisma sees no drift, so nothing will remind anyone.

## Example

```sql
-- migration: 20240101000000_add_check
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_price_positive" CHECK ("price" > 0) NOT VALID;
-- migration: 20240201000000_add_note
ALTER TABLE "Plan" ADD COLUMN "note" TEXT;
```

## Use instead

```sql
-- migration: 20240101000000_add_check
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_price_positive" CHECK ("price" > 0) NOT VALID;
-- migration: 20240201000000_validate_check
ALTER TABLE "Plan" VALIDATE CONSTRAINT "Plan_price_positive";
```

## When it is fine

Rows from before are known to break it and may stay so.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import DropColumn, DropConstraint, DropTables, ValidateConstraint
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.statements import Change, changes_of
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Constraints that stay unvalidated."""
    if not view.later:
        return
    for change, constraint in view.constraints:
        if "NOT VALID" not in constraint.clause or not constraint.name:
            continue
        if not view.has_rows(change.table, change.statement):
            continue
        if not _is_settled(view, change, constraint.name, constraint.columns):
            yield Risk(
                change.span,
                f"`{constraint.name}` is never validated: rows from before may break it, and nothing tells",
                f"add a migration with `VALIDATE CONSTRAINT` for `{constraint.name}`",
            )


def _is_settled(view: MigrationView, added: Change, name: str, columns: tuple[str, ...]) -> bool:
    """Whether something later validates the constraint or takes it away."""
    behind = [each for each in view.statements if each.source.start > added.statement.source.start]
    for statement in (*behind, *view.later_statements()):
        if isinstance(statement.operation, DropTables):
            if added.table in map(view.resolved, statement.operation.names):
                return True
        elif statement.operation is None and statement.mentions(name):
            return True
        for change in changes_of(statement):
            match change.action:
                case ValidateConstraint(other) | DropConstraint(other) if other == name:
                    return True
                case DropColumn(column) if column in columns and change.table == added.table:
                    return True
                case _:
                    pass
    return False
