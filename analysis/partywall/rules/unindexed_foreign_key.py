"""No index begins with the columns of a foreign key.

## What it does

Reports foreign keys of tenant data that no index, unique or primary key begins with. A composite key
is served by an index that begins with any of its columns but the tenant key. Of tenant keys themselves
speaks `missing-tenant-index`. MySQL and MariaDB index foreign keys by themselves.

In the recommended profile it is a warning only where the foreign key is the way to the tenant: every
query for one tenant's rows then goes through it. All others are hints, and nothing is said of a composite
key whose tenant key begins an index: the database then reads the rows of one tenant, not of all.

## Why it matters

PostgreSQL, SQLite and SQL Server index the referenced column, not the referring one. Without an index,
reading the children of one parent reads the children of all, and so does the database, under a lock,
for each parent that is deleted or given another key.

## Example

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id       String    @id @default(cuid())
  tenantId String
  tenant   Tenant    @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  messages Message[]

  @@index([tenantId])
}

model Message {
  id        String  @id @default(cuid())
  chatbotId String
  chatbot   Chatbot @relation(fields: [chatbotId], references: [id], onDelete: Cascade)
}
```

## Use instead

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id       String    @id @default(cuid())
  tenantId String
  tenant   Tenant    @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  messages Message[]

  @@index([tenantId])
}

model Message {
  id        String  @id @default(cuid())
  chatbotId String
  chatbot   Chatbot @relation(fields: [chatbotId], references: [id], onDelete: Cascade)

  @@index([chatbotId])
}
```

## When it is fine

Parents that are never deleted and whose children are never listed, such as the author of a change:
`// partywall: allow unindexed-foreign-key users are only deactivated`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import AddBlockAttribute, Fix, Safety
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation

AVOIDS = "a foreign key that a longer key or unique begins with; InnoDB"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(model: ModelView) -> Iterator[Finding]:
    """Foreign keys of tenant data without an index."""
    if not model.verdict.is_scoped or model.model.kind is not BlockKind.MODEL:
        return
    if model.context.indexes_foreign_keys:
        return
    tenant_keys = {key.field for key in model.verdict.keys}
    for relation in model.relations:
        others = [name for name in relation.fields if name not in tenant_keys]
        if not others or _is_served(relation, others, model):
            continue
        within_tenant = any(
            name in tenant_keys and model.model.is_indexed((name,)) for name in relation.fields
        )
        if not within_tenant or model.context.is_strict:
            yield _finding(relation, model, within_tenant=within_tenant)


def _is_served(relation: Relation, others: list[str], model: ModelView) -> bool:
    """Whether an index begins with the whole key, or with a column of it that is no tenant key."""
    return model.model.is_indexed(relation.fields) or any(model.model.is_indexed((name,)) for name in others)


def _finding(relation: Relation, model: ModelView, *, within_tenant: bool) -> Finding:
    fields = ", ".join(relation.fields)
    forward = relation.forward.field if relation.forward else relation.fields[0]
    is_way_to_tenant = model.verdict.path[:1] == (forward,) and not _has_other_way(relation, model)
    is_hint = not is_way_to_tenant and not model.context.is_strict
    index = f"@@index([{fields}])"
    read = "all rows of its tenant" if within_tenant else "all"
    # Where an index of that text is there and does not serve (a partial one), only its author can say.
    is_there = any(key.label == index for key in model.model.indexes)
    # Every index slows down writing: which of the hints are worth one is for the user to say.
    safety = Safety.MANUAL if is_hint else Safety.SAFE
    return Finding(
        at=model.field_anchor(forward),
        message=f"no index begins with the foreign key `{fields}`",
        help=f"each `{relation.target}` deleted or joined reads {read} of `{model.name}`: add `{index}`",
        related=model.related(relation.target, "the parent"),
        fix=None
        if is_there
        else Fix(f"Add an index on `{fields}`", safety, (AddBlockAttribute(model.anchor, index),)),
        severity=Severity.HINT if is_hint else None,
    )


def _has_other_way(relation: Relation, model: ModelView) -> bool:
    """Whether rows are found by another parent that is as near to the tenant."""
    return any(
        each is not relation
        and each.is_required
        and model.model.is_indexed(each.fields)
        and (length := _length(each, model)) is not None
        and length <= len(model.verdict.path)
        for each in model.relations
    )


def _length(relation: Relation, model: ModelView) -> int | None:
    """How many relations lead to a row with a tenant key by way of this one."""
    target = model.neighbour(relation.target)
    return len(target.verdict.path) + 1 if target and target.verdict.is_scoped else None
