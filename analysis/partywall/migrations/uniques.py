"""A unique that gives way to another one: the new one is there before the old one goes.

Prisma drops first. Where the new one then cannot be built, because of duplicates, or while it is built,
nothing keeps rows apart at all. That is above all how a unique of all tenants becomes one of each tenant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.model import Database, Index, Name
from partywall.migrations.steps import (
    AlterTable,
    CreateIndex,
    DropColumn,
    DropIndex,
    DropPrimaryKey,
    RecreateColumn,
    RedefineTables,
    Step,
    table_changes,
)


def new_before_old(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps, with a dropped unique behind the unique over some of its columns that comes instead."""
    gone = {
        (step.previous.name, change.column.name if isinstance(change, DropColumn) else change.previous.name)
        for step, change in table_changes(steps)
        if isinstance(change, DropColumn | RecreateColumn)
    }
    later: dict[int, list[Step]] = {}
    for step in steps:
        if not isinstance(step, DropIndex) or not step.index.is_unique:
            continue
        if any((step.table, each) in gone for each in step.index.column_names):
            continue  # PostgreSQL drops the index along with the column
        followers = [number for number, each in enumerate(steps) if _follows(step, each)]
        if followers:
            later.setdefault(max(followers), []).append(step)
    moved = [step for each in later.values() for step in each]
    result: list[Step] = []
    for number, step in enumerate(steps):
        if not any(step is each for each in moved):
            result.append(step)
        result += later.get(number, [])
    return tuple(result)


def is_relaxed(table: Name, index: Index, steps: Sequence[Step]) -> bool:
    """Whether a new unique cannot find duplicates, since one over fewer columns was there before."""
    return any(
        each.is_unique and each.where is None and set(each.column_names) <= set(index.column_names)
        for each in _gone(table, steps)
    )


def _gone(table: Name, steps: Sequence[Step]) -> Iterator[Index]:
    """The indexes of a table that go, or are made anew with it."""
    for step in steps:
        if isinstance(step, DropIndex) and step.table == table:
            yield step.index
        elif isinstance(step, RedefineTables):
            for each in step.tables:
                if each.next.name == table:
                    yield from each.previous.indexes


def unsupported_references(target: Database, steps: Sequence[Step]) -> Iterator[str]:
    """The foreign keys that would reference columns which are not unique any more."""
    dropped = {(table, frozenset(columns)) for table, columns in _dropped(steps)}
    for key in target.foreign_keys:
        wanted = frozenset(key.references)
        if (key.target, wanted) in dropped and not _is_unique(target, key.target, wanted):
            columns = ", ".join(key.references)
            yield (
                f"`{key.table.text}.{', '.join(key.columns)}` references `{key.target.text}.{columns}`, "
                f"which would not be unique any more: keep the unique over `{columns}`, or let the "
                "relation reference all columns of the new one"
            )


def _follows(old: DropIndex, step: Step) -> bool:
    return (
        isinstance(step, CreateIndex)
        and step.on == "existing table"
        and step.table == old.table
        and step.index.is_unique
        and step.index.name != old.index.name
        and bool({*step.index.column_names} & {*old.index.column_names})
    )


def _dropped(steps: Sequence[Step]) -> Iterator[tuple[Name, tuple[str, ...]]]:
    for step in steps:
        if isinstance(step, DropIndex) and step.index.is_unique:
            yield step.table, step.index.column_names
        elif isinstance(step, AlterTable):
            for change in step.changes:
                if isinstance(change, DropPrimaryKey):
                    yield step.next.name, change.key.columns


def _is_unique(database: Database, name: Name, columns: frozenset[str]) -> bool:
    table = database.table(name)
    if table is None:
        return False
    keys = [frozenset(table.primary_key.columns)] if table.primary_key else []
    keys += [frozenset(each.column_names) for each in table.indexes if each.is_unique and each.where is None]
    return columns in keys
