"""A row belongs to several parents, which may be of different tenants.

## What it does

Reports models without a tenant key that refer to two or more rows of tenants: link tables, and children
of several parents. In the recommended profile it is a hint, and only where two of the parents are
required. Of models with a tenant key speaks `relation-across-tenants`. In the distributed profile
`missing-tenant-key` asks for the key of every model.

## Why it matters

Whose the row is follows from its parents, and nothing makes them agree: an order item of one tenant's
order and another tenant's product is a row that the database accepts. Without a key of its own the
row cannot have composite foreign keys either, which would forbid it.

## Example

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
  sources  Source[]
}

model Chatbot {
  id       String          @id @default(cuid())
  tenantId String
  tenant   Tenant          @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  sources  ChatbotSource[]

  @@index([tenantId])
}

model Source {
  id       String          @id @default(cuid())
  tenantId String
  tenant   Tenant          @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  chatbots ChatbotSource[]

  @@index([tenantId])
}

model ChatbotSource {
  chatbotId String
  sourceId  String
  chatbot   Chatbot @relation(fields: [chatbotId], references: [id], onDelete: Cascade)
  source    Source  @relation(fields: [sourceId], references: [id], onDelete: Cascade)

  @@id([chatbotId, sourceId])
  @@index([sourceId])
}
```

## Use instead

```prisma
model Tenant {
  id             String          @id @default(cuid())
  chatbots       Chatbot[]
  sources        Source[]
  chatbotSources ChatbotSource[]
}

model Chatbot {
  id       String          @id @default(cuid())
  tenantId String
  tenant   Tenant          @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  sources  ChatbotSource[]

  @@index([tenantId])
}

model Source {
  id       String          @id @default(cuid())
  tenantId String
  tenant   Tenant          @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  chatbots ChatbotSource[]

  @@index([tenantId])
}

model ChatbotSource {
  chatbotId String
  sourceId  String
  tenantId  String
  chatbot   Chatbot @relation(fields: [chatbotId], references: [id], onDelete: Cascade)
  source    Source  @relation(fields: [sourceId], references: [id], onDelete: Cascade)
  tenant    Tenant  @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@id([chatbotId, sourceId])
  @@index([sourceId])
  @@index([tenantId])
}
```

Then let both foreign keys carry it, as `relation-across-tenants` proposes.

## When it is fine

Parents that are always made together, or a trigger that compares them:
`// partywall: allow join-across-tenants both are made in one transaction`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Related, Severity
from partywall.diagnostics.fix import AddField, Fix, Safety
from partywall.diagnostics.parents import parents_of_tenants
from partywall.diagnostics.rule import anchor_of
from partywall.diagnostics.scoping import tenant_scope_fix
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation

AVOIDS = "a row of configuration that belongs to its owner"
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.WARNING}


def check(model: ModelView) -> Iterator[Finding]:
    """Models without a tenant key whose parents may be of different tenants."""
    if model.model.kind is not BlockKind.MODEL or model.model.interface.is_ignored:
        return
    if model.context.is_distributed:  # there the key has to be for another reason, and brings this along
        return
    parents = parents_of_tenants(model)
    required = [each for each in parents if each.is_required]
    if not parents or (len(required) <= 1 and not model.context.is_strict):
        return
    fix = _fix(model)
    names = ", ".join(f"`{each.forward.field}`" for each in parents if each.forward)
    key = _key(fix)
    yield Finding(
        at=model.anchor,
        message=f"the parents of `{model.name}` may be of different tenants: {names}",
        help=f"nothing compares them: add {key}, and carry it in each foreign key",
        related=tuple(_related(parents, model)),
        fix=fix,
    )


def _related(parents: tuple[Relation, ...], model: ModelView) -> Iterator[Related]:
    for target in dict.fromkeys(each.target for each in parents):
        parent = model.neighbour(target)
        if parent:
            yield Related(anchor_of(parent.model), "a parent")


def _fix(model: ModelView) -> Fix | None:
    """The tenant key; in the recommended profile, whether it is worth one is for the user to say."""
    fix = tenant_scope_fix(model)
    if isinstance(fix, str):
        return None
    return replace(fix, safety=Safety.UNSAFE if model.context.is_strict else Safety.MANUAL)


def _key(fix: Fix | None) -> str:
    added = fix.operations[0] if fix else None
    return f"`{added.name}`" if isinstance(added, AddField) else "a tenant key"
