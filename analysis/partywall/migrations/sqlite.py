"""Steps as SQL for SQLite, in Prisma's words (prisma-engines, `sqlite/renderer.rs`).

SQLite changes little in place: a table is made anew with its rows, foreign keys and primary key inside. Where
Prisma's text would not run it is ours: JSON as a default is quoted, bytes are bytes and not their
hexadecimal digits as text.
"""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

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
    Other,
    PrimaryKey,
    Table,
)
from partywall.database.sql_text import identifier, identifiers, literal
from partywall.migrations.dialect import Guard
from partywall.migrations.fill import Filling
from partywall.migrations.filling_sql import deletions, questions, value
from partywall.migrations.lookups import InSQLite
from partywall.migrations.pairs import Pair, same_index
from partywall.migrations.postgresql import ACTIONS, INDENT
from partywall.migrations.script import one_line
from partywall.migrations.steps import (
    AddColumn,
    AlterTable,
    CreateIndex,
    CreateTable,
    DropIndex,
    DropTable,
    RedefineIndex,
    RedefineTable,
    RedefineTables,
    RenameColumn,
    RenameTable,
    Step,
)

BEFORE_COPIES = ("PRAGMA defer_foreign_keys=ON", "PRAGMA foreign_keys=OFF")
AFTER_COPIES = ("PRAGMA foreign_keys=ON", "PRAGMA defer_foreign_keys=OFF")
_CHECK = '"_partywall_check"'
_PLAIN = re.compile(r"\(.*\)|[xX]?'(?:[^']|'')*'|[+-]?[\d.]+(?:[eE][+-]?\d+)?|\w+", re.DOTALL)
"""What SQLite takes as a default without parentheses around it."""


