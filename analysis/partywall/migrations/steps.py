"""What a migration does, step by step. A step holds all that is needed to write it as SQL.

The names are Prisma's (`-- AlterTable`), and so is the order of the classes here: it is the order in which
the steps of a migration are written (prisma-engines, `sql_migration.rs`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum as Choice
from typing import Literal

from partywall.database.model import (
    Column,
    Enum,
    Extension,
    ForeignKey,
    Index,
    Name,
    Other,
    PrimaryKey,
    Table,
)
from partywall.migrations.fill import Filling
from partywall.values import dataclass


class Cast(Choice):
    """What becomes of the values when a column changes its type."""

    SAFE = "safe"
    RISKY = "risky"
    IMPOSSIBLE = "impossible"
    """No cast exists: the column is dropped and made anew."""


# --- inside of a table ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DropPrimaryKey:
    """The table loses its primary key, or it is about to be made anew."""

    key: PrimaryKey


@dataclass(frozen=True, slots=True)
class RenamePrimaryKey:
    """The primary key gets another name."""

    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class DropColumn:
    """The table loses a column."""

    column: Column


@dataclass(frozen=True, slots=True)
class AddColumn:
    """The table gets a column; `if_missing` lets a file that failed halfway be run again."""

    column: Column
    if_missing: bool = False


@dataclass(frozen=True, slots=True)
class AlterColumn:
    """A column changes. `cast` is None where its type stays.

    `unused_sequence` is the sequence that no column draws from any more once this one has no default.
    """

    previous: Column
    next: Column
    arity: bool
    default: bool
    cast: Cast | None
    autoincrement: bool
    unused_sequence: str | None = None

    @property
    def changes_list(self) -> bool:
        """Whether one of the columns is a list."""
        return "list" in {self.previous.arity, self.next.arity}


@dataclass(frozen=True, slots=True)
class RecreateColumn:
    """A column is dropped and made anew, since no cast leads from its type to the next."""

    previous: Column
    next: Column
    arity: bool


@dataclass(frozen=True, slots=True)
class AddPrimaryKey:
    """The table gets a primary key."""

    key: PrimaryKey


Change = (
    DropPrimaryKey | RenamePrimaryKey | DropColumn | AddColumn | AlterColumn | RecreateColumn | AddPrimaryKey
)


# --- steps ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CreateSchema:
    """A namespace that does not exist yet."""

    schema: str


@dataclass(frozen=True, slots=True)
class DropSchema:
    """A namespace that goes again if nothing else stands in it; a way back alone asks for it."""

    schema: str


@dataclass(frozen=True, slots=True)
class CreateExtension:
    """An extension that is not installed yet."""

    extension: Extension


@dataclass(frozen=True, slots=True)
class AlterExtension:
    """An extension gets another version or schema."""

    previous: Extension
    next: Extension


@dataclass(frozen=True, slots=True)
class AlterSequence:
    """A column goes on counting in another way; the clauses are those of `AS IDENTITY`."""

    table: Name
    previous: Column
    next: Column


@dataclass(frozen=True, slots=True)
class CreateEnum:
    """An enum type."""

    enum: Enum


@dataclass(frozen=True, slots=True)
class EnumUse:
    """A column of the type of an enum."""

    table: Name
    column: Column


@dataclass(frozen=True, slots=True)
class EnumDefault:
    """A column that has had a default of the enum; `next` is the one that it gets back, if any."""

    table: Name
    previous: Column
    next: Column | None


@dataclass(frozen=True, slots=True)
class AlterEnum:
    """An enum gets values, or loses some and is made anew with all its columns.

    `uses` are the columns that are of this type and stay so, `leaving` those that will be gone or of
    another one. `is_qualified`: old parts are written with their schema, as Prisma does with what it
    has read from a database. `is_remade`: made anew although it only gets values.
    """

    previous: Enum
    next: Enum
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    uses: tuple[EnumUse, ...]
    leaving: tuple[EnumUse, ...]
    defaults: tuple[EnumDefault, ...]
    is_qualified: bool
    is_remade: bool = False

    @property
    def adds_only(self) -> bool:
        """Whether `ADD VALUE` is enough."""
        return not self.dropped and not self.is_remade


@dataclass(frozen=True, slots=True)
class DropForeignKey:
    """A foreign key goes."""

    key: ForeignKey


@dataclass(frozen=True, slots=True)
class DropIndex:
    """An index or unique goes; `orders_rows`: it stands in for the primary key that the table lacks."""

    table: Name
    index: Index
    orders_rows: bool = False


@dataclass(frozen=True, slots=True)
class AlterTable:
    """Columns and primary key of a table change, in one statement."""

    previous: Table
    next: Table
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class AlterPrimaryKey:
    """A primary key gets other columns in one go, on CockroachDB."""

    table: Name
    previous: PrimaryKey
    next: PrimaryKey


@dataclass(frozen=True, slots=True)
class DropTable:
    """A table goes."""

    table: Table


@dataclass(frozen=True, slots=True)
class DropEnum:
    """An enum type goes."""

    enum: Enum


@dataclass(frozen=True, slots=True)
class CreateTable:
    """A table with its columns and its primary key; indexes and foreign keys follow.

    `keys` are its foreign keys where they are a part of it.
    """

    table: Table
    keys: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True)
class RedefineTable:
    """A table that is made anew with its rows. `changes` are those of `AlterTable`, for those who ask.

    `previous_keys` and `next_keys` are its foreign keys; `filled` says where the values of new required
    columns come from; `checks` and the indexes `kept` are what it takes along that a schema cannot say.
    """

    previous: Table
    next: Table
    changes: tuple[Change, ...]
    previous_keys: tuple[ForeignKey, ...]
    next_keys: tuple[ForeignKey, ...]
    filled: tuple[Filling, ...] = ()
    checks: tuple[Other, ...] = ()
    kept: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class RedefineTables:
    """Tables are copied, with all that is on them, where no statement changes them in place.

    `others` are views and triggers that go before and come again after it.
    """

    tables: tuple[RedefineTable, ...]
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateIndex:
    """An index or unique on a table that is new, changed, or had it on a column made anew."""

    table: Name
    index: Index
    on: Literal["new table", "existing table", "recreated column"]


@dataclass(frozen=True, slots=True)
class RenameForeignKey:
    """A foreign key gets another name."""

    table: Name
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class AddForeignKey:
    """A foreign key."""

    key: ForeignKey


@dataclass(frozen=True, slots=True)
class RenameIndex:
    """An index gets another name."""

    table: Name
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class RedefineIndex:
    """An index gets another name by being made anew."""

    table: Name
    previous: Index
    next: Index


# --- renames: Prisma writes none, since it cannot ask; these come before all its steps -----------


@dataclass(frozen=True, slots=True)
class RenameTable:
    """A table gets another name, or schema, and keeps its rows. `is_schema_new`: that has to be made."""

    previous: Name
    next: Name
    is_schema_new: bool = False


@dataclass(frozen=True, slots=True)
class RenameColumn:
    """A column gets another name and keeps its values."""

    table: Name
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class RenameEnum:
    """An enum type gets another name, or schema. `is_schema_new`: that has to be made."""

    previous: Name
    next: Name
    is_schema_new: bool = False


@dataclass(frozen=True, slots=True)
class RenameEnumValue:
    """A value of an enum gets another name, in all rows that have it."""

    enum: Name
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class RenameColumnValues:
    """Values of an enum that is a part of its column get other names, in all rows that have them."""

    table: Name
    previous: Column
    next: Column
    values: tuple[tuple[str, str], ...]


Rename = RenameTable | RenameColumn | RenameEnum | RenameEnumValue | RenameColumnValues

Step = (
    Rename
    | CreateSchema
    | DropSchema
    | CreateExtension
    | AlterExtension
    | AlterSequence
    | CreateEnum
    | AlterEnum
    | DropForeignKey
    | DropIndex
    | AlterTable
    | AlterPrimaryKey
    | DropTable
    | DropEnum
    | CreateTable
    | RedefineTables
    | CreateIndex
    | RenameForeignKey
    | AddForeignKey
    | RenameIndex
    | RedefineIndex
)


def table_changes(steps: Iterable[Step]) -> Iterator[tuple[AlterTable | RedefineTable, Change]]:
    """All changes inside of tables, with their steps."""
    for step in steps:
        if isinstance(step, AlterTable):
            for change in step.changes:
                yield step, change
        elif isinstance(step, RedefineTables):
            for table in step.tables:
                for change in table.changes:
                    yield table, change


def created_tables(steps: Iterable[Step]) -> frozenset[Name]:
    """The tables that steps make."""
    return frozenset(step.table.name for step in steps if isinstance(step, CreateTable))


def made_indexes(steps: Iterable[Step]) -> Iterator[tuple[Name, Index]]:
    """The indexes that steps make, but for those inside of a new table; each with its table."""
    for step in steps:
        match step:
            case CreateIndex(table, index):
                yield table, index
            case RedefineIndex(table, _, index):
                yield table, index
            case RedefineTables(tables):
                for each in tables:
                    had = {index.name for index in each.previous.indexes}
                    yield from ((each.next.name, new) for new in each.next.indexes if new.name not in had)
            case _:
                pass


def made_keys(steps: Iterable[Step]) -> Iterator[ForeignKey]:
    """The foreign keys that steps make, but for those inside of a new table."""
    for step in steps:
        if isinstance(step, AddForeignKey):
            yield step.key
        elif isinstance(step, RedefineTables):
            for each in step.tables:
                had = {(key.columns, key.target, key.references) for key in each.previous_keys}
                for key in each.next_keys:
                    if (key.columns, key.target, key.references) not in had:
                        yield key
