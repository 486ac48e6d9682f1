"""A primary key does not hold the tenant, so the table cannot be spread by tenant.

## What it does

For the distributed profile alone: reports primary keys of tables with a tenant key that leave that key
out. The profile asks of a schema what Citus asks of tables that are spread over servers by a column, the
distribution column, which here is the tenant key:

1. Each distributed table has the column (`missing-tenant-key`), and it is never null
   (`nullable-tenant-key`).
2. The column has the same type in all of them (`tenant-key-type-mismatch`).
3. The primary key holds it (this rule), and so does every unique (`unique-without-tenant`).
4. A foreign key between two distributed tables holds it on both sides, in the same place
   (`relation-across-tenants`).
5. No foreign key that holds it changes it: neither on update, nor by `SetNull` or `SetDefault` on delete
   (`relation-changes-tenant-key`).
6. A table that belongs to no tenant, and the table of the tenants themselves, is a reference table: a copy
   lies on every server. Distributed tables may refer to it; it refers to none of them.

The rules are Citus's for distributed tables, its foreign keys and its constraints; other databases that
are spread by tenant ask for the same or less.

## Why it matters

Each server holds the rows of some tenants and sees no others. It cannot know whether an id is used
elsewhere, so a constraint on the id alone is refused when the table is distributed.

## Example

```prisma
model Org {
  id    Int    @id
  bots  Bot[]
  notes Note[]
}

model Bot {
  id    Int    @id
  orgId Int
  org   Org    @relation(fields: [orgId], references: [id], onDelete: Cascade, onUpdate: Restrict)
  notes Note[]

  @@index([orgId])
}

model Note {
  id    Int
  orgId Int
  botId Int
  org   Org @relation(fields: [orgId], references: [id], onDelete: Cascade, onUpdate: Restrict)
  bot   Bot @relation(fields: [botId], references: [id], onDelete: Cascade)

  @@id([orgId, id])
  @@index([botId])
}
```

## Use instead

```prisma
model Org {
  id    Int    @id
  bots  Bot[]
  notes Note[]
}

model Bot {
  id    Int
  orgId Int
  org   Org    @relation(fields: [orgId], references: [id], onDelete: Cascade, onUpdate: Restrict)
  notes Note[]

  @@id([orgId, id])
  @@index([orgId])
}

model Note {
  id    Int
  orgId Int
  botId Int
  org   Org @relation(fields: [orgId], references: [id], onDelete: Cascade, onUpdate: Restrict)
  bot   Bot @relation(fields: [orgId, botId], references: [orgId, id], onDelete: Cascade, onUpdate: Restrict)

  @@id([orgId, id])
  @@index([botId])
}
```

## When it is fine

A small table that is to be a reference table although it has a tenant key:
`// partywall: allow primary-key-without-tenant small, a copy on each server`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.primary_keys import tenant_primary_key_fix
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView

AVOIDS = "reference tables, of which a copy lies on each server"
SEVERITIES = {"recommended": None, "strict": None, "distributed": Severity.ERROR}

_WITH_ONE_COLUMN = frozenset({"mongodb"})


def check(model: ModelView) -> Iterator[Finding]:
    """Primary keys of distributed tables that hold no tenant key."""
    primary, tenant = model.model.primary_key, model.verdict.key
    if primary is None or tenant is None or model.verdict.ownership == "root":
        return
    if model.model.kind is not BlockKind.MODEL or model.context.provider in _WITH_ONE_COLUMN:
        return
    if any(key.field in primary.fields for key in model.verdict.keys):
        return
    fix = tenant_primary_key_fix(model)
    wanted = f"@@id([{', '.join((tenant, *primary.fields))}])"
    first = f", once this is possible: {fix}" if isinstance(fix, str) else ""
    yield Finding(
        at=model.key_anchor(primary),
        message=f"the primary key of `{model.name}` does not hold its tenant key `{tenant}`",
        help=f"no server can check it alone: use `{wanted}`{first}",
        related=model.related(model.verdict.root, "the tenant"),
        fix=None if isinstance(fix, str) else fix,
    )
