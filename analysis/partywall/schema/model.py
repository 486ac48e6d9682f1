"""The schema as a whole: names resolved, relations understood. Immutable; built by `schema.build`.

The words are Prisma's own (prisma-engines, `psl/parser-database`): *name* is the name in the schema,
*mapped name* what `@map` or `@@map` give, *database name* the mapped name or else the name. A
*relation* here has exactly one object, seen from the side that holds the foreign key (`forward`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from partywall.schema.shape import (
    Action,
    ConfigInterface,
    DirectiveShape,
    EnumInterface,
    FieldShape,
    Key,
    ModelInterface,
)
from partywall.syntax.tree import BlockKind
from partywall.values import dataclass

RelationMode = Literal["foreignKeys", "prisma"]
"""Who holds relations: the database, or the Prisma Client alone."""

SCALAR_TYPES = frozenset(
    {"String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A model, view or composite type in its place.

    `nth` counts the blocks of the same kind and name in the same file. `scalar_fields` are the fields
    that are columns (enums, `Unsupported` and composite types too), `relation_fields` those whose type
    is a model. A field of an unknown type is in neither. `primary_key` is the first `@id` or `@@id`.
    """

    file: str
    nth: int
    interface: ModelInterface
    scalar_fields: Mapping[str, FieldShape]
    relation_fields: Mapping[str, FieldShape]
    primary_key: Key | None
    uniques: tuple[Key, ...]
    indexes: tuple[Key, ...]

    @property
    def name(self) -> str:
        """Its name in the schema."""
        return self.interface.name

    @property
    def kind(self) -> BlockKind:
        """Model, view or composite type."""
        return self.interface.kind

    @property
    def database_name(self) -> str:
        """The name of its table."""
        return self.interface.map or self.interface.name

    @property
    def keys(self) -> tuple[Key, ...]:
        """Primary key, uniques and indexes in order of declaration."""
        return self.interface.keys

    @property
    def directives(self) -> tuple[DirectiveShape, ...]:
        """The directives that govern it or a part of it."""
        return self.interface.directives

    def column(self, field_name: str) -> str:
        """The database name of a scalar field; the name itself where there is no such field."""
        shape = self.scalar_fields.get(field_name)
        return shape.column if shape else field_name

    def is_unique(self, fields: tuple[str, ...]) -> bool:
        """Whether no two rows agree in these fields, in any order, by one whole key among them."""
        wanted = set(fields)
        return any(key.is_unique and key.where is None and set(key.fields) <= wanted for key in self.keys)

    def serves(self, key: Key, fields: tuple[str, ...]) -> bool:
        """Whether a key's index answers an equality search on all of `fields` by its prefix.

        The order within the prefix does not matter; partial and non-btree indexes do not count.
        """
        first = key.fields[: len(fields)]
        if first != fields and (len(fields) == 1 or set(first) != set(fields)):
            return False
        return key.where is None and key.kind != "fulltext" and key.type in {None, "BTree"}

    def is_indexed(self, fields: tuple[str, ...]) -> bool:
        """Whether any key or index serves an equality search on `fields`."""
        return any(self.serves(key, fields) for key in self.interface.keys)


@dataclass(frozen=True, slots=True)
class RelationEnd:
    """One relation field: the model that declares it, and the field."""

    model: str
    field: str


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """A relation between two models (or of one with itself).

    For `one-to-one` and `one-to-many`, `model` holds the foreign key (`fields`) to `target`
    (`references`); `forward` is the relation field there, `back` the one on the target, None where it
    is missing (a half-written schema). `on_delete` and `on_update` are the effective actions by
    Prisma's defaults, the `declared_` ones what is written. `is_required` tells whether the relation
    field is required; `fields` may be nullable one by one (see `nullable_fields`).
    For `many-to-many` (implicit), `model` and `target` are in byte order of their names, `fields` is
    empty, and Prisma keeps the pairs in a join table.
    """

    kind: Literal["one-to-one", "one-to-many", "many-to-many"]
    name: str | None
    model: str
    target: str
    forward: RelationEnd | None
    back: RelationEnd | None
    fields: tuple[str, ...]
    references: tuple[str, ...]
    is_required: bool
    nullable_fields: tuple[str, ...]
    declared_on_delete: Action | None
    declared_on_update: Action | None
    on_delete: Action
    on_update: Action
    map: str | None

    @property
    def is_self(self) -> bool:
        """Whether a model relates to itself."""
        return self.model == self.target


@dataclass(frozen=True, slots=True, eq=False)
class Enum:
    """An enum in its place."""

    file: str
    nth: int
    interface: EnumInterface

    @property
    def name(self) -> str:
        """Its name in the schema."""
        return self.interface.name

    @property
    def database_name(self) -> str:
        """The name of its type in the database."""
        return self.interface.map or self.interface.name


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """All that the files of one schema declare together.

    `models` holds models and views in order of declaration (file order, then position), `types` the
    composite types. Where two blocks share a name, the closed one that comes first counts; the others are
    not here. `relations` come in Prisma's order of discovery: models in order, their relation fields
    in order, counted at the side that holds the foreign key; many-to-many at the side met first.
    `provider` is Prisma's name with aliases resolved (`postgres` is `postgresql`), empty without one.
    `datasource_file` is the file that declares the datasource. `by_holder` and `by_target` are the relations
    by the model that holds the foreign key, and by the one that it points at; a many-to-many of a model with
    itself is in the first alone.
    """

    models: Mapping[str, Model]
    types: Mapping[str, Model]
    enums: Mapping[str, Enum]
    relations: tuple[Relation, ...]
    datasource: ConfigInterface | None
    generators: tuple[ConfigInterface, ...]
    provider: str
    relation_mode: RelationMode
    file_directives: tuple[tuple[str, DirectiveShape], ...] = ()
    datasource_file: str = ""
    by_holder: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict[str, tuple[Relation, ...]])
    by_target: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict[str, tuple[Relation, ...]])

    def declares(self, name: str) -> bool:
        """Whether a model, view, composite type or enum has that name."""
        return name in self.models or name in self.types or name in self.enums

    def relations_from(self, model: str) -> tuple[Relation, ...]:
        """The relations whose foreign key this model holds, in order of its fields."""
        return self.by_holder.get(model, ())

    def relations_to(self, model: str) -> tuple[Relation, ...]:
        """The relations whose foreign key points at this model."""
        return self.by_target.get(model, ())

    def many_to_many(self, model: str) -> tuple[Relation, ...]:
        """The implicit many-to-many relations of this model."""
        return tuple(
            each
            for each in (*self.relations_from(model), *self.relations_to(model))
            if each.kind == "many-to-many"
        )

    @property
    def preview_features(self) -> frozenset[str]:
        """The preview features that its generators ask for."""
        return frozenset(feature for each in self.generators for feature in each.texts("previewFeatures"))

    def relation_of(self, model: str, field_name: str) -> Relation | None:
        """The relation that a relation field belongs to, from either side."""
        end = RelationEnd(model, field_name)
        for each in (*self.relations_from(model), *self.relations_to(model)):
            if end in (each.forward, each.back):
                return each
        return None
