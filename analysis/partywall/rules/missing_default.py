"""A required field has no default, where fields like it have one.

## What it does

Reports, for the strict profile, required fields of tenant data without a default where nearly all fields
like it have one: those of the same name and type in other models, those of the same enum, and flags and
counters where the schema gives all of them a start. Keys, references and logs are left alone: what happened
has no usual value.

## Why it matters

Whoever makes such a row has to know the first value by heart, and each place that makes one picks its own:
a status that begins as `DRAFT` here and as `OPEN` there. A later migration that makes rows has no value
to give at all.

## Example

```prisma
enum Status {
  DRAFT
  LIVE
}

model Org {
  id     Int    @id @default(autoincrement())
  status Status @default(DRAFT)
  sites  Site[]
  pages  Page[]
}

model Site {
  id     Int    @id @default(autoincrement())
  orgId  Int
  status Status @default(DRAFT)
  org    Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Page {
  id     Int    @id @default(autoincrement())
  orgId  Int
  status Status
  org    Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Theme {
  id     Int    @id @default(autoincrement())
  status Status @default(DRAFT)
}
```

## Use instead

```prisma
enum Status {
  DRAFT
  LIVE
}

model Org {
  id     Int    @id @default(autoincrement())
  status Status @default(DRAFT)
  sites  Site[]
  pages  Page[]
}

model Site {
  id     Int    @id @default(autoincrement())
  orgId  Int
  status Status @default(DRAFT)
  org    Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Page {
  id     Int    @id @default(autoincrement())
  orgId  Int
  status Status @default(DRAFT)
  org    Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Theme {
  id     Int    @id @default(autoincrement())
  status Status @default(DRAFT)
}
```

## When it is fine

A value that somebody has to choose each time: `// partywall: allow missing-default the author decides`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.audit import sort_of
from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import AddFieldAttribute, Fix, Safety
from partywall.diagnostics.usual_defaults import candidates, groups_of
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.shape import FieldShape

AVOIDS = "fields that happen to share a name, and what a log records"
SEVERITIES = {"recommended": None, "strict": Severity.INFORMATION}


def check(model: ModelView) -> Iterator[Finding]:
    """Fields of tenant data that lack the default which fields like them have."""
    conventions = model.context.habits.conventions
    if conventions is None or not model.verdict.is_scoped or model.model.kind is not BlockKind.MODEL:
        return
    if sort_of(model.model, model.verdict) == "log" or model.model.interface.is_ignored:
        return
    keys = {key.field for key in model.verdict.keys}
    for field in candidates(model.model, model.body):
        if model.body.default(field.name) is None and field.name not in keys:
            group = next((each for each in groups_of(field) if each in conventions.defaults), None)
            if group:
                yield _finding(field, group, conventions.defaults[group], model)


def _finding(field: FieldShape, group: tuple[str, str], usual: str | None, model: ModelView) -> Finding:
    like = f"`{group[0]}`" if group[0] else f"`{group[1]}`"
    wanted = f"`@default({usual})`" if usual else "a `@default`"
    fix = None
    if usual:
        fix = Fix(
            f"Let it begin as `{usual}`",
            Safety.UNSAFE,
            (AddFieldAttribute(model.field_anchor(field.name), f"@default({usual})"),),
            "Who forgets the value is then no longer refused, and gets this one.",
        )
    return Finding(
        at=model.field_anchor(field.name),
        message=f"`{field.name}` has no default, unlike nearly every other {like}",
        help=f"each place that makes a row has to know the first value: add {wanted}",
        fix=fix,
    )
