"""The database holds no foreign keys, so nothing but the Prisma Client keeps tenants apart.

## What it does

Reports `relationMode = "prisma"` in a schema with tenants, on every database that could hold foreign
keys. MongoDB cannot, and is not reported.

## Why it matters

With that mode Prisma writes no foreign keys. A row may then name a tenant, or another tenant's row, that
is not there: a script, a raw query, an import or a second service writes what it likes, and a composite
key that is meant to hold a row and its parent in one tenant holds nothing. Referential actions run in the
Prisma Client alone, as several queries; whoever deletes a tenant in SQL leaves its rows behind.

## Example

```prisma
datasource db {
  provider     = "postgresql"
  relationMode = "prisma"
}

model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
  sources  Source[]
}

model Chatbot {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Source {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## Use instead

```prisma
datasource db {
  provider = "postgresql"
}

model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
  sources  Source[]
}

model Chatbot {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Source {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## When it is fine

A database that refuses foreign keys, as some sharded MySQL services do, or one whose constraints are
written in SQL by hand. Say so at the property:
`// partywall: allow unenforced-relations the service has no foreign keys`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import SchemaView

SCOPE = "schema"

AVOIDS = "MongoDB, which has no foreign keys"
SEVERITIES = {"recommended": None, "strict": Severity.WARNING}

_WITHOUT_FOREIGN_KEYS = frozenset({"mongodb"})


def check(schema: SchemaView) -> Iterator[Finding]:
    """`relationMode = "prisma"` over tenant data."""
    at = schema.datasource_anchor("relationMode")
    if at is None or not schema.tenancy.is_known or schema.context.relation_mode != "prisma":
        return
    held = sum(
        bool(relation.fields) and _is_tenants(relation.model, schema) for relation in schema.schema.relations
    )
    if held and schema.context.provider not in _WITHOUT_FOREIGN_KEYS:
        relations = "1 relation" if held == 1 else f"{held} relations"
        yield Finding(
            at=at,
            message=f"{relations} of tenant data have no foreign key in the database",
            help="only the Prisma Client follows them: leave `relationMode` out where the database can hold "
            "foreign keys, and look for rows whose parent is gone before the migration",
        )


def _is_tenants(model: str, schema: SchemaView) -> bool:
    verdict = schema.tenancy.verdicts.get(model)
    return verdict is not None and verdict.is_scoped
