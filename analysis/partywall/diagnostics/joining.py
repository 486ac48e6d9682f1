"""*Turn this implicit many-to-many into an explicit join*: a model in place of Prisma's own table.

Prisma keeps the pairs of an implicit many-to-many relation in a table that no schema shows: `_AToB` with
the columns `A` and `B`, deleted and updated with either side. The model made here is that table, with the
names it has (`@@map`, `@map`, `map:`), so that its rows stay where they are; what is new is the tenant
key, and with it the foreign keys that keep both sides in one tenant.

The names are those of prisma-engines: column A is the model that comes first in byte order, of a relation
with itself the field that does; PostgreSQL has a primary key, the others a unique index.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.consistency import has_unique, offers_composite, unique_columns
from partywall.diagnostics.fix import (
    AddBlock,
    AddBlockAttribute,
    AddField,
    Fix,
    Operation,
    RemoveFieldAttribute,
    Safety,
    SetArgument,
    SetType,
)
from partywall.diagnostics.naming import back_name, camel, free_name, pascal, snake
from partywall.diagnostics.rule import ModelNeighbour, anchor_of
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import words
from partywall.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.key_habits import RootHabits
    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation, RelationEnd
    from partywall.schema.shape import FieldShape, NativeType
    from partywall.tenancy.verdict import TenantKey

# Two cascading ways from one tenant to one row: SQL Server refuses them.
_REFUSING = frozenset({"sqlserver"})
# `_AB_unique` and `_B_index` have to fit behind the name; PostgreSQL cuts at 63.
_LONGEST = 63 - len("_AB_unique")


def explicit_join_fix(view: ModelView, relation: Relation) -> Fix | str:
    """The fix that makes an implicit many-to-many relation a model, or the reason why there is none.

    `view` is either side; both give the same fix.
    """
    plan = _plan(view, relation)
    if isinstance(plan, str):
        return plan
    return Fix(
        f"Turn `{plan.first.list.field}` into an explicit join: add `{plan.name}`",
        Safety.UNSAFE,
        tuple(_operations(plan, view)),
        " ".join(_notes(plan)),
    )


def join_names(relation: Relation) -> tuple[str, ...]:
    """The names that a model for the pairs of a relation may have, best first."""
    is_plain = relation.model.islower()
    plain = f"{relation.model}_{relation.target}" if is_plain else f"{relation.model}{relation.target}"
    named = (snake if is_plain else pascal)(relation.name) if relation.name else plain
    link = "_link" if is_plain else "Link"
    return tuple(dict.fromkeys((named, plain, f"{plain}{link}", *(f"{plain}{link}{n}" for n in range(2, 6)))))


# --- the plan ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Side:
    """One side: the model, its list, and what the join calls it.

    `column` is Prisma's (`A`), `key` and `relation` the join's fields. `tenant` is the side's own tenant
    key where its foreign key can carry it.
    """

    of: ModelNeighbour
    list: RelationEnd
    column: str
    id: FieldShape
    key: str
    relation: str
    relation_name: str | None
    tenant: TenantKey | None


@dataclass(frozen=True, slots=True)
class _Tenant:
    """The new tenant key of the join; `habits` and `root` are None where tenants live elsewhere."""

    field: str
    type: str
    map: str | None
    native: NativeType | None
    habits: RootHabits | None
    root: ModelNeighbour | None
    relation: str
    back: str


@dataclass(frozen=True, slots=True)
class _Plan:
    name: str
    table: str
    schema: str | None
    first: _Side
    second: _Side
    tenant: _Tenant | None

    @property
    def sides(self) -> tuple[_Side, _Side]:
        return self.first, self.second


def _plan(view: ModelView, relation: Relation) -> _Plan | str:
    if relation.kind != "many-to-many" or relation.forward is None or relation.back is None:
        return "this is no implicit many-to-many relation"
    if view.context.provider in _REFUSING:
        return "SQL Server refuses two cascading ways from one tenant to one row"
    if view.context.provider == "mongodb":
        return "MongoDB keeps such pairs in lists of ids, not in a table"
    models = [_neighbour(view, each) for each in (relation.model, relation.target)]
    one, other = models
    if one is None or other is None:
        return "one of the two is not a model, or is ignored by Prisma"
    ids = [id_ for each in (one, other) if (id_ := _single_id(each))]
    if len(ids) != len(models):
        return "Prisma wants a single id on both sides"
    name = next((each for each in join_names(relation) if not view.declares(each)), None)
    if name is None:
        return f"models of the names that fit are there already: `{join_names(relation)[0]}`"
    calls = _calls(view, relation, one, other)
    keys = _common_keys(one, other)
    tenant = _tenant(view, name, (one, other), keys, {*calls[0], *calls[1]}) if keys else None
    ends = (relation.forward, relation.back)
    sides = [
        _Side(
            of=side,
            list=end,
            column=column,
            id=id_,
            key=call[1],
            relation=call[0],
            relation_name=f"{name}{pascal(call[0])}" if relation.is_self else None,
            tenant=key if tenant and key and _can_carry(view, side, key, id_) else None,
        )
        for side, end, column, id_, call, key in zip(
            (one, other), ends, "AB", ids, calls, keys or (None, None), strict=True
        )
    ]
    table = f"_{relation.name or f'{relation.model}To{relation.target}'}"
    return _Plan(name, table, one.model.interface.schema, sides[0], sides[1], tenant)


def _neighbour(view: ModelView, name: str) -> ModelNeighbour | None:
    found = ModelNeighbour(view.model, view.verdict) if name == view.name else view.neighbour(name)
    is_fit = found and found.model.kind is BlockKind.MODEL and not found.model.interface.is_ignored
    return found if is_fit else None


def _single_id(side: ModelNeighbour) -> FieldShape | None:
    primary = side.model.primary_key
    if primary is None or len(primary.fields) != 1:
        return None
    return side.model.scalar_fields.get(primary.fields[0])


def _common_keys(
    one: ModelNeighbour, other: ModelNeighbour
) -> tuple[TenantKey | None, TenantKey | None] | None:
    """The keys of both sides that name the same tenant, of which one at least is always set.

    One is enough where the other side belongs to such a tenant by its parents.
    """
    for here in one.verdict.keys:
        for there in other.verdict.keys:
            is_same = here.root == there.root if here.root else here.field == there.field
            types = {_type(one, here), _type(other, there)}
            if is_same and len(types) == 1 and not (here.is_nullable and there.is_nullable):
                return here, there
    for here in one.verdict.keys:
        if not here.is_nullable and _belongs(other, here):
            return here, None
    for there in other.verdict.keys:
        if not there.is_nullable and _belongs(one, there):
            return None, there
    return None


def _belongs(side: ModelNeighbour, key: TenantKey) -> bool:
    return side.verdict.ownership == "through" and side.verdict.root == key.root is not None


def _type(side: ModelNeighbour, key: TenantKey) -> str | None:
    shape = side.model.scalar_fields.get(key.field)
    return shape.type_name if shape else None


_Call = tuple[str, str]


def _calls(
    view: ModelView, relation: Relation, one: ModelNeighbour, other: ModelNeighbour
) -> tuple[_Call, _Call]:
    """What the join calls its two sides: each its relation field and its column.

    In a relation of a model with itself, they are called after the other list: who is in A has in its
    list those in B, so of `children` and `parents`, A is the parent.
    """
    names = (one.model.name, other.model.name)
    if relation.is_self and relation.forward and relation.back:
        names = (relation.back.field, relation.forward.field)
    first, second = map(_singular, names)
    if first == second:
        first, second = f"{first}A", f"{second}B"
    if any("_" in each.key for each in view.context.habits.roots[:1]):
        return (snake(first), f"{snake(first)}_id"), (snake(second), f"{snake(second)}_id")
    return (first, f"{first}Id"), (second, f"{second}Id")


_IRREGULAR = {"children": "child", "people": "person"}


def _singular(name: str) -> str:
    return camel("_".join(_IRREGULAR.get(word, word) for word in words(name)) or name)


def _can_carry(view: ModelView, side: ModelNeighbour, key: TenantKey, id_: FieldShape) -> bool:
    """Whether a side's foreign key is to hold the tenant: it can, and the schema wants it."""
    if key.is_nullable or key.field == id_.name:
        return False
    is_wanted = view.context.is_strict or view.context.habits.uses_composite_tenant_keys
    return is_wanted or offers_composite(side, key)


