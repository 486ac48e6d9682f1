"""Steps as SQL for SQL Server, in Prisma's words (prisma-engines, `mssql/renderer.rs`).

Where Prisma's text would not run it is ours: a unique is dropped as the constraint that it is, a default goes
and comes around a new type, a column comes before the key that it is part of. A table that cannot be changed
in place is copied with constraints dropped by their names.
"""

# ruff: noqa: S608 - names and values are quoted

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from partywall.database.model import (
    Column,
    Computed,
    Constant,
    ConstantList,
    CurrentTime,
    Default,
    ForeignKey,
    FromSequence,
    Index,
    IndexColumn,
    Name,
    PrimaryKey,
    Table,
)
from partywall.database.sqlserver import identifier, literal
from partywall.migrations.dialect import Guard
from partywall.migrations.fill import Filling
from partywall.migrations.filling_sql import filled, questions
from partywall.migrations.lookups import InSQLServer
from partywall.migrations.pairs import Pair
from partywall.migrations.postgresql import ACTIONS, INDENT
from partywall.migrations.sqlserver_table import TableStatements
from partywall.migrations.steps import (
    AddForeignKey,
    AlterTable,
    CreateIndex,
    CreateSchema,
    CreateTable,
    DropForeignKey,
    DropIndex,
    DropSchema,
    DropTable,
    RedefineTable,
    RedefineTables,
    RenameColumn,
    RenameForeignKey,
    RenameIndex,
    RenameTable,
    Step,
)

_BEGIN = "BEGIN TRY\n\nBEGIN TRAN;\n"
_END = (
    "\nCOMMIT TRAN;\n\nEND TRY\nBEGIN CATCH\n\nIF @@TRANCOUNT > 0\nBEGIN\n    ROLLBACK TRAN;\nEND;\n"
    "THROW\n\nEND CATCH\n"
)
_PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)


