"""Steps as SQL for PostgreSQL, in Prisma's words (prisma-engines, `postgres/renderer.rs`).

The text is Prisma's to the byte, five blanks after `ADD COLUMN` included, but where Prisma's would not
run: quotes in names and enum values are escaped, a unique that was declared as a constraint is dropped as
one, a sequence is dropped by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from partywall.database.model import (
    BuiltIn,
    Column,
    Computed,
    Constant,
    ConstantList,
    CurrentTime,
    Default,
    EnumOf,
    ForeignKey,
    FromSequence,
    Index,
    IndexColumn,
    Name,
    Table,
    Type,
    Unsupported,
)
from partywall.database.sql_text import identifier, identifiers, literal
from partywall.migrations import postgresql_down, postgresql_renames
from partywall.migrations.backfill import backfill
from partywall.migrations.dialect import Guard
from partywall.migrations.fill import Filling
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AlterColumn,
    AlterEnum,
    AlterExtension,
    AlterTable,
    Change,
    CreateEnum,
    CreateExtension,
    CreateIndex,
    CreateSchema,
    CreateTable,
    DropColumn,
    DropEnum,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropSchema,
    DropTable,
    RecreateColumn,
    RenameColumn,
    RenameEnum,
    RenameEnumValue,
    RenameForeignKey,
    RenameIndex,
    RenamePrimaryKey,
    RenameTable,
    Step,
)

INDENT = "    "
ACTIONS = {
    "Cascade": "CASCADE",
    "Restrict": "RESTRICT",
    "NoAction": "NO ACTION",
    "SetNull": "SET NULL",
    "SetDefault": "SET DEFAULT",
}
_SERIALS = {"SMALLINT": "SMALLSERIAL", "INTEGER": "SERIAL", "BIGINT": "BIGSERIAL"}

_SEVERAL_VALUES = """\
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


