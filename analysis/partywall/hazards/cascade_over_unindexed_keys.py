"""Deleting a tenant deletes the rows of a table whose key no index serves.

## What it does

Reports a new foreign key with `ON DELETE CASCADE` to a table whose rows are tenants, where no index begins
with it and none is made. The first migration, which makes the tenants too, is left to
`missing-tenant-index`.

## Why it matters

For each tenant that is deleted the database reads the whole table, under locks, and so it does for each
query for one tenant's rows.

## Example

```prisma
model Tenant {
  id    String @id
  notes Note[]
}

model Note {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}
```

```sql
ALTER TABLE "Note" ADD CONSTRAINT "Note_tenantId_fkey"
  FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE NOT VALID;
```

## Use instead

```prisma
model Tenant {
  id    String @id
  notes Note[]
}

model Note {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

```sql
CREATE INDEX "Note_tenantId_idx" ON "Note"("tenantId");
ALTER TABLE "Note" ADD CONSTRAINT "Note_tenantId_fkey"
  FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE NOT VALID;
```

## When it is fine

The table stays small.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE - {"mysql"}
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Cascades from a tenant that read a whole table."""
    for change, constraint in view.constraints:
        if constraint.kind != "foreign key" or constraint.on_delete != "Cascade" or not constraint.target:
            continue
        target = view.resolved(constraint.target)
        if target not in view.tenants.roots or view.is_made_here(target):
            continue
        if not view.is_indexed(change.table, constraint.columns):
            columns = ", ".join(constraint.columns)
            index = view.tenants.index_of(change.table, constraint.columns)
            yield Risk(
                change.span,
                f"each `{target.text}` that is deleted reads all of `{change.table.text}`: no index begins "
                "with "
                f"`{columns}`",
                f"add an index on `{columns}`, as `{index}` in the schema",
            )