class SQLServer:
    """Writes steps; each name has its schema."""

    anything = "SELECT 1"
    transaction: tuple[str, str] = (f"\n{_BEGIN}", _END)

    def __init__(self, *, is_careful: bool = False) -> None:
        self.is_careful = is_careful

    def statements(self, step: Step) -> Iterator[str]:  # noqa: C901, PLR0912 - one case a step
        """The statements of one step, without the semicolons."""
        match step:
            case CreateSchema(schema):
                make = national(f"CREATE SCHEMA {identifier(schema)};")
                asked = f"SELECT * FROM sys.schemas WHERE name = {national(schema)}"
                yield f"IF NOT EXISTS ({asked}) EXEC sp_executesql {make}"
            case DropSchema(schema):
                inside = f"SELECT * FROM sys.objects WHERE schema_id = SCHEMA_ID({national(schema)})"
                yield f"IF NOT EXISTS ({inside}) DROP SCHEMA {identifier(schema)}"
            case DropForeignKey(key):
                yield f"ALTER TABLE {self.name(key.table)} DROP CONSTRAINT {identifier(key.name)}"
            case DropIndex(table_name, index) if index.is_constraint:
                yield f"ALTER TABLE {self.name(table_name)} DROP CONSTRAINT {identifier(index.name)}"
            case DropIndex(table_name, index):
                yield f"DROP INDEX {identifier(index.name)} ON {self.name(table_name)}"
            case AlterTable():
                yield from TableStatements(self, step).statements()
            case DropTable(table):
                yield f"DROP TABLE {self.name(table.name)}"
            case CreateTable(table):
                yield self.create_table(table.name, table)
            case RedefineTables(tables):
                for each in tables:
                    yield from self.redefine(each)
            case CreateIndex(table_name, index):
                yield self.create_index(table_name, index)
            case RenameForeignKey(table_name, previous, next_):
                old = plain_path(table_name.schema, previous)
                yield f"EXEC sp_rename {literal(old)}, {literal(next_)}, 'OBJECT'"
            case AddForeignKey(key):
                yield self.add_foreign_key(key)
            case RenameIndex(table_name, previous, next_):
                old = plain_path(table_name.schema, table_name.text, previous)
                yield f"EXEC SP_RENAME {national(old)}, {national(next_)}, N'INDEX'"
            case RenameTable(previous_name, next_name):
                old = plain_path(previous_name.schema, previous_name.text)
                yield f"EXEC SP_RENAME {national(old)}, {national(next_name.text)}"
            case RenameColumn(table_name, previous, next_):
                old = plain_path(table_name.schema, table_name.text, previous)
                yield f"EXEC SP_RENAME {national(old)}, {national(next_)}, N'COLUMN'"
            case _:
                return  # of other providers

    def framed(self, script: str) -> str:
        """A script is one transaction, taken back if anything fails."""
        return f"{_BEGIN}\n{script}{_END}"

    def name(self, name: Name) -> str:
        """A quoted name with its schema."""
        return f"{identifier(name.schema)}.{identifier(name.text)}"

    def quoted(self, name: str) -> str:
        """A quoted name of anything inside of a table."""
        return identifier(name)

    def refusing(self, guards: Sequence[Guard]) -> Iterator[str]:
        """An error is raised, and the transaction taken back.

        As text, for a batch knows no column that it renames.
        """
        for guard in guards:
            yield f"EXEC({national(raised(guard))})"

    def forgotten(self, folder: str) -> str:
        """Prisma refuses to mark an applied migration as rolled back (P3012), so its row is taken out."""
        return f"DELETE FROM [_prisma_migrations] WHERE [migration_name] = {national(folder)}"

    def asked(self, fillings: Sequence[Filling]) -> Iterator[str]:
        """The rows are asked first, to say more than that there is a NULL."""
        return self.refusing(tuple(questions(fillings, self, InSQLServer())))

    def backfill(self, fillings: Sequence[Filling]) -> Iterator[str]:
        """Each column filled, then made required; as text, for a batch knows no column that it adds."""
        for each in fillings:
            table, column = self.name(each.wanted.table), identifier(each.wanted.column.name)
            yield from (f"EXEC({national(fill)})" for fill in filled(each, self, InSQLServer()))
            yield f"ALTER TABLE {table} ALTER COLUMN {column} {each.wanted.column.type} NOT NULL"

    # --- tables -------------------------------------------------------------------------------

    def create_table(self, name: Name, table: Table) -> str:
        """A table with its key and its uniques."""
        lines = [self.column(each) for each in table.columns]
        if table.primary_key is not None:
            lines.append(f"CONSTRAINT {identifier(table.primary_key.name)} {primary_key(table.primary_key)}")
        lines += (
            f"CONSTRAINT {identifier(index.name)} {self.unique(index, ',')}"
            for index in table.indexes
            if index.is_constraint
        )
        text = ",\n".join(INDENT + line for line in lines)
        return f"CREATE TABLE {self.name(name)} (\n{text}\n)"

    def column(self, column: Column) -> str:
        """A column's definition."""
        if column.is_generated:
            return f"{identifier(column.name)} {column.clause.removeprefix('GENERATED ')}"
        parts = [identifier(column.name), str(column.type)]
        if column.clause:
            parts.append(column.clause)
        if column.not_null:
            parts.append("NOT NULL")
        if default := self.default(column.default):
            name = f"CONSTRAINT {identifier(column.default_name)} " if column.default_name else ""
            parts.append(f"{name}DEFAULT {default}")
        if column.is_autoincrement:
            parts.append("IDENTITY(1,1)")
        return " ".join(parts)

    def default(self, default: Default | None) -> str:
        """A column's default; empty where the database is told none."""
        match default:
            case None | FromSequence() | ConstantList():
                return ""
            case CurrentTime():
                return "CURRENT_TIMESTAMP"
            case Computed(sql):
                return sql
            case Constant("number", text):
                return text
            case Constant("boolean", text):
                return "1" if text == "true" else "0"
            case Constant("bytes", text):
                return f"0x{text}"
            case Constant(_, text):
                return literal(text)

    def redefine(self, step: RedefineTable) -> Iterator[str]:
        """A new table beside the old one, its rows, and then its name."""
        old, new = step.previous, Name(step.next.name.schema, f"_prisma_new_{step.next.name.text}")
        names = [key.name for key in step.previous_keys]
        names += [each.name for each in old.indexes if each.is_constraint]
        names += [old.primary_key.name] if old.primary_key else []
        names += [each.default_name for each in old.columns if each.default_name]
        if names:  # they would be in the way of the new ones
            listed = ",\n".join(map(identifier, names))
            yield f"ALTER TABLE {self.name(old.name)} DROP CONSTRAINT {listed}"
        yield self.create_table(new, step.next)
        kept = [each for each in step.next.columns if old.column(each.name) and not each.is_generated]
        if kept:
            counts = any(each.is_autoincrement for each in kept)
            columns = ", ".join(identifier(each.name) for each in kept)
            if counts:
                yield f"SET IDENTITY_INSERT {self.name(new)} ON"
            copy = (
                f"INSERT INTO {self.name(new)} ({columns}) SELECT {columns} FROM {self.name(old.name)} "
                "WITH (holdlock tablockx)"
            )
            yield f"EXEC({national(copy)})"
            if counts:
                yield f"SET IDENTITY_INSERT {self.name(new)} OFF"
        yield f"DROP TABLE {self.name(old.name)}"
        path = national(plain_path(new.schema, new.text))
        yield f"EXEC SP_RENAME {path}, {national(step.next.name.text)}"
        for index in step.next.indexes:
            if not index.is_constraint:
                yield self.create_index(step.next.name, index)
        for key in step.next_keys:
            yield self.add_foreign_key(key)

    # --- indexes and foreign keys -------------------------------------------------------------

    def unique(self, index: Index, separator: str) -> str:
        """A unique as a constraint."""
        columns = separator.join(map(index_column, index.columns))
        return f"UNIQUE {_clustering(index.is_clustered, default='NONCLUSTERED')} ({columns})"

    def create_index(self, table: Name, index: Index) -> str:
        """An index, or a unique, which is a constraint unless it is about some rows only."""
        if index.is_constraint:
            name = identifier(index.name)
            return f"ALTER TABLE {self.name(table)} ADD CONSTRAINT {name} {self.unique(index, ', ')}"
        unique = "UNIQUE " if index.is_unique else ""
        clustering = _clustering(index.is_clustered, default="NONCLUSTERED")
        columns = ", ".join(map(index_column, index.columns))
        clause = f" {index.clause}" if index.clause else ""
        where = f" WHERE {index.where}" if index.where is not None else ""
        return (
            f"CREATE {unique}{clustering} INDEX {identifier(index.name)} ON {self.name(table)}"
            f"({columns}){clause}{where}"
        )

    def add_foreign_key(self, key: ForeignKey) -> str:
        """A foreign key."""
        own, theirs = (", ".join(map(identifier, each)) for each in (key.columns, key.references))
        action = {"Restrict": "NO ACTION"}
        delete, update = (action.get(each, ACTIONS[each]) for each in (key.on_delete, key.on_update))
        return (
            f"ALTER TABLE {self.name(key.table)} ADD CONSTRAINT {identifier(key.name)} FOREIGN KEY ({own}) "
            f"REFERENCES {self.name(key.target)}({theirs}) ON DELETE {delete} ON UPDATE {update}"
        )


