"""From interfaces to a schema: names resolved, relations understood. Goes on after any error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter

from partywall.memo import Memo
from partywall.schema.model import SCALAR_TYPES, Enum, Model, Relation, RelationEnd, RelationMode, Schema
from partywall.schema.shape import (
    Action,
    ConfigInterface,
    DirectiveShape,
    EnumInterface,
    FieldShape,
    Interface,
    ModelInterface,
    RelationShape,
)
from partywall.syntax.tree import BlockKind
from partywall.values import dataclass

# Prisma's provider names; `postgres` is its alias (prisma-engines, `psl/builtin-connectors`).
_ALIASES = {"postgres": "postgresql"}
# Their foreign keys know no RESTRICT; NO ACTION refuses as well. Prisma itself knows both.
_WITHOUT_RESTRICT = frozenset({"sqlserver"})

_NO_RELATION = RelationShape()


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """An interface in its place: `nth` of the blocks of its kind and name in its file.

    One object as long as all of it stays the same.
    """

    file: str
    nth: int
    interface: Interface
    is_closed: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Names:
    """The names that types refer to. One object as long as the names stay the same."""

    models: frozenset[str]
    others: frozenset[str]


_SAID = attrgetter("file", "nth", "interface", "is_closed")


@dataclass(frozen=True, slots=True)
class _Held:
    """The relations of a model, beside what they were found in: it, and the models that its fields name."""

    interface: ModelInterface
    targets: tuple[ModelInterface, ...]
    names: frozenset[str]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class _Built:
    """What the last schema was built of, by name."""

    chosen: Mapping[str, Placed]
    names: _Names
    models: Mapping[str, Model]
    refusing: Action
    held: Mapping[str, _Held]
    schema: Schema


class Builder:
    """Builds schemas; what an edit leaves alone is the same object in the next one."""

    def __init__(self) -> None:
        self.schemas: Memo[tuple[object, ...], Schema] = Memo()
        self._names: Memo[tuple[frozenset[str], frozenset[str]], _Names] = Memo()
        self._last: _Built | None = None

    def turn(self) -> None:
        """End a run (see `Memo`)."""
        self.schemas.turn()

    def build(
        self,
        parts: Sequence[Placed],
        file_directives: tuple[tuple[str, DirectiveShape], ...] = (),
    ) -> Schema:
        """The schema of all files' parts, in order of declaration."""
        key = tuple(map(_SAID, parts))
        return self.schemas.get((key, file_directives), lambda: self._rebuild(parts, file_directives))

    def _rebuild(
        self, parts: Sequence[Placed], file_directives: tuple[tuple[str, DirectiveShape], ...]
    ) -> Schema:
        self._last = self._build(parts, file_directives)
        # A run that finds its schema ready asks for no names: only a build ends their generation.
        self._names.turn()
        return self._last.schema

    def _build(
        self, parts: Sequence[Placed], file_directives: tuple[tuple[str, DirectiveShape], ...]
    ) -> _Built:
        chosen = _chosen(parts)
        configs = [
            (part.file, part.interface) for part in parts if isinstance(part.interface, ConfigInterface)
        ]
        file, datasource = next(
            (each for each in configs if each[1].kind is BlockKind.DATASOURCE), ("", None)
        )
        provider = (datasource.text("provider") if datasource else None) or ""
        provider = _ALIASES.get(provider, provider)
        is_emulated = (datasource.text("relationMode") if datasource else None) == "prisma"
        mode: RelationMode = "prisma" if is_emulated else "foreignKeys"
        interfaces = {
            name: part.interface
            for name, part in chosen.items()
            if isinstance(part.interface, ModelInterface)
        }
        entities = {
            name: interface for name, interface in interfaces.items() if interface.kind is not BlockKind.TYPE
        }
        names = self._named(frozenset(entities), frozenset(chosen.keys() - entities.keys()))
        refusing = refusing_action(provider, mode)
        # Most edits change one block. All else is carried on from the last schema.
        last = self._last
        known = last if last and last.names is names else None
        replaced = {name for name, part in chosen.items() if not known or known.chosen.get(name) is not part}
        models = {
            name: _model(chosen[name], interface, names)
            if name in replaced or not known
            else known.models[name]
            for name, interface in interfaces.items()
        }
        held = _all_held(
            entities,
            refusing,
            last.held if last and last.refusing == refusing else {},
            replaced if known else None,
        )
        relations = tuple(_in_order(held))
        same = last.schema if last and relations == last.schema.relations else None
        schema = Schema(
            models={name: models[name] for name in entities},
            types={name: model for name, model in models.items() if name not in entities},
            enums={
                name: Enum(part.file, part.nth, part.interface)
                for name, part in chosen.items()
                if isinstance(part.interface, EnumInterface)
            },
            relations=relations,
            datasource=datasource,
            generators=tuple(each for _, each in configs if each.kind is BlockKind.GENERATOR),
            provider=provider,
            relation_mode=mode,
            file_directives=file_directives,
            datasource_file=file,
            by_holder=same.by_holder if same else _by_holder(relations),
            by_target=same.by_target if same else _by_target(relations),
        )
        return _Built(chosen, names, models, refusing, held, schema)

    def _named(self, models: frozenset[str], rest: frozenset[str]) -> _Names:
        return self._names.get((models, rest), lambda: _Names(models, rest))


