"""Deleting what a row refers to clears the row's tenant key, or fails because it would.

## What it does

Reports composite foreign keys that carry a tenant key and clear all their columns when the parent goes
or changes (`SetNull`, `SetDefault`). A required tenant key cannot be cleared, so that the delete fails; an
optional one is cleared, and the row belongs to nobody.

## Why it matters

`SetNull` means "forget the parent". A composite foreign key is cleared whole, though: the column that
names the parent, and the one that says whose the row is. What reads as harmless makes parents that
cannot be deleted, or rows that leave their tenant.

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
  folder   Folder? @relation(fields: [tenantId, folderId], references: [tenantId, id], onDelete: SetNull)

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

PostgreSQL 15 can clear single columns. Prisma cannot express that, but a migration can be edited to say
`ON DELETE SET NULL ("folderId")`: `// partywall: allow set-null-clears-tenant the migration clears
folderId alone`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.consistency import kept_on_delete, kept_on_update
from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Fix, Safety, SetArgument
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.fix import Operation
    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation
    from partywall.schema.shape import Action

AVOIDS = "`SetNull` on the parent's column alone"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}

_CLEARING = frozenset({"SetNull", "SetDefault"})


def check(model: ModelView) -> Iterator[Finding]:
    """Composite foreign keys that clear a tenant key together with what they refer to."""
    if model.model.kind is not BlockKind.MODEL:
        return
    for relation in model.relations:
        key = _carried(relation, model)
        if key and not _CLEARING.isdisjoint((relation.on_delete, relation.on_update)):
            yield _finding(relation, key, model)


def _carried(relation: Relation, model: ModelView) -> str | None:
    """The tenant key that says whose the row is, beside the columns that name the parent."""
    if len(relation.fields) == 1:
        return None
    names = (key.field for key in model.verdict.keys if key.root is None or key.root != relation.target)
    return next((name for name in names if name in relation.fields), None)


def _finding(relation: Relation, key: str, model: ModelView) -> Finding:
    name = relation.forward.field if relation.forward else relation.fields[0]
    is_on_delete = relation.on_delete in _CLEARING
    doing, action = ("deleting", relation.on_delete) if is_on_delete else ("changing", relation.on_update)
    is_optional = key in relation.nullable_fields
    after = kept_on_delete(model.context, relation.on_delete)
    by_default = "" if relation.declared_on_delete or not is_on_delete else ", Prisma's default here,"
    return Finding(
        at=model.field_anchor(name),
        message=f"{doing} the `{relation.target}` "
        + (f"clears `{key}` as well" if is_optional else f"fails: it would clear the required `{key}`"),
        help=f"`{action}`{by_default} clears all columns of `{name}`, not only "
        f"{_others(relation, key)}: use `{model.context.refusing_action}` and unset those first",
        related=model.related(relation.target, "what is deleted or changed"),
        fix=Fix(
            f"Write `{after}`" if is_on_delete else f"Write `onUpdate: {_on_update(relation, model)}`",
            Safety.UNSAFE,
            tuple(_operations(relation, name, model)),
            " ".join(_notes(relation, name, model)),
        ),
    )


def _others(relation: Relation, key: str) -> str:
    return " and ".join(f"`{each}`" for each in relation.fields if each != key)


def _operations(relation: Relation, name: str, model: ModelView) -> Iterator[Operation]:
    at = model.field_anchor(name, "relation")
    if relation.on_delete in _CLEARING:
        yield SetArgument(at, "onDelete", kept_on_delete(model.context, relation.on_delete))
    if relation.on_update in _CLEARING:
        yield SetArgument(at, "onUpdate", _on_update(relation, model))


def _notes(relation: Relation, name: str, model: ModelView) -> Iterator[str]:
    if relation.on_delete in _CLEARING:
        yield (
            f"`onDelete` turns from {relation.on_delete} to {model.context.refusing_action}: a "
            f"`{relation.target}` that rows refer to can then not be deleted before `{name}` is unset."
        )
    if relation.on_update in _CLEARING:
        yield f"`onUpdate` turns from {relation.on_update} to {_on_update(relation, model)}."


def _on_update(relation: Relation, model: ModelView) -> Action:
    return kept_on_update(model.context, relation.on_update)
