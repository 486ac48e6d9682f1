"""What a block declares, without positions: the firewall between text and meaning.

A shape has two parts. The *interface* is what other models, the tenancy and the physical database
look at; the *body* is the rest (defaults, `@updatedAt`). An edit that leaves all interfaces alone
recomputes nothing global. Interfaces and bodies are interned: equal means the same object, so they
compare and hash by identity. Expressions in shapes have all spans at `NOWHERE`.
"""

from __future__ import annotations

from dataclasses import field as member_of_dataclass
from typing import Literal

from partywall.syntax.tree import Arity, Array, BlockKind, Expression, Name, String
from partywall.text import Span
from partywall.values import dataclass

NOWHERE = Span(0, 0)

Action = Literal["Cascade", "Restrict", "NoAction", "SetNull", "SetDefault"]
KeyKind = Literal["id", "unique", "index", "fulltext"]


@dataclass(frozen=True, slots=True)
class DirectiveShape:
    """A `// partywall:` directive and what it governs inside its block; reasons are for people alone.

    `target` is None for the block, a field's name, the `Key.label` of a block attribute, or the key of a
    datasource's property.
    """

    target: str | None
    verb: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyMember:
    """One field of a key or an index; `name` is a path in composite types (MongoDB)."""

    name: str
    sort: Literal["Asc", "Desc"] | None = None
    length: int | None = None
    ops: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A primary key, unique or index, as a field attribute (`field` is set) or as a block attribute.

    `name` is the client's name of a compound key (`name:`), `map` its name in the database, `type`
    the index method (`Hash`, `Gin`, …), `where` a partial index's condition. `nth` counts the keys of
    the block with the same `label` so far: copies of one line are told apart by it.
    """

    kind: KeyKind
    members: tuple[KeyMember, ...]
    field: str | None = None
    name: str | None = None
    map: str | None = None
    type: str | None = None
    clustered: bool | None = None
    where: Expression | None = None
    nth: int = 0
    fields: tuple[str, ...] = member_of_dataclass(init=False, repr=False, compare=False)
    """The names of its fields in order."""

    def __post_init__(self) -> None:
        """Take the names out once: rules look at them all the time."""
        object.__setattr__(self, "fields", tuple([member.name for member in self.members]))

    def __hash__(self) -> int:
        """By what tells most keys apart, which is cheap; keys are compared by value all the same."""
        return hash((self.kind, self.fields, self.field))

    @property
    def is_unique(self) -> bool:
        """Whether it forbids two equal rows (a partial one does so for some rows only)."""
        return self.kind in {"id", "unique"}

    @property
    def label(self) -> str:
        """How it is written: `@unique` on a field, or `@@unique([a, b])` without its options."""
        if self.field is not None:
            return f"{self.field} @{self.kind}"
        return f"@@{self.kind}([{', '.join(self.fields)}])"


@dataclass(frozen=True, slots=True)
class RelationShape:
    """The arguments of `@relation`; None where one is not given."""

    name: str | None = None
    fields: tuple[str, ...] | None = None
    references: tuple[str, ...] | None = None
    on_delete: Action | None = None
    on_update: Action | None = None
    map: str | None = None


@dataclass(frozen=True, slots=True)
class NativeType:
    """`@db.VarChar(36)`: its name without the datasource's prefix, its arguments as written."""

    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldShape:
    """A field; of `Unsupported("…")`, `type_name` is the text in quotes."""

    name: str
    type_name: str
    arity: Arity
    is_unsupported: bool = False
    map: str | None = None
    native: NativeType | None = None
    relation: RelationShape | None = None
    is_ignored: bool = False

    def __hash__(self) -> int:
        """By what tells most fields apart, which is cheap; fields are compared by value all the same."""
        return hash((self.name, self.type_name, self.arity))

    @property
    def column(self) -> str:
        """Its name in the database."""
        return self.map or self.name


@dataclass(frozen=True, slots=True, eq=False)
class ModelInterface:
    """A model, view or composite type. `keys` are field-level ones in field order, then the block's."""

    kind: BlockKind
    name: str
    fields: tuple[FieldShape, ...]
    keys: tuple[Key, ...]
    map: str | None
    schema: str | None
    is_ignored: bool
    directives: tuple[DirectiveShape, ...]


@dataclass(frozen=True, slots=True, eq=False)
class EnumInterface:
    """An enum; `values` are pairs of name and database name."""

    name: str
    values: tuple[tuple[str, str], ...]
    map: str | None
    schema: str | None
    directives: tuple[DirectiveShape, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ConfigInterface:
    """A datasource or generator."""

    kind: BlockKind
    name: str
    properties: tuple[tuple[str, Expression], ...]
    directives: tuple[DirectiveShape, ...] = ()

    def text(self, key: str) -> str | None:
        """The value of a property that is a string or a bare word."""
        value = dict(self.properties).get(key)
        return value.value if isinstance(value, String | Name) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """The strings in a property that is a list."""
        value = dict(self.properties).get(key)
        items = value.items if isinstance(value, Array) else ()
        return tuple(item.value for item in items if isinstance(item, String | Name))


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """What only the database and single rules look at.

    `defaults` are pairs of field name and expression, `updated_at` the fields with `@updatedAt`;
    `default_names` are the names of defaults in the database, where they have names.
    """

    defaults: tuple[tuple[str, Expression], ...] = ()
    updated_at: frozenset[str] = frozenset()
    default_names: tuple[tuple[str, str], ...] = ()

    def default(self, field: str) -> Expression | None:
        """The default of a field."""
        return next((value for name, value in self.defaults if name == field), None)


Interface = ModelInterface | EnumInterface | ConfigInterface


@dataclass(frozen=True, slots=True)
class Shape:
    """Both parts of what a block declares."""

    interface: Interface
    body: Body
