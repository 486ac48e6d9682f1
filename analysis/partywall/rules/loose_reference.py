"""A column is named after another model and no foreign key ties it to a row of it.

## What it does

Reports columns of tenant data that name a row of another tenant-owned model by their name and type alone:
`campaignId` without a relation to `Campaign`. The recommended profile gives a hint where other models tie
the same column with a relation, so that this one looks forgotten. It says nothing about logs, events,
histories and queues, which outlive what they speak of, about ids of other systems, nor about columns with a
sibling that says what they name (`entityId` beside `entityType`). Of tenant keys speaks
`tenant-key-without-relation`.

## Why it matters

Nothing keeps the column from naming a row that never was, is long gone, or is another tenant's. Whatever
follows it, a join by hand or a second query, shows what it finds.

## Example

```prisma
model Tenant {
  id        String     @id @default(cuid())
  campaigns Campaign[]
  audiences Audience[]
  emails    Email[]
}

model Campaign {
  id        String     @id @default(cuid())
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  audiences Audience[]

  @@index([tenantId])
}

model Audience {
  id         String   @id @default(cuid())
  tenantId   String
  tenant     Tenant   @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  campaignId String
  campaign   Campaign @relation(fields: [campaignId], references: [id], onDelete: Cascade)

  @@index([tenantId])
  @@index([campaignId])
}

model Email {
  id         String @id @default(cuid())
  tenantId   String
  tenant     Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  campaignId String

  @@index([tenantId])
}
```

## Use instead

```prisma
model Tenant {
  id        String     @id @default(cuid())
  campaigns Campaign[]
  audiences Audience[]
  emails    Email[]
}

model Campaign {
  id        String     @id @default(cuid())
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  audiences Audience[]
  emails    Email[]

  @@index([tenantId])
}

model Audience {
  id         String   @id @default(cuid())
  tenantId   String
  tenant     Tenant   @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  campaignId String
  campaign   Campaign @relation(fields: [campaignId], references: [id], onDelete: Cascade)

  @@index([tenantId])
  @@index([campaignId])
}

model Email {
  id         String   @id @default(cuid())
  tenantId   String
  campaign   Campaign @relation(fields: [campaignId], references: [id], onDelete: NoAction)
  tenant     Tenant   @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  campaignId String

  @@index([tenantId])
}
```

## When it is fine

The row must outlive what it names, or foreign keys cost too much in a hot table:
`// partywall: allow loose-reference e-mails are kept when their campaign is deleted`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Safety
from partywall.diagnostics.tying import tying_fix
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.tenancy.verdict import Loose

AVOIDS = "logs, ids of other services, `subjectId` beside `subjectType`"
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.WARNING}

_OUTLIVES = frozenset(
    {"audit", "log", "event", "history", "activity", "trail", "journal", "archive", "snapshot", "usage"}
    | {"metric", "stat", "analytics", "trace", "queue", "outbox", "job", "cache", "report", "backup"}
    | {"notification", "delivery", "partitioned", "dedupe"}
)
_WHAT = frozenset({"type", "kind", "model", "table", "entity"})


def check(model: ModelView) -> Iterator[Finding]:
    """Columns of tenant data that name a tenant's row by name alone."""
    if not model.verdict.is_scoped or model.model.kind is not BlockKind.MODEL:
        return
    keys = {key.field for key in model.verdict.keys}
    for each in model.loose:
        target = model.neighbour(each.target)
        is_column = each.column in model.model.scalar_fields and each.column not in keys
        if target is None or not target.verdict.is_scoped or not is_column:
            continue
        if _is_polymorphic(each.column, model):
            continue
        if model.context.is_strict or (_looks_forgotten(each, model) and not _outlives(model)):
            yield _finding(each, model)


def _is_polymorphic(column: str, model: ModelView) -> bool:
    """Whether a sibling says what the column names: `subjectType` beside `subjectId`."""
    named = stem(column) or words(column)
    return any(parts[:-1] == named and parts[-1] in _WHAT for parts in map(words, model.model.scalar_fields))


def _outlives(model: ModelView) -> bool:
    return bool(_OUTLIVES & set(words(model.name)))


def _looks_forgotten(column: Loose, model: ModelView) -> bool:
    """Whether others tie such a column, and this model has relations at all."""
    return column.is_tied_elsewhere and any(each.fields for each in model.relations)


def _finding(column: Loose, model: ModelView) -> Finding:
    is_log = _outlives(model)
    offered = tying_fix(model, column)
    # Whether the row may outlive what it names is for the user to say, above all in a log.
    safety = Safety.UNSAFE if model.context.is_strict and not is_log else Safety.MANUAL
    return Finding(
        at=model.field_anchor(column.column),
        message=f"no foreign key ties `{column.column}` to `{column.target}`",
        help=f"the row may name one that never was, or another tenant's: add a relation to `{column.target}`",
        related=model.related(column.target, "what it names"),
        fix=None if isinstance(offered, str) else replace(offered, safety=safety),
        severity=Severity.INFORMATION if is_log else None,
    )
