"""The safe form of a migration: Prisma's own steps, but for what would fail on rows.

A required column without a default, on a table that exists, is added nullable; then it is filled and made
required (`backfill`). Both stand before all other steps, whose order is Prisma's: should the backfill
refuse, nothing else has been done yet, on the versions of Prisma too that apply a file statement by
statement, and the same file can be deployed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from partywall.database.model import (
    BuiltIn,
    Column,
    Constant,
    ConstantList,
    Database,
    Default,
    EnumOf,
    Name,
)
from partywall.migrations.dialects import flavour_of
from partywall.migrations.fill import Asked, Filling, Wanted, fillings
from partywall.migrations.header import needs_value
from partywall.migrations.repair import repaired
from partywall.migrations.steps import (
    AddColumn,
    AlterColumn,
    AlterEnum,
    AlterExtension,
    AlterTable,
    Change,
    CreateEnum,
    CreateExtension,
    CreateSchema,
    CreateTable,
    RecreateColumn,
    RedefineTables,
    Step,
    table_changes,
)
from partywall.migrations.strays import NO_STRAYS, Strays, chosen
from partywall.migrations.uniques import new_before_old, unsupported_references
from partywall.values import dataclass

_TYPES = (CreateSchema, CreateExtension, AlterExtension, CreateEnum, AlterEnum)


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps before the backfill, the backfill, steps after it. `refusals`: why there is no plan."""

    before: tuple[Step, ...]
    fillings: tuple[Filling, ...]
    after: tuple[Step, ...]
    refusals: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps."""
        return (*self.before, *self.after)


def simple_plan(steps: tuple[Step, ...]) -> Plan:
    """Prisma's own form."""
    return Plan(steps, (), ())


def safe_plan(
    asked: Asked,
    source: Database,
    target: Database,
    steps: tuple[Step, ...],
    strays: Strays = NO_STRAYS,
) -> Plan:
    """The form that works on rows; `strays` is what becomes of those whose value cannot be told."""
    flavour = flavour_of(target.provider)
    steps = repaired(source, target, steps)
    if target.provider == "postgresql":
        steps = _usable_at_once(steps)
    if flavour.new_before_old:
        steps = new_before_old(steps)
    wanted = list(_wanted(steps))
    filled = fillings(asked, source, wanted)
    optional = {each for each in filled.missing if not each.is_new}
    missing = [each for each in filled.missing if each not in optional]
    refusals = (*map(_no_value, missing), *_uncastable(steps), *unsupported_references(target, steps))
    if target.provider == "cockroachdb":
        refusals = (*refusals, *_unusable(steps))
    if refusals or not filled.found:
        return Plan(steps, (), (), refusals)
    found = chosen(filled.found, target, strays)
    if flavour.fills == "in the copy":
        return Plan((), found, tuple(_with_values(steps, found)))
    columns = {(each.wanted.table, each.wanted.column.name) for each in found}
    first: list[Step] = []
    rest: list[Step] = []
    for step in steps:
        if isinstance(step, AlterTable):
            added, others = _split(step, columns)
            first += [added] if added.changes else []
            rest += [others] if others.changes else []
        else:
            rest.append(step)
    types = _made_types(rest) if _needs_types(found) else []
    return Plan((*types, *first), found, tuple(each for each in rest if each not in types))


