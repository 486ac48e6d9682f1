"""The tenant of existing rows can change: what names a tenant is not for good.

## What it does

Reports tenant roots that others refer to by what people choose (a slug, a name, a domain) and foreign keys
that follow when it is changed. The strict profile also reports tenant relations in which `onUpdate` is
written and changes the key: `Cascade`, `SetNull`, `SetDefault`. Prisma's default, `Cascade`, on a generated
identifier is left alone: it never happens. In the distributed profile, such relations are
`relation-changes-tenant-key`.

## Why it matters

Whose a row is should be settled when it is made. A renamed tenant is a write on all of its rows in all
tables, under locks; caches, exports, logs, row-level security and tokens that hold the old key then speak
of a tenant that is gone, or of the next one that takes the name.

## Example

```prisma
model Tenant {
  slug      String     @id
  name      String
  documents Document[]
}

model Document {
  id         String @id @default(cuid())
  tenantSlug String
  tenant     Tenant @relation(fields: [tenantSlug], references: [slug], onDelete: Cascade)

  @@index([tenantSlug])
}
```

## Use instead

```prisma
model Tenant {
  slug      String     @id
  name      String
  documents Document[]
}

model Document {
  id         String @id @default(cuid())
  tenantSlug String
  tenant     Tenant @relation(fields: [tenantSlug], references: [slug], onDelete: Cascade, onUpdate: Restrict)

  @@index([tenantSlug])
}
```

## When it is fine

Few rows, and a name that hardly ever changes: `// partywall: allow mutable-tenant-key country codes`.
Better still is a generated identifier beside the name, and keys that refer to that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Fix, Safety, SetArgument
from partywall.diagnostics.meaning import Meaning, meaning
from partywall.diagnostics.rule import anchor_of
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.finding import Anchor
    from partywall.diagnostics.fix import Operation
    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation

AVOIDS = "Prisma's default `onUpdate: Cascade` on generated identifiers, which never change"
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.HINT}

_CHANGING = frozenset({"Cascade", "SetNull", "SetDefault"})


def check(model: ModelView) -> Iterator[Finding]:
    """Roots that are named by what people choose, and written actions that change a key."""
    if model.model.kind is not BlockKind.MODEL:
        return
    is_root = model.verdict.ownership == "root"
    if is_root:
        yield from _at_root(model)
    if model.context.is_strict and (is_root or not model.context.is_distributed):
        yield from _at_key(model)


# --- a root that is named by what people choose --------------------------------------------------

_CHOSEN = frozenset({Meaning.CHOSEN, Meaning.OPEN, Meaning.PUBLIC, Meaning.LINK, Meaning.LOGIN})


def _at_root(model: ModelView) -> Iterator[Finding]:
    following: dict[str, list[Relation]] = {}
    for relation in model.incoming:
        if _follows(relation, model):
            following.setdefault(relation.references[0], []).append(relation)
    for column, relations in following.items():
        named = ", ".join(f"`{each}`" for each in dict.fromkeys(each.model for each in relations))
        yield Finding(
            at=model.field_anchor(column),
            message=f"changing `{column}` changes the tenant key of all rows that refer to it",
            help=f"these follow: {named}; refer to a generated identifier, or write "
            f"`onUpdate: {model.context.refusing_action}`",
            related=tuple(
                place for each in relations for place in model.related(each.model, "follows a change")
            ),
            fix=Fix(
                f"Refuse to change `{column}` of a tenant with data",
                Safety.MANUAL,
                tuple(_write(each, model) for each in relations),
                f"a tenant that has rows keeps its `{column}` for good",
            ),
        )


def _follows(relation: Relation, model: ModelView) -> bool:
    """Whether a tenant key follows when a person changes what it refers to."""
    owner = model.neighbour(relation.model)
    if len(relation.references) != 1 or relation.on_update not in _CHANGING or owner is None:
        return False
    is_key = any(key.field == relation.fields[0] for key in owner.verdict.keys)
    column = model.model.scalar_fields.get(relation.references[0])
    return is_key and column is not None and meaning(column, model.model, model.body) in _CHOSEN


# --- written actions -----------------------------------------------------------------------------


def _at_key(model: ModelView) -> Iterator[Finding]:
    roots = {key.field: key.root for key in model.verdict.keys if key.root}
    for relation in model.relations:
        if len(relation.fields) != 1 or roots.get(relation.fields[0]) != relation.target:
            continue
        if relation.declared_on_update in _CHANGING and relation.forward:
            yield _written(relation, relation.forward.field, model)


def _written(relation: Relation, name: str, model: ModelView) -> Finding:
    key, action, refusing = relation.fields[0], relation.on_update, model.context.refusing_action
    return Finding(
        at=model.field_anchor(name),
        message=f"`onUpdate: {action}` lets `{key}` change",
        help=f"whose a row is should be settled when it is made: use `onUpdate: {refusing}`",
        related=model.related(relation.target, "the tenant"),
        fix=Fix(
            f"Write `onUpdate: {refusing}`",
            Safety.UNSAFE,
            (_write(relation, model),),
            f"`onUpdate` turns from {action} to {refusing}: a `{relation.target}` that has rows keeps its "
            f"`{relation.references[0]}`",
        ),
    )


def _write(relation: Relation, model: ModelView) -> Operation:
    return SetArgument(_relation_at(relation, model), "onUpdate", model.context.refusing_action)


def _relation_at(relation: Relation, model: ModelView) -> Anchor:
    owner = model.neighbour(relation.model) or model
    field = relation.forward.field if relation.forward else ""
    return replace(anchor_of(owner.model), member=field, attribute="relation")