class SQLite:
    """Writes steps. `is_careful`: in a form that can be run again after it has failed."""

    anything = "SELECT 1"
    transaction: tuple[str, str] = ("", "")
    """Foreign keys cannot be switched off inside of one."""

    def __init__(self, *, is_careful: bool = False) -> None:
        self.is_careful = is_careful

    def statements(self, step: Step) -> Iterator[str]:  # noqa: C901 - one case a step
        """The statements of one step, without the semicolons."""
        match step:
            case DropIndex(_, index):
                yield f"DROP INDEX {identifier(index.name)}"
            case AlterTable():
                yield from self.alter_table(step)
            case DropTable(table):
                yield "PRAGMA foreign_keys=off"
                yield f"DROP TABLE {self.name(table.name)}"
                yield "PRAGMA foreign_keys=on"
            case CreateTable(table, keys):
                yield self.create_table(table.name, table, keys)
            case RedefineTables(tables, others):
                yield from (f"DROP {each.kind} {identifier(each.name)}" for each in reversed(others))
                yield from BEFORE_COPIES
                for each in tables:
                    yield from self.redefine(each)
                yield from AFTER_COPIES
                yield from (each.sql for each in others)
            case CreateIndex(table_name, index):
                yield from self.create_index(table_name, index)
            case RedefineIndex(table_name, previous, next_):
                yield f"DROP INDEX {identifier(previous.name)}"
                yield from self.create_index(table_name, next_)
            case RenameTable(previous_name, next_name):
                yield f"ALTER TABLE {self.name(previous_name)} RENAME TO {self.name(next_name)}"
            case RenameColumn(table_name, old, new):
                names = f"{identifier(old)} TO {identifier(new)}"
                yield f"ALTER TABLE {self.name(table_name)} RENAME COLUMN {names}"
            case _:
                return  # of other providers

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
            yield f"DROP TABLE IF EXISTS temp.{_CHECK}"
            check = f'CONSTRAINT {identifier(guard.message)} CHECK ("fits")'
            yield f'CREATE TEMPORARY TABLE {_CHECK} ("fits" INTEGER {check})'
            yield f"INSERT INTO temp.{_CHECK} SELECT 0 WHERE {guard.condition}"
        yield f"DROP TABLE IF EXISTS temp.{_CHECK}"

    def forgotten(self, folder: str) -> str:
        """Prisma refuses to mark an applied migration as rolled back (P3012), so its row is taken out."""
        return f'DELETE FROM "_prisma_migrations" WHERE "migration_name" = {literal(folder)}'

    def asked(self, fillings: Sequence[Filling]) -> Iterator[str]:
        """A script is applied statement by statement, so the rows are asked before anything is done.

        Rows that are to go do so before their table is copied, while foreign keys hold.
        """
        if guards := tuple(questions(fillings, self, InSQLite())):
            yield from self.refusing(guards)
        if rows := tuple(deletions(fillings, self, InSQLite())):
            yield "PRAGMA foreign_keys=ON"
            yield from rows

    def backfill(self, _: Sequence[Filling]) -> Iterator[str]:
        """The values are put in where the tables are made anew."""
        return iter(())

    # --- tables -------------------------------------------------------------------------------

    def create_table(
        self, name: Name, table: Table, keys: Sequence[ForeignKey], checks: Sequence[Other] = ()
    ) -> str:
        """A table with its keys; a primary key of one column stands beside it."""
        key = table.primary_key
        single = key.columns[0] if key is not None and len(key.columns) == 1 else None
        lines = [self.column(each, is_key=each.name == single) for each in table.columns]
        text = ",\n".join(INDENT + line for line in lines)
        if key is not None and single is None:
            text += f",\n\n{INDENT}PRIMARY KEY ({identifiers(key.columns)})"
        for each in keys:
            text += f",\n{INDENT}{self.foreign_key(each)}"
        text += "".join(f",\n{INDENT}{each.sql}" for each in checks)
        clause = f" {table.clause}" if table.clause else ""
        return f"CREATE TABLE {self.name(name)} (\n{text}\n){clause}"

    def column(self, column: Column, *, is_key: bool) -> str:
        """A column's definition."""
        parts = [identifier(column.name), str(column.type)]
        if column.not_null:
            parts.append("NOT NULL")
        if is_key:
            parts.append("PRIMARY KEY")
        if is_key and column.is_autoincrement:
            parts.append("AUTOINCREMENT")
        if default := self.default(column.default):
            parts.append(f"DEFAULT {default}")
        if column.clause:
            parts.append(column.clause)
        return " ".join(parts)

    def default(self, default: Default | None) -> str:
        """A column's default; empty where the database is told none."""
        match default:
            case None | FromSequence() | ConstantList():
                return ""
            case CurrentTime():
                return "CURRENT_TIMESTAMP"
            case Computed(sql):
                return sql if not self.is_careful or _PLAIN.fullmatch(sql) else f"({sql})"
            case Constant("number" | "boolean", text):
                return text
            case Constant("bytes", text):
                return f"X{literal(text)}"
            case Constant(_, text):
                return literal(text)

    def foreign_key(self, key: ForeignKey) -> str:
        """A foreign key as a part of its table."""
        clause = f" {key.clause}" if key.clause else ""
        return (
            f"CONSTRAINT {identifier(key.name)} FOREIGN KEY ({identifiers(key.columns)}) "
            f"REFERENCES {self.name(key.target)} ({identifiers(key.references)}) "
            f"ON DELETE {ACTIONS[key.on_delete]} ON UPDATE {ACTIONS[key.on_update]}{clause}"
        )

    def alter_table(self, step: AlterTable) -> Iterator[str]:
        """Only columns that rows need no value for can come in place."""
        for change in step.changes:
            if isinstance(change, AddColumn):
                column = self.column(change.column, is_key=False)
                yield f"ALTER TABLE {self.name(step.next.name)} ADD COLUMN {column}"

    def redefine(self, step: RedefineTable) -> Iterator[str]:
        """A new table beside the old one, its rows, and then its name.

        A run that was broken off leaves a new table behind, which goes; but not if the old one is gone, for
        then it has all the rows: nothing is deleted from the old one to find out.
        """
        old, new = step.previous.name, Name("", f"new_{step.next.name.text}")
        if self.is_careful:
            reason = f"-- Fails where it is gone: {one_line(new.text)} then has all the rows, and must stay."
            yield f"{reason}\nDELETE FROM {self.name(old)} WHERE 0"
            yield f"DROP TABLE IF EXISTS {self.name(new)}"
        yield self.create_table(new, step.next, step.next_keys, step.checks)
        values = dict(self.values(step))
        if values:
            columns = identifiers(tuple(values))
            selected = ", ".join(values.values())
            yield f"INSERT INTO {self.name(new)} ({columns}) SELECT {selected} FROM {self.name(old)}"
        yield f"DROP TABLE {self.name(old)}"
        yield f"ALTER TABLE {self.name(new)} RENAME TO {self.name(step.next.name)}"
        for index in (*step.next.indexes, *step.kept):
            yield from self.create_index(step.next.name, index)

    def values(self, step: RedefineTable) -> Iterator[tuple[str, str]]:
        """What each column of the copy takes its value from, sorted by name as Prisma does."""
        filled = {each.wanted.column.name: value(each, self, InSQLite()) for each in step.filled}
        for column in sorted(step.next.columns, key=lambda each: each.name.encode(errors="replace")):
            before, name = step.previous.column(column.name), identifier(column.name)
            default = self.default(column.default)
            if column.name in filled and before is not None:
                yield column.name, f"coalesce({name}, {filled[column.name]}) AS {name}"
            elif column.name in filled:
                yield column.name, f"{filled[column.name]} AS {name}"
            elif before is None or column.is_generated:
                continue
            elif not before.not_null and column.not_null and default:
                yield column.name, f"coalesce({name}, {default}) AS {name}"
            else:
                yield column.name, name

    # --- indexes ------------------------------------------------------------------------------

    def create_index(self, table: Name, index: Index) -> Iterator[str]:
        """An index; a name that SQLite keeps for itself is taken all the same, as Prisma does."""
        unique = "UNIQUE " if index.is_unique else ""
        columns = ", ".join(map(_index_column, index.columns))
        where = f" WHERE {index.where}" if index.where is not None else ""
        is_reserved = index.name.startswith("sqlite_")
        if is_reserved:
            yield "Pragma writable_schema=1"
        yield f"CREATE {unique}INDEX {identifier(index.name)} ON {self.name(table)}({columns}){where}"
        if is_reserved:
            yield "Pragma writable_schema=0"


