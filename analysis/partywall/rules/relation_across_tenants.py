"""A foreign key between two tenants' rows: nothing keeps both in one tenant.

## What it does

Reports relations between two models with tenant keys of the same root whose foreign key leaves the
tenant out. In the recommended profile it is a warning where the schema shows that it wants the database
to hold tenants together: other relations carry the tenant key, or the parent has a unique of the
tenant key and its id. Elsewhere it is a hint, and so it is where the database has no foreign keys
(`relationMode = "prisma"`, MongoDB).

## Why it matters

The child's tenant key and the parent's are two columns that nobody compares. One wrong id from a form,
an import or a script, and a row of one tenant refers to a row of another: its join shows foreign data,
and deleting the parent reaches into another tenant. Row-level security does not help: PostgreSQL checks
foreign keys without it. A composite foreign key makes such a row impossible.

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
  id    Int @id @default(autoincrement())
  orgId Int
  botId Int
  org   Org @relation(fields: [orgId], references: [id], onDelete: Cascade)
  bot   Bot @relation(fields: [botId], references: [id], onDelete: Cascade, onUpdate: Cascade)

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
  id    Int @id @default(autoincrement())
  orgId Int
  botId Int
  org   Org @relation(fields: [orgId], references: [id], onDelete: Cascade)
  bot   Bot @relation(fields: [orgId, botId], references: [orgId, id], onDelete: Cascade, onUpdate: Cascade)

  @@index([orgId, botId])
}
```

## When it is fine

Rows that belong to two tenants on purpose, such as an order between a buyer's and a seller's
organization: `// partywall: allow relation-across-tenants buyers and sellers are different tenants`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.consistency import offers_composite, tenant_consistent_relation_fix
from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Safety
from partywall.diagnostics.primary_keys import can_hold_tenant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.fix import Fix
    from partywall.diagnostics.rule import ModelNeighbour, ModelView
    from partywall.schema.model import Relation
    from partywall.tenancy.verdict import TenantKey

AVOIDS = "schemas that show no wish to hold tenants together: a hint there"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(model: ModelView) -> Iterator[Finding]:
    """Relations between two owned models that leave out the tenant key of both."""
    if not model.verdict.keys:
        return
    for relation in model.relations:
        target = model.neighbour(relation.target)
        if target is None or target.verdict.ownership == "root" or not relation.fields:
            continue
        keys = _common(model, target)
        if keys is not None and not _names_parents_tenant(relation, target):
            yield _finding(relation, model, target, *keys)


def _common(model: ModelView, target: ModelNeighbour) -> tuple[TenantKey, TenantKey] | None:
    """The keys of both sides that name the same tenant, the most specific level first."""
    for own in model.verdict.keys:
        for other in target.verdict.keys:
            if own.root == other.root and (own.root is not None or own.field == other.field):
                return own, other
    return None


def _names_parents_tenant(relation: Relation, target: ModelNeighbour) -> bool:
    """Whether the foreign key holds the parent's tenant; by which column is another rule's matter."""
    return any(key.field in relation.references for key in target.verdict.keys)


def _finding(
    relation: Relation, model: ModelView, target: ModelNeighbour, own: TenantKey, other: TenantKey
) -> Finding:
    wants_consistency = (
        model.context.is_strict
        or model.context.habits.uses_composite_tenant_keys
        or offers_composite(target, other)
    ) and model.context.enforces_foreign_keys
    forward = relation.forward.field if relation.forward else relation.fields[0]
    waits = model.context.is_distributed and can_hold_tenant(model.context)
    if waits and _is_by_primary_key(relation, target):
        offered: Fix | str = "it follows when the parent's primary key gets the tenant key"
    else:
        offered = tenant_consistent_relation_fix(model, relation)
    safety = Safety.UNSAFE if wants_consistency else Safety.MANUAL
    fix = None if isinstance(offered, str) else replace(offered, safety=safety)
    fields = f"[{', '.join((own.field, *relation.fields))}]"
    references = f"[{', '.join((other.field, *relation.references))}]"
    return Finding(
        at=model.field_anchor(forward),
        message=f"`{forward}` may point at another tenant's `{relation.target}`",
        help=f"nothing compares the two tenant keys: use `fields: {fields}, references: {references}`",
        related=model.related(relation.target, f"has its own `{other.field}`"),
        fix=fix,
        severity=None if wants_consistency else Severity.HINT,
    )


def _is_by_primary_key(relation: Relation, target: ModelNeighbour) -> bool:
    primary = target.model.primary_key
    return primary is not None and set(relation.references) == set(primary.fields)
