"""From interfaces to a schema: names resolved, relations understood. Goes on after any error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from partywall.memo import Memo
from partywall.schema.model import SCALAR_TYPES, Enum, Model, RelationMode, Schema
from partywall.schema.relations import (
    Held,
    by_holder,
    by_target,
    in_order,
    refusing_action,
    relations_held,
)
from partywall.schema.shape import (
    Action,
    ConfigInterface,
    DirectiveShape,
    EnumInterface,
    FieldShape,
    Interface,
    ModelInterface,
)
from partywall.syntax.tree import BlockKind
from partywall.values import dataclass

# Prisma's provider names; `postgres` is its alias (prisma-engines, `psl/builtin-connectors`).
_ALIASES = {"postgres": "postgresql"}


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
class _Built:
    """What the last schema was built of, by name."""

    chosen: Mapping[str, Placed]
    names: _Names
    models: Mapping[str, Model]
    refusing: Action
    held: Mapping[str, Held]
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
        held = relations_held(
            entities,
            refusing,
            last.held if last and last.refusing == refusing else {},
            replaced if known else None,
        )
        relations = tuple(in_order(held))
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
            by_holder=same.by_holder if same else by_holder(relations),
            by_target=same.by_target if same else by_target(relations),
        )
        return _Built(chosen, names, models, refusing, held, schema)

    def _named(self, models: frozenset[str], rest: frozenset[str]) -> _Names:
        return self._names.get((models, rest), lambda: _Names(models, rest))


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
