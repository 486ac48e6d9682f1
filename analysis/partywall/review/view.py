"""One migration with all that a hazard may know: its statements, what was there before, how it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field

from partywall.config import OLDEST_POSTGRES
from partywall.database.ddl import (
    AddColumn,
    AddConstraint,
    Constraint,
    CreateIndex,
    CreateTable,
    DropTables,
    RenameColumn,
    RenameTable,
)
from partywall.database.from_sql import HistoryFile
from partywall.database.model import Database, ForeignKey, Index, Name, Other, Table
from partywall.database.provider import Provider
from partywall.migrations.base import Base
from partywall.review.alterations import Around, alterations
from partywall.review.data import Data, Delete, Insert, Truncate, Update
from partywall.review.data_reading import data_of
from partywall.review.execution import Execution, PrismaVersions
from partywall.review.redefinitions import Redefinition, redefinitions
from partywall.review.statements import Change, Script, Statement, created_table
from partywall.review.tenants import NO_TENANTS, Tenants
from partywall.values import dataclass

Changed = tuple[Change, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MigrationView:
    """One migration.

    `before` and `after` are the databases around it. `made_since` are the tables that migrations before it
    make which are still to be applied, as this one is: they have no rows. `last_applied` is the last applied
    folder, None where this one is applied or nothing is known; `applied_text` what the file said when it was
    applied. `gone` are applied folders that are not there any more, and of which this one tells as their
    neighbour.
    `earlier` are the migrations before it, `later` those behind; `base` is what it was made on, where that is
    said beside it. `postgres` is the version of the servers.
    """

    file: HistoryFile
    script: Script
    execution: Execution
    prisma: PrismaVersions
    before: Database
    after: Database
    tenants: Tenants = NO_TENANTS
    made_since: frozenset[Name] = frozenset()
    is_applied: bool = False
    last_applied: str | None = None
    applied_text: str | None = None
    gone: tuple[str, ...] = ()
    base: Base | None = None
    earlier: tuple[HistoryFile, ...] = ()
    later: tuple[Script, ...] = ()
    postgres: int = OLDEST_POSTGRES
    changes: Changed = field(default=(), init=False)
    data: tuple[tuple[Statement, Data], ...] = field(default=(), init=False)
    redefinitions: tuple[Redefinition, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        """Read what many hazards ask for once."""
        data = tuple((each, found) for each in self.statements for found in data_of(each))
        made_anew = tuple(redefinitions(self.statements, data))
        changes = alterations(self.script, Around(self.before, self.after), made_anew)
        object.__setattr__(self, "data", data)
        object.__setattr__(self, "redefinitions", made_anew)
        object.__setattr__(self, "changes", changes)

    @property
    def provider(self) -> Provider:
        """The database that it is for."""
        return self.script.provider

    def resolved(self, name: Name) -> Name:
        """A name that is written in it as the database has it."""
        return self.provider.resolved(name)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the file says."""
        return self.script.statements

    # --- tables -------------------------------------------------------------------------------

    def has_rows(self, table: Name, at: Statement) -> bool:
        """Whether a table may have rows when a statement comes to it.

        One that is altered and was not made here was made before, known or not. One that was emptied here, or
        made by a migration that is still to be applied, has none.
        """
        last, table = table, self.earlier_name(table, at)
        for each in self._until(at):
            then = table if last == table else self.earlier_name(last, at, each)
            if created_table(each) == then and not (
                isinstance(each.operation, CreateTable)
                and each.operation.if_not_exists
                and self.before.table(table)
            ):
                return False
            if each.operation is None and self.before.table(table) is None and each.mentions(table.text):
                return False  # something that is not understood may have made it
        if any(self._empties(table, each) for each in self._until(at)):
            return False
        return table not in self.made_since

    def earlier_name(self, table: Name, at: Statement, behind: Statement | None = None) -> Name:
        """The name that a table had before this migration, or behind an earlier statement of it."""
        first = -1 if behind is None else behind.number
        for change in reversed(self.changes):
            if first < change.statement.number < at.number and isinstance(change.action, RenameTable):
                renamed = Name(change.table.schema, change.action.next)
                table = change.table if renamed == table else table
        return table

    def table_before(self, table: Name, at: Statement) -> Table | None:
        """The table as it was before this migration."""
        return self.before.table(self.earlier_name(table, at))

    def is_made_here(self, table: Name) -> bool:
        """Whether this migration makes the table."""
        return any(created_table(each) == table for each in self.statements)

    def added_columns(self, table: Name, at: Statement) -> dict[str, AddColumn]:
        """The columns that statements of this migration up to this one add to a table, as named then."""
        found: dict[str, AddColumn] = {}
        for change in self.changes:
            if change.table != table or change.statement.source.start > at.source.start:
                continue
            if isinstance(change.action, AddColumn):
                found[change.action.column.name] = change.action
            elif isinstance(change.action, RenameColumn) and change.action.previous in found:
                found[change.action.next] = found.pop(change.action.previous)
        return found

    def _until(self, at: Statement) -> Iterator[Statement]:
        return (each for each in self.statements if each.source.start < at.source.start)

    def _empties(self, table: Name, statement: Statement) -> bool:
        if statement.is_uncertain:
            return False
        for data in (found for each, found in self.data if each is statement):
            match data:
                case Truncate(tables) if table in tables:
                    return True
                case Delete(deleted, None) if deleted == table:
                    return True
                case _:
                    pass
        if not isinstance(statement.operation, DropTables) or self.is_made_anew(statement):
            return False
        return table in map(self.resolved, statement.operation.names)

    def is_made_anew(self, dropped: Statement) -> bool:
        """Whether the table that a statement drops comes back with its rows, or its rows are in another."""
        if any(each.dropped is dropped for each in self.redefinitions):
            return True
        names = dropped.operation.names if isinstance(dropped.operation, DropTables) else ()
        moved = {name: self.earlier_name(name, dropped) for name in map(self.resolved, names)}
        return any(
            isinstance(data, Insert)
            and any(moved.get(each.table, each.table) == data.table != each.table for each in data.reads)
            for _, data in self.data
        )

    @property
    def prisma_splits(self) -> bool:
        """Whether this release of Prisma sends statements one by one, if it can cut the file."""
        return self.prisma.splits == "yes"

    # --- what is asked for often ----------------------------------------------------------------

    @property
    def constraints(self) -> Iterator[tuple[Change, Constraint]]:
        """The constraints that it adds to tables by `ALTER TABLE … ADD CONSTRAINT`."""
        for change in self.changes:
            if isinstance(change.action, AddConstraint):
                yield change, change.action.constraint

    @property
    def indexes(self) -> Iterator[tuple[Statement, CreateIndex]]:
        """The indexes that it creates by statements of their own."""
        for each in self.statements:
            if isinstance(each.operation, CreateIndex) and not each.is_uncertain:
                yield each, each.operation

    def later_statements(self) -> Iterator[Statement]:
        """The statements of later migrations."""
        for script in self.later:
            yield from script.statements

    def later_changes(self) -> Iterator[Change]:
        """What later migrations alter."""
        for script in self.later:
            yield from script.changes

    def is_indexed(self, table: Name, columns: Sequence[str]) -> bool:
        """Whether an index begins with one of these columns, now or after a later migration.

        A statement that is not understood and speaks of an index of the table may make one.
        """
        known = self.after.table(table)
        if any(is_indexed(known, (each,)) for each in columns):
            return True
        for each in (*self.statements, *self.later_statements()):
            made = each.operation
            if isinstance(made, CreateIndex) and self.resolved(made.table) == table:
                if made.where is None and made.columns[0].name in columns:
                    return True
            elif made is None and each.has("INDEX") and each.mentions(table.text):
                return True
        return False

    def others(self, database: Database, kind: str, table: Name) -> tuple[Other, ...]:
        """The policies, triggers or checks of a table."""
        return tuple(each for each in database.others if each.kind == kind and each.table == table)

    def is_forced(self, table: Name, database: Database) -> bool:
        """Whether policies hold for the table's owner too."""
        return bool(self.others(database, "FORCE ROW LEVEL SECURITY", table)) and self.is_secured(
            table, database
        )

    def is_secured(self, table: Name, database: Database) -> bool:
        """Whether row-level security is on."""
        return bool(self.others(database, "ROW LEVEL SECURITY", table))

    @property
    def secures_by_name(self) -> bool:
        """Whether a block turns row-level security on for names it puts together: nobody knows for which."""
        return any(
            each.keyword == "EXECUTE"
            and each.is_nested
            and "ENABLE ROW LEVEL SECURITY" in each.source.sql.upper()
            for each in self.statements
        )

    def read_before(self, name: str, at: Statement) -> Iterator[Statement]:
        """The statements that write rows and name a column or table, before another takes it away.

        It may do so in a part (`WITH … AS (INSERT …)`), or in a `DO` block, whose words are in a string.
        """
        for each in self._until(at):
            is_inside = each.keyword == "DO" and name in each.source.sql
            if is_inside or (each.mentions(name) and any(token.key in _WRITING for token in each.tokens)):
                yield each

    def is_filled(self, change: Change, column: str) -> bool:
        """Whether a statement before it gives the rows a value in a column, or deletes those without."""
        added = self.added_columns(change.table, change.statement).get(column)
        if added and added.column.default is not None:
            return True
        for statement, data in self.data:
            if statement.source.start > change.statement.source.start:
                return False
            match data:
                case Update(table=name, sets=sets) if name == change.table and column in sets:
                    return True
                case Delete(table=name, where=where) if name == change.table and where:
                    if any(each.is_name and each.value == column for each in where):
                        return True
                case _:
                    pass
        return False


