"""Steps as SQL for MySQL and MariaDB, in Prisma's words (prisma-engines, `mysql/renderer.rs`).

Indexes of a new table stand inside of it; all changes of a table are one statement. Where Prisma's text would
do something else than it says it is ours: backslashes in strings are escaped, what a schema cannot say of a
column is said again where it is changed.
"""

# ruff: noqa: S608 - names and values are quoted

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from partywall.database.model import (
    BuiltIn,
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
    OneOf,
    PrimaryKey,
    Table,
    Type,
)
from partywall.database.mysql import identifier, literal
from partywall.database.mysql_types import MOMENTS
from partywall.migrations.dialect import Guard
from partywall.migrations.fill import Filling
from partywall.migrations.filling_sql import filled, questions
from partywall.migrations.lookups import InMySQL
from partywall.migrations.mysql_locks import IN_PLACE, clause_for
from partywall.migrations.mysql_moments import moment
from partywall.migrations.postgresql import ACTIONS, INDENT
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AlterColumn,
    AlterTable,
    Change,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTable,
    RecreateColumn,
    RenameColumn,
    RenameColumnValues,
    RenameIndex,
    RenamePrimaryKey,
    RenameTable,
    Step,
)

_TABLE_OPTIONS = "DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
_CHECK = "`_partywall_check`"
_MAX_CHARACTERS = 64
_CHARACTERS = re.compile(r"(?i)^(?:CHARACTER\s+SET|CHARSET)\s+\w+\s*")
_NOT_IN_NAMES = re.compile("[\U00010000-\U0010ffff]")