"""


class PostgreSQL:
    """Writes steps; names in `default_schema` are not qualified.

    `is_careful`: not Prisma's text to the byte, but one that works on rows too.
    """

    anything = "SELECT"
    transaction: tuple[str, str] = postgresql_down.TRANSACTION

    def __init__(self, default_schema: str = "public", *, is_careful: bool = False) -> None:
        self.default_schema = default_schema
        self.is_careful = is_careful

    def statements(self, step: Step) -> Iterator[str]:  # noqa: C901, PLR0912 - one case a step
        """The statements of one step, without the semicolons."""
        match step:
            case CreateSchema(schema):
                yield f"CREATE SCHEMA IF NOT EXISTS {identifier(schema)}"
            case DropSchema(schema):
                yield postgresql_down.emptied(schema)
            case CreateExtension():
                yield _create_extension(step)
            case AlterExtension():
                yield from _alter_extension(step)
            case CreateEnum(enum):
                yield f"CREATE TYPE {self.name(enum.name)} AS ENUM ({_values(enum.values)})"
            case AlterEnum():
                yield from self.alter_enum(step)
            case DropForeignKey(key):
                yield f"ALTER TABLE {self.name(key.table)} DROP CONSTRAINT {identifier(key.name)}"
            case DropIndex():
                yield self.drop_index(step)
            case AlterTable():
                yield from self.alter_table(step)
            case DropTable(table):
                yield f"DROP TABLE {self.name(table.name)}"
            case DropEnum(enum):
                yield f"DROP TYPE {self.name(enum.name)}"
            case CreateTable(table):
                yield self.create_table(table)
            case CreateIndex(table_name, index):
                yield self.create_index(table_name, index)
            case RenameForeignKey(table_name, previous, next_):
                yield (
                    f"ALTER TABLE {self.name(table_name)} RENAME CONSTRAINT "
                    f"{identifier(previous)} TO {identifier(next_)}"
                )
            case AddForeignKey(key):
                yield self.add_foreign_key(key)
            case RenameTable() | RenameColumn() | RenameEnum() | RenameEnumValue():
                yield from postgresql_renames.statements(step, self)
            case RenameIndex(table_name, previous, next_):
                old = self.name(Name(table_name.schema, previous))
                yield f"ALTER INDEX {old} RENAME TO {identifier(next_)}"
            case _:
                return  # of other providers

    def framed(self, script: str) -> str:
        """PostgreSQL's scripts stand as they are."""
        return script

    def refusing(self, guards: Sequence[Guard]) -> Iterator[str]:
        """One `DO` that asks all."""
        return postgresql_down.refusing(guards)

    def asked(self, _: Sequence[Filling], /) -> Iterator[str]:
        """Nothing: the backfill happens as a whole or not at all."""
        return iter(())

    def backfill(self, fillings: Sequence[Filling]) -> Iterator[str]:
        """All in one `DO`."""
        yield backfill(fillings, self)

    def forgotten(self, folder: str) -> str:
        """Its row goes, if there is a table of them."""
        return postgresql_down.forgotten(folder)

    # --- names and types ----------------------------------------------------------------------

    def name(self, name: Name) -> str:
        """A quoted name, qualified where its schema is not the default one."""
        return self.prefix(name.schema) + identifier(name.text)

    def quoted(self, name: str) -> str:
        """A quoted name of anything inside of a table."""
        return identifier(name)

    def prefix(self, schema: str) -> str:
        """The schema of a name with its dot; nothing for the default one."""
        return "" if schema in {"", self.default_schema} else f"{identifier(schema)}."

    def type(self, of: Type, arity: str, *, is_serial: bool = False) -> str:
        """A column's type."""
        if isinstance(of, EnumOf):
            text = self.name(of.name)
        elif isinstance(of, Unsupported):
            text = of.text
        elif is_serial and isinstance(of, BuiltIn):
            text = _SERIALS.get(of.name, str(of))
        else:
            text = str(of)
        return f"{text}[]" if arity == "list" else text

    def column(self, column: Column) -> str:
        """A column's definition."""
        is_serial = isinstance(column.default, FromSequence) and column.is_autoincrement
        return self.definition(column, self.type(_spelled(column), column.arity, is_serial=is_serial))

    def definition(self, column: Column, type_: str) -> str:
        """A column's definition, of a type that is written so."""
        parts = [identifier(column.name), type_]
        if column.not_null:
            parts.append("NOT NULL")
        if default := self.default(column.default, type_):
            parts.append(f"DEFAULT {default}")
        if column.clause:
            parts.append(column.clause)
        return " ".join(parts)

    def default(self, default: Default | None, type_: str) -> str:
        """A column's default; empty where the database is told none."""
        match default:
            case None | FromSequence():
                return ""
            case CurrentTime(sql):
                return sql or "CURRENT_TIMESTAMP"
            case Computed(sql):
                return sql
            case ConstantList(items):
                return f"ARRAY[{', '.join(map(_constant, items))}]::{type_}"
            case Constant():
                return _constant(default)

    # --- tables -------------------------------------------------------------------------------

    def create_table(self, table: Table) -> str:
        lines = ",\n".join(INDENT + self.column(each) for each in table.columns)
        key = table.primary_key
        if key is not None:
            columns = identifiers(key.columns, ",")
            lines += f",\n\n{INDENT}CONSTRAINT {identifier(key.name)} PRIMARY KEY ({columns})"
        clause = f" {table.clause}" if table.clause else ""
        return f"CREATE TABLE {self.name(table.name)} (\n{lines}\n){clause}"

    def alter_table(self, step: AlterTable) -> Iterator[str]:
        clauses: list[str] = []
        before: list[str] = []
        after: list[str] = []
        for change in step.changes:
            if isinstance(change, RenamePrimaryKey):  # PostgreSQL allows nothing beside it
                names = f"{identifier(change.previous)} TO {identifier(change.next)}"
                after.append(f"ALTER TABLE {self.name(step.previous.name)} RENAME CONSTRAINT {names}")
            elif isinstance(change, AlterColumn):
                clauses += self.alter_column(step, change, before, after)
            else:
                clauses += self.clauses(change)
        yield from before
        if clauses:
            yield f"ALTER TABLE {self.name(step.previous.name)} " + ",\n".join(clauses)
        yield from after

    def clauses(self, change: Change) -> Iterator[str]:
        match change:
            case DropPrimaryKey(key):
                yield f"DROP CONSTRAINT {identifier(key.name)}"
            case AddPrimaryKey(key):
                columns = identifiers(key.columns)
                yield f"ADD CONSTRAINT {identifier(key.name)} PRIMARY KEY ({columns})"
            case DropColumn(column):
                yield f"DROP COLUMN {identifier(column.name)}"
            case AddColumn(column, if_missing):
                space = "IF NOT EXISTS " if if_missing else INDENT
                yield f"ADD COLUMN {space}{self.column(column)}"
            case RecreateColumn(previous, next_):
                yield f"DROP COLUMN {identifier(previous.name)}"
                yield f"ADD COLUMN {INDENT}{self.column(next_)}"
            case RenamePrimaryKey() | AlterColumn():
                return

    def alter_column(
        self, step: AlterTable, change: AlterColumn, before: list[str], after: list[str]
    ) -> Iterator[str]:
        """The clauses for one column, in Prisma's order: arity, default, counting, type."""
        prefix = f"ALTER COLUMN {identifier(change.previous.name)}"
        type_ = self.type(_spelled(change.next), change.next.arity)
        if change.arity and change.next.arity != "list":
            yield f"{prefix} {'SET' if change.next.not_null else 'DROP'} NOT NULL"
        if change.default:
            default = self.default(change.next.default, type_)
            yield f"{prefix} SET DEFAULT {default}" if default else f"{prefix} DROP DEFAULT"
        if change.autoincrement and change.previous.is_autoincrement:
            yield from self.stop_counting(step, change, after)
        elif change.autoincrement:
            yield self.start_counting(step, change, before, after)
        if change.cast is not None or (change.arity and change.changes_list):
            yield f"{prefix} SET DATA TYPE {type_}"

    def stop_counting(self, step: AlterTable, change: AlterColumn, after: list[str], /) -> Iterator[str]:
        """What gives a column no number any more.

        Prisma drops the default also where there is a new one, which is lost, and behind a column that was
        read from a schema a sequence without a name, which fails.
        """
        prefix = f"ALTER COLUMN {identifier(change.previous.name)}"
        if change.previous.is_identity:
            yield f"{prefix} DROP IDENTITY"
            return
        if not (change.default and change.next.default):
            yield f"{prefix} DROP DEFAULT"
        if change.unused_sequence is not None:
            name = Name(step.previous.name.schema, change.unused_sequence)
            after.append(f"DROP SEQUENCE {self.name(name)}")

    def start_counting(
        self,
        step: AlterTable,
        change: AlterColumn,
        before: list[str],
        after: list[str],
        /,
    ) -> str:
        """What `SERIAL` would have made. Prisma leaves the sequence's name unquoted, in small letters.

        It also lets the sequence begin at 1, so that it gives the keys of rows that are there once more.
        """
        table, default = step.next.name, change.next.default
        own_name = default.name if isinstance(default, FromSequence) else ""
        text = own_name or f"{table.text}_{change.next.name}_seq".lower()
        name = self.sequence(table, text)
        before.append(f"CREATE SEQUENCE {name}")
        owner, column = self.name(step.previous.name), identifier(change.previous.name)
        after.append(f"ALTER SEQUENCE {name} OWNED BY {owner}.{column}")
        if self.is_careful:
            last = f"SELECT max({column}) FROM {owner}"  # noqa: S608 - quoted
            after.append(f"SELECT setval({literal(name)}, coalesce(({last}), 0) + 1, false)")
        return f"ALTER COLUMN {column} SET DEFAULT nextval({literal(name)})"

    def sequence(self, table: Name, name: str) -> str:
        is_plain = re.fullmatch(r"[a-z_][a-z0-9_$]*", name)
        return self.prefix(table.schema) + (name if is_plain else identifier(name))

    # --- indexes and foreign keys -------------------------------------------------------------

    def create_index(self, table: Name, index: Index) -> str:
        if index.is_constraint:
            return self.add_unique(table, index)
        unique = "UNIQUE " if index.is_unique else ""
        using = "" if index.method == "btree" else f" USING {index.method.upper()} "
        columns = ", ".join(map(_index_column, index.columns))
        clause = f" {index.clause}" if index.clause else ""
        where = f" WHERE ({index.where})" if index.where is not None else ""
        return (
            f"CREATE {unique}INDEX {identifier(index.name)} ON {self.name(table)}"
            f"{using}({columns}){clause}{where}"
        )

    def add_unique(self, table: Name, index: Index) -> str:
        """A unique that was declared as a constraint, as only a history can."""
        nulls = " NULLS NOT DISTINCT" if index.clause.startswith("NULLS NOT DISTINCT") else ""
        clause = index.clause.removeprefix(nulls.strip()).strip()
        return (
            f"ALTER TABLE {self.name(table)} ADD CONSTRAINT {identifier(index.name)} "
            f"UNIQUE{nulls} ({identifiers(index.column_names)}) {clause}"
        ).rstrip()

    def drop_index(self, step: DropIndex) -> str:
        if step.index.is_constraint:
            constraint = identifier(step.index.name)
            return f"ALTER TABLE {self.name(step.table)} DROP CONSTRAINT {constraint}"
        return f"DROP INDEX {self.name(Name(step.table.schema, step.index.name))}"

    def add_foreign_key(self, key: ForeignKey) -> str:
        clause = f" {key.clause}" if key.clause else ""
        return (
            f"ALTER TABLE {self.name(key.table)} ADD CONSTRAINT {identifier(key.name)} "
            f"FOREIGN KEY ({identifiers(key.columns)}) "
            f"REFERENCES {self.name(key.target)}({identifiers(key.references)}) "
            f"ON DELETE {ACTIONS[key.on_delete]} ON UPDATE {ACTIONS[key.on_update]}{clause}"
        )

    # --- enums --------------------------------------------------------------------------------

    def alter_enum(self, step: AlterEnum) -> Iterator[str]:
        name = self.name(step.previous.name)
        if not step.adds_only:
            yield from self.remake_enum(step)
            return
        warning = _SEVERAL_VALUES if len(step.added) > 1 else ""
        for value in step.added:
            yield f"{warning}ALTER TYPE {name} ADD VALUE {literal(value)}"
            warning = ""

    def remake_enum(self, step: AlterEnum) -> Iterator[str]:
        """A value cannot be taken away: a new type takes the place of the old one."""
        old, new = step.previous.name, step.next.name
        temporary = self.name(Name(new.schema, f"{new.text}_new"))
        discarded = Name(old.schema, f"{old.text}_old")
        yield "BEGIN"
        yield f"CREATE TYPE {temporary} AS ENUM ({_values(step.next.values)})"
        for each in step.defaults:
            table = self.full_name(each.table) if step.is_qualified else self.name(each.table)
            yield f"ALTER TABLE {table} ALTER COLUMN {identifier(each.previous.name)} DROP DEFAULT"
        for use in step.leaving:
            column = identifier(use.column.name)
            text = self.type(BuiltIn("TEXT"), use.column.arity)
            yield f"ALTER TABLE {self.name(use.table)} ALTER COLUMN {column} TYPE {text}"
        for use in step.uses:
            column = identifier(use.column.name)
            type_ = temporary + ("[]" if use.column.arity == "list" else "")
            yield (
                f"ALTER TABLE {self.name(use.table)} ALTER COLUMN {column} TYPE {type_} "
                f"USING ({column}::text::{type_})"
            )
        yield f"ALTER TYPE {self.name(old)} RENAME TO {identifier(discarded.text)}"
        yield f"ALTER TYPE {temporary} RENAME TO {identifier(new.text)}"
        drop = self.full_name(discarded) if step.is_qualified else self.name(discarded)
        yield f"DROP TYPE {drop}"
        for each in step.defaults:
            if each.next is not None:
                type_ = self.type(each.next.type, each.next.arity)
                yield (
                    f"ALTER TABLE {self.name(each.table)} ALTER COLUMN "
                    f"{identifier(each.previous.name)} "
                    f"SET DEFAULT {self.default(each.next.default, type_)}"
                )
        yield "COMMIT"

    def full_name(self, name: Name) -> str:
        return f"{identifier(name.schema)}.{identifier(name.text)}"


