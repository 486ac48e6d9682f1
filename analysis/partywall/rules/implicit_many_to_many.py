"""An implicit many-to-many relation between tenants' rows: its table knows no tenant.

## What it does

Reports implicit many-to-many relations of which both sides are tenant data. Prisma keeps their pairs in a
table that no schema shows, with two columns and nothing else. In the recommended profile it is a hint.

## Why it matters

Nothing in the database keeps the two rows of a pair in one tenant, and nothing can: the table has no
tenant key for a composite foreign key, none for row-level security, none to delete or to export a
tenant's pairs by. One wrong id in a `connect`, and a row of one tenant is listed in another's.

## Example

```prisma
model Org {
  id   Int   @id @default(autoincrement())
  bots Bot[]
  tags Tag[]
}

model Bot {
  id    Int   @id @default(autoincrement())
  orgId Int
  org   Org   @relation(fields: [orgId], references: [id], onDelete: Cascade)
  tags  Tag[]

  @@unique([orgId, id])
}

model Tag {
  id    Int   @id @default(autoincrement())
  orgId Int
  org   Org   @relation(fields: [orgId], references: [id], onDelete: Cascade)
  bots  Bot[]

  @@unique([orgId, id])
}
```

## Use instead

```prisma
model Org {
  id      Int      @id @default(autoincrement())
  bots    Bot[]
  botTags BotTag[]
  tags    Tag[]
}

model Bot {
  id    Int      @id @default(autoincrement())
  orgId Int
  org   Org      @relation(fields: [orgId], references: [id], onDelete: Cascade)
  tags  BotTag[]

  @@unique([orgId, id])
}

model BotTag {
  botId Int @map("A")
  tagId Int @map("B")
  orgId Int
  bot   Bot @relation(fields: [orgId, botId], references: [orgId, id], onDelete: Cascade, onUpdate: Cascade)
  tag   Tag @relation(fields: [orgId, tagId], references: [orgId, id], onDelete: Cascade, onUpdate: Cascade)
  org   Org @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@id([botId, tagId], map: "_BotToTag_AB_pkey")
  @@index([orgId])
  @@index([tagId], map: "_BotToTag_B_index")
  @@map("_BotToTag")
}

model Tag {
  id    Int      @id @default(autoincrement())
  orgId Int
  org   Org      @relation(fields: [orgId], references: [id], onDelete: Cascade)
  bots  BotTag[]

  @@unique([orgId, id])
}
```

The model is Prisma's own table, so its rows stay. New is the tenant key, which the migration has to fill.

## When it is fine

Pairs whose two sides are always read through a parent of the same tenant:
`// partywall: allow implicit-many-to-many both sides belong to one survey`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Safety
from partywall.diagnostics.joining import explicit_join_fix
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation

AVOIDS = "tags that all tenants share"
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.ERROR}


def check(model: ModelView) -> Iterator[Finding]:
    """Implicit many-to-many relations between tenant data, at the side that Prisma calls A."""
    if model.model.kind is not BlockKind.MODEL or not model.verdict.is_scoped:
        return
    for relation in model.relations:
        other = model if relation.is_self else model.neighbour(relation.target)
        is_a = relation.kind == "many-to-many" and relation.model == model.name
        if is_a and relation.forward and other and other.verdict.is_scoped:
            yield _finding(relation, relation.forward.field, model)


def _finding(relation: Relation, field: str, model: ModelView) -> Finding:
    offered = explicit_join_fix(model, relation)
    fix = None if isinstance(offered, str) else offered
    # In the recommended profile this is a hint: whether a model is worth changing the code is the user's say.
    if fix and not model.context.is_strict:
        fix = replace(fix, safety=Safety.MANUAL)
    return Finding(
        at=model.field_anchor(field),
        message=f"the pairs of `{model.name}` and `{relation.target}` in `{field}` have no tenant",
        help="Prisma's table of them has no tenant key, so nothing keeps both in one tenant: "
        "make it a model with the tenant key",
        related=model.related(relation.target, "the other side"),
        fix=fix,
    )