_WORD = re.compile(r"\w+")
_WRITING = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})

# --- asked of any database ------------------------------------------------------------------------


def serves(index: Index, columns: Sequence[str]) -> bool:
    """Whether an index answers a search for these columns, in any order, by its beginning."""
    if index.where is not None or index.method not in {"btree", "hash"}:
        return False
    return set(index.column_names[: len(columns)]) == set(columns)


def is_indexed(table: Table | None, columns: Sequence[str]) -> bool:
    """Whether a key or an index begins with these columns."""
    if table is None:
        return False
    key = table.primary_key.columns if table.primary_key else ()
    return set(key[: len(columns)]) == set(columns) or any(serves(each, columns) for each in table.indexes)


def columns_of(index: CreateIndex, table: Table | None) -> tuple[str, ...]:
    """The columns that an index is over, those in its expressions too."""
    names = [each.name for each in table.columns] if table else []
    found: list[str] = []
    for each in index.columns:
        words = set(_WORD.findall(each.name)) if each.is_expression else {each.name}
        found += [name for name in names if name in words] if each.is_expression else [each.name]
    return tuple(dict.fromkeys(found))


def uniques(table: Table | None) -> Iterator[tuple[str, ...]]:
    """The columns of each key of a table: no two rows agree in them."""
    if table is None:
        return
    if table.primary_key:
        yield table.primary_key.columns
    for each in table.indexes:
        if each.is_unique and each.where is None and not each.has_expressions:
            yield each.column_names


def foreign_key(database: Database, table: Name, columns: Sequence[str]) -> ForeignKey | None:
    """The foreign key over these columns."""
    found = database.foreign_keys_of(table)
    return next((each for each in found if each.columns == tuple(columns)), None)