def raised(guard: Guard) -> str:
    """The statement that raises an error where a condition holds."""
    return f"IF {guard.condition} RAISERROR(N'%s', 16, 1, {national(guard.message)})"


def national(text: str) -> str:
    """A national string, as Prisma writes names in statements that are text."""
    return f"N{literal(text).removeprefix('N')}"


def plain_path(*names: str) -> str:
    """A path as `sp_rename` reads it: names are quoted only where they have to be."""
    return ".".join(each if _PLAIN.fullmatch(each) else identifier(each) for each in names)


def primary_key(key: PrimaryKey) -> str:
    """What a primary key is, behind its name."""
    columns = key.members or tuple(map(IndexColumn, key.columns))
    clustering = _clustering(key.is_clustered, default="CLUSTERED")
    return f"PRIMARY KEY {clustering} ({','.join(map(index_column, columns))})"


def index_column(column: IndexColumn) -> str:
    """A column of an index or a key."""
    order = {"Desc": " DESC", "Asc": " ASC"}.get(column.sort or "", "")
    return identifier(column.name) + order


def _clustering(is_clustered: bool | None, *, default: str) -> str:  # noqa: FBT001 - None is the third
    if is_clustered is None:
        return default
    return "CLUSTERED" if is_clustered else "NONCLUSTERED"


def redefines(pair: Pair) -> bool:
    """Whether a table is copied: a column begins or ends to count, or no column stays as it is."""
    counting = any(
        before.is_autoincrement != after.is_autoincrement for before, after in pair.columns.values()
    )
    return counting or all(map(pair.recreates, pair.columns))
