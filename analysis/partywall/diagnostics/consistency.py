"""Composite foreign keys: a row and what it refers to in one tenant, held by the database.

Turning `[parentId]` into `[tenantId, parentId]` changes more than it shows. Prisma counts a relation as
required as soon as one of its columns is, so the default `onDelete` turns from SetNull to Restrict; what
was effective is therefore written out. SetNull itself cannot be kept: it would clear the tenant key too
(PostgreSQL 15 can spare it, `ON DELETE SET NULL ("parentId")`, which Prisma cannot express).

Where tenants are to be spread over servers, no foreign key may change the tenant key on update either
(Citus, `foreign_constraint.c`), and a parent is named by its primary key: see `diagnostics.primary_keys`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.fix import AddBlockAttribute, Fix, Operation, Safety, SetArgument
from partywall.diagnostics.rule import ModelNeighbour, anchor_of
from partywall.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from partywall.diagnostics.rule import Context, ModelView
    from partywall.schema.model import Model, Relation
    from partywall.schema.shape import Action
    from partywall.tenancy.verdict import TenantKey

    KeyPair = tuple[TenantKey, TenantKey]
    """A tenant key and the parent's key of the same root."""


def tenant_consistent_relation_fix(view: ModelView, relation: Relation) -> Fix | str:
    """The fix that puts the tenant key into a relation's foreign key, or why there is none.

    Where another column of the row stands for the tenant there, the tenant key takes its place.
    """
    target = view.neighbour(relation.target)
    if relation.forward is None or not relation.fields or target is None:
        return "Prisma keeps the pairs of this relation in a table of its own: make that a model first"
    keys = common_keys(ModelNeighbour(view.model, view.verdict), target)
    if keys is None:
        return f"`{view.name}` and `{relation.target}` have no tenant key of the same root"
    if keys[0].field in relation.fields:
        return f"the foreign key holds a tenant key already: `{', '.join(relation.fields)}`"
    return carrying_fix(view, relation, (keys,), f"Keep `{relation.forward.field}` within the tenant")


def carrying_fix(view: ModelView, relation: Relation, keys: Sequence[KeyPair], title: str) -> Fix | str:
    """The fix that puts tenant keys, each with the parent's of the same root, into a foreign key."""
    target = view.neighbour(relation.target)
    if target is None:
        return "the relation is half written"
    found = conversion(view.context, ModelNeighbour(view.model, view.verdict), target, relation, keys)
    if isinstance(found, str):
        return found
    operations, notes = (*found.operations, *found.parents_unique), (*found.changes, *found.warnings)
    return Fix(title, Safety.UNSAFE, operations, " ".join(notes))


def offers_composite(target: ModelNeighbour, key: TenantKey) -> bool:
    """Whether a parent has a unique of a tenant key and its id, which only serves composite foreign keys."""
    primary = target.model.primary_key
    if primary is None or key.field in primary.fields:
        return False
    wanted = {key.field, *primary.fields}
    return any(set(unique.fields) == wanted for unique in target.model.uniques)


def common_keys(owner: ModelNeighbour, target: ModelNeighbour, wanted: str | None = None) -> KeyPair | None:
    """The keys of both sides that name the same tenant, the most specific level first.

    `wanted` is the one of the target that it has to be.
    """
    types = owner.model.scalar_fields
    for own in owner.verdict.keys:
        for other in target.verdict.keys:
            is_same_tenant = own.root == other.root if own.root else own.field == other.field
            theirs = target.model.scalar_fields.get(other.field)
            is_alike = theirs is not None and types[own.field].type_name == theirs.type_name
            if is_same_tenant and is_alike and wanted in {None, other.field}:
                return own, other
    return None


@dataclass(frozen=True, slots=True)
class Conversion:
    """What makes one relation composite.

    `parents_unique` is what its target needs for it, nothing where the columns are unique there already.
    `changes` say what becomes of its actions, `warnings` what else its author should know.
    """

    operations: tuple[Operation, ...]
    parents_unique: tuple[Operation, ...]
    changes: tuple[str, ...]
    warnings: tuple[str, ...]


