"""The physical model: what stands in a database, as plain values.

It is what Prisma's engine compares: schemas, enums, tables with columns, keys and indexes, foreign
keys, extensions. What a Prisma schema cannot say (policies, triggers, checks, views, comments, indexes
on expressions) is kept beside it as `Other`, named and with its SQL, so that it survives and can be
told about. Types are those of the provider; nothing here knows a dialect.

The order of tables, indexes and foreign keys is meaningful: Prisma writes steps in the order in which
the two databases list their parts.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from partywall.schema.shape import Action
from partywall.values import dataclass

Arity = Literal["required", "optional", "list"]


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A table's or type's name in its database schema; `schema` is empty where the provider has none."""

    schema: str
    text: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.text}" if self.schema else self.text


# --- types ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A type that the provider has and Prisma knows, as Prisma writes it: `VARCHAR` with `("30",)`."""

    name: str
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({','.join(self.arguments)})" if self.arguments else self.name


@dataclass(frozen=True, slots=True)
class EnumOf:
    """The type that an enum defines."""

    name: Name


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Any other type, as it is written."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class OneOf:
    """An enum that is a part of its column's type, as MySQL has them."""

    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"ENUM({', '.join(self.values)})"


Type = BuiltIn | EnumOf | Unsupported | OneOf


# --- defaults ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant; `text` is its value without quotes, bytes in hexadecimal."""

    kind: Literal["text", "number", "boolean", "bytes", "json", "datetime"]
    text: str


@dataclass(frozen=True, slots=True)
class ConstantList:
    """A list of constants."""

    items: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class CurrentTime:
    """`now()`; `sql` is how a history spells it, since a database remembers that."""

    sql: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class FromSequence:
    """The next value of a sequence; `name` is empty where a schema leaves it to the database."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """An expression in SQL; empty for `dbgenerated()`, which says that there is one, not which."""

    sql: str


Default = Constant | ConstantList | CurrentTime | FromSequence | Computed


# --- tables -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    `not_null` follows `arity` but for lists, which Prisma never constrains and a database may.
    `filled_by_prisma` tells that the client fills it (`uuid()`, `cuid()`), so that the database has no
    default. `clause` is what else its definition says and a schema cannot: a collation, `GENERATED …`.
    `default_name` is the name of its default, where defaults are constraints. `is_bare`: a history gives its
    type without the precision that it implies, and Prisma reads.
    """

    name: str
    type: Type
    arity: Arity
    not_null: bool
    default: Default | None = None
    is_autoincrement: bool = False
    filled_by_prisma: bool = False
    clause: str = ""
    default_name: str = ""
    is_bare: bool = field(default=False, compare=False)

    @property
    def is_identity(self) -> bool:
        """Whether it counts by `GENERATED … AS IDENTITY`."""
        return "AS IDENTITY" in self.clause.upper()

    @property
    def is_generated(self) -> bool:
        """Whether it is computed from other columns, by `GENERATED ALWAYS AS (…)`."""
        return "GENERATED" in self.clause.upper() and not self.is_identity


@dataclass(frozen=True, slots=True)
class IndexColumn:
    """One column of an index, or an expression that stands for one (`is_expression`).

    `length` is how much of its text is in the index, on MySQL.
    """

    name: str
    sort: Literal["Asc", "Desc"] | None = None
    operators: str | None = None
    is_expression: bool = False
    collation: str = ""
    nulls: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """An index or a unique.

    `is_constraint`: declared as a constraint, so that `DROP INDEX` is refused. `where` is the condition
    of a partial index; `clause` what else its definition says (`INCLUDE …`, `NULLS NOT DISTINCT`).
    `is_clustered`: the rows of the table lie in its order, on SQL Server; None where that is not said.
    `is_implicit`: the database makes it for a foreign key that has no other, and nobody asks for it.
    """

    name: str
    columns: tuple[IndexColumn, ...]
    is_unique: bool = False
    method: str = "btree"
    where: str | None = None
    is_constraint: bool = False
    clause: str = ""
    is_clustered: bool | None = None
    is_implicit: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """Its columns and expressions in order."""
        return tuple(each.name for each in self.columns)

    @property
    def has_expressions(self) -> bool:
        """Whether it is about more than columns."""
        return any(each.is_expression for each in self.columns)

    @property
    def is_expressible(self) -> bool:
        """Whether a Prisma schema can say all of it."""
        plain = not any(each.collation or each.nulls for each in self.columns)
        return plain and not self.clause and not self.has_expressions


@dataclass(frozen=True, slots=True)
class PrimaryKey:
    """A primary key; `members` say more of its columns, where something is said."""

    name: str
    columns: tuple[str, ...]
    members: tuple[IndexColumn, ...] = ()
    is_clustered: bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `clause` is what stands after its columns (`PARTITION BY …`, `INHERITS …`)."""

    name: Name
    columns: tuple[Column, ...]
    primary_key: PrimaryKey | None = None
    indexes: tuple[Index, ...] = ()
    clause: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((each for each in self.columns if each.name == name), None)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key; `clause` is what else it says (`DEFERRABLE`, `NOT VALID`)."""

    name: str
    table: Name
    columns: tuple[str, ...]
    target: Name
    references: tuple[str, ...]
    on_delete: Action
    on_update: Action
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Enum:
    """An enum type."""

    name: Name
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension; `schema` and `version` are empty where they are not said."""

    name: str
    schema: str = ""
    version: str = ""


# --- what a schema cannot say -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a statement stands: a file of the history and its line, from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Other:
    """Something in the database that a Prisma schema cannot say; it is left alone.

    `kind` is the word that SQL has for it (`POLICY`, `TRIGGER`, `CHECK`, `VIEW`, `COMMENT`), `table` the
    table that it belongs to, `words` all names in its text, to find out what depends on a column.
    """

    kind: str
    name: str
    table: Name | None
    sql: str
    place: Place
    words: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.kind.lower()} `{self.name}` ({self.place})"


@dataclass(frozen=True, slots=True)
class Database:
    """All that stands in a database.

    `schemas` are its namespaces, `default_schema` the one that names need not be qualified with.
    `is_read`: it was read from SQL, as Prisma reads a live database, rather than derived from a schema.
    """

    provider: str = "postgresql"
    default_schema: str = "public"
    schemas: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    enums: tuple[Enum, ...] = ()
    tables: tuple[Table, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    others: tuple[Other, ...] = ()
    is_read: bool = False
    _by_name: dict[Name, Table] = field(
        default_factory=dict[Name, Table], init=False, repr=False, compare=False
    )
    _keys_of: dict[Name, tuple[ForeignKey, ...]] = field(
        default_factory=dict[Name, tuple[ForeignKey, ...]], init=False, repr=False, compare=False
    )

    def table(self, name: Name) -> Table | None:
        """The table of that name. Hazards ask for each table of a large database."""
        if not self._by_name:
            self._by_name.update((each.name, each) for each in reversed(self.tables))
        return self._by_name.get(name)

    def foreign_keys_of(self, table: Name) -> tuple[ForeignKey, ...]:
        """The foreign keys that a table holds, in their order; asked for each table as well."""
        if not self._keys_of:
            for each in self.foreign_keys:
                self._keys_of[each.table] = (*self._keys_of.get(each.table, ()), each)
        return self._keys_of.get(table, ())
