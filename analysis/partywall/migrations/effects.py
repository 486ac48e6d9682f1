"""What a step does to those who use the database meanwhile: the lock it takes, and the work under it.

Here for PostgreSQL, whose versions 15 and 18 were seen to take these modes and do this work; the others have
a file each. A lock on a table that the same migration makes is nobody's concern.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from partywall.config import OLDEST_POSTGRES
from partywall.database.model import BuiltIn, Column, Computed, Name
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AlterColumn,
    AlterEnum,
    AlterTable,
    Change,
    CreateIndex,
    DropForeignKey,
    DropIndex,
    DropTable,
    RecreateColumn,
    RenameColumn,
    RenameForeignKey,
    RenameIndex,
    RenameTable,
    Step,
)
from partywall.values import dataclass

Mode = Literal["ACCESS EXCLUSIVE", "SHARE ROW EXCLUSIVE", "SHARE", "SHARE UPDATE EXCLUSIVE"]
Meanwhile = Literal["nobody reads or writes", "nobody writes", "all go on"]
Work = Literal["none", "scan", "index", "rewrite"]
"""Nothing that grows with the rows; reading them all; building an index on them; writing them all anew."""

_VIRTUAL = 18
"""The version that has generated columns which are not stored."""

_MEANWHILE: dict[Mode, Meanwhile] = {
    "ACCESS EXCLUSIVE": "nobody reads or writes",
    "SHARE ROW EXCLUSIVE": "nobody writes",
    "SHARE": "nobody writes",
    "SHARE UPDATE EXCLUSIVE": "all go on",
}
_WORKS: tuple[Work, ...] = ("none", "scan", "index", "rewrite")


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock on a table that was there before, by the word that the database has for it."""

    table: Name
    mode: str
    meanwhile: Meanwhile


@dataclass(frozen=True, slots=True)
class Effect:
    """The locks of a step, and the work done while they are held, on the tables `worked`."""

    locks: tuple[Lock, ...] = ()
    work: Work = "none"
    worked: tuple[Name, ...] = ()


def effect(step: Step, created: frozenset[Name] = frozenset(), version: int = OLDEST_POSTGRES) -> Effect:
    """What a step does to a server of a version; `created` are the tables that the same migration makes."""
    match step:
        case AlterTable():
            return _on(
                "ACCESS EXCLUSIVE",
                [step.previous.name],
                created,
                most(_work(each, version) for each in step.changes),
            )
        case AlterEnum() if not step.adds_only:
            used = dict.fromkeys(each.table for each in (*step.uses, *step.leaving))
            return _on("ACCESS EXCLUSIVE", used, created, "rewrite")
        case DropForeignKey(key):
            return _on("ACCESS EXCLUSIVE", dict.fromkeys((key.table, key.target)), created)
        case DropTable(table):
            return _on("ACCESS EXCLUSIVE", [table.name], created)
        case CreateIndex(table, index):
            mode: Mode = "ACCESS EXCLUSIVE" if index.is_constraint else "SHARE"
            return _on(mode, [table], created, "index")
        case AddForeignKey(key):
            both = dict.fromkeys((key.table, key.target))
            return _on("SHARE ROW EXCLUSIVE", both, created, "scan", [key.table])
        case RenameTable(table) | RenameColumn(table) | RenameForeignKey(table) | DropIndex(table):
            return _on("ACCESS EXCLUSIVE", [table], created)
        case RenameIndex(table):
            return _on("SHARE UPDATE EXCLUSIVE", [table], created)
        case _:
            return Effect()


def backfill_effect(tables: Iterable[Name]) -> Effect:
    """What filling columns does: it locks writers out from the start, and readers at its end."""
    there = tuple(tables)
    return Effect(tuple(Lock(each, *_in("SHARE ROW EXCLUSIVE")) for each in there), "rewrite", there)


def on(  # noqa: PLR0913, PLR0917 - the parts of an effect
    mode: str,
    meanwhile: Meanwhile,
    tables: Iterable[Name],
    created: frozenset[Name],
    work: Work = "none",
    worked: Iterable[Name] | None = None,
) -> Effect:
    """A lock on tables, as far as they were there before, and the work done on them or on others."""
    there = tuple(each for each in tables if each not in created)
    done = there if worked is None else tuple(each for each in worked if each not in created)
    return Effect(tuple(Lock(each, mode, meanwhile) for each in there), work if done else "none", done)


def most(works: Iterable[Work]) -> Work:
    """The heaviest work."""
    found = frozenset(works)
    heaviest: list[Work] = [each for each in _WORKS if each in found]
    return heaviest[-1] if heaviest else "none"


def _in(mode: Mode) -> tuple[str, Meanwhile]:
    return mode, _MEANWHILE[mode]


def _on(
    mode: Mode,
    tables: Iterable[Name],
    created: frozenset[Name],
    work: Work = "none",
    worked: Iterable[Name] | None = None,
) -> Effect:
    return on(*_in(mode), tables, created, work, worked)


# --- the work of a change -----------------------------------------------------------------------


def _work(change: Change, version: int) -> Work:
    match change:
        case AddColumn(column) | RecreateColumn(_, column):
            return "rewrite" if _is_computed_for_each_row(column, version) else "none"
        case AlterColumn():
            return most(_works(change))
        case AddPrimaryKey():
            return "index"
        case _:
            return "none"


def _works(change: AlterColumn) -> Iterator[Work]:
    if change.arity and change.next.not_null and not change.previous.not_null:
        yield "scan"
    is_cast = change.cast is not None and not _is_same_bytes(change.previous, change.next)
    if is_cast or (change.arity and change.changes_list):
        yield "rewrite"


def _is_computed_for_each_row(column: Column, version: int) -> bool:
    """Whether PostgreSQL computes a value for each row; a constant, and `now()`, it keeps once.

    From 18 on a generated column is only computed when it is read, unless it is said to be stored.
    """
    if column.is_generated:
        return version < _VIRTUAL or "STORED" in column.clause.upper()
    if column.is_autoincrement or column.is_identity:
        return True
    default = column.default
    return isinstance(default, Computed) and "(" in default.sql


def _is_same_bytes(previous: Column, next_: Column) -> bool:
    """Whether values of the one type are values of the other as they stand."""
    old, new = previous.type, next_.type
    if not (isinstance(old, BuiltIn) and isinstance(new, BuiltIn)) or previous.arity != next_.arity:
        return False
    if new in {BuiltIn("TEXT"), BuiltIn("VARCHAR")}:
        return old.name in {"TEXT", "VARCHAR"}
    if old.name != new.name or not (_numbers(old) and _numbers(new)):
        return False
    if old.name in {"VARCHAR", "VARBIT", "TIMESTAMP", "TIMESTAMPTZ", "TIME", "TIMETZ"}:
        return _numbers(new) >= _numbers(old)
    same_scale = _numbers(new)[1:] == _numbers(old)[1:]
    return old.name == "DECIMAL" and same_scale and _numbers(new) >= _numbers(old)


def _numbers(of: BuiltIn) -> tuple[int, ...]:
    return tuple(int(each) for each in of.arguments if each.isdigit())