def _tenant(
    view: ModelView,
    join: str,
    sides: tuple[ModelNeighbour, ModelNeighbour],
    keys: tuple[TenantKey | None, TenantKey | None],
    taken: set[str],
) -> _Tenant | None:
    """The key that the join gets, as most models have it."""
    side, key = next((side, key) for side, key in zip(sides, keys, strict=True) if key)
    habits = view.context.habits.of_root(key.root) if key.root else None
    root = view.neighbour(key.root) if key.root else None
    if habits and root and habits.key not in taken:
        fields = {field.name for field in root.model.interface.fields}
        back = back_name(join, habits.back_style)
        return _Tenant(
            habits.key,
            habits.type,
            habits.map,
            habits.native,
            habits,
            root,
            free_name({*taken, habits.key}, habits.relation, f"{habits.relation}Tenant"),
            free_name(fields, back, f"{back}Of{pascal(root.model.name)}"),
        )
    shape = side.model.scalar_fields.get(key.field)
    if key.root or shape is None or key.field in taken:
        return None
    return _Tenant(key.field, shape.type_name, shape.map, shape.native, None, None, "", "")


# --- operations ----------------------------------------------------------------------------------


def _operations(plan: _Plan, view: ModelView) -> Iterator[Operation]:
    after = anchor_of(plan.first.of.model)
    yield AddBlock(after, BlockKind.MODEL, plan.name, tuple(_lines(plan, view)))
    for side in plan.sides:
        model = side.of.model
        at = replace(anchor_of(model), member=side.list.field)
        written = model.relation_fields[side.list.field].relation
        yield SetType(at, plan.name, "list")
        if side.relation_name:
            yield SetArgument(replace(at, attribute="relation"), None, f'"{side.relation_name}"')
        elif written is not None:
            yield RemoveFieldAttribute(replace(at, attribute="relation"))
        columns = _references(side)
        if side.tenant and not has_unique(model, columns):
            yield AddBlockAttribute(anchor_of(model), f"@@unique([{', '.join(columns)}])")
    if plan.tenant and plan.tenant.root:
        yield AddField(anchor_of(plan.tenant.root.model), plan.tenant.back, plan.name, "list")


