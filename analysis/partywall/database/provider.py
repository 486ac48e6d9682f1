"""What differs from database to database, as far as it is about what stands in one and how SQL says so.

One value a provider, made in the file of its name. How steps are found and written
is `migrations/dialect.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Literal, Protocol

from partywall.database.ddl import Operation, TableAction, TypeName
from partywall.database.model import Default, Name, Table, Type
from partywall.database.names import cut
from partywall.database.postgresql_names import own_name
from partywall.database.sql_cursor import Cursor
from partywall.database.sql_statements import SqlStatement
from partywall.schema.shape import NativeType
from partywall.syntax.tree import Expression
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """How SQL is cut, recognised and quoted."""

    identifier: Callable[[str], str]
    literal: Callable[[str], str]
    statements: Callable[[str], Iterator[SqlStatement]]
    """The statements of a script."""
    recognise: Callable[[SqlStatement], Operation | None]
    """What a statement does; None where it is not understood to its end."""
    words: Callable[[str], set[str]]
    """All names in a piece of SQL."""
    table_actions: Callable[[Cursor], tuple[TableAction, ...]]
    """What is done to a table, from behind its name on."""
    repeats_verbs: bool = True
    """Whether each action says anew what it does: `ADD a, ADD b`, not `ADD a, b`."""


Counted = Literal["bytes", "characters", "UTF-16 units"]
_LENGTHS: Mapping[Counted, Callable[[str], int]] = {
    "bytes": lambda name: len(name.encode(errors="replace")),
    "characters": len,
    "UTF-16 units": lambda name: len(name.encode("utf-16-le", errors="replace")) // 2,
}

OwnName = Callable[[str, tuple[str, ...], str, Callable[[str], bool]], str]


class ReadDefault(Protocol):
    """What a default in SQL is, of a column of this type; None for `NULL`."""

    def __call__(self, sql: str, of: Type, /, *, is_list: bool) -> Default | None: ...


@dataclass(frozen=True, slots=True)
class Types:
    """Which types there are, by what names, and what the database makes of them."""

    scalars: Mapping[str, Type]
    """What Prisma takes for each of its scalar types."""
    native: Callable[[NativeType, str], Type]
    """The type that `@db.…` names, on a field of that scalar type."""
    named: Callable[[TypeName], Type | None]
    """The type that SQL names; None for one that Prisma does not know."""
    reported: Callable[[Type], Type]
    """A type as the database reports it, with the length that it implies."""
    read_default: ReadDefault
    serials: Mapping[str, str]
    """Types that count by themselves, and the type that they are."""
    random_uuid: Mapping[str, str] = field(default_factory=dict[str, str])
    """An expression that makes a UUID, for each type that can hold one."""
    serial_default: str = ""
    """The default that they have; empty where they make a sequence."""


def _as_it_is(table: Table, _: Mapping[str, Expression]) -> Table:
    return table


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of Prisma's.

    `default_schema` is the schema that names need not be qualified with, empty where there are none.
    `enums`: a type of their own, a part of the column's type, or text. `names_primary_keys`: otherwise they
    have no name that means anything. `joins_by_primary_key`: so for the tables of many-to-many relations,
    which have a unique elsewhere. `keeps_references`: a dropped table takes no foreign key with it.
    `keys_make_indexes`: a foreign key has an index, one of its own where there is none. `shares_index_names`:
    an index's name is the only one of its schema, otherwise of its table. `has_unique_constraints`: a unique
    declared as a constraint is another thing than a unique index; `makes_unique_constraints`: Prisma makes
    such. `names_defaults`: defaults are constraints too. `follows_renames`: views, policies and checks hold
    on to a table or a column whatever it is called.
    `max_bytes` is where Prisma cuts the names that it makes. A database takes as many of what it `counts` in:
    MySQL takes 64 characters, SQL Server 128 units of UTF-16.
    `own_name` is what the database calls a constraint or an index without a name, by its table, its columns,
    what it is (`key`, `idx`, `fkey`, `pkey`, `check`) and whether a name is taken.
    `completed` says of a schema's table what is only so here; it is given the defaults by column.
    """

    name: str
    default_schema: str
    max_bytes: int
    types: Types
    language: Language
    enums: Literal["types", "in columns", "text"] = "types"
    names_primary_keys: bool = True
    joins_by_primary_key: bool = False
    keeps_references: bool = False
    keys_make_indexes: bool = False
    shares_index_names: bool = True
    has_unique_constraints: bool = True
    makes_unique_constraints: bool = False
    names_defaults: bool = False
    follows_renames: bool = False
    counts: Counted = "bytes"
    own_name: OwnName = own_name
    completed: Callable[[Table, Mapping[str, Expression]], Table] = _as_it_is

    def is_too_long(self, name: str) -> bool:
        """Whether the database does not take a name whole."""
        return _LENGTHS[self.counts](name) > self.max_bytes

    def kept(self, name: str) -> str:
        """A name as the database keeps it: PostgreSQL cuts one that is too long, others refuse it."""
        return cut(name, self.max_bytes) if self.counts == "bytes" else name

    def resolved(self, name: Name) -> Name:
        """A name that is written in SQL as the database has it."""
        return Name(name.schema or self.default_schema, self.kept(name.text))
