"""The relations of models: whose foreign key it is, the other end, what happens on delete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter

from partywall.schema.model import Relation, RelationEnd, RelationMode
from partywall.schema.shape import Action, FieldShape, ModelInterface, RelationShape
from partywall.values import dataclass

# Their foreign keys know no RESTRICT; NO ACTION refuses as well. Prisma itself knows both.
_WITHOUT_RESTRICT = frozenset({"sqlserver"})

_NO_RELATION = RelationShape()


@dataclass(frozen=True, slots=True)
class Held:
    """The relations of a model, beside what they were found in: it, and the models that its fields name."""

    interface: ModelInterface
    targets: tuple[ModelInterface, ...]
    names: frozenset[str]
    relations: tuple[Relation, ...]


def relations_held(
    entities: Mapping[str, ModelInterface],
    refusing: Action,
    known: Mapping[str, Held],
    replaced: set[str] | None,
) -> dict[str, Held]:
    """The relations of each model.

    `known` is what was found with the same `refusing`; `replaced` are the models that are others since,
    None where names are, so that each has to be looked at.
    """
    held: dict[str, Held] = {}
    ends = _Ends()
    for name, interface in entities.items():
        before = known.get(name)
        if before and replaced is not None and name not in replaced and replaced.isdisjoint(before.names):
            held[name] = before
            continue
        targets = tuple(
            entities[field.type_name]
            for field in interface.fields
            if field.type_name in entities and not field.is_unsupported
        )
        if before and before.interface is interface and before.targets == targets:
            held[name] = before
            continue
        found = tuple(_relations_of(interface, entities, ends, refusing)) if targets else ()
        if before and list(map(_VALUES, found)) == list(map(_VALUES, before.relations)):
            found = before.relations
        held[name] = Held(interface, targets, frozenset(each.name for each in targets), found)
    return held


_VALUES = attrgetter(*(each.name for each in fields(Relation)))


def in_order(held: Mapping[str, Held]) -> Iterator[Relation]:
    """All relations, in Prisma's order."""
    order: dict[str, int] = {}
    for name, each in held.items():
        for relation in each.relations:
            if relation.kind == "many-to-many":
                order = order or {name: number for number, name in enumerate(held)}
                other = relation.target if relation.model == name else relation.model
                if order[other] < order[name]:
                    continue  # counted at the side met first
            yield relation


def by_holder(relations: Sequence[Relation]) -> Mapping[str, tuple[Relation, ...]]:
    return _grouped((each.model, each) for each in relations)


def by_target(relations: Sequence[Relation]) -> Mapping[str, tuple[Relation, ...]]:
    """Of a many-to-many of a model with itself there is one end."""
    both = (each for each in relations if not (each.kind == "many-to-many" and each.is_self))
    return _grouped((each.target, each) for each in both)


class _Ends:
    """The fields of models by the type that they name: a tenant root has one for each of its models."""

    def __init__(self) -> None:
        self._known: dict[ModelInterface, dict[str, list[tuple[int, FieldShape]]]] = {}

    def to(self, name: str, model: ModelInterface) -> list[tuple[int, FieldShape]]:
        """The fields of a model that name another one, with their numbers."""
        known = self._known.get(model)
        if known is None:
            known = self._known[model] = {}
            for numbered in enumerate(model.fields):
                known.setdefault(numbered[1].type_name, []).append(numbered)
        return known.get(name, [])


def _relations_of(
    interface: ModelInterface, entities: Mapping[str, ModelInterface], ends: _Ends, refusing: Action
) -> Iterator[Relation]:
    """The relations that a model holds, and its many-to-many ones, in order of its fields."""
    for number, field in enumerate(interface.fields):
        target = None if field.is_unsupported else entities.get(field.type_name)
        if target is None:
            continue
        relation = field.relation or _NO_RELATION
        opposite = [
            (at, other)
            for at, other in ends.to(interface.name, target)
            if (other.relation or _NO_RELATION).name == relation.name
            and not (target is interface and at == number)
        ]
        if relation.fields:
            back = next((o for _, o in opposite if not (o.relation or _NO_RELATION).fields), None)
            yield _held(interface, field, target, back, refusing)
        elif field.arity == "list":
            partner = next(((at, o) for at, o in opposite if o.arity == "list"), None)
            if partner and not (target is interface and partner[0] < number):
                yield _many_to_many(interface, field, target, partner[1])


def _held(
    interface: ModelInterface,
    field: FieldShape,
    target: ModelInterface,
    back: FieldShape | None,
    refusing: Action,
) -> Relation:
    relation = field.relation or _NO_RELATION
    fields = relation.fields or ()
    shapes = {each.name: each for each in interface.fields}
    nullable = tuple(name for name in fields if name in shapes and shapes[name].arity == "optional")
    return Relation(
        kind="one-to-one" if _is_one_to_one(interface, fields, back) else "one-to-many",
        name=relation.name,
        model=interface.name,
        target=target.name,
        forward=RelationEnd(interface.name, field.name),
        back=RelationEnd(target.name, back.name) if back else None,
        fields=fields,
        references=relation.references or (),
        is_required=field.arity == "required",
        nullable_fields=nullable,
        declared_on_delete=relation.on_delete,
        declared_on_update=relation.on_update,
        on_delete=relation.on_delete or _default_on_delete(refusing, len(nullable) < len(fields)),
        on_update=relation.on_update or "Cascade",
        map=relation.map,
    )


def _default_on_delete(refusing: Action, any_field_required: bool) -> Action:  # noqa: FBT001
    """What Prisma does on delete where nothing is written.

    A relation counts as required as soon as one of its scalar fields is (prisma-engines,
    `referential_arity`): that is how a composite key turns SetNull into Restrict.
    """
    if not any_field_required:
        return "SetNull"
    return refusing


def refusing_action(provider: str, relation_mode: RelationMode) -> Action:
    """The action that forbids deleting what rows refer to."""
    is_without = provider in _WITHOUT_RESTRICT and relation_mode == "foreignKeys"
    return "NoAction" if is_without else "Restrict"


def _is_one_to_one(interface: ModelInterface, fields: tuple[str, ...], back: FieldShape | None) -> bool:
    if back is not None:
        return back.arity != "list"
    return any(key.is_unique and set(key.fields) == set(fields) for key in interface.keys)


def _many_to_many(
    interface: ModelInterface, field: FieldShape, target: ModelInterface, other: FieldShape
) -> Relation:
    relation = field.relation or _NO_RELATION
    ends = (RelationEnd(interface.name, field.name), RelationEnd(target.name, other.name))
    # Column A is the model that comes first in byte order; of a self relation, the field.
    first, second = sorted(ends, key=lambda end: (end.model.encode(), end.field.encode()))
    return Relation(
        kind="many-to-many",
        name=relation.name,
        model=first.model,
        target=second.model,
        forward=first,
        back=second,
        fields=(),
        references=(),
        is_required=False,
        nullable_fields=(),
        declared_on_delete=relation.on_delete,
        declared_on_update=relation.on_update,
        on_delete=relation.on_delete or "Cascade",
        on_update=relation.on_update or "Cascade",
        map=relation.map,
    )


def _grouped(pairs: Iterator[tuple[str, Relation]]) -> dict[str, tuple[Relation, ...]]:
    groups: dict[str, list[Relation]] = {}
    for name, relation in pairs:
        groups.setdefault(name, []).append(relation)
    return {name: tuple(relations) for name, relations in groups.items()}
