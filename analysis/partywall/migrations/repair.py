"""Steps that Prisma leaves out, so that its script fails: foreign keys around a key that they need.

PostgreSQL drops no primary key or unique that a foreign key references. Prisma drops foreign keys only if
they change themselves. (Seen on its engine 8.1.)
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.model import Database, ForeignKey
from partywall.migrations.dialects import flavour_of
from partywall.migrations.steps import (
    AddForeignKey,
    AlterTable,
    CreateIndex,
    CreateTable,
    DropEnum,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTable,
    RenameForeignKey,
    RenameIndex,
    Step,
)

_BEFORE_DROPS = (DropIndex, AlterTable, DropTable, DropEnum, CreateTable, CreateIndex)
_BEFORE_ADDITIONS = (RenameIndex,)


def repaired(source: Database, target: Database, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps, with the foreign keys dropped before and added after the keys that they reference."""
    if flavour_of(source.provider).keys_inside:
        return steps  # the tables are made anew with them
    dropped = {step.key.name for step in steps if isinstance(step, DropForeignKey)}
    held = [each for each in _held(source, steps) if each.name not in dropped]
    if not held:
        return steps
    after = {(each.table, each.columns, each.target, each.references): each for each in target.foreign_keys}
    pairs = [(each, after.get((each.table, each.columns, each.target, each.references))) for each in held]
    renamed = {(key.table, key.name) for key, _ in pairs}
    kept = [
        step
        for step in steps
        if not (isinstance(step, RenameForeignKey) and (step.table, step.previous) in renamed)
    ]
    drops: list[Step] = [DropForeignKey(key) for key, _ in pairs]
    additions: list[Step] = [AddForeignKey(key) for _, key in pairs if key is not None]
    first = next((n for n, step in enumerate(kept) if isinstance(step, _BEFORE_DROPS)), len(kept))
    last = next((n for n, step in enumerate(kept) if isinstance(step, _BEFORE_ADDITIONS)), len(kept))
    return (*kept[:first], *drops, *kept[first:last], *additions, *kept[last:])


def _held(source: Database, steps: tuple[Step, ...]) -> Iterator[ForeignKey]:
    """The foreign keys that reference a primary key or unique which a step drops."""
    gone = set[tuple[object, frozenset[str]]]()
    for step in steps:
        if isinstance(step, DropIndex) and step.index.is_unique:
            gone.add((step.table, frozenset(step.index.column_names)))
        elif isinstance(step, AlterTable):
            gone.update(
                (step.previous.name, frozenset(change.key.columns))
                for change in step.changes
                if isinstance(change, DropPrimaryKey)
            )
    dropped_tables = {step.table.name for step in steps if isinstance(step, DropTable)}
    for key in source.foreign_keys:
        if key.table not in dropped_tables and (key.target, frozenset(key.references)) in gone:
            yield key
