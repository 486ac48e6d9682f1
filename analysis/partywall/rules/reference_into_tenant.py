"""Data that all tenants share refers to a row of one tenant.

## What it does

Reports relations from shared models to tenant data. It is a warning where you declared the model to be
shared and the relation is required, so that each shared row needs a row of some tenant; else a hint.
Nothing is said of people and of what signs them in or is their own (sessions, preferences, the tenant
they used last), nor of references to the people who made a row. What belongs to a person otherwise is
reported in the strict profile alone.

## Why it matters

Whoever reads the shared row is led to one tenant's data, and sees it or fails. When that tenant leaves,
the shared row goes with it, or keeps the tenant's data from being erased. A database that is distributed
by tenant cannot hold such a foreign key at all: Citus has none from a reference table to a distributed
table.

## Example

```prisma
model Tenant {
  id    String @id @default(cuid())
  files File[]
}

model File {
  id        String     @id @default(cuid())
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  languages Language[]

  @@index([tenantId])
}

// partywall: shared
model Language {
  code   String @id
  flagId String
  flag   File   @relation(fields: [flagId], references: [id], onDelete: Restrict)
}
```

## Use instead

```prisma
model Tenant {
  id    String @id @default(cuid())
  files File[]
}

model File {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

// partywall: shared
model Language {
  code    String @id
  flagUrl String
}
```

## When it is fine

The platform is a tenant of itself and owns what the shared row refers to:
`// partywall: allow reference-into-tenant logos are files of our own organization`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import (
    AUTH_WORDS,
    PERSONAL_WORDS,
    PREFERENCE_WORDS,
    USER_WORDS,
    stem,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation

AVOIDS = "a user's last-used tenant"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(model: ModelView) -> Iterator[Finding]:
    """Relations from a shared model to tenant data."""
    if model.verdict.ownership != "shared" or model.model.kind is not BlockKind.MODEL or _is_somebodys(model):
        return
    for relation in model.relations:
        target = model.neighbour(relation.target)
        if not relation.fields or relation.forward is None or target is None or _is_choice(relation):
            continue
        is_tenants = target.verdict.is_scoped or (_is_declared(model) and target.verdict.ownership == "root")
        if is_tenants and not _is_person(relation.target):
            yield _finding(relation, relation.forward.field, model)


def _is_declared(model: ModelView) -> bool:
    return model.verdict.confidence == "declared"


def _is_somebodys(model: ModelView) -> bool:
    """Whether its rows are people, or a person's own: these have ties to tenants of many kinds."""
    own = set(words(model.name))
    if own & (AUTH_WORDS | PERSONAL_WORDS | USER_WORDS | {"account"}):
        return True
    belongs = any(each.is_required and _is_person(each.target) for each in model.relations)
    return belongs and not model.context.is_strict


def _is_person(name: str) -> bool:
    """Whether a model is people: who made a row is no tenant's secret."""
    return bool(USER_WORDS & set(words(name)))


def _is_choice(relation: Relation) -> bool:
    """Whether a column remembers what somebody used last."""
    named = {word for column in relation.fields for word in (stem(column) or words(column))[:1]}
    return bool(named & PREFERENCE_WORDS)


def _finding(relation: Relation, field: str, model: ModelView) -> Finding:
    is_contradiction = _is_declared(model) and relation.is_required
    lowered = Severity.WARNING if model.context.is_strict else Severity.HINT
    return Finding(
        at=model.field_anchor(field),
        message=f"all tenants share `{model.name}`, and `{field}` refers to a row of one tenant",
        help=f"who reads it is led to a `{relation.target}` of one tenant, and loses it when that "
        "tenant leaves: give it a shared row, or a copy of what it needs",
        related=model.related(relation.target, "belongs to one tenant"),
        severity=None if is_contradiction else lowered,
    )
