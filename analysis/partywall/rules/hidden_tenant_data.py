"""Tenant data that the Prisma Client does not guard: a view, an ignored model, a column of unknown type.

## What it does

Gives a hint at views and at models with `@@ignore` that hold tenant data, and at columns of tenant data
with a type that Prisma does not support. Nothing is wrong with any of them; they are places where the
usual means do not reach.

## Why it matters

What Prisma does not know is read and written with SQL by hand, where no extension of the client adds the
tenant. Columns such as vectors and search documents are made for queries that rank all rows: a forgotten
`WHERE` finds the neighbours' documents. And in PostgreSQL a view reads its tables as its owner, past
row-level security, unless it is made with `security_invoker` (PostgreSQL 15 or later).

## Example

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id        String                      @id @default(cuid())
  tenantId  String
  tenant    Tenant                      @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  embedding Unsupported("vector(1536)")?

  @@index([tenantId])
}
```

## Use instead

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id        String                      @id @default(cuid())
  tenantId  String
  tenant    Tenant                      @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  // partywall: allow hidden-tenant-data searchChatbots is the one query, and it filters by tenant
  embedding Unsupported("vector(1536)")?

  @@index([tenantId])
}
```

## When it is fine

Where somebody has looked. Say so, as above, and the next one need not look again:
`// partywall: allow hidden-tenant-data the view is made with security_invoker`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView

AVOIDS = "a view over data that all tenants share"
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.HINT}


def check(model: ModelView) -> Iterator[Finding]:
    """Views, ignored models and unsupported columns that hold tenant data."""
    if not model.verdict.is_scoped:
        return
    if model.model.kind is BlockKind.VIEW:
        yield Finding(
            at=model.anchor,
            message=f"the view `{model.name}` shows tenants' rows",
            help=f"{_view_advice(model)}; filter by tenant in each query, and say here that you do",
            related=model.related(model.verdict.root, "the tenant"),
        )
    elif model.model.interface.is_ignored:
        yield Finding(
            at=model.anchor,
            message=f"`{model.name}` holds tenants' rows and is hidden from the Prisma Client",
            help="it is read and written with SQL by hand, where nothing adds the tenant: look at each query",
            related=model.related(model.verdict.root, "the tenant"),
        )
    else:
        yield from _columns(model)


def _view_advice(model: ModelView) -> str:
    if model.context.provider in {"postgresql", "cockroachdb"}:
        return "it reads as its owner, past row-level security, unless it is made with `security_invoker`"
    return "no foreign key and no key of its own holds its rows to a tenant"


def _columns(model: ModelView) -> Iterator[Finding]:
    for name, shape in model.model.scalar_fields.items():
        if shape.is_unsupported:
            yield Finding(
                at=model.field_anchor(name),
                message=f"Prisma does not read `{name}`, so queries on it are SQL by hand",
                help="nothing adds the tenant to them: see that each filters by it",
                related=model.related(model.verdict.root, "the tenant"),
            )
