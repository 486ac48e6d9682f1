"""What SQL statements do to the structure of a database, as values.

Names are as they are written: `Name("", "User")` where no schema is said.
"""

from __future__ import annotations

from typing import Literal

from partywall.database.model import IndexColumn, Name
from partywall.schema.shape import Action
from partywall.values import dataclass

# --- parts ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type as it is written. `is_list`: one dimension or more."""

    name: Name
    arguments: tuple[str, ...]
    is_list: bool
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint of a table. `index` is that of `USING INDEX`; `clause` what else it says."""

    kind: Literal["primary key", "unique", "foreign key", "check", "exclude", "not null", "index"]
    name: str | None
    columns: tuple[str, ...] = ()
    target: Name | None = None
    references: tuple[str, ...] = ()
    on_delete: Action = "NoAction"
    on_update: Action = "NoAction"
    index: str | None = None
    clause: str = ""
    sql: str = ""
    words: frozenset[str] = frozenset()
    members: tuple[IndexColumn, ...] = ()
    """What more is said of the columns of a key."""
    method: str = "btree"
    is_clustered: bool | None = None


@dataclass(frozen=True, slots=True)
class ColumnDefinition:
    """A column as it is written; `default` is SQL."""

    name: str
    type: TypeName
    not_null: bool
    default: str | None
    constraints: tuple[Constraint, ...]
    clause: str
    default_name: str = ""


# --- inside of ALTER TABLE --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AddColumn:
    column: ColumnDefinition
    if_not_exists: bool


@dataclass(frozen=True, slots=True)
class DropColumn:
    name: str


@dataclass(frozen=True, slots=True)
class SetNotNull:
    column: str
    not_null: bool


@dataclass(frozen=True, slots=True)
class SetDefault:
    column: str
    default: str | None


@dataclass(frozen=True, slots=True)
class SetType:
    column: str
    type: TypeName


@dataclass(frozen=True, slots=True)
class SetClause:
    """`ADD GENERATED … AS IDENTITY`, `DROP IDENTITY`, `DROP EXPRESSION`."""

    column: str
    clause: str


@dataclass(frozen=True, slots=True)
class AddConstraint:
    constraint: Constraint


@dataclass(frozen=True, slots=True)
class DropConstraint:
    name: str


@dataclass(frozen=True, slots=True)
class ValidateConstraint:
    name: str


@dataclass(frozen=True, slots=True)
class RenameConstraint:
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class RenameColumn:
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class RenameTable:
    next: str


@dataclass(frozen=True, slots=True)
class MoveTable:
    schema: str


@dataclass(frozen=True, slots=True)
class AlterPrimaryKey:
    """`ALTER PRIMARY KEY USING COLUMNS (…)`."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddDefault:
    """A default as a constraint with a name; it goes by `DropConstraint`."""

    column: str
    default: str
    name: str


@dataclass(frozen=True, slots=True)
class DropPrimaryKey:
    """The primary key, whatever its name."""


@dataclass(frozen=True, slots=True)
class DropForeignKey:
    name: str


@dataclass(frozen=True, slots=True)
class DropIndex:
    name: str


@dataclass(frozen=True, slots=True)
class RenameIndex:
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class ModifyColumn:
    """All of a column's definition, said anew."""

    previous: str
    column: ColumnDefinition


@dataclass(frozen=True, slots=True)
class SetRowSecurity:
    """`ENABLE`, `DISABLE`, `FORCE` or `NO FORCE ROW LEVEL SECURITY`."""

    is_forced: bool
    is_on: bool


@dataclass(frozen=True, slots=True)
class AttachPartition:
    """Another table becomes a part of this one."""

    name: Name


TableAction = (
    AddColumn
    | DropColumn
    | SetNotNull
    | SetDefault
    | SetType
    | SetClause
    | AddConstraint
    | DropConstraint
    | ValidateConstraint
    | RenameConstraint
    | RenameColumn
    | RenameTable
    | MoveTable
    | AlterPrimaryKey
    | AddDefault
    | DropPrimaryKey
    | DropForeignKey
    | DropIndex
    | RenameIndex
    | ModifyColumn
    | SetRowSecurity
    | AttachPartition
)

