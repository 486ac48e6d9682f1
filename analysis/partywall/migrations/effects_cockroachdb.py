"""What a step does to those who use CockroachDB meanwhile: nothing but where a table is copied.

From its manual ("Online Schema Changes"): a change is a job that fills in the background while all go on.
"""

from __future__ import annotations

from collections.abc import Iterable

from partywall.database.model import Name
from partywall.migrations.effects import Effect, Work, most, on
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AlterColumn,
    AlterEnum,
    AlterPrimaryKey,
    AlterTable,
    Change,
    CreateIndex,
    DropColumn,
    DropForeignKey,
    DropIndex,
    DropTable,
    RecreateColumn,
    RedefineTables,
    RenameColumn,
    RenameForeignKey,
    RenameIndex,
    RenameTable,
    Step,
)

_JOB = "a job"
_COPY = "no lock, so that what is written meanwhile is lost:"


def effect(step: Step, created: frozenset[Name]) -> Effect:
    """What a step does; `created` are the tables that the same migration makes."""
    match step:
        case AlterTable():
            work = most(map(_work, step.changes))
            return on(_JOB, "all go on", [step.previous.name], created, work)
        case AlterEnum() if step.dropped:
            used = dict.fromkeys(each.table for each in step.uses)
            return on(_JOB, "all go on", used, created, "scan")
        case RedefineTables(tables):
            names = [each.previous.name for each in tables]
            return on(_COPY, "nobody writes", names, created, "rewrite")
        case AlterPrimaryKey(table):
            return on(_JOB, "all go on", [table], created, "rewrite")
        case CreateIndex(table):
            return on(_JOB, "all go on", [table], created, "index")
        case AddForeignKey(key):
            return on(_JOB, "all go on", dict.fromkeys((key.table, key.target)), created, "scan", [key.table])
        case DropForeignKey(key):
            return on(_JOB, "all go on", dict.fromkeys((key.table, key.target)), created)
        case DropTable(table):
            return on(_JOB, "nobody reads or writes", [table.name], created)
        case (
            DropIndex(table)
            | RenameTable(table)
            | RenameColumn(table)
            | RenameForeignKey(table)
            | RenameIndex(table)
        ):
            return on(_JOB, "all go on", [table], created)
        case _:
            return Effect()


def backfill_effect(tables: Iterable[Name]) -> Effect:
    """What filling columns does: each row is locked from its change to the end of the `UPDATE`."""
    return on("row locks", "nobody writes", tables, frozenset(), "rewrite")


def _work(change: Change) -> Work:
    match change:
        case AddColumn(column) | RecreateColumn(_, column):
            return "rewrite" if column.default is not None or column.is_autoincrement else "none"
        case DropColumn() | AddPrimaryKey():
            return "rewrite"
        case AlterColumn():
            if change.cast is not None:
                return "rewrite"
            return "scan" if change.arity and change.next.not_null else "none"
        case _:
            return "none"
