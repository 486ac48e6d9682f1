"""A foreign key without an index on the table that holds it.

## What it does

Hints at `ADD … FOREIGN KEY` on a table that may have rows, and at one that a copy of a table adds, where no
index begins with one of its columns afterwards. Tenant keys that cascade are told about by
`cascade-over-unindexed-keys`.

## Why it matters

The database indexes the referenced column, not the referring one, and Prisma adds none either; MySQL, which
does, is left out. Each deleted parent then reads the whole table for its children, under a lock.

## Example

```sql
ALTER TABLE "Document" ADD CONSTRAINT "Document_authorId_fkey"
  FOREIGN KEY ("authorId") REFERENCES "User"("id");
```

## Use instead

```sql
CREATE INDEX "Document_authorId_idx" ON "Document"("authorId");
ALTER TABLE "Document" ADD CONSTRAINT "Document_authorId_fkey"
  FOREIGN KEY ("authorId") REFERENCES "User"("id");
```

In Prisma's schema: `@@index([authorId])`.

## When it is fine

Parents are never deleted, and children are never listed by them.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE - {"mysql"}
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Foreign keys that no index serves."""
    for change, constraint in view.constraints:
        if constraint.kind != "foreign key" or not view.has_rows(change.table, change.statement):
            continue
        is_tenants = constraint.target is not None and view.resolved(constraint.target) in view.tenants.roots
        if is_tenants and constraint.on_delete == "Cascade":
            continue
        table = view.after.table(change.table)
        if table and table.column(constraint.columns[0]) is None:
            continue
        if view.is_indexed(change.table, constraint.columns):
            continue
        columns = ", ".join(constraint.columns)
        index = view.tenants.index_of(change.table, constraint.columns)
        yield Risk(
            change.span,
            f"no index begins with the foreign key `{columns}`",
            f"add an index on `{columns}`, as `{index}` in the schema",
        )
