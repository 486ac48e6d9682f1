"""An optional relation forbids deleting its parent by a default that nobody wrote.

## What it does

Reports optional relations whose foreign key carries a required tenant key and that do not say what
deleting the parent does.

## Why it matters

Prisma's default for an optional relation is `SetNull`, but it counts a relation as required as soon as one
of its columns is. With the tenant key in the foreign key the default is `Restrict`: what could be deleted
before the tenant key came in is refused in production, and nothing in the schema says so.

## Example

```prisma
model Tenant {
  id        String     @id @default(cuid())
  folders   Folder[]
  documents Document[]
}

model Folder {
  id        String     @id @default(cuid())
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  documents Document[]

  @@unique([tenantId, id])
}

model Document {
  id       String  @id @default(cuid())
  tenantId String
  folderId String?
  tenant   Tenant  @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  folder   Folder? @relation(fields: [tenantId, folderId], references: [tenantId, id])

  @@index([tenantId, folderId])
}
```

## Use instead

```prisma
model Tenant {
  id        String     @id @default(cuid())
  folders   Folder[]
  documents Document[]
}

model Folder {
  id        String     @id @default(cuid())
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  documents Document[]

  @@unique([tenantId, id])
}

model Document {
  id       String  @id @default(cuid())
  tenantId String
  folderId String?
  tenant   Tenant  @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  folder   Folder? @relation(fields: [tenantId, folderId], references: [tenantId, id], onDelete: Restrict)

  @@index([tenantId, folderId])
}
```

## When it is fine

Where parents are never deleted: `// partywall: allow unstated-restrict folders are only archived`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Fix, Safety, SetArgument
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation

AVOIDS = "relations whose action is written, whatever it is"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(model: ModelView) -> Iterator[Finding]:
    """Optional relations that a required tenant key makes refuse."""
    if model.model.kind is not BlockKind.MODEL:
        return
    for relation in model.relations:
        if relation.forward is None or relation.is_required or relation.declared_on_delete:
            continue
        key = _required_key(relation, model)
        if key and relation.nullable_fields:
            yield _finding(relation, relation.forward.field, key, model)


def _required_key(relation: Relation, model: ModelView) -> str | None:
    """The tenant key that turns the default."""
    names = (key.field for key in model.verdict.keys)
    return next(
        (name for name in names if name in relation.fields and name not in relation.nullable_fields), None
    )


def _finding(relation: Relation, name: str, key: str, model: ModelView) -> Finding:
    action = relation.on_delete
    return Finding(
        at=model.field_anchor(name),
        message=f"`{name}` is optional, yet the `{relation.target}` that it names cannot be deleted",
        help=f"the default is `{action}` since `{key}` is required: write `onDelete: {action}` if that is "
        "meant, or `Cascade`",
        related=model.related(relation.target, "what cannot be deleted"),
        fix=Fix(
            f"Write `onDelete: {action}`",
            Safety.SAFE,
            (SetArgument(model.field_anchor(name, "relation"), "onDelete", action),),
            "what holds by default is written out",
        ),
    )
