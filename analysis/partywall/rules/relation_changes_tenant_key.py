"""A foreign key would change a row's tenant, which a distributed table does not allow.

## What it does

For the distributed profile alone: reports relations whose foreign key holds a tenant key and whose action
would write to it: `onUpdate: Cascade`, which is Prisma's default, and `SetNull` or `SetDefault` on update or
on delete.

## Why it matters

The tenant key says on which server a row lies. A database that is spread by tenant refuses such foreign
keys when they are made, since to follow the action it would have to move rows between servers. A tenant's
id does not change anyway; on one server the same default is harmless.

## Example

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
  sources  Source[]
}

model Chatbot {
  id       String @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@id([tenantId, id])
}

model Source {
  id       String @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade, onUpdate: Cascade)

  @@id([tenantId, id])
}
```

## Use instead

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
  sources  Source[]
}

model Chatbot {
  id       String @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade, onUpdate: Restrict)

  @@id([tenantId, id])
}

model Source {
  id       String @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade, onUpdate: Restrict)

  @@id([tenantId, id])
}
```

## When it is fine

A table that is not to be distributed:
`// partywall: allow relation-changes-tenant-key stays on the first server`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.consistency import kept_on_delete, kept_on_update
from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Fix, Operation, Safety, SetArgument
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation

AVOIDS = "tables that belong to no tenant"
SEVERITIES = {"recommended": None, "strict": None, "distributed": Severity.ERROR}


def check(model: ModelView) -> Iterator[Finding]:
    """Foreign keys with the tenant key in them whose actions write to it."""
    if model.model.kind is not BlockKind.MODEL or model.verdict.ownership == "root":
        return
    keys = {key.field for key in model.verdict.keys}
    for relation in model.relations:
        held = [name for name in relation.fields if name in keys]
        changes = tuple(_changes(relation, model))
        if held and changes and relation.forward:
            yield _finding(relation, relation.forward.field, held[0], changes, model)


def _changes(relation: Relation, model: ModelView) -> Iterator[tuple[str, str, str]]:
    """Each action that has to change: its argument, what it is and what it should be."""
    for argument, before, after in (
        ("onDelete", relation.on_delete, kept_on_delete(model.context, relation.on_delete)),
        ("onUpdate", relation.on_update, kept_on_update(model.context, relation.on_update)),
    ):
        if before != after:
            yield argument, before, after


def _finding(
    relation: Relation,
    forward: str,
    key: str,
    changes: tuple[tuple[str, str, str], ...],
    model: ModelView,
) -> Finding:
    at = model.field_anchor(forward, "relation")
    actions = " and ".join(f"`{argument}: {before}`" for argument, before, _ in changes)
    wanted = ", ".join(f"{argument}: {after}" for argument, _, after in changes)
    operations: tuple[Operation, ...] = tuple(
        SetArgument(at, argument, after) for argument, _, after in changes
    )
    note = " ".join(f"`{argument}` turns from {before} to {after}." for argument, before, after in changes)
    return Finding(
        at=model.field_anchor(forward),
        message=f"{actions} of `{forward}` would change the tenant key `{key}`",
        help=f"a row cannot move to another server: use `{wanted}`",
        related=model.related(relation.target, "what it refers to"),
        fix=Fix(f"Leave `{key}` as it is: `{wanted}`", Safety.UNSAFE, operations, note),
    )
