"""The one exception to the order of steps that Prisma makes: uniques that become primary keys."""

from __future__ import annotations

from partywall.database.model import Index, Name
from partywall.migrations.pairs import Pair
from partywall.migrations.steps import (
    AddPrimaryKey,
    AlterTable,
    DropColumn,
    DropIndex,
    RecreateColumn,
    Step,
)


def uniques_after_primary_keys(steps: list[Step], pairs: list[Pair]) -> list[Step]:
    """A unique goes only once a primary key on its columns has come, so that foreign keys keep a target.

    So it is for tables without a primary key so far.
    """
    tables = {each.previous.name: each.previous for each in pairs}
    moved: dict[Name, list[DropIndex]] = {}
    result: list[Step] = []
    altered = {each.previous.name: each for each in steps if isinstance(each, AlterTable)}
    for step in steps:
        table = tables.get(step.table) if isinstance(step, DropIndex) else None
        if isinstance(step, DropIndex) and table is not None and table.primary_key is None:
            alter = altered.get(step.table)
            if alter is not None and _becomes_primary_key(step.index, alter):
                moved.setdefault(step.table, []).append(step)
                continue
        result.append(step)
        if isinstance(step, AlterTable):
            result += moved.pop(step.previous.name, [])
    return result


def _becomes_primary_key(index: Index, alter: AlterTable) -> bool:
    lost = {
        (each.column if isinstance(each, DropColumn) else each.previous).name
        for each in alter.changes
        if isinstance(each, DropColumn | RecreateColumn)
    }
    return index.is_unique and any(
        isinstance(each, AddPrimaryKey)
        and each.key.columns == index.column_names
        and not lost.intersection(index.column_names)
        for each in alter.changes
    )