def _all_held(
    entities: Mapping[str, ModelInterface],
    refusing: Action,
    known: Mapping[str, _Held],
    replaced: set[str] | None,
) -> dict[str, _Held]:
    """The relations of each model.

    `known` is what was found with the same `refusing`; `replaced` are the models that are others since,
    None where names are, so that each has to be looked at.
    """
    held: dict[str, _Held] = {}
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
        found = tuple(_relations_of(interface, entities, refusing)) if targets else ()
        if before and list(map(_VALUES, found)) == list(map(_VALUES, before.relations)):
            found = before.relations
        held[name] = _Held(interface, targets, frozenset(each.name for each in targets), found)
    return held


_VALUES = attrgetter(*(each.name for each in fields(Relation)))


def _in_order(held: Mapping[str, _Held]) -> Iterator[Relation]:
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


def _by_holder(relations: Sequence[Relation]) -> Mapping[str, tuple[Relation, ...]]:
    return _grouped((each.model, each) for each in relations)


def _by_target(relations: Sequence[Relation]) -> Mapping[str, tuple[Relation, ...]]:
    """Of a many-to-many of a model with itself there is one end."""
    both = (each for each in relations if not (each.kind == "many-to-many" and each.is_self))
    return _grouped((each.target, each) for each in both)


def _chosen(parts: Sequence[Placed]) -> dict[str, Placed]:
    """Of the blocks that share a name the closed one that comes first, else the first."""
    chosen: dict[str, Placed] = {}
    for part in parts:
        if isinstance(part.interface, ConfigInterface):
            continue
        name = part.interface.name
        present = chosen.get(name)
        if present is None or (part.is_closed and not present.is_closed):
            chosen[name] = part
    return chosen


def _model(part: Placed, interface: ModelInterface, names: _Names) -> Model:
    scalars: dict[str, FieldShape] = {}
    relations: dict[str, FieldShape] = {}
    for field in interface.fields:
        if field.is_unsupported or field.type_name in SCALAR_TYPES:
            scalars.setdefault(field.name, field)
        elif field.type_name in names.models:
            relations.setdefault(field.name, field)
        elif field.type_name in names.others:
            scalars.setdefault(field.name, field)
    keys = interface.keys
    return Model(
        file=part.file,
        nth=part.nth,
        interface=interface,
        scalar_fields=scalars,
        relation_fields=relations,
        primary_key=next((key for key in keys if key.kind == "id"), None),
        uniques=tuple(key for key in keys if key.kind == "unique"),
        indexes=tuple(key for key in keys if key.kind in {"index", "fulltext"}),
    )


def _relations_of(
    interface: ModelInterface, entities: Mapping[str, ModelInterface], refusing: Action
) -> Iterator[Relation]:
    """The relations that a model holds, and its many-to-many ones, in order of its fields."""
    for number, field in enumerate(interface.fields):
        target = None if field.is_unsupported else entities.get(field.type_name)
        if target is None:
            continue
        relation = field.relation or _NO_RELATION
        opposite = [
            (at, other)
            for at, other in enumerate(target.fields)
            if other.type_name == interface.name
            and (other.relation or _NO_RELATION).name == relation.name
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
