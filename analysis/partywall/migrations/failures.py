"""Why a step may fail on a database with rows and users, with what the database then says."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.model import OneOf
from partywall.migrations.codes import Codes
from partywall.migrations.header import needs_value
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AlterColumn,
    AlterEnum,
    AlterTable,
    Cast,
    Change,
    CreateEnum,
    CreateExtension,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropTable,
    RecreateColumn,
    RedefineIndex,
    RedefineTable,
    RedefineTables,
    RenameColumn,
    RenameEnum,
    RenameEnumValue,
    RenameTable,
    Step,
)


def reasons(step: Step | None, codes: Codes) -> tuple[str, ...]:
    """The reasons, the likeliest first; of the backfill for None."""
    if step is None:
        return (
            f"rows have no value, or their parents disagree ({codes.refused}; the message says which)",
            codes.waited,
        )
    return tuple(dict.fromkeys(_reasons(step, codes)))


def _reasons(step: Step, codes: Codes) -> Iterator[str]:  # noqa: C901, PLR0912 - one case a step
    match step:
        case CreateIndex(_, index) | RedefineIndex(_, _, index):
            if index.is_unique:
                yield f"duplicates of {', '.join(index.column_names)} ({codes.duplicates})"
            else:
                yield f"no room on the disk ({codes.full})"
        case AddForeignKey(key):
            yield f"rows whose {', '.join(key.columns)} names no row of {key.target.text} ({codes.orphans})"
        case AlterTable():
            for change in step.changes:
                yield from _of_change(change, codes)
        case RedefineTables(tables):
            for table in tables:
                yield from _of_table(table, codes)
            yield f"no room on the disk ({codes.full})"
        case AlterEnum() if step.dropped:
            yield f"rows still have {', '.join(step.dropped)} ({codes.used})"
        case DropTable():
            yield f"something that no migration made depends on it ({codes.depends})"
        case RenameTable() | RenameColumn() | RenameEnum() | RenameEnumValue():
            yield f"the name is taken, or the old one is not there ({codes.taken})"
        case CreateTable() | CreateEnum():
            yield f"something of that name is there already ({codes.taken})"
        case CreateExtension():
            yield f"the user may not make it, or the server does not have it ({codes.denied})"
        case _:
            pass


def _of_table(table: RedefineTable, codes: Codes) -> Iterator[str]:
    filled = {each.wanted.column.name for each in table.filled}
    for change in table.changes:
        if not (isinstance(change, AddColumn) and change.column.name in filled):
            yield from _of_change(change, codes)
    had = {each.columns for each in table.previous.indexes if each.is_unique}
    for index in table.next.indexes:
        if index.is_unique and index.columns not in had:
            yield f"duplicates of {', '.join(index.column_names)} ({codes.duplicates})"


def _of_change(change: Change, codes: Codes) -> Iterator[str]:
    match change:
        case AddColumn(column) if needs_value(column):
            yield f"the table has rows, and nothing says their {column.name} ({codes.nulls})"
        case RecreateColumn() if needs_value(change.next):
            yield f"the table has rows, and nothing says their {change.next.name} ({codes.nulls})"
        case AlterColumn():
            if change.arity and change.next.not_null:
                yield f"rows without {change.next.name} ({codes.nulls})"
            if gone := gone_values(change):
                yield f"rows still have {', '.join(gone)} ({codes.used})"
            elif change.cast is Cast.RISKY:
                yield f"values of {change.next.name} do not fit the new type ({codes.unfit})"
        case AddPrimaryKey(key):
            known = f"{codes.duplicates}, {codes.nulls}"
            yield f"duplicates of {', '.join(key.columns)}, or rows without ({known})"
        case DropColumn(column):
            yield f"something that no migration made depends on {column.name} ({codes.depends})"
        case _:
            pass


def gone_values(change: AlterColumn) -> list[str]:
    """The values that go from an enum which is a part of its column."""
    old, new = change.previous.type, change.next.type
    if not isinstance(old, OneOf) or not isinstance(new, OneOf):
        return []
    return [each for each in old.values if each not in new.values]
