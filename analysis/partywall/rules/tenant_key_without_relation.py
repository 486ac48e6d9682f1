"""A tenant key is a bare column: no foreign key ties it to the tenant.

## What it does

Reports tenant keys without a relation to the root. A key that is part of a foreign key to a parent of
the same tenant is fine. The recommended profile gives a hint, and nothing where another key or a
required parent ties the row to its tenant, nor for logs, which are meant to outlive what they speak of.

## Why it matters

Nothing keeps a row from naming a tenant that never was or is long gone. When a tenant is deleted, its
rows stay behind; what was promised to be erased is still there.

## Example

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Document {
  id       String @id @default(cuid())
  tenantId String

  @@index([tenantId])
}
```

## Use instead

```prisma
model Tenant {
  id        String     @id @default(cuid())
  chatbots  Chatbot[]
  documents Document[]
}

model Chatbot {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Document {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## When it is fine

Audit rows that must survive their tenant, tables that another system fills, or hot tables in which
foreign keys cost too much: `// partywall: allow tenant-key-without-relation rows outlive the tenant`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Safety
from partywall.diagnostics.scoping import tenant_relation_fix
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import LOG_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.tenancy.verdict import TenantKey

AVOIDS = "logs that outlive their tenant; keys that a composite foreign key ties"
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.ERROR}


def check(model: ModelView) -> Iterator[Finding]:
    """Tenant keys that no foreign key holds."""
    if model.model.kind is not BlockKind.MODEL:
        return
    bare = [key for key in model.verdict.keys if _is_bare(key, model)]
    is_tied = bool(bare) and _is_tied_otherwise(model)
    if is_tied and not model.context.is_strict:
        return
    for key in bare:
        if key.root is not None:
            yield _finding(key, key.root, model, Severity.WARNING if is_tied else None)


def _is_bare(key: TenantKey, model: ModelView) -> bool:
    return not any(key.field in relation.fields for relation in model.relations)


def _is_tied_otherwise(model: ModelView) -> bool:
    """Whether another foreign key ties the row to its tenant, or the row is meant to stand alone."""
    if LOG_WORDS & set(words(model.name)):
        return True
    for relation in model.relations:
        target = model.neighbour(relation.target)
        if (
            target
            and relation.is_required
            and relation.fields
            and (target.verdict.ownership in {"root", "owned", "through"})
        ):
            return True
    return False


def _finding(key: TenantKey, root: str, model: ModelView, severity: Severity | None) -> Finding:
    fix = tenant_relation_fix(model, key)
    # In the recommended profile this is a hint: whether to tie the row is for the user to say.
    safety = Safety.UNSAFE if model.context.is_strict else Safety.MANUAL
    return Finding(
        at=model.field_anchor(key.field),
        message=f"no foreign key ties `{key.field}` to `{root}`",
        help="the row may name a tenant that never was, and stays when its tenant is deleted: "
        f"add a relation to `{root}`",
        related=model.related(root, "the tenant"),
        fix=None if isinstance(fix, str) else replace(fix, safety=safety),
        severity=severity,
    )