class MySQL:
    """Writes steps. `is_careful`: so that the server refuses rather than copies a table without need."""

    anything = "SELECT 1"
    transaction: tuple[str, str] = ("", "")
    """Each change of a table ends the transaction that it stands in."""

    def __init__(self, *, is_careful: bool = False) -> None:
        self.is_careful = is_careful

    def statements(self, step: Step) -> Iterator[str]:  # noqa: C901, PLR0912 - one case a step
        """The statements of one step, without the semicolons."""
        lock = clause_for(step) if self.is_careful else None
        match step:
            case DropForeignKey(key):
                yield f"ALTER TABLE {self.name(key.table)} DROP FOREIGN KEY {identifier(key.name)}"
            case DropIndex(table_name, index):
                yield self.drop_index(table_name, index, lock)
            case AlterTable():
                clauses = [clause for change in step.changes for clause in self.clauses(change)]
                clauses += [lock] if lock else []
                yield f"ALTER TABLE {self.name(step.previous.name)} " + f",\n{INDENT}".join(clauses)
            case DropTable(table):
                yield f"DROP TABLE {self.name(table.name)}"
            case CreateTable(table):
                yield self.create_table(table)
            case CreateIndex(table_name, index) if lock:
                yield f"ALTER TABLE {self.name(table_name)} ADD {self.index(index)}, {lock}"
            case CreateIndex(table_name, index):
                yield self.create_index(table_name, index)
            case AddForeignKey(key):
                yield self.add_foreign_key(key)
            case RenameIndex(table_name, previous, next_):
                names = f"{identifier(previous)} TO {identifier(next_)}"
                yield f"ALTER TABLE {self.name(table_name)} RENAME INDEX {names}"
            case RenameTable(previous, next_):
                yield f"ALTER TABLE {self.name(previous)} RENAME TO {self.name(next_)}"
            case RenameColumn(table_name, previous, next_):
                names = f"{identifier(previous)} TO {identifier(next_)}"
                yield f"ALTER TABLE {self.name(table_name)} RENAME COLUMN {names}"
            case RenameColumnValues():
                yield from self.rename_values(step)
            case _:
                return  # of other providers

    def drop_index(self, table: Name, index: Index, lock: str | None) -> str:
        """An index goes. MariaDB knows no `ALGORITHM` after `DROP INDEX`."""
        if lock:
            return f"ALTER TABLE {self.name(table)} DROP INDEX {identifier(index.name)}, {lock}"
        return f"DROP INDEX {identifier(index.name)} ON {self.name(table)}"

    def rename_values(self, step: RenameColumnValues) -> Iterator[str]:
        """A value that is not in the column's type cannot be written: the new ones come, the old ones go."""
        table, column = self.name(step.table), identifier(step.previous.name)
        values = step.previous.type.values if isinstance(step.previous.type, OneOf) else ()
        both = replace(step.previous, type=OneOf((*values, *(new for _, new in step.values))))
        yield f"ALTER TABLE {table} MODIFY {self.modified(both)}"
        for old, new in step.values:
            yield f"UPDATE {table} SET {column} = {literal(new)} WHERE {column} = {literal(old)}"
        yield f"ALTER TABLE {table} MODIFY {self.modified(step.next)}"

    def add_foreign_key(self, key: ForeignKey) -> str:
        """A foreign key comes."""
        return (
            f"ALTER TABLE {self.name(key.table)} ADD CONSTRAINT {identifier(key.name)} "
            f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {self.name(key.target)}"
            f"({_names(key.references)}) "
            f"ON DELETE {ACTIONS[key.on_delete]} ON UPDATE {ACTIONS[key.on_update]}"
        )

    def framed(self, script: str) -> str:
        """Scripts stand as they are."""
        return script

    def name(self, name: Name) -> str:
        """A quoted name; there are no schemas."""
        return identifier(name.text)

    def quoted(self, name: str) -> str:
        """A quoted name of anything inside of a table."""
        return identifier(name)

    def refusing(self, guards: Sequence[Guard]) -> Iterator[str]:
        """A check whose name is the message, and a row that it does not let in where the condition holds."""
        for guard in guards:
            yield f"DROP TEMPORARY TABLE IF EXISTS {_CHECK}"
            message = _NOT_IN_NAMES.sub("?", guard.message)[:_MAX_CHARACTERS].strip()
            check = f"CONSTRAINT {identifier(message)} CHECK (`fits`)"
            yield f"CREATE TEMPORARY TABLE {_CHECK} (`fits` BOOLEAN, {check})"
            yield f"INSERT INTO {_CHECK} SELECT 0 FROM (SELECT 1) AS `one` WHERE {guard.condition}"
        yield f"DROP TEMPORARY TABLE IF EXISTS {_CHECK}"

    def forgotten(self, folder: str) -> str:
        """Prisma refuses to mark an applied migration as rolled back (P3012), so its row is taken out."""
        return f"DELETE FROM `_prisma_migrations` WHERE `migration_name` = {literal(folder)}"

    def asked(self, fillings: Sequence[Filling]) -> Iterator[str]:
        """Nothing can be taken back once a column has been added: the rows are asked before."""
        guards = tuple(questions(fillings, self, InMySQL()))
        return self.refusing(guards) if guards else iter(())

    def backfill(self, fillings: Sequence[Filling]) -> Iterator[str]:
        """Each column filled, then made required."""
        for each in fillings:
            table = self.name(each.wanted.table)
            yield from filled(each, self, InMySQL())
            lock = f", {IN_PLACE}" if self.is_careful else ""
            yield f"ALTER TABLE {table} MODIFY {self.modified(each.wanted.column)}{lock}"

    # --- tables -------------------------------------------------------------------------------

    def create_table(self, table: Table) -> str:
        """A table with its keys and indexes."""
        lines = ",\n".join(INDENT + self.column(each) for each in table.columns)
        inside = [self.index(each) for each in table.indexes if not each.is_implicit or _is_by_column(each)]
        if table.primary_key is not None:
            inside.append(f"PRIMARY KEY ({_key_columns(table.primary_key)})")
        if inside:
            lines += ",\n\n" + ",\n".join(INDENT + each for each in inside)
        return f"CREATE TABLE {self.name(table.name)} (\n{lines}\n) {table.clause or _TABLE_OPTIONS}"

    def index(self, index: Index) -> str:
        """An index inside of its table."""
        return f"{_kind(index)}INDEX {identifier(index.name)}({', '.join(map(_index_column, index.columns))})"

    def create_index(self, table: Name, index: Index) -> str:
        """An index on a table that is there."""
        columns = ", ".join(map(_index_column, index.columns))
        return f"CREATE {_kind(index)}INDEX {identifier(index.name)} ON {self.name(table)}({columns})"

    def column(self, column: Column) -> str:
        """A column's definition where it is new."""
        parts = self.first_parts(column)
        if column.is_autoincrement:
            parts.append("AUTO_INCREMENT")
        return " ".join([*parts, *self.last_parts(column)])

    def modified(self, column: Column) -> str:
        """A column's definition where it changes; Prisma writes it in another order."""
        parts = [*self.first_parts(column), *self.last_parts(column)]
        return " ".join([*parts, "AUTO_INCREMENT"] if column.is_autoincrement else parts)

    def first_parts(self, column: Column) -> list[str]:
        """The name and the type; characters are a part of it."""
        characters = _CHARACTERS.match(column.clause)
        type_ = self.type(column.type) + (f" {characters[0].strip()}" if characters else "")
        null = "NOT NULL" if column.not_null else "NULL"
        return [identifier(column.name), type_, *([] if column.is_generated else [null])]

    def last_parts(self, column: Column) -> Iterator[str]:
        """The default, and what a schema cannot say."""
        if default := self.default(column):
            yield f"DEFAULT {default}"
        if rest := _CHARACTERS.sub("", column.clause):
            yield rest
        if column.is_generated and column.not_null:  # before it no server takes that, and MariaDB no `NULL`
            yield "NOT NULL"

    def type(self, of: Type) -> str:
        """A type; a blank stands between two arguments."""
        if isinstance(of, OneOf):
            return f"ENUM({', '.join(map(literal, of.values))})"
        if isinstance(of, BuiltIn) and of.arguments:
            name, _, sign = of.name.partition(" ")
            return f"{name}({', '.join(of.arguments)}){f' {sign}' if sign else ''}"
        return str(of)

    def default(self, column: Column) -> str:
        """A column's default; empty where the database is told none."""
        default: Default | None = column.default
        match default:
            case None | FromSequence() | ConstantList():
                return ""
            case CurrentTime():
                has_fraction = isinstance(column.type, BuiltIn) and column.type.name in MOMENTS
                arguments = column.type.arguments if isinstance(column.type, BuiltIn) and has_fraction else ()
                return f"CURRENT_TIMESTAMP({arguments[0]})" if arguments else "CURRENT_TIMESTAMP"
            case Computed(sql):
                return sql
            case Constant("number" | "boolean", text):
                return text
            case Constant("datetime", text) if self.is_careful and isinstance(column.type, BuiltIn):
                return literal(moment(text, column.type.name))
            case Constant("datetime", text):
                return literal(text.replace(" ", "T", 1).replace(" ", ""))
            case Constant(_, text):
                return literal(text)

    def clauses(self, change: Change) -> Iterator[str]:
        """What one change is inside of `ALTER TABLE`."""
        match change:
            case DropPrimaryKey():
                yield "DROP PRIMARY KEY"
            case AddPrimaryKey(key):
                yield f"ADD PRIMARY KEY ({_key_columns(key)})"
            case DropColumn(column):
                yield f"DROP COLUMN {identifier(column.name)}"
            case AddColumn(column):
                yield f"ADD COLUMN {self.column(column)}"
            case RecreateColumn(previous, next_):
                yield f"DROP COLUMN {identifier(previous.name)}"
                yield f"ADD COLUMN {self.column(next_)}"
            case AlterColumn():
                yield self.alter_column(change)
            case RenamePrimaryKey():
                return

    def alter_column(self, change: AlterColumn) -> str:
        """Only a default that goes is not a new definition."""
        only_default = change.default and not (change.arity or change.cast or change.autoincrement)
        if only_default and change.next.default is None:
            return f"ALTER COLUMN {identifier(change.next.name)} DROP DEFAULT"
        column = replace(change.next, clause=change.next.clause or change.previous.clause)
        return f"MODIFY {self.modified(column)}"


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(identifier, names))


def _is_by_column(index: Index) -> bool:
    """Whether it has its column's name, as that of a foreign key without one: ours has one."""
    return index.name in index.column_names


def _kind(index: Index) -> str:
    if index.is_unique:
        return "UNIQUE "
    return f"{index.method.upper()} " if index.method in {"fulltext", "spatial"} else ""


def _key_columns(key: PrimaryKey) -> str:
    return ", ".join(map(_index_column, key.members)) if key.members else _names(key.columns)


def _index_column(column: IndexColumn) -> str:
    text = f"({column.name})" if column.is_expression else identifier(column.name)
    if column.length is not None:
        text += f"({column.length})"
    if column.sort:
        text += " DESC" if column.sort == "Desc" else " ASC"
    return text
