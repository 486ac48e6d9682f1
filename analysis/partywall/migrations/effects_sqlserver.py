"""What a step does to those who use SQL Server meanwhile.

From its manual ("ALTER TABLE", "CREATE INDEX"): without `ONLINE = ON`, which only some editions have. The
file is one transaction, so that each lock is held to its end.
"""

from __future__ import annotations

from collections.abc import Iterable

from partywall.database.model import Column, Name
from partywall.migrations.effects import Effect, Work, most, on
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AlterColumn,
    AlterTable,
    Change,
    CreateIndex,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTable,
    RecreateColumn,
    RedefineTables,
    RenameColumn,
    RenameForeignKey,
    RenameIndex,
    RenameTable,
    Step,
)


def effect(step: Step, created: frozenset[Name]) -> Effect:
    """What a step does; `created` are the tables that the same migration makes."""
    match step:
        case AlterTable():
            return on("SCH-M", "nobody reads or writes", [step.previous.name], created, _most(step))
        case RedefineTables(tables):
            names = [each.previous.name for each in tables]
            return on("SCH-M", "nobody reads or writes", names, created, "rewrite")
        case CreateIndex(table, index) if index.is_constraint or index.is_clustered:
            return on("SCH-M", "nobody reads or writes", [table], created, "index")
        case CreateIndex(table):
            return on("S", "nobody writes", [table], created, "index")
        case AddForeignKey(key):
            both = dict.fromkeys((key.table, key.target))
            return on("SCH-M", "nobody reads or writes", both, created, "scan", [key.table])
        case DropForeignKey(key):
            both = dict.fromkeys((key.table, key.target))
            return on("SCH-M", "nobody reads or writes", both, created)
        case DropTable(table):
            return on("SCH-M", "nobody reads or writes", [table.name], created)
        case (
            DropIndex(table)
            | RenameTable(table)
            | RenameColumn(table)
            | RenameForeignKey(table)
            | RenameIndex(table)
        ):
            return on("SCH-M", "nobody reads or writes", [table], created)
        case _:
            return Effect()


def backfill_effect(tables: Iterable[Name]) -> Effect:
    """What filling columns does: the column is made required in the same transaction."""
    return on("SCH-M", "nobody reads or writes", tables, frozenset(), "rewrite")


def _most(step: AlterTable) -> Work:
    return most(map(_work, step.changes))


def _work(change: Change) -> Work:
    match change:
        case AddColumn(column) | RecreateColumn(_, column):
            return "rewrite" if _is_written_to_each_row(column) else "none"
        case AlterColumn():
            if change.cast is not None:
                return "rewrite"
            return "scan" if change.arity and change.next.not_null else "none"
        case AddPrimaryKey() | DropPrimaryKey():
            return "rewrite"
        case _:
            return "none"


def _is_written_to_each_row(column: Column) -> bool:
    """A default of a required column is kept once by the Enterprise editions alone."""
    return column.is_autoincrement or (column.not_null and column.default is not None)