def redefines(pair: Pair) -> bool:
    """Whether a table is made anew: for anything but columns that rows need no value for."""
    old, new = pair.previous.primary_key, pair.next.primary_key
    return (
        _columns(old) != _columns(new)
        or bool(pair.dropped)
        or any(each.arity == "required" for each in pair.added)
        or bool(pair.changed)
        or any(each.is_constraint and not _stays(each, pair.next) for each in pair.previous.indexes)
        or any(pair.matching_key(each, pair.next_keys) is None for each in pair.previous_keys)
        or any(pair.matching_key(each, pair.previous_keys) is None for each in pair.next_keys)
    )


def _stays(unique: Index, table: Table) -> bool:
    """Whether a unique is still asked for; one that is a part of its table cannot be dropped alone."""
    return any(
        each.name == unique.name and same_index(unique, each, compares_conditions=True)
        for each in table.indexes
    )


def _columns(key: PrimaryKey | None) -> tuple[str, ...]:
    return key.columns if key else ()


def _index_column(column: IndexColumn) -> str:
    parts = [column.name if column.is_expression else identifier(column.name)]
    if column.collation:
        parts.append(f"COLLATE {identifier(column.collation)}")
    if column.sort:
        parts.append("DESC" if column.sort == "Desc" else "ASC")
    return " ".join(parts)
