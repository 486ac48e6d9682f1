"""What a step does to those who use SQLite meanwhile: it has one writer at a time, whatever the table."""

from __future__ import annotations

from collections.abc import Iterable

from partywall.database.model import Name
from partywall.migrations.effects import Effect, Meanwhile, on
from partywall.migrations.steps import (
    AlterTable,
    CreateIndex,
    DropIndex,
    DropTable,
    RedefineIndex,
    RedefineTables,
    RenameColumn,
    RenameTable,
    Step,
)

_FILE = "the whole file"
_MEANWHILE: Meanwhile = "nobody writes"


def effect(step: Step, created: frozenset[Name]) -> Effect:
    """What a step does; `created` are the tables that the same migration makes."""
    match step:
        case AlterTable():
            return on(_FILE, _MEANWHILE, [step.previous.name], created)
        case RedefineTables(tables):
            return on(_FILE, _MEANWHILE, [each.previous.name for each in tables], created, "rewrite")
        case CreateIndex(table) | RedefineIndex(table):
            return on(_FILE, _MEANWHILE, [table], created, "index")
        case DropTable(table):
            return on(_FILE, _MEANWHILE, [table.name], created)
        case DropIndex(table) | RenameTable(table) | RenameColumn(table):
            return on(_FILE, _MEANWHILE, [table], created)
        case _:
            return Effect()


def backfill_effect(tables: Iterable[Name]) -> Effect:
    """Columns are filled where their tables are made anew."""
    return on(_FILE, _MEANWHILE, tables, frozenset(), "rewrite")
