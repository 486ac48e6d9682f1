"""An index is there twice, or another one begins with the same columns.

## What it does

Reports indexes that another index, unique or primary key makes superfluous: with exactly the same
columns, and in the strict profile also with these columns first. Columns count with their order, sort,
operator class and length; a sort that is reversed throughout is the same index read backwards. Indexes of
different types are different, and so are partial ones under different conditions. One that a search cannot
begin with (`Hash`, `Gin`, full text) is only ever a copy.

## Why it matters

Every index is written with every row, takes its place in memory, and is built and vacuumed for nothing.
Tenant-led schemas collect them: `[tenantId]` was there first, and then came `[tenantId, createdAt]`, which
answers the same questions.

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
  slug     String

  @@unique([tenantId, slug])
  @@index([tenantId, slug])
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
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  slug     String

  @@unique([tenantId, slug])
}
```

## When it is fine

A copy of a unique that is to hold within each tenant from now on: `[tenantId, slug]` finds no row by its slug
alone, so what is removed here is a choice of yours (a manual fix).

A narrow index beside a much wider one, in a table in which every page counts:
`// partywall: allow redundant-index the wide one does not fit into memory`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Related, Severity
from partywall.diagnostics.fix import Fix, RemoveBlockAttribute, Safety
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.shape import Key, KeyMember

AVOIDS = "a `Hash` or a partial index of the same columns"
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}

# Here the primary key is the table itself: a narrow index beside it reads far fewer pages.
_CLUSTERED_BY_DEFAULT = frozenset({"sqlserver"})


def check(model: ModelView) -> Iterator[Finding]:
    """Indexes that another one makes superfluous."""
    if model.model.kind is not BlockKind.MODEL or model.model.interface.is_ignored:
        return
    if not (model.roots or model.verdict.keys):
        return
    keys = model.model.keys
    for number, key in enumerate(keys):
        if key.field is not None or key.kind == "id" or not key.fields:
            continue
        count = len(key.fields)
        begun = (at for at, other in enumerate(keys) if at != number and other.fields[:count] == key.fields)
        others = [keys[at] for at in begun if not _is_table(keys[at], model)]
        copy = next((other for other in others if _is_copy(key, other, keys)), None)
        longer = next((other for other in others if _begins_with(other, key)), None)
        if copy is not None:
            yield _finding(key, copy, model, is_copy=True)
        elif longer is not None and model.context.is_strict:
            yield _finding(key, longer, model, is_copy=False)


def _is_table(key: Key, model: ModelView) -> bool:
    """Whether a key orders the table itself rather than having an index of its own."""
    is_default = key.kind == "id" and model.context.provider in _CLUSTERED_BY_DEFAULT
    return is_default if key.clustered is None else key.clustered


def _is_copy(key: Key, other: Key, keys: Sequence[Key]) -> bool:
    """Whether another key does all that this one does; of two that are equal, the first one stays."""
    if not _is_same(key.members, other.members) or not _is_alike(key, other):
        return False
    if key.is_unique != other.is_unique:
        return other.is_unique
    if key.is_unique and key.name != other.name and key.name is not None:
        return False  # the client calls it by that name
    return other.kind == "id" or keys.index(other) < keys.index(key)


def _begins_with(longer: Key, key: Key) -> bool:
    """Whether a longer index answers whatever an index does."""
    is_ordered = key.kind == "index" and key.type in {None, "BTree"} and key.where is None
    count = len(key.members)
    return (
        is_ordered
        and len(longer.members) > count
        and _is_same(key.members, longer.members[:count])
        and _is_alike(key, longer)
    )


def _is_alike(key: Key, other: Key) -> bool:
    """Whether two keys are kept in the same way, for the same rows."""
    kinds = {key.kind == "fulltext", other.kind == "fulltext"}
    types = {key.type or "BTree", other.type or "BTree"}
    return len(kinds) == len(types) == 1 and key.where == other.where


_OPPOSITE = {None: "Desc", "Asc": "Desc", "Desc": "Asc"}


def _is_same(members: Sequence[KeyMember], others: Sequence[KeyMember]) -> bool:
    """Whether two lists of columns are the same index, read in either direction."""
    if [_column(each) for each in members] != [_column(each) for each in others]:
        return False
    here = [each.sort or "Asc" for each in members]
    there = [each.sort or "Asc" for each in others]
    return here == there or [_OPPOSITE[sort] for sort in here] == there


def _column(member: KeyMember) -> tuple[str, int | None, str | None]:
    return member.name, member.length, member.ops


def _finding(key: Key, other: Key, model: ModelView, *, is_copy: bool) -> Finding:
    alike = sum(each.label == key.label for each in model.model.keys)
    by = f"{other.field} @{other.kind}" if other.field else other.label
    may_go = _may_become_wider(other, model)
    return Finding(
        at=model.key_anchor(key),
        message=f"`{key.label}` is there twice: `{by}` is the same index"
        if is_copy
        else f"`{key.label}` is superfluous: `{by}` begins with its columns",
        help="it costs time with every write and answers nothing that the other one does not: remove it"
        + (f", unless `{by}` is to hold within a tenant: then it is what finds a row without one" * may_go),
        related=(Related(model.key_anchor(other), "does the same" if is_copy else "does it as well"),),
        fix=Fix(
            "Remove the index" if key.kind != "unique" else "Remove the unique",
            Safety.MANUAL if may_go else Safety.SAFE,
            (RemoveBlockAttribute(model.key_anchor(key), among=alike),),
        ),
    )


def _may_become_wider(key: Key, model: ModelView) -> bool:
    """Whether a key may be made one for each tenant, and then no longer begins with its columns."""
    tenants = {each.field for each in model.verdict.keys}
    return key.kind == "unique" and bool(tenants) and tenants.isdisjoint(key.fields)
