"""A model with tenant data does not say when a row was made.

## What it does

Reports models that belong to a tenant and have no field for the moment at which a row was made.
`field` is what we call it, `createdAt` unless set. In the recommended profile it is a hint.

## Why it matters

When a tenant asks what happened, the first question is since when a row has been there.

## Example

```prisma
model Tenant {
  id    String @id @default(cuid())
  notes Note[]
}

model Note {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## Use instead

```prisma
model Tenant {
  id    String @id @default(cuid())
  notes Note[]
}

model Note {
  id        String   @id @default(cuid())
  tenantId  String
  createdAt DateTime @default(now())
  tenant    Tenant   @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## When it is fine

Rows that are written once with the database, such as imported lists:
`// partywall: allow house-missing-created-at imported, never changed`.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import AddField, Fix, Safety
from partywall.diagnostics.rule import ModelView

SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.WARNING}
OPTIONS = {"field": "createdAt"}


def check(model: ModelView) -> Iterator[Finding]:
    """Report a model that is owned by a tenant and has no such field."""
    name = str(model.options["field"])
    if model.verdict.ownership != "owned" or name in model.model.scalar_fields:
        return
    field = AddField(model.anchor, name, "DateTime", "required", ("@default(now())",))
    yield Finding(
        at=model.anchor,
        message=f"`{model.name}` does not say when a row was made",
        help=f"nobody can tell later: add `{name} DateTime @default(now())`",
        fix=Fix(
            f"Add `{name}`",
            Safety.UNSAFE,
            (field,),
            note="Existing rows get the moment of the migration.",
        ),
    )