def _usable_at_once(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Enums made anew where a default of the same migration is one of their new values.

    PostgreSQL lets no value be used in the transaction that added it (55P04), and Prisma before 7.4
    applies a file as one transaction.
    """
    used = _used_values(steps)
    return tuple(
        replace(step, is_remade=True)
        if isinstance(step, AlterEnum) and any((step.next.name, each) in used for each in step.added)
        else step
        for step in steps
    )


def _with_values(steps: tuple[Step, ...], found: Sequence[Filling]) -> Iterator[Step]:
    """The copied tables with what their columns are filled with, parents before their children."""
    order = {each.wanted.table: number for number, each in enumerate(found)}
    for step in steps:
        if not isinstance(step, RedefineTables):
            yield step
            continue
        tables = [
            replace(table, filled=tuple(each for each in found if each.wanted.table == table.next.name))
            for table in step.tables
        ]
        yield RedefineTables(tuple(sorted(tables, key=lambda each: order.get(each.next.name, -1))))


def _used_values(steps: tuple[Step, ...]) -> set[tuple[Name, str]]:
    """The values of enums that are new defaults."""
    return {
        (column.type.name, value)
        for column in _new_defaults(steps)
        if isinstance(column.type, EnumOf)
        for value in _constants(column.default)
    }


def _unusable(steps: tuple[Step, ...]) -> Iterator[str]:
    """New values of enums that are defaults at once, where an enum cannot be made anew."""
    used = _used_values(steps)
    for step in steps:
        if not isinstance(step, AlterEnum):
            continue
        for value in step.added:
            if (step.next.name, value) in used:
                yield (
                    f"`{value}` is new in the enum `{step.next.name.text}` and a default at once, which the "
                    "database allows in two transactions only: make one migration with the value and another "
                    "with the default (`--strategy simple` gives Prisma's own form)"
                )


def _new_defaults(steps: Sequence[Step]) -> Iterator[Column]:
    for step in steps:
        if isinstance(step, CreateTable):
            yield from step.table.columns
    for _, change in table_changes(steps):
        if isinstance(change, AddColumn):
            yield change.column
        elif isinstance(change, AlterColumn | RecreateColumn):
            yield change.next


def _constants(default: Default | None) -> Iterator[str]:
    if isinstance(default, Constant):
        yield default.text
    elif isinstance(default, ConstantList):
        yield from (each.text for each in default.items)


def _wanted(steps: Sequence[Step]) -> Iterator[Wanted]:
    """The columns that rows cannot be without from now on, and may have no value for."""
    for step, change in table_changes(steps):
        if isinstance(change, AddColumn) and needs_value(change.column):
            yield Wanted(step.next.name, change.column)
        elif isinstance(change, AlterColumn) and _becomes_required(change):
            yield Wanted(step.next.name, change.next, is_new=False)


def _becomes_required(change: AlterColumn) -> bool:
    return (
        change.arity
        and change.previous.arity == "optional"
        and change.next.arity == "required"
        and change.cast is None
    )


def _no_value(wanted: Wanted) -> str:
    column = wanted.column
    why = "only Prisma Client makes its values" if column.filled_by_prisma else "nothing says its value"
    return (
        f"`{wanted.table.text}.{column.name}` is required and new on a table that may have rows: "
        f"{why}. Make it optional, give it a default, or write the migration by hand "
        "(`--strategy simple` gives Prisma's own form)"
    )


def _uncastable(steps: Sequence[Step]) -> Iterator[str]:
    """Columns whose values get no further, so that Prisma's own form fails."""
    for step, change in table_changes(steps):
        if isinstance(change, RecreateColumn) and needs_value(change.next):
            yield (
                f"`{step.previous.name.text}.{change.previous.name}` gets a type to which no cast "
                "exists: it would be dropped and made anew, and it is required, so that rows could "
                "not have it. Add a new column and move the values "
                "(`--strategy simple` gives Prisma's own form)"
            )
        elif isinstance(change, AlterColumn) and change.arity and change.changes_list and not change.cast:
            becomes = "a list" if change.next.arity == "list" else "a single value"
            yield (
                f"`{step.previous.name.text}.{change.previous.name}` becomes {becomes} of the same enum, "
                "to which the database has no cast. Add a new column and move the values "
                "(`--strategy simple` gives Prisma's own form)"
            )


def _split(step: AlterTable, columns: set[tuple[Name, str]]) -> tuple[AlterTable, AlterTable]:
    """The columns that are filled, nullable; and all else that the step does."""
    added: list[Change] = []
    others: list[Change] = []
    for change in step.changes:
        if isinstance(change, AddColumn) and (step.next.name, change.column.name) in columns:
            nullable = replace(change.column, arity="optional", not_null=False)
            added.append(AddColumn(nullable, if_missing=True))
        elif (
            isinstance(change, AlterColumn)
            and (step.next.name, change.next.name) in columns
            and _becomes_required(change)
        ):
            if change.default or change.autoincrement:
                others.append(replace(change, arity=False))
        else:
            others.append(change)
    return replace(step, changes=tuple(added)), replace(step, changes=tuple(others))


def _needs_types(found: Sequence[Filling]) -> bool:
    return any(not isinstance(each.wanted.column.type, BuiltIn) for each in found)


def _made_types(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if isinstance(step, _TYPES)]
