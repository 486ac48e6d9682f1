"""From interfaces to a schema: names resolved, relations understood. Goes on after any error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


@dataclass(frozen=True, slots=True)
class Placed:
    """An interface in its place: `nth` of the blocks of its kind and name in its file."""

    file: str
    nth: int
    interface: Interface
    is_closed: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Names:
    """The names that types refer to. One object as long as the names stay the same."""

    models: frozenset[str]
    others: frozenset[str]


class Builder:
    """Builds schemas; what an edit leaves alone is the same object in the next one."""

    def __init__(self) -> None:
        self.schemas: Memo[tuple[object, ...], Schema] = Memo()
        self.models: Memo[tuple[object, ...], Model] = Memo()
        self._names: Memo[tuple[frozenset[str], frozenset[str]], _Names] = Memo()
        self._relations: Memo[tuple[object, ...], tuple[Relation, ...]] = Memo()

    def turn(self) -> None:
        """End a run (see `Memo`)."""
        self.schemas.turn()

    def build(
        self,
        parts: Sequence[Placed],
        file_directives: tuple[tuple[str, DirectiveShape], ...] = (),
    ) -> Schema:
        """The schema of all files' parts, in order of declaration."""
        key = tuple((part.file, part.nth, part.interface, part.is_closed) for part in parts)
        return self.schemas.get((key, file_directives), lambda: self._rebuild(parts, file_directives))

    def _rebuild(
        self, parts: Sequence[Placed], file_directives: tuple[tuple[str, DirectiveShape], ...]
    ) -> Schema:
        schema = self._build(parts, file_directives)
        # A run that finds its schema ready asks for no part of it: only a build ends their generation.
        self.models.turn()
        self._names.turn()
        self._relations.turn()
        return schema

    def _build(
        self, parts: Sequence[Placed], file_directives: tuple[tuple[str, DirectiveShape], ...]
    ) -> Schema:
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
        models = frozenset(entities)
        others = frozenset(chosen.keys() - entities.keys())
        names = self._names.get((models, others), lambda: _Names(models, others))
        built = {name: self._model(chosen[name], interface, names) for name, interface in interfaces.items()}
        relations = tuple(self._all_relations(entities, refusing_action(provider, mode)))
        return Schema(
            models={name: built[name] for name in entities},
            types={name: model for name, model in built.items() if name not in entities},
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
            _from=_grouped((each.model, each) for each in relations),
            _to=_grouped(
                (each.target, each)
                for each in relations
                if not (each.kind == "many-to-many" and each.is_self)
            ),
        )

    def _model(self, part: Placed, interface: ModelInterface, names: _Names) -> Model:
        key = (part.file, part.nth, interface, names)
        return self.models.get(key, lambda: _model(part.file, part.nth, interface, names))

    def _all_relations(self, entities: dict[str, ModelInterface], refusing: Action) -> Iterator[Relation]:
        order = {name: number for number, name in enumerate(entities)}
        for name, interface in entities.items():
            targets = tuple(
                entities[field.type_name]
                for field in interface.fields
                if field.type_name in entities and not field.is_unsupported
            )
            if not targets:
                continue
            found = self._relations.get(
                (interface, targets, refusing),
                _relations,
                interface,
                entities,
                refusing,
            )
            for each in found:
                if each.kind == "many-to-many":
                    other = each.target if each.model == name else each.model
                    if order[other] < order[name]:
                        continue  # counted at the side met first
                yield each


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


def _model(file: str, nth: int, interface: ModelInterface, names: _Names) -> Model:
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
        file=file,
        nth=nth,
        interface=interface,
        scalar_fields=scalars,
        relation_fields=relations,
        primary_key=next((key for key in keys if key.kind == "id"), None),
        uniques=tuple(key for key in keys if key.kind == "unique"),
        indexes=tuple(key for key in keys if key.kind in {"index", "fulltext"}),
    )


def _relations(
    interface: ModelInterface, entities: dict[str, ModelInterface], refusing: Action
) -> tuple[Relation, ...]:
    return tuple(_relations_of(interface, entities, refusing))


def _relations_of(
    interface: ModelInterface, entities: dict[str, ModelInterface], refusing: Action
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
