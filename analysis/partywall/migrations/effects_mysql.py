"""What a step does to those who use MySQL or MariaDB meanwhile.

From MySQL's manual ("Online DDL Operations") and MariaDB's ("InnoDB Online DDL"), which agree where nothing
is said. Each statement also waits for open transactions on its tables, and all others wait behind it, for
an instant at its begin and at its end (the metadata lock).
"""

from __future__ import annotations

from collections.abc import Iterable

from partywall.database.model import Name
from partywall.migrations.effects import Effect, Meanwhile, Work, most, on
from partywall.migrations.mysql_locks import INSTANT, SHARED, clause_for, clause_of
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AlterColumn,
    AlterTable,
    Change,
    CreateIndex,
    DropColumn,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTable,
    RecreateColumn,
    RenameColumn,
    RenameColumnValues,
    RenameIndex,
    RenameTable,
    Step,
)

_COPIED = "LOCK=SHARED, the table is copied"
_METADATA = "metadata lock"


def effect(step: Step, created: frozenset[Name]) -> Effect:
    """What a step does; `created` are the tables that the same migration makes."""
    match step:
        case AlterTable():
            mode, meanwhile = _how(step)
            work: Work = most(map(_work, step.changes)) if meanwhile == "all go on" else "rewrite"
            return on(mode, meanwhile, [step.previous.name], created, work)
        case CreateIndex(table) | DropIndex(table):
            mode, meanwhile = _how(step)
            work = "index" if isinstance(step, CreateIndex) else "none"
            return on(mode, meanwhile, [table], created, work if meanwhile == "all go on" else "rewrite")
        case AddForeignKey(key):
            return on(_COPIED, "nobody writes", [key.table], created, "rewrite")
        case RenameColumnValues(table):
            return on(_COPIED, "nobody writes", [table], created, "rewrite")
        case DropForeignKey(key):
            return on(_METADATA, "all go on", [key.table], created)
        case DropTable(table):
            return on(_METADATA, "nobody reads or writes", [table.name], created)
        case RenameTable(table) | RenameColumn(table) | RenameIndex(table):
            return on(_METADATA, "all go on", [table], created)
        case _:
            return Effect()


def backfill_effect(tables: Iterable[Name]) -> Effect:
    """What filling columns does: each row is locked from its change to the end of the `UPDATE`."""
    return on("row locks", "nobody writes", tables, frozenset(), "rewrite")


def _how(step: Step) -> tuple[str, Meanwhile]:
    clause = clause_for(step)
    if clause is None:
        return _COPIED, "nobody writes"
    return clause, "nobody writes" if clause == SHARED else "all go on"


def _work(change: Change) -> Work:
    """What takes longer the more rows there are, although all go on."""
    match change:
        case AddColumn() if clause_of(change) == INSTANT:
            return "none"
        case AlterColumn():
            return "rewrite" if change.arity else "none"
        case DropColumn() | RecreateColumn() | AddPrimaryKey() | DropPrimaryKey():
            return "rewrite"
        case _:
            return "none"
