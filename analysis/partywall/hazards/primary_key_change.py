"""The primary key of a table with rows is changed.

## What it does

Reports `ADD … PRIMARY KEY (…)` on a table that this migration did not make, and the drop of a primary key
that foreign keys still refer to.

## Why it matters

The new index is built under PostgreSQL's strictest lock, and every column is read for `NULL` first. A key
that something refers to cannot be dropped at all (2BP01), although Prisma writes it so.

## Example

```sql
ALTER TABLE "Member" DROP CONSTRAINT "Member_pkey",
  ADD CONSTRAINT "Member_pkey" PRIMARY KEY ("teamId", "userId");
```

## Use instead

```sql
ALTER TABLE "Member" DROP CONSTRAINT "Member_pkey",
  ADD CONSTRAINT "Member_pkey" PRIMARY KEY USING INDEX "Member_new";
```

After a migration of its own with `CREATE UNIQUE INDEX CONCURRENTLY "Member_new" ON "Member"("teamId",
"userId")`.

## When it is fine

The table is small.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import DropConstraint
from partywall.database.model import ForeignKey, Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import BY_LOCKS, Risk
from partywall.review.statements import Change
from partywall.review.view import MigrationView

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Primary keys that are built in place, or dropped while something needs them."""
    for change, constraint in view.constraints:
        if constraint.kind != "primary key" or constraint.index is not None:
            continue
        if view.has_rows(change.table, change.statement):
            yield Risk(
                change.span,
                f"its index is built under a lock that keeps readers of `{change.table.text}` out",
                "build a unique index `CONCURRENTLY` in a migration of its own, then add the key `USING "
                "INDEX`",
            )
    for change in view.changes:
        if isinstance(change.action, DropConstraint) and (needing := _needing(view, change, change.action)):
            yield Risk(
                change.span,
                f"this fails: the foreign key `{needing.name}` of `{needing.table.text}` needs this key",
                "drop the foreign keys first, and add them again behind it",
            )


def _needing(view: MigrationView, change: Change, action: DropConstraint) -> ForeignKey | None:
    """A foreign key that still refers to the dropped primary key."""
    table = view.table_before(change.table, change.statement)
    key = table.primary_key if table else None
    if key is None or key.name != action.name or change.tokens[-1].key == "CASCADE":
        return None
    others = [
        each.column_names
        for each in (table.indexes if table else ())
        if each.is_unique and each.where is None
    ]
    for each in view.before.foreign_keys:
        if each.target == change.table and set(each.references) == set(key.columns):
            has_other = any(set(columns) == set(key.columns) for columns in others)
            if not has_other and not _is_dropped(view, each.table, each.name, change):
                return each
    return None


def _is_dropped(view: MigrationView, table: Name, name: str, before: Change) -> bool:
    for each in view.changes:
        is_earlier = each.statement.source.start <= before.statement.source.start
        if is_earlier and isinstance(each.action, DropConstraint) and each.action.name == name:
            return each.table == table
    return not view.after.table(table) or not any(
        each.table == table and each.name == name for each in view.after.foreign_keys
    )
