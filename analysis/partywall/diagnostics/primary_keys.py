"""A primary key with the tenant in it, and all that refers to it brought along.

A foreign key has to name a unique of its parent, so a primary key cannot grow alone: every relation that
refers to it becomes composite in the same step, with its actions written out (see
`diagnostics.consistency`). Where one cannot follow yet, there is no fix until it can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.consistency import Conversion, common_keys, conversion
from partywall.diagnostics.fix import (
    AddBlockAttribute,
    Fix,
    Operation,
    RemoveBlockAttribute,
    RemoveFieldAttribute,
    Safety,
    SetArgument,
)
from partywall.diagnostics.keys import written_members
from partywall.diagnostics.rule import ModelNeighbour
from partywall.schema.shape import KeyMember

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from partywall.diagnostics.rule import Context, ModelView
    from partywall.schema.model import Relation
    from partywall.schema.shape import Key

_PROVIDERS = frozenset({"postgresql", "cockroachdb"})
"""Where tables are spread by a column. Elsewhere `@@id` and generated numbers do not go together
(SQLite), or only in one order (MySQL), or the primary key has one column always (MongoDB)."""


def can_hold_tenant(context: Context) -> bool:
    """Whether this database spreads tables by the columns of their primary keys."""
    return context.provider in _PROVIDERS


def tenant_primary_key_fix(view: ModelView) -> Fix | str:
    """The fix that puts the tenant key first in the primary key, or why there is none."""
    primary, tenant = view.model.primary_key, view.verdict.key
    key = next((each for each in view.verdict.keys if each.field == tenant), None)
    if primary is None or key is None or not can_hold_tenant(view.context):
        return "there is no primary key that could hold a tenant key"
    if key.is_nullable:
        return f"`{key.field}` may be unset: make it required first"
    if any(each.kind == "many-to-many" for each in (*view.relations, *view.incoming)):
        return "Prisma's own join tables refer to one column: make the many-to-many relations models first"
    half = next((each for each in view.relations if _is_one_to_one_by(each, primary)), None)
    if half:
        return f"`{_field(half)}` is one to one by it: that relation has to hold `{key.field}` first"
    found: list[Conversion] = []
    for relation in view.incoming:
        if set(relation.references) == set(primary.fields):
            each = _converted(view, relation, key.field)
            if isinstance(each, str):
                return f"`{relation.model}.{_field(relation)}` refers to it, and {each}"
            found.append(each)
    fields = _order(view, primary, key.field)
    return Fix(
        f"Put `{key.field}` into the primary key",
        Safety.UNSAFE,
        (*_operations(view, primary, fields), *(each for one in found for each in one.operations)),
        " ".join(_notes(view, primary, fields, found)),
    )


def _is_one_to_one_by(relation: Relation, primary: Key) -> bool:
    """Whether a relation of the model's own is one-to-one because of its primary key."""
    return relation.kind == "one-to-one" and set(relation.fields) == set(primary.fields)


def _converted(view: ModelView, relation: Relation, tenant: str) -> Conversion | str:
    owner = view.neighbour(relation.model)
    if owner is None:
        return "nothing is known of that model"
    target = ModelNeighbour(view.model, view.verdict)
    keys = common_keys(owner, target, tenant)
    if keys is None:
        return f"`{relation.model}` has no key of the same tenants"
    return conversion(view.context, owner, target, relation, (keys,))


def _order(view: ModelView, primary: Key, tenant: str) -> tuple[str, ...]:
    """The tenant key first, or the order of a unique of these columns, which foreign keys may name."""
    twin = _twin(view, {tenant, *primary.fields})
    return twin.fields if twin else (tenant, *primary.fields)


def _twin(view: ModelView, fields: set[str]) -> Key | None:
    """The unique of these columns, of which there is no more need."""
    found = (each for each in view.model.uniques if set(each.fields) == fields)
    return next((each for each in found if each.field is None and each.where is None), None)


def _operations(view: ModelView, primary: Key, fields: tuple[str, ...]) -> Iterator[Operation]:
    members = {member.name: member for member in primary.members}
    written = written_members(members.get(name, KeyMember(name)) for name in fields)
    twin = _twin(view, set(fields))
    at = view.key_anchor(primary)
    name = primary.name or (twin.name if twin else None)
    if primary.field is None:
        yield SetArgument(at, None, f"[{written}]")
        if name and not primary.name:
            yield SetArgument(at, "name", f'"{name}"')
    else:
        options = {
            "name": f'"{name}"' if name else None,
            "map": f'"{primary.map}"' if primary.map else None,
            "clustered": None if primary.clustered is None else str(primary.clustered).lower(),
        }
        rest = "".join(f", {option}: {value}" for option, value in options.items() if value)
        yield RemoveFieldAttribute(at)
        yield AddBlockAttribute(view.anchor, f"@@id([{written}]{rest})")
    if twin:
        yield RemoveBlockAttribute(view.key_anchor(twin))


def _notes(
    view: ModelView, primary: Key, fields: tuple[str, ...], found: Sequence[Conversion]
) -> Iterator[str]:
    old, new = primary.name or "_".join(primary.fields), primary.name or "_".join(fields)
    if old != new:
        yield f"In the Prisma Client, `{view.name}` is then found by `{new}` instead of `{old}`."
    yield "The migration rebuilds the primary key, which locks the table."
    yield from dict.fromkeys(each for one in found for each in (*one.changes, *one.warnings))


def _field(relation: Relation) -> str:
    return relation.forward.field if relation.forward else ", ".join(relation.fields)
