"""Why a step may fail on a database with rows and users, with the code that PostgreSQL then gives."""

from __future__ import annotations

from collections.abc import Iterator

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
    RenameColumn,
    RenameColumnValues,
    RenameEnum,
    RenameEnumValue,
    RenameTable,
    Step,
)

WAITED = "it waited too long for a lock (55P03), or two waited for each other (40P01)"


def reasons(step: Step | None) -> tuple[str, ...]:
    """The reasons, the likeliest first; of the backfill for None."""
    if step is None:
        return (
            "rows have no value, or their parents disagree (P0001; the message says how many)",
            "it got no lock within 10 seconds (55P03)",
        )
    return tuple(dict.fromkeys(_reasons(step)))


def _reasons(step: Step) -> Iterator[str]:  # noqa: C901, PLR0912 - one case a step
    match step:
        case CreateIndex(_, index):
            if index.is_unique:
                yield f"duplicates of {', '.join(index.column_names)} (23505)"
            else:
                yield "no room on the disk (53100)"
        case AddForeignKey(key):
            yield f"rows whose {', '.join(key.columns)} names no row of {key.target.text} (23503)"
        case AlterTable():
            for change in step.changes:
                yield from _of_change(change)
        case AlterEnum() if step.dropped:
            yield f"rows still have {', '.join(step.dropped)} (22P02)"
        case DropTable():
            yield "something that no migration made depends on it (2BP01)"
        case RenameColumnValues():
            pass
        case RenameTable() | RenameColumn() | RenameEnum() | RenameEnumValue():
            yield "the name is taken, or the old one is not there (42P07, 42701, 42704, 42703)"
        case CreateTable() | CreateEnum():
            yield "something of that name is there already (42P07, 42710)"
        case CreateExtension():
            yield "the user may not make it, or the server does not have it (42501, 58P01)"
        case _:
            pass


def _of_change(change: Change) -> Iterator[str]:
    match change:
        case AddColumn(column) if needs_value(column):
            yield f"the table has rows, and nothing says their {column.name} (23502)"
        case RecreateColumn() if needs_value(change.next):
            yield f"the table has rows, and nothing says their {change.next.name} (23502)"
        case AlterColumn():
            if change.arity and change.next.not_null:
                yield f"rows without {change.next.name} (23502)"
            if change.cast is Cast.RISKY:
                yield f"values of {change.next.name} do not fit the new type (22001, 22003, 22P02)"
        case AddPrimaryKey(key):
            yield f"duplicates of {', '.join(key.columns)}, or rows without (23505, 23502)"
        case DropColumn(column):
            yield f"something that no migration made depends on {column.name} (2BP01)"
        case _:
            pass
