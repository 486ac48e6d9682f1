"""A unique constraint has a member that may be null: for such rows it holds nothing apart.

## What it does

Reports `@@unique` with an optional member. What null means there decides how loudly. In tenant data it is a
warning where

- null is what every live row has: the time when a row was deleted, archived or ended;
- null stands for the top of a tree: the parent in `[teamId, parentId, name]`;
- null is one more scope beside others: an optional relation in `[orgId, projectId, name]`.

It is a hint where null may be one more value of something else or one more part of a cache's key, or is
what a deleted parent leaves behind (`onDelete: SetNull`), and in data that no tenant owns.

Nothing is said where the optional member is what makes a row unique once it has one (an idempotency key,
an id at a provider), where null switches the unique off (`isPrimary`), where the other members are
generated, or where a second unique speaks of the rows in question. Of optional tenant keys speaks
`nullable-tenant-key`. SQL Server and MongoDB hold null equal to null: nothing is said there.

## Why it matters

In PostgreSQL, MySQL, SQLite and CockroachDB null is never equal to null, so two rows that agree in all
other members are both accepted as long as the optional one is null. The constraint reads like a promise
that code relies on, `upsert` and find-then-create above all, and the promise is empty for the very rows
that matter. Deletion by date is the usual case: only deleted rows are kept apart.

## Example

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id        String    @id @default(cuid())
  tenantId  String
  tenant    Tenant    @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  name      String
  deletedAt DateTime?

  @@unique([tenantId, name, deletedAt])
}
```

## Use instead

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id        String    @id @default(cuid())
  tenantId  String
  tenant    Tenant    @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  name      String
  deletedAt DateTime?

  @@unique([tenantId, name])
}
```

Where the name of a deleted row must be free again, keep the deletion out of the unique and guard live rows
with a partial unique index (`CREATE UNIQUE INDEX … WHERE "deletedAt" IS NULL`), or with `NULLS NOT DISTINCT`
from PostgreSQL 15 on.

## When it is fine

A migration has the index that the schema cannot express:
`// partywall: allow nullable-unique-member a partial index guards live rows`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Related, Severity
from partywall.diagnostics.fix import Fix, Safety, SetArgument
from partywall.diagnostics.keys import written_members
from partywall.diagnostics.meaning import Meaning, meaning
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import USER_WORDS, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView, Option
    from partywall.schema.model import Relation
    from partywall.schema.shape import FieldShape, Key
    from partywall.tenancy.verdict import TenantKey

AVOIDS = "optional idempotency keys, and flags of which one row may be true"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}

OPTIONS: dict[str, Option] = {"ending_columns": ()}
"""`ending_columns`: further columns that are null as long as a row lives."""

_NULLS_ARE_EQUAL = frozenset({"sqlserver", "mongodb"})


def check(model: ModelView) -> Iterator[Finding]:
    """Uniques of several columns of which one may be null."""
    if model.model.kind is not BlockKind.MODEL or not (model.roots or model.verdict.keys):
        return
    if model.context.provider in _NULLS_ARE_EQUAL:
        return
    for unique in model.model.uniques:
        shapes = [model.model.scalar_fields.get(name) for name in unique.fields]
        optional = [shape for shape in shapes if shape and shape.arity == "optional"]
        if optional and len(shapes) > 1 and unique.where is None and not _is_of_keys(unique, model):
            yield from _judged(unique, optional, model)


def _is_of_keys(unique: Key, model: ModelView) -> bool:
    """Whether `nullable-tenant-key` speaks of it: all of its tenant keys may be null."""
    arities = [
        model.model.scalar_fields[key.field].arity for key in model.verdict.keys if key.field in unique.fields
    ]
    return bool(arities) and all(arity == "optional" for arity in arities)


# --- what null means -----------------------------------------------------------------------------


class _Null(StrEnum):
    """What it means that a member is null.

    - `LIVE`: the row has not ended.
    - `TOP`: the row has no parent of its own kind.
    - `SCOPE`: it belongs to the whole rather than to one parent.
    - `PART`: the thing that a digest is made of is not there.
    - `GONE`: its parent was deleted.
    - `VALUE`: perhaps one more value.
    - `OFF`: the unique does not speak of it.
    - `UNNAMED`: it has no such name, number or id.
    """

    LIVE = "live rows have none"
    TOP = "rows at the top have none"
    SCOPE = "rows of no one parent have none"
    PART = "a key without this part is a key as well"
    GONE = "rows whose parent was deleted have none"
    VALUE = "such rows may be there twice"
    OFF = "rows are only compared once they have one"
    UNNAMED = "rows may be without"


_GRAVITY = tuple(_Null)


def _judged(unique: Key, optional: list[FieldShape], model: ModelView) -> Iterator[Finding]:
    meanings = {shape.name: _null(shape, unique, model) for shape in optional}
    member = min(meanings, key=lambda name: _GRAVITY.index(meanings[name]))
    null = meanings[member]
    others = _others(unique, meanings)
    if _is_kept_apart_otherwise(unique, others, member, model):
        return
    loud = _is_loud(null, others, meanings, model)
    if loud is not None:
        is_tenants = model.verdict.is_scoped or model.verdict.ownership == "root"
        severity = None if (loud and is_tenants) or model.context.is_strict else Severity.HINT
        yield _finding(unique, member, null, model, severity)
    elif model.context.is_strict and null is not _Null.OFF:
        yield _finding(unique, member, null, model, Severity.INFORMATION)


def _null(shape: FieldShape, unique: Key, model: ModelView) -> _Null:
    relation = next((each for each in model.relations if shape.name in each.fields), None)
    if _is_end(shape, model):
        return _Null.LIVE
    if relation is not None:
        return _of_relation(relation)
    parts = words(shape.name)
    if shape.type_name == "Boolean" or (parts and parts[0] in _FLAGS):
        return _Null.OFF
    if _names_owner(shape.name, model):
        return _Null.SCOPE
    own = meaning(shape, model.model, model.body)
    if own is Meaning.DIGEST:
        return _Null.PART
    required = [each for each in unique.fields if model.model.scalar_fields[each].arity == "required"]
    is_named_already = any(_meaning(each, model) in _NAMING for each in required)
    if own is Meaning.KIND or (is_named_already and own in {Meaning.CHOSEN, Meaning.UNKNOWN, Meaning.OPEN}):
        return _Null.VALUE
    return _Null.UNNAMED


def _of_relation(relation: Relation) -> _Null:
    if relation.is_self:
        return _Null.TOP
    return _Null.GONE if relation.declared_on_delete == "SetNull" else _Null.SCOPE


_FLAGS = frozenset({"is", "has", "was", "can", "used", "should"})

_GONE = frozenset(
    {"deleted", "removed", "archived", "trashed", "discarded", "destroyed", "purged", "erased"}
    | {"deletion", "deactivated", "disabled", "revoked", "retired"}
)
_ENDED = frozenset(
    {"cancelled", "canceled", "closed", "ended", "expired", "left", "terminated", "withdrawn", "until"}
    | {"superseded", "replaced", "unassigned", "unlinked", "released", "returned", "voided", "expire"}
    | {"invalidated", "end", "expiry", "detached", "completed", "finished", "resolved"}
)


def _is_end(shape: FieldShape, model: ModelView) -> bool:
    """Whether a column is set when a row ends, as against one that tells when it was or will be."""
    chosen = model.options.get("ending_columns")
    if isinstance(chosen, tuple) and shape.name in chosen:
        return True
    parts = set(words(shape.name))
    if _GONE & parts:
        return True
    is_valid_to = parts >= {"valid", "to"} or parts >= {"effective", "to"}
    return shape.type_name == "DateTime" and (is_valid_to or bool(_ENDED & parts))


def _names_owner(field: str, model: ModelView) -> bool:
    """Whether a column without a relation names a user, or a model that this one is related with."""
    named = stem(field)
    if not named:
        return False
    owners = {each.target for each in model.relations} | {root.model for root in model.roots}
    return named[-1] in USER_WORDS or any(words(owner) == named for owner in owners)


# --- how much it matters -------------------------------------------------------------------------

_NAMING = frozenset(
    {Meaning.CHOSEN, Meaning.OPEN, Meaning.LINK, Meaning.PUBLIC, Meaning.LOGIN, Meaning.DIGEST}
    | {Meaning.UNKNOWN}
)
_GIVEN_NAMES = frozenset({Meaning.CHOSEN, Meaning.PUBLIC, Meaning.LOGIN, Meaning.LINK})
_SERIES = frozenset({"order", "position", "index", "sort", "rank", "sequence", "seq", "ordinal"})


def _others(unique: Key, meanings: dict[str, _Null]) -> list[str]:
    """The members that tell rows apart once the grave ones are null.

    An optional name counts: where it is set, it should tell them apart.
    """
    return [name for name in unique.fields if meanings.get(name, _Null.UNNAMED) is _Null.UNNAMED]


def _is_kept_apart_otherwise(unique: Key, others: list[str], member: str, model: ModelView) -> bool:
    """Whether generated values, or another unique, tell apart what this one does not."""
    if any(_meaning(name, model) is Meaning.MACHINE for name in others):
        return True
    if model.model.is_unique(tuple(name for name in unique.fields if name != member)):
        return True
    return any(
        set(others) <= set(other.fields) and member not in other.fields and other != unique
        for other in model.model.uniques
    )


def _is_loud(null: _Null, others: list[str], meanings: dict[str, _Null], model: ModelView) -> bool | None:
    """Whether it is a warning, a hint (False), or nothing to speak of (None)."""
    found = {_meaning(name, model) for name in others if name not in meanings}
    is_held = any(_is_reference(name, model) for name in others)
    match null:
        case _Null.LIVE:
            return True if others else None
        case _Null.TOP:
            given = found | {_meaning(name, model) for name in others if name in meanings} & _GIVEN_NAMES
            return True if given & _NAMING or _counts_places(others, model) else None
        case _Null.SCOPE:
            if found & _NAMING:
                return is_held and bool(found & (_NAMING - {Meaning.UNKNOWN}))
            return False if _are_independent(others, model) else None
        case _Null.PART:
            # A cache that holds something twice costs time, not truth.
            return False if Meaning.DIGEST in found else None
        case _Null.GONE | _Null.VALUE:
            return False if found & _NAMING or _are_independent(others, model) else None
        case _:
            return None


def _meaning(name: str, model: ModelView) -> Meaning:
    """As `meaning`, and `FOREIGN` for what refers to another row."""
    shape = model.model.scalar_fields.get(name)
    if shape is None:
        return Meaning.UNKNOWN
    if _is_reference(name, model):
        return Meaning.FOREIGN
    return meaning(shape, model.model, model.body)


def _is_reference(name: str, model: ModelView) -> bool:
    keys = {key.field for key in model.verdict.keys}
    return name in keys or any(name in relation.fields for relation in model.relations)


def _counts_places(others: list[str], model: ModelView) -> bool:
    """Whether a number says at which place among its siblings a row stands."""
    return any(
        model.model.scalar_fields[name].type_name in {"Int", "BigInt", "Float", "Decimal"}
        and bool(_SERIES & set(words(name)))
        for name in others
    )


def _are_independent(others: list[str], model: ModelView) -> bool:
    """Whether the other members are a pair of rows of which none owns the other: once is enough.

    In `[orgId, teamId, userId]` a team has many rows without a user, all of one organization.
    """
    targets = {
        relation.target for relation in model.relations if any(name in others for name in relation.fields)
    }
    owned = {key.root for target in targets for key in _keys(target, model)}
    owned |= {root for target in targets for root in _root(target, model) if root != target}
    return len(targets - owned) > 1


def _keys(target: str, model: ModelView) -> tuple[TenantKey, ...]:
    neighbour = model.neighbour(target)
    return neighbour.verdict.keys if neighbour else ()


def _root(target: str, model: ModelView) -> tuple[str, ...]:
    neighbour = model.neighbour(target)
    return (neighbour.verdict.root,) if neighbour and neighbour.verdict.root else ()


# --- what is reported ----------------------------------------------------------------------------


def _finding(unique: Key, member: str, null: _Null, model: ModelView, severity: Severity | None) -> Finding:
    what_to_do = (
        f"leave `{member}` out, or guard live rows with a partial unique index"
        if null is _Null.LIVE
        else f"guard rows without `{member}` with a partial unique index, or make it required"
    )
    return Finding(
        at=model.key_anchor(unique),
        message=f"`{unique.label}` does not hold for rows without `{member}`",
        help=f"null is never equal to null, and {null}: {what_to_do}",
        related=(Related(model.field_anchor(member), "may be null"),),
        fix=_fix(unique, model) if null is _Null.LIVE else None,
        severity=severity,
    )


def _fix(unique: Key, model: ModelView) -> Fix | None:
    """The unique without what tells whether a row lives; None where something else stands on it."""
    ends = {name for name in unique.fields if _is_end(model.model.scalar_fields[name], model)}
    if any(set(each.references) == set(unique.fields) for each in model.incoming):
        return None
    kept = tuple(member for member in unique.members if member.name not in ends)
    if not kept:
        return None
    return Fix(
        f"Leave {' and '.join(f'`{name}`' for name in unique.fields if name in ends)} out",
        Safety.MANUAL,
        (SetArgument(model.key_anchor(unique), None, f"[{written_members(kept)}]"),),
        "what a deleted row is called is then taken: a new row cannot have it",
    )
