"""A row names two levels of tenants, and nothing says that one lies within the other.

## What it does

Reports models with keys of two levels (organization and app, say) whose foreign key to the lower level
leaves the upper one out, though the lower level has it. A composite foreign key that holds both ties them.
The strict profile also mentions rows in which one of the two keys is optional or has no foreign key.

## Why it matters

An app has one organization, and the row repeats it. Nobody compares the copies: with a wrong id, or
after an app has moved, a row is of one organization by its own column and of another by its app.
Queries that filter by the one show to a customer what queries by the other keep from it.

## Example

```prisma
model Org {
  id         Int         @id @default(autoincrement())
  members    Member[]
  apps       App[]
  dashboards Dashboard[]
}

model Member {
  orgId  Int
  userId String
  role   String
  org    Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@id([orgId, userId])
}

model App {
  id         Int         @id @default(autoincrement())
  orgId      Int
  org        Org         @relation(fields: [orgId], references: [id], onDelete: Cascade)
  reports    Report[]
  charts     Chart[]
  dashboards Dashboard[]

  @@index([orgId])
}

model Report {
  id    Int @id @default(autoincrement())
  appId Int
  app   App @relation(fields: [appId], references: [id], onDelete: Cascade)

  @@index([appId])
}

model Chart {
  id    Int @id @default(autoincrement())
  appId Int
  app   App @relation(fields: [appId], references: [id], onDelete: Cascade)

  @@index([appId])
}

model Dashboard {
  id    Int @id @default(autoincrement())
  orgId Int
  appId Int
  org   Org @relation(fields: [orgId], references: [id], onDelete: Cascade)
  app   App @relation(fields: [appId], references: [id], onDelete: Cascade, onUpdate: Cascade)

  @@index([orgId, appId])
}
```

## Use instead

```prisma
model Org {
  id         Int         @id @default(autoincrement())
  members    Member[]
  apps       App[]
  dashboards Dashboard[]
}

model Member {
  orgId  Int
  userId String
  role   String
  org    Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@id([orgId, userId])
}

model App {
  id         Int         @id @default(autoincrement())
  orgId      Int
  org        Org         @relation(fields: [orgId], references: [id], onDelete: Cascade)
  reports    Report[]
  charts     Chart[]
  dashboards Dashboard[]

  @@unique([orgId, id])
  @@index([orgId])
}

model Report {
  id    Int @id @default(autoincrement())
  appId Int
  app   App @relation(fields: [appId], references: [id], onDelete: Cascade)

  @@index([appId])
}

model Chart {
  id    Int @id @default(autoincrement())
  appId Int
  app   App @relation(fields: [appId], references: [id], onDelete: Cascade)

  @@index([appId])
}

model Dashboard {
  id    Int @id @default(autoincrement())
  orgId Int
  appId Int
  org   Org @relation(fields: [orgId], references: [id], onDelete: Cascade)
  app   App @relation(fields: [orgId, appId], references: [orgId, id], onDelete: Cascade, onUpdate: Cascade)

  @@index([orgId, appId])
}
```

## When it is fine

Hot tables that repeat the upper key for speed and are written in one place:
`// partywall: allow untied-tenant-levels written by the ingest alone`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.consistency import carrying_fix
from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Safety
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation
    from partywall.tenancy.verdict import TenantKey

    Pair = tuple[TenantKey, TenantKey]
    """The row's key of an upper level, and the lower level's own."""

AVOIDS = "levels that a composite foreign key ties already"
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.WARNING}


def check(model: ModelView) -> Iterator[Finding]:
    """Keys of two levels that no foreign key holds together."""
    if model.model.kind is not BlockKind.MODEL or len(model.verdict.keys) <= 1:
        return
    told: set[str] = set()
    for lower, pairs in sorted(_levels(model), key=lambda each: -len(each[1])):
        untied = [pair for pair in pairs if pair[0].field not in told and not _is_tied(lower, pair[0], model)]
        told |= {own.field for own, _ in pairs}
        relation = _relation(lower, model)
        certain = [pair for pair in untied if relation and _is_certain(*pair)]
        if relation and certain:
            yield _finding(lower, relation, certain, model)
        if model.context.is_strict:
            yield from (_mention(lower, own, model) for own, other in untied if (own, other) not in certain)


def _levels(model: ModelView) -> Iterator[tuple[TenantKey, list[Pair]]]:
    """Each key whose root has keys of roots that the row names as well."""
    first: dict[str, TenantKey] = {}
    for key in model.verdict.keys:
        if key.root:
            first.setdefault(key.root, key)
    for name, lower in first.items():
        root = model.neighbour(name)
        theirs = root.verdict.keys if root and name != model.name else ()
        pairs = {other.root: (first[other.root], other) for other in reversed(theirs) if other.root in first}
        if pairs:
            yield lower, list(reversed(pairs.values()))


def _is_tied(lower: TenantKey, upper: TenantKey, model: ModelView) -> bool:
    return any({lower.field, upper.field} <= set(relation.fields) for relation in model.relations)


def _relation(key: TenantKey, model: ModelView) -> Relation | None:
    """The relation to the root of a key."""
    return next(
        (each for each in model.relations if each.target == key.root and key.field in each.fields), None
    )


def _is_certain(own: TenantKey, other: TenantKey) -> bool:
    """Whether both the row and the lower level always have the upper one."""
    return not own.is_nullable and not other.is_nullable


# --- what is reported ----------------------------------------------------------------------------


def _finding(lower: TenantKey, relation: Relation, pairs: list[Pair], model: ModelView) -> Finding:
    name = relation.forward.field if relation.forward else lower.field
    uppers = " and ".join(f"`{own.field}`" for own, _ in pairs)
    fields = ", ".join((*(own.field for own, _ in pairs), *relation.fields))
    references = ", ".join((*(other.field for _, other in pairs), *relation.references))
    offered = carrying_fix(model, relation, pairs, f"Keep `{name}` within {uppers}")
    is_strict = model.context.is_strict and model.context.enforces_foreign_keys
    safety = Safety.UNSAFE if is_strict else Safety.MANUAL
    return Finding(
        at=model.field_anchor(name),
        message=f"nothing ties `{lower.field}` to the row's {uppers}",
        help=f"nothing keeps out the `{lower.root}` of another `{pairs[0][0].root}`: "
        f"use `fields: [{fields}], references: [{references}]`",
        related=model.related(lower.root, f"has its own `{pairs[0][1].field}`"),
        fix=None if isinstance(offered, str) else replace(offered, safety=safety),
        severity=None if is_strict else Severity.HINT,
    )


def _mention(lower: TenantKey, upper: TenantKey, model: ModelView) -> Finding:
    return Finding(
        at=model.field_anchor(upper.field),
        message=f"nothing ties `{lower.field}` to the row's `{upper.field}`",
        help=f"nothing keeps out the `{lower.root}` of another `{upper.root}`; a composite foreign key "
        "holds them together where both keys are required",
        related=model.related(lower.root, "the level below"),
        severity=Severity.INFORMATION,
    )
