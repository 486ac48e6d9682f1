"""A composite foreign key holds another tenant column than the row's tenant key.

## What it does

Reports composite foreign keys that carry the parent's tenant in a column of their own, beside the tenant
key of the row. Where that column has a relation to the tenant as well, it is a hint in the recommended
profile: the row may belong to two tenants on purpose.

## Why it matters

The foreign key compares the parent's tenant with a copy that nobody compares with the row's tenant. It
looks as if the database held both in one tenant, and any two tenants go: the mistake that the composite
key is there to prevent.

## Example

```prisma
model Org {
  id        Int        @id @default(autoincrement())
  bots      Bot[]
  documents Document[]
}

model Bot {
  id        Int        @id @default(autoincrement())
  orgId     Int
  org       Org        @relation(fields: [orgId], references: [id], onDelete: Cascade)
  documents Document[]

  @@unique([orgId, id])
}

model Document {
  id     Int @id @default(autoincrement())
  orgId  Int
  botOrg Int
  botId  Int
  org    Org @relation(fields: [orgId], references: [id], onDelete: Cascade)
  bot    Bot @relation(fields: [botOrg, botId], references: [orgId, id], onDelete: Cascade, onUpdate: Cascade)

  @@index([orgId, botId])
}
```

## Use instead

```prisma
model Org {
  id        Int        @id @default(autoincrement())
  bots      Bot[]
  documents Document[]
}

model Bot {
  id        Int        @id @default(autoincrement())
  orgId     Int
  org       Org        @relation(fields: [orgId], references: [id], onDelete: Cascade)
  documents Document[]

  @@unique([orgId, id])
}

model Document {
  id     Int @id @default(autoincrement())
  orgId  Int
  botOrg Int
  botId  Int
  org    Org @relation(fields: [orgId], references: [id], onDelete: Cascade)
  bot    Bot @relation(fields: [orgId, botId], references: [orgId, id], onDelete: Cascade, onUpdate: Cascade)

  @@index([orgId, botId])
}
```

The column that is left over can go once nothing reads it.

## When it is fine

Rows between two tenants, such as an order of one for a product of another, or a check constraint that
compares the two: `// partywall: allow separate-tenant-column the product is the seller's`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from partywall.diagnostics.consistency import carrying_fix
from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Safety
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelNeighbour, ModelView
    from partywall.schema.model import Relation
    from partywall.tenancy.verdict import TenantKey

AVOIDS = "rows that belong to two tenants on purpose: a hint where both columns refer to one"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(model: ModelView) -> Iterator[Finding]:
    """Composite foreign keys with a tenant column beside the tenant key."""
    if model.model.kind is not BlockKind.MODEL:
        return
    for relation in model.relations:
        target = model.neighbour(relation.target)
        if target is None or relation.forward is None or len(relation.fields) <= 1:
            continue
        found = _separate(relation, target, model)
        if found:
            yield _finding(found, relation, relation.forward.field, model)


class _Separate(NamedTuple):
    """A column that stands for the parent's tenant, and the key that should."""

    column: str
    own: TenantKey
    other: TenantKey


def _separate(relation: Relation, target: ModelNeighbour, model: ModelView) -> _Separate | None:
    named = dict(zip(relation.references, relation.fields, strict=False))
    for other in target.verdict.keys:
        column = named.get(other.field)
        own = next((each for each in model.verdict.keys if _is_same_tenant(each, other)), None)
        if column and own and own.field not in relation.fields and _is_alike(column, own, model):
            return _Separate(column, own, other)
    return None


def _is_same_tenant(own: TenantKey, other: TenantKey) -> bool:
    return own.root == other.root if own.root else own.field == other.field


def _is_alike(column: str, own: TenantKey, model: ModelView) -> bool:
    """Whether the tenant key could take the column's place."""
    columns = model.model.scalar_fields
    return (
        column in columns
        and own.field in columns
        and columns[column].type_name == columns[own.field].type_name
    )


def _finding(found: _Separate, relation: Relation, name: str, model: ModelView) -> Finding:
    column, own, other = found
    offered = carrying_fix(model, relation, ((own, other),), f"Keep `{name}` within the tenant")
    is_meant = any(key.field == column and key.relation for key in model.verdict.keys)
    is_hint = is_meant and not model.context.is_strict
    safety = Safety.MANUAL if is_meant else Safety.UNSAFE
    return Finding(
        at=model.field_anchor(name),
        message=f"nothing compares `{column}`, the tenant of `{name}`, with `{own.field}`",
        help=f"the row and its `{relation.target}` may be of two tenants: use `{own.field}` in the "
        f"foreign key in place of `{column}`",
        related=model.related(relation.target, f"belongs to the tenant in its `{other.field}`"),
        fix=None if isinstance(offered, str) else replace(offered, safety=safety),
        severity=Severity.HINT if is_hint else None,
    )
