"""The statements that change a table on SQL Server, in Prisma's order (prisma-engines, `alter_table.rs`).

Constraints go first, among them the defaults of columns that go or change, then each column changes, columns
go, constraints come, columns come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from partywall.database.model import Column, PrimaryKey
from partywall.database.sqlserver import identifier
from partywall.migrations import sqlserver
from partywall.migrations.steps import (
    AddColumn,
    AddPrimaryKey,
    AlterColumn,
    AlterTable,
    Change,
    DropColumn,
    DropPrimaryKey,
    RecreateColumn,
    RenamePrimaryKey,
)

if TYPE_CHECKING:
    from partywall.migrations.sqlserver import SQLServer

_OWN_NAME = re.compile(r"[A-Za-z]\w*_pkey", re.ASCII)


class TableStatements:
    """Sorts the changes of one table by the statement that they belong to."""

    def __init__(self, dialect: SQLServer, step: AlterTable) -> None:
        self.dialect = dialect
        self.step = step
        self.gone_constraints: set[str] = set()
        self.renamed: list[str] = []
        self.altered: list[str] = []
        self.gone_columns: list[str] = []
        self.new_constraints: list[str] = []
        self.new_columns: list[Column] = []
        for change in step.changes:
            self.sort(change)

    def statements(self) -> Iterator[str]:
        """The statements in order."""
        table = f"ALTER TABLE {self.dialect.name(self.step.next.name)}"
        if self.gone_constraints:
            names = sorted(self.gone_constraints, key=lambda each: each.encode(errors="replace"))
            yield f"{table} DROP CONSTRAINT " + ",\n".join(map(identifier, names))
        yield from self.renamed
        for each in self.altered:
            yield f"{table} ALTER COLUMN {each}"
        if self.gone_columns:
            yield f"{table} DROP COLUMN " + ",\n".join(self.gone_columns)
        constraints = [f"{table} ADD {', '.join(self.new_constraints)}"] if self.new_constraints else []
        columns: list[str] = []
        if self.new_columns:
            columns = [f"{table} ADD " + ",\n".join(map(self.dialect.column, self.new_columns))]
        yield from (*columns, *constraints) if self.needs_new_columns() else (*constraints, *columns)

    def needs_new_columns(self) -> bool:
        """Whether the new primary key is on a column that is new too."""
        names = {each.name for each in self.new_columns}
        return any(
            isinstance(each, AddPrimaryKey) and not names.isdisjoint(each.key.columns)
            for each in self.step.changes
        )

    def sort(self, change: Change) -> None:
        """Put a change where it belongs."""
        match change:
            case DropPrimaryKey(key):
                self.gone_constraints.add(key.name)
            case RenamePrimaryKey(previous, next_):
                path = sqlserver.plain_path(self.step.previous.name.schema, previous)
                names = f"{sqlserver.national(path)}, {sqlserver.national(next_)}"
                self.renamed.append(f"EXEC SP_RENAME {names}")
            case AddPrimaryKey(key):
                self.new_constraints.append(f"CONSTRAINT {_name(key)} {sqlserver.primary_key(key)}")
            case DropColumn(column):
                self.lose(column)
            case AddColumn(column):
                self.new_columns.append(column)
            case RecreateColumn(previous, next_):
                self.lose(previous)
                self.new_columns.append(next_)
            case AlterColumn():
                self.alter(change)

    def lose(self, column: Column) -> None:
        """A column goes, its default before it."""
        if column.default_name:
            self.gone_constraints.add(column.default_name)
        self.gone_columns.append(identifier(column.name))

    def alter(self, change: AlterColumn) -> None:
        """A column changes; a default stands in the way of a new type."""
        column = change.next
        name = identifier(column.name)
        if (change.default or change.cast is not None) and change.previous.default_name:
            self.gone_constraints.add(change.previous.default_name)
        if change.arity or change.cast is not None:
            clause = f" {change.previous.clause}" if change.previous.clause else ""
            null = "NOT NULL" if column.not_null else "NULL"
            self.altered.append(f"{name} {column.type}{clause} {null}")
        default = self.dialect.default(column.default)
        if default and (change.default or change.cast is not None):
            label = f"CONSTRAINT {identifier(column.default_name)} " if column.default_name else ""
            self.new_constraints.append(f"{label}DEFAULT {default} FOR {name}")


def _name(key: PrimaryKey) -> str:
    """Prisma leaves the name without quotes here; so do we where it is one of its own making."""
    return key.name if _OWN_NAME.fullmatch(key.name) else identifier(key.name)
