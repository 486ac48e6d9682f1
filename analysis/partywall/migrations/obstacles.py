"""What stands in the way of a step: things that a schema cannot say, and that PostgreSQL holds on to.

A view or a policy on a column keeps it from being dropped or retyped, an enum that a partial index compares
with cannot be made anew. Such steps are refused with the names, rather than written and failing.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.from_sql import NotUnderstood
from partywall.database.model import Column, Database, Name, Other, Table
from partywall.database.providers import provider_of
from partywall.database.sql_tokens import tokens
from partywall.migrations.carried import gone_columns, is_hand_written
from partywall.migrations.pairs import same_index
from partywall.migrations.steps import (
    AlterColumn,
    AlterEnum,
    AlterPrimaryKey,
    AlterTable,
    Change,
    CreateTable,
    DropColumn,
    DropTable,
    RecreateColumn,
    RedefineTable,
    RedefineTables,
    RenameColumn,
    RenameColumnValues,
    RenameEnum,
    RenameEnumValue,
    RenameTable,
    Step,
    table_changes,
)

_HOLDING = frozenset({"VIEW", "POLICY", "TRIGGER", "RULE", "STATISTICS", "PUBLICATION"})
_GOING_ALONG = frozenset({"CHECK", "EXCLUDE", "COMMENT"})


def obstacles(source: Database, steps: tuple[Step, ...]) -> Iterator[str]:  # noqa: C901 - one case a step
    """Why a step cannot be done, with names; in order of the steps, without end to the first."""
    tables = {each.name: each for each in source.tables}
    for step in steps:
        match step:
            case AlterTable():
                for change in step.changes:
                    yield from _in_table(source, step.previous, change)
            case RedefineTables(copied):
                for each in copied:
                    yield from _copied(source, each, step.others)
            case DropTable(table):
                for other in source.others:
                    if other.kind in {"VIEW", "RULE"} and _is_about(other, table.name):
                        yield f"`{table.name.text}` cannot be dropped: {other} uses it"
            case AlterEnum() if not step.adds_only:
                for use in (*step.uses, *step.leaving):
                    held = tables.get(use.table)
                    if held is not None:
                        yield from _held(source, held, use.column, "get another type")
                        yield from _compared(held, use.column)
            case _:
                pass


def losses(source: Database, steps: tuple[Step, ...]) -> Iterator[Other]:
    """What goes along with a dropped column without being asked."""
    for step, change in table_changes(steps):
        column = _gone(change)
        for other in source.others:
            is_its = other.kind in _GOING_ALONG and other.table == step.previous.name
            if is_its and column in other.words:
                yield other


def doubts(missed: tuple[NotUnderstood, ...], steps: tuple[Step, ...]) -> Iterator[NotUnderstood]:
    """The statements of the history that were not understood, about something that the steps touch."""
    names = {name.text for step in steps for name in _touched(step)}
    for each in missed:
        if names.intersection(each.words):
            yield each


def _nameless_default(table: Table, change: Change) -> Iterator[str]:
    """A default that has to go, by a name that only the server knows."""
    column = None
    if isinstance(change, DropColumn):
        column = change.column
    elif isinstance(change, RecreateColumn) or (
        isinstance(change, AlterColumn) and (change.default or change.cast is not None)
    ):
        column = change.previous
    if column is None or column.default is None or column.default_name or column.is_autoincrement:
        return
    yield (
        f"`{table.name.text}.{column.name}` has a default without a name, which has to go first: "
        "the history does not say what SQL Server calls it"
    )


def _copied(source: Database, step: RedefineTable, others: tuple[Other, ...]) -> Iterator[str]:
    """What would go with the old table and is not made anew."""
    name = step.previous.name
    label = f"`{name.text}` is made anew with its rows, and"
    gone = gone_columns(step)
    for other in source.others:
        is_its = other.table == name or (other.kind in {"VIEW", "TRIGGER"} and _is_about(other, name))
        if is_its and other not in (*others, *step.checks):
            yield f"{label} {other} would not come along"
        elif is_its and other.table in {name, None} and not gone.isdisjoint(other.words):
            columns = ", ".join(sorted(gone & other.words))
            yield f"`{name.text}.{columns}` cannot go: {other} uses it"
    made = (*step.next.indexes, *step.kept)
    for index in step.previous.indexes:
        if is_hand_written(index) and not any(
            same_index(index, each, compares_conditions=True) for each in made
        ):
            yield f"{label} the index `{index.name}` would not come along"
    for column in step.previous.columns:
        if column.is_generated:
            yield f"{label} `{column.name}` is a generated column"


def _in_table(source: Database, table: Table, change: Change) -> Iterator[str]:
    if source.provider == "sqlserver":
        yield from _nameless_default(table, change)
    match change:
        case DropColumn(column):
            yield from _held(source, table, column, "be dropped")
        case RecreateColumn(previous):
            yield from _held(source, table, previous, "be dropped and made anew")
        case AlterColumn():
            if change.cast is not None:
                yield from _held(source, table, change.previous, "get another type")
            if change.previous.is_generated and (change.default or change.cast):
                yield (
                    f"`{table.name.text}.{change.previous.name}` is a generated column: "
                    "its expression cannot be changed this way"
                )
        case _:
            pass


def _held(source: Database, table: Table, column: Column, what: str) -> Iterator[str]:
    label = f"`{table.name.text}.{column.name}` cannot {what}"
    for other in source.others:
        if other.kind in _HOLDING and _is_about(other, table.name) and column.name in other.words:
            yield f"{label}: {other} uses it"
    for each in table.columns:
        words = provider_of(source.provider).language.words
        if each.is_generated and each.name != column.name and column.name in words(each.clause):
            yield f"{label}: the generated column `{each.name}` is computed from it"


def _compared(table: Table, column: Column) -> Iterator[str]:
    """Indexes that compare a column with values of its enum, which the new type does not know."""
    for index in table.indexes:
        texts = [index.where or "", *(each.name for each in index.columns if each.is_expression)]
        if any(column.name in _words(text) for text in texts):
            yield (
                f"`{table.name.text}.{column.name}` cannot get another type: the index "
                f"`{index.name}` has a condition or an expression on it"
            )


def _gone(change: Change) -> str | None:
    if isinstance(change, DropColumn):
        return change.column.name
    return change.previous.name if isinstance(change, RecreateColumn) else None


def _touched(step: Step) -> Iterator[Name]:
    match step:
        case AlterTable():
            yield step.previous.name
        case RedefineTables(tables):
            yield from (each.previous.name for each in tables)
        case AlterPrimaryKey(table_name):
            yield table_name
        case DropTable(table) | CreateTable(table):
            yield table.name
        case AlterEnum():
            yield step.previous.name
        case (
            RenameTable(name)
            | RenameColumn(name)
            | RenameColumnValues(name)
            | RenameEnum(name)
            | RenameEnumValue(name)
        ):
            yield name
        case _:
            pass


def _is_about(other: Other, table: Name) -> bool:
    return other.table == table or table.text in other.words


def _words(text: str) -> set[str]:
    return {token.value for token in tokens(text) if token.is_name} if text else set()