def _references(side: _Side) -> tuple[str, ...]:
    if side.tenant is None:
        return (side.id.name,)
    return unique_columns(side.of, (side.tenant.field, side.id.name))


def _lines(plan: _Plan, view: ModelView) -> Iterator[str]:
    """The statements of the join, in the order of Prisma's formatter."""
    prefix = view.context.habits.datasource
    for side in plan.sides:
        yield _column(side.key, side.id.type_name, side.column, side.id.native, prefix)
    tenant = plan.tenant
    if tenant:
        yield _column(tenant.field, tenant.type, tenant.map, tenant.native, prefix)
    for side in plan.sides:
        yield _side_relation(side, tenant)
    if tenant and tenant.habits and tenant.root:
        on_update = f", onUpdate: {tenant.habits.on_update}" if tenant.habits.on_update else ""
        yield (
            f"{tenant.relation} {tenant.root.model.name} @relation(fields: [{tenant.field}], "
            f"references: [{tenant.habits.references}], onDelete: {tenant.habits.on_delete}{on_update})"
        )
    yield ""
    yield from _keys(plan, view)
    yield f'@@map("{plan.table}")'
    if plan.schema:
        yield f'@@schema("{plan.schema}")'


def _column(name: str, type_: str, map_: str | None, native: NativeType | None, prefix: str) -> str:
    mapped = f' @map("{map_}")' if map_ else ""
    arguments = f"({', '.join(native.arguments)})" if native and native.arguments else ""
    return f"{name} {type_}{mapped}" + (f" @{prefix}.{native.name}{arguments}" if native else "")


def _side_relation(side: _Side, tenant: _Tenant | None) -> str:
    references = _references(side)
    own = {side.id.name: side.key}
    if side.tenant and tenant:
        own[side.tenant.field] = tenant.field
    name = f'"{side.relation_name}", ' if side.relation_name else ""
    return (
        f"{side.relation} {side.of.model.name} @relation({name}"
        f"fields: [{', '.join(own[each] for each in references)}], "
        f"references: [{', '.join(references)}], onDelete: Cascade, onUpdate: Cascade)"
    )


def _keys(plan: _Plan, view: ModelView) -> Iterator[str]:
    """The key and the indexes, by the names they have in the database."""
    pair = f"{plan.first.key}, {plan.second.key}"
    is_short = len(plan.table) <= _LONGEST
    if view.context.is_distributed and plan.tenant:
        yield f"@@id([{plan.tenant.field}, {pair}])"
    elif view.context.provider == "postgresql":
        yield f"@@id([{pair}]" + (f', map: "{plan.table}_AB_pkey")' if is_short else ")")
    else:
        yield f"@@unique([{pair}]" + (f', map: "{plan.table}_AB_unique")' if is_short else ")")
    if plan.tenant and not view.context.is_distributed:
        yield f"@@index([{plan.tenant.field}])"
    if view.context.is_distributed and plan.tenant:
        yield f"@@index([{plan.first.key}])"
    yield f"@@index([{plan.second.key}]" + (f', map: "{plan.table}_B_index")' if is_short else ")")


def _notes(plan: _Plan) -> Iterator[str]:
    first, second = plan.sides
    yield (
        f"The rows stay in `{plan.table}`, whose columns `A` and `B` are now `{first.key}` and "
        f"`{second.key}`, deleted and updated with either side as before."
    )
    if plan.tenant:
        yield (
            f"`{plan.tenant.field}` is new and existing rows need a value: create the migration with "
            "Partywall, which fills it before it requires it."
        )
    if first.tenant or second.tenant:
        yield "It fails on pairs of two tenants: find them first."
    lists = f"`{first.of.model.name}.{first.list.field}` and `{second.of.model.name}.{second.list.field}`"
    yield f"In the Prisma Client, {lists} then hold `{plan.name}` rows, created and deleted as such."
