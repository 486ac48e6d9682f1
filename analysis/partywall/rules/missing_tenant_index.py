"""No index begins with the tenant key.

## What it does

Reports models with a tenant key that no index, unique or primary key begins with. Where a model has
keys of several levels (organization, project), an index that begins with any of them is enough. A
partial index does not count, nor does one that has the key in a later place. It is a hint where the key is a
bare column right behind a required parent's in some index, since such rows are read through their parent,
in tokens that expire, which are read by their secret, and in tenants of a lower level, which are few. MySQL
and MariaDB index foreign keys by themselves, so a key with a foreign key is not reported there.

## Why it matters

Nearly every query of a multi-tenant application asks for the rows of one tenant. Without an index that
begins with the key, each of them reads the rows of all tenants, and the largest tenant slows down every
other. Deleting a tenant then scans the table as well.

## Example

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id       String @id @default(cuid())
  name     String
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}
```

## Use instead

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id       String @id @default(cuid())
  name     String
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## When it is fine

A table that stays small whatever the number of tenants, or one that is written often and read only by
its primary key: `// partywall: allow missing-tenant-index written often, read by id alone`. An index
that was made in SQL alone is not seen; declare it in the schema, or Prisma will drop it one day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import AddBlockAttribute, Fix, Safety
from partywall.diagnostics.meaning import Meaning, meaning
from partywall.diagnostics.without_tenant import may_be_null, says_whose
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import INVITE_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.tenancy.verdict import TenantKey

AVOIDS = "a unique or primary key that begins with the tenant; InnoDB, which indexes foreign keys itself"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(model: ModelView) -> Iterator[Finding]:
    """A model with tenant keys of which none leads an index."""
    chosen = model.verdict.key
    if chosen is None or model.model.kind is not BlockKind.MODEL:
        return
    if any(_is_indexed(key, model) for key in model.verdict.keys):
        return
    index = f"@@index([{chosen}])"
    # Where an index of that text is there and does not serve (a partial one), only its author can say.
    is_there = any(key.label == index for key in model.model.indexes)
    yield Finding(
        at=model.anchor,
        message=f"no index of `{model.name}` begins with its tenant key `{chosen}`",
        help=f"a query for one tenant reads the rows of all: add `{index}`",
        related=model.related(model.verdict.root, "the tenant"),
        fix=None
        if is_there
        else Fix(f"Add an index on `{chosen}`", Safety.SAFE, (AddBlockAttribute(model.anchor, index),)),
        severity=Severity.HINT if _is_seldom_missed(model) else None,
    )


def _is_indexed(key: TenantKey, model: ModelView) -> bool:
    by_database = model.context.indexes_foreign_keys and any(
        relation.fields[:1] == (key.field,) for relation in model.relations
    )
    return by_database or model.model.is_indexed((key.field,))


def _is_seldom_missed(model: ModelView) -> bool:
    """Whether the index is of little use: few rows, or others ways to read them."""
    is_of_tenants = model.verdict.ownership == "root"  # of a lower level, such as an organization's projects
    return (
        is_of_tenants
        or _is_read_through_a_parent(model)
        or _is_copied_from_a_parent(model)
        or _is_read_by_its_secret(model)
    )


def _is_read_through_a_parent(model: ModelView) -> bool:
    """Whether an index has the key behind a required parent's, and no foreign key wants it first."""
    if any(key.relation for key in model.verdict.keys):
        return False
    fields = {key.field for key in model.verdict.keys}
    return any(
        index.fields[: len(own)] == own and index.fields[len(own)] in fields
        for relation in model.relations
        if relation.is_required and (own := tuple(each for each in relation.fields if each not in fields))
        for index in model.model.keys
        if len(index.fields) > len(own)
    )


def _is_copied_from_a_parent(model: ModelView) -> bool:
    """Whether no row needs the key, since an indexed parent says whose it is."""
    return all(may_be_null(key, model) for key in model.verdict.keys) and any(
        says_whose(relation, model) and model.model.is_indexed(relation.fields)
        for relation in model.relations
    )


_EXPIRY = frozenset({"expire", "expiry", "expiration"})


def _is_read_by_its_secret(model: ModelView) -> bool:
    """Whether a row is a secret that always ends, such as the token of a reset password.

    Invitations are as well, but a tenant lists its own, and so it does keys that may go on for ever.
    """
    if not INVITE_WORDS.isdisjoint(words(model.name)):
        return False
    fields = model.model.scalar_fields
    ends = any(
        shape.arity == "required" and not _EXPIRY.isdisjoint(words(name)) for name, shape in fields.items()
    )
    secrets = (unique.fields[0] for unique in model.model.uniques if len(unique.fields) == 1)
    return ends and any(
        shape.name != "id" and meaning(shape, model.model, model.body) is Meaning.MACHINE
        for name in secrets
        if (shape := fields.get(name))
    )