def conversion(
    context: Context,
    owner: ModelNeighbour,
    target: ModelNeighbour,
    relation: Relation,
    keys: Sequence[KeyPair],
) -> Conversion | str:
    """How to put tenant keys into a relation's foreign key, or why that cannot be done."""
    if relation.forward is None or len(relation.fields) != len(relation.references):
        return "the relation is half written"
    for own, other in keys:
        for name, key in ((owner.model.name, own), (relation.target, other)):
            if key.is_nullable:
                return (
                    f"`{name}.{key.field}` may be unset, and such rows escape the foreign key: "
                    "make it required"
                )
    carried = {other.field: own.field for own, other in keys}
    pairs = carried | dict(zip(relation.references, relation.fields, strict=True)) | carried
    references = unique_columns(target, tuple(pairs))
    fields = tuple(pairs[each] for each in references)
    unique = AddBlockAttribute(anchor_of(target.model), f"@@unique([{', '.join(references)}])")
    return Conversion(
        operations=tuple(_operations(context, owner.model, relation, fields, references)),
        parents_unique=() if has_unique(target.model, references) else (unique,),
        changes=tuple(_changes(context, relation, keys)),
        warnings=tuple(_warnings(relation, keys)),
    )


def _operations(
    context: Context,
    owner: Model,
    relation: Relation,
    fields: tuple[str, ...],
    references: tuple[str, ...],
) -> Iterator[Operation]:
    at = anchor_of(owner, relation.forward.field if relation.forward else "", "relation")
    yield SetArgument(at, "fields", f"[{', '.join(fields)}]")
    yield SetArgument(at, "references", f"[{', '.join(references)}]")
    yield SetArgument(at, "onDelete", kept_on_delete(context, relation.on_delete))
    yield SetArgument(at, "onUpdate", kept_on_update(context, relation.on_update))
    # Prisma asks for a unique of a one-to-one relation's columns in their very order.
    if relation.kind == "one-to-one" and not has_unique(owner, fields):
        yield AddBlockAttribute(anchor_of(owner), f"@@unique([{', '.join(fields)}])")


def unique_columns(target: ModelNeighbour, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The columns in the order of a unique that holds exactly these, else the tenant key first."""
    whole = (each for each in target.model.keys if each.is_unique and each.where is None)
    return next((each.fields for each in whole if set(each.fields) == set(wanted)), wanted)


def has_unique(model: Model, fields: tuple[str, ...]) -> bool:
    """Whether a unique has these columns in this order."""
    return any(key.is_unique and key.where is None and key.fields == fields for key in model.keys)


def kept_on_delete(context: Context, action: Action) -> Action:
    """The action that a foreign key with the tenant key in it can have and that loses the least."""
    return context.refusing_action if action in {"SetNull", "SetDefault"} else action


def kept_on_update(context: Context, action: Action) -> Action:
    """The same for `onUpdate`."""
    if context.is_distributed:
        return context.refusing_action if action == "Cascade" else kept_on_delete(context, action)
    return "Cascade" if action in {"SetNull", "SetDefault"} else action


def _changes(context: Context, relation: Relation, keys: Sequence[KeyPair]) -> Iterator[str]:
    before, after = relation.on_delete, kept_on_delete(context, relation.on_delete)
    forward = relation.forward.field if relation.forward else ""
    columns = " and ".join(f"`{own.field}`" for own, _ in keys)
    if before != after:
        yield (
            f"`onDelete` turns from {before} to {after}, since {before} would also clear {columns}: "
            f"a `{relation.target}` that rows refer to can then not be deleted before `{forward}` is unset."
        )
    elif relation.declared_on_delete is None:
        yield f"`onDelete: {before}`, the default so far, is written out: Prisma's default would change."
    updated = kept_on_update(context, relation.on_update)
    if relation.on_update != updated:
        yield f"`onUpdate` turns from {relation.on_update} to {updated}."


def _warnings(relation: Relation, keys: Sequence[KeyPair]) -> Iterator[str]:
    forward = relation.forward.field if relation.forward else ""
    columns = " and ".join(f"`{own.field}`" for own, _ in keys)
    yield f"The migration fails on rows that refer to another tenant's `{relation.target}`: find them first."
    yield f"In the Prisma Client, {columns} and `{forward}` are then set together."
    named = dict(zip(relation.references, relation.fields, strict=True))
    for own, other in keys:
        if named.get(other.field, own.field) != own.field:
            yield f"The relation does not use `{named[other.field]}` any more: drop it once nothing reads it."