def _create_extension(step: CreateExtension) -> str:
    extension = step.extension
    schema = f" SCHEMA {identifier(extension.schema)}" if extension.schema else ""
    version = f" VERSION {identifier(extension.version)}" if extension.version else ""
    with_ = " WITH" if schema or version else ""
    return f"CREATE EXTENSION IF NOT EXISTS {identifier(extension.name)}{with_}{schema}{version}"


def _alter_extension(step: AlterExtension) -> Iterator[str]:
    name = identifier(step.previous.name)
    if step.next.version and step.previous.version != step.next.version:
        yield f"ALTER EXTENSION {name} UPDATE TO {identifier(step.next.version)}"
    if step.next.schema and step.previous.schema != step.next.schema:
        yield f"ALTER EXTENSION {name} SET SCHEMA {identifier(step.next.schema)}"


def _spelled(column: Column) -> Type:
    """A column's type as a history spells it."""
    if column.is_bare and isinstance(column.type, BuiltIn):
        return BuiltIn(column.type.name)
    return column.type


def _values(values: tuple[str, ...]) -> str:
    return ", ".join(map(literal, values))


def _constant(constant: Constant) -> str:
    match constant.kind:
        case "number" | "boolean":
            return constant.text
        case "bytes":
            return literal(f"\\x{constant.text}")
        case "text" | "json" | "datetime":
            return literal(constant.text)


def _index_column(column: IndexColumn) -> str:
    parts = [f"({column.name})" if column.is_expression else identifier(column.name)]
    if column.collation:
        parts.append(f"COLLATE {column.collation}")
    if column.operators:
        parts.append(column.operators)
    if column.sort:
        parts.append("DESC" if column.sort == "Desc" else "ASC")
    if column.nulls:
        parts.append(column.nulls)
    return " ".join(parts)