# --- statements -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CreateSchema:
    name: str


@dataclass(frozen=True, slots=True)
class DropSchemas:
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CreateExtension:
    name: str
    schema: str
    version: str


@dataclass(frozen=True, slots=True)
class AlterExtension:
    name: str
    schema: str
    version: str


@dataclass(frozen=True, slots=True)
class DropExtensions:
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CreateEnum:
    name: Name
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddEnumValue:
    enum: Name
    value: str
    neighbour: str | None
    is_before: bool


@dataclass(frozen=True, slots=True)
class DropEnumValue:
    enum: Name
    value: str


@dataclass(frozen=True, slots=True)
class AlterSequence:
    """`options` is the text after the name."""

    name: Name
    options: str


@dataclass(frozen=True, slots=True)
class RenameEnumValue:
    enum: Name
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class RenameType:
    name: Name
    next: Name
    """Where `schema` is empty, it stays."""


@dataclass(frozen=True, slots=True)
class DropTypes:
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """A table whose columns a new one gets, and with what: `DEFAULTS`, `INDEXES`."""

    table: Name
    including: frozenset[str]


@dataclass(frozen=True, slots=True)
class CreateTable:
    name: Name
    columns: tuple[ColumnDefinition, ...]
    constraints: tuple[Constraint, ...]
    like: tuple[Like, ...]
    clause: str
    if_not_exists: bool


@dataclass(frozen=True, slots=True)
class CreateTableAs:
    """A table of another one's rows; `columns` are all where that is empty."""

    name: Name
    source: Name
    columns: tuple[str, ...]
    if_not_exists: bool


@dataclass(frozen=True, slots=True)
class AlterTable:
    name: Name
    if_exists: bool
    actions: tuple[TableAction, ...]


@dataclass(frozen=True, slots=True)
class DropTables:
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class CreateIndex:
    """`name` is None where PostgreSQL makes one up."""

    name: str | None
    table: Name
    columns: tuple[IndexColumn, ...]
    is_unique: bool
    method: str
    where: str | None
    clause: str
    if_not_exists: bool
    words: frozenset[str]
    is_clustered: bool | None = None


@dataclass(frozen=True, slots=True)
class DropIndexes:
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class RenameRelation:
    """A new name for an index, a sequence, a view or a table: they share one namespace."""

    kind: str
    name: Name
    next: Name


@dataclass(frozen=True, slots=True)
class RenameObject:
    """A new name for a table or a constraint, whichever has the old one."""

    name: Name
    next: str


@dataclass(frozen=True, slots=True)
class CreateOther:
    """Something that is kept by name and text alone. `table` is what it belongs to."""

    kind: str
    name: Name
    table: Name | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class DropOthers:
    kind: str
    names: tuple[Name, ...]
    table: Name | None


@dataclass(frozen=True, slots=True)
class RenameOther:
    kind: str
    name: str
    table: Name | None
    next: str


@dataclass(frozen=True, slots=True)
class ChangeRights:
    """`GRANT` or `REVOKE` on tables, or on all of a schema: what stands before and behind their names.

    `columns` are those that it names.
    """

    what: str
    tables: tuple[Name, ...]
    schemas: tuple[str, ...]
    whose: str
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Nothing:
    """A statement without effect on the structure: data, settings."""


Operation = (
    CreateSchema
    | DropSchemas
    | CreateExtension
    | AlterExtension
    | DropExtensions
    | CreateEnum
    | AddEnumValue
    | DropEnumValue
    | AlterSequence
    | RenameEnumValue
    | RenameType
    | DropTypes
    | CreateTable
    | CreateTableAs
    | AlterTable
    | DropTables
    | CreateIndex
    | DropIndexes
    | RenameRelation
    | RenameObject
    | CreateOther
    | DropOthers
    | RenameOther
    | ChangeRights
    | Nothing
)
