"""Ids that count up: whoever has one knows the others', and how many there are.

## What it does

Reports, for the strict profile, models with tenant data whose primary key is a number that the database
counts up, over all tenants. Models that have another unique of generated values, which an address can hold
instead, are left alone, and so are logs, tables that only tie two others together and halves of a pair:
nobody asks for one of these by its own id.

## Why it matters

An id stands in addresses, exports and error messages. Where ids count up, a caller who sees `/orders/1041`
tries 1042, and one forgotten filter by tenant shows the order of another. The numbers tell as well how
many orders all tenants together place in a week. A random id does not repair the filter, but nobody hits
upon a row by counting.

## Example

```prisma
model Org {
  id     Int     @id @default(autoincrement())
  orders Order[]
  sites  Site[]
}

model Order {
  id    Int @id @default(autoincrement())
  orgId Int
  org   Org @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Site {
  id    Int    @id @default(autoincrement())
  uid   String @unique @default(uuid())
  orgId Int
  org   Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}
```

## Use instead

```prisma
model Org {
  id     Int     @id @default(autoincrement())
  orders Order[]
  sites  Site[]
}

model Order {
  id    String @id @default(uuid())
  orgId Int
  org   Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Site {
  id    Int    @id @default(autoincrement())
  uid   String @unique @default(uuid())
  orgId Int
  org   Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}
```

## When it is fine

Ids that never leave the server, or numbers that customers are to count by:
`// partywall: allow guessable-id never leaves the server`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.audit import sort_of
from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.meaning import Meaning, meaning
from partywall.syntax.tree import BlockKind, Call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView

AVOIDS = "a model whose addresses hold another generated value, and logs"
SEVERITIES = {"recommended": None, "strict": Severity.HINT}

_COUNTING = frozenset({"autoincrement", "sequence"})


def check(model: ModelView) -> Iterator[Finding]:
    """Primary keys of tenant data that the database counts up."""
    primary = model.model.primary_key
    if primary is None or not model.verdict.is_scoped or model.model.kind is not BlockKind.MODEL:
        return
    if sort_of(model.model, model.verdict) != "entity" or _has_public_id(model):
        return
    counted = next((name for name in primary.fields if _counts_up(name, model)), None)
    if counted:
        yield Finding(
            at=model.field_anchor(counted),
            message=f"`{counted}` counts up over all tenants: ids can be guessed",
            help="use `@default(uuid())` or `@default(cuid())`, or put a unique of such values beside it "
            "for whatever leaves the server",
            related=model.related(model.verdict.root, "the tenant"),
        )


def _counts_up(name: str, model: ModelView) -> bool:
    default = model.body.default(name)
    if not isinstance(default, Call):
        return False
    if default.name == "dbgenerated":
        return any("nextval" in str(each.value).lower() for each in default.arguments)
    return default.name in _COUNTING


def _has_public_id(model: ModelView) -> bool:
    """Whether another unique holds generated values."""
    shapes = (
        model.model.scalar_fields.get(name)
        for unique in model.model.uniques
        for name in unique.fields
        if not _counts_up(name, model)
    )
    return any(each and meaning(each, model.model, model.body) is Meaning.MACHINE for each in shapes)
