"""A model does not record when its rows were made or changed, as the others do.

## What it does

Reports, for the strict profile, models with tenant data that lack the time of creation or of the last
change where most models like it have it. Rows that are written once (logs, messages, tokens), tables that
only tie two others together and halves of a pair are measured by others of their kind, and never asked for
the time of a change. A required time that begins as now, such as `startedAt`, counts as the time of
creation. A schema that has no such habit is left alone.

## Why it matters

Support, exports and investigations ask when a tenant's row came to be and when it last changed. A column
that is added later knows nothing of the rows that were there before.

## Example

```prisma
model Org {
  id        Int      @id @default(autoincrement())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  sites     Site[]
  pages     Page[]
}

model Site {
  id        Int      @id @default(autoincrement())
  orgId     Int
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  org       Org      @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Page {
  id        Int      @id @default(autoincrement())
  orgId     Int
  createdAt DateTime @default(now())
  org       Org      @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Country {
  id        Int      @id @default(autoincrement())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
}
```

## Use instead

```prisma
model Org {
  id        Int      @id @default(autoincrement())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  sites     Site[]
  pages     Page[]
}

model Site {
  id        Int      @id @default(autoincrement())
  orgId     Int
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  org       Org      @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Page {
  id        Int      @id @default(autoincrement())
  orgId     Int
  createdAt DateTime @default(now())
  updatedAt DateTime @default(now()) @updatedAt
  org       Org      @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Country {
  id        Int      @id @default(autoincrement())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
}
```

## When it is fine

Rows that are replaced as a whole, such as a cache or what another system is the source of:
`// partywall: allow missing-audit-field replaced as a whole every night`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.audit import created_in, sort_of, updated_in
from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import AddField, Fix, Safety
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.audit import AuditField
    from partywall.diagnostics.rule import ModelView

AVOIDS = "rows that are written once, and pure link tables"
SEVERITIES = {"recommended": None, "strict": Severity.INFORMATION}


def check(model: ModelView) -> Iterator[Finding]:
    """Models of tenants without the times that most others of their sort have."""
    conventions, verdict = model.context.habits.conventions, model.verdict
    if conventions is None or model.model.kind is not BlockKind.MODEL or model.model.interface.is_ignored:
        return
    if not verdict.is_scoped and verdict.ownership != "root":
        return
    habits, sort = conventions.audit, sort_of(model.model, verdict)
    created, updated = created_in(model.model, model.body, sort), updated_in(model.model, model.body)
    missing: list[tuple[AuditField, str | None]] = []
    if habits.created and sort in habits.created_in and created is None:
        missing.append((habits.created, None))
    if habits.updated and habits.has_updated and sort == "entity" and updated is None:
        before = created.name if created else None
        missing.append((habits.updated, habits.created.name if habits.created and missing else before))
    taken = {field.name for field in model.model.interface.fields}
    missing = [each for each in missing if each[0].name not in taken]
    if missing:
        yield _finding(missing, model)


def _finding(missing: list[tuple[AuditField, str | None]], model: ModelView) -> Finding:
    names = " and ".join(f"`{field.name}`" for field, _ in missing)
    added = tuple(
        AddField(model.anchor, field.name, "DateTime", "required", tuple(_attributes(field, model)), after)
        for field, after in missing
    )
    return Finding(
        at=model.anchor,
        message=f"`{model.name}` has no {names}",
        help="most models like it record the time: add "
        + " and ".join(f"`{' '.join((each.name, 'DateTime', *each.attributes))}`" for each in added),
        fix=Fix(
            f"Add {names}",
            Safety.UNSAFE,
            added,
            "Rows that are there already get the time of the migration, by `@default(now())`.",
        ),
    )


def _attributes(field: AuditField, model: ModelView) -> Iterator[str]:
    """As most models declare it, with a default in any case: the rows that are there need a value."""
    yield f"@default({field.default or 'now()'})"
    if field.is_updated_at:
        yield "@updatedAt"
    if field.map:
        yield f'@map("{field.map}")'
    if field.native:
        arguments = f"({', '.join(field.native.arguments)})" if field.native.arguments else ""
        yield f"@{model.context.habits.datasource}.{field.native.name}{arguments}"
