"""What has to be asked of the rows before a step: whether they would fit what it makes of their table."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.model import Column, Database, ForeignKey, Index, Name, Table
from partywall.database.sql_text import literal
from partywall.migrations.dialect import Dialect, Guard
from partywall.migrations.header import needs_value
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AlterColumn,
    AlterEnum,
    AlterTable,
    Change,
    CreateIndex,
    RecreateColumn,
    RedefineTable,
    RedefineTables,
    Step,
)


def guards(after: Database, step: Step, dialect: Dialect) -> Iterator[Guard]:
    """What the rows have to be asked before a step."""
    match step:
        case AlterTable():
            for change in step.changes:
                yield from _change_guards(step.previous, change, dialect)
        case RedefineTables(tables):
            for each in tables:
                for change in each.changes:
                    yield from _change_guards(each.previous, change, dialect)
                yield from _redefined_guards(after, each, dialect)
        case CreateIndex(table_name, index, "existing table") if index.is_unique:
            yield from _duplicates_guard(after, table_name, index, dialect)
        case AddForeignKey():
            yield from _orphans_guard(after, step.key, dialect)
        case AlterEnum() if step.dropped:
            yield from _values_guard(step, dialect)
        case _:
            pass


def _change_guards(table: Table, change: Change, dialect: Dialect) -> Iterator[Guard]:
    match change:
        case AddColumn(column) if needs_value(column):
            yield _rows_guard(table, column, dialect)
        case RecreateColumn() if needs_value(change.next):
            yield _rows_guard(table, change.next, dialect)
        case AlterColumn() if change.arity and change.next.not_null:
            yield _null_guard(table, change.previous, dialect)
        case _:
            pass


def _redefined_guards(after: Database, step: RedefineTable, dialect: Dialect) -> Iterator[Guard]:
    """The uniques and foreign keys that a copied table gets, and has not had."""
    had = {(each.columns, each.is_unique) for each in step.previous.indexes}
    for index in step.next.indexes:
        if index.is_unique and (index.columns, True) not in had:
            yield from _duplicates_guard(after, step.previous.name, index, dialect)
    known = {_said(each) for each in after.foreign_keys_of(step.previous.name)}
    for key in step.next_keys:
        if _said(key) not in known:
            yield from _orphans_guard(after, key, dialect)


def _said(key: ForeignKey) -> tuple[object, ...]:
    return key.columns, key.target, key.references


def _rows_guard(table: Table, column: Column, dialect: Dialect) -> Guard:
    return Guard(
        f"EXISTS ({dialect.anything} FROM {dialect.name(table.name)})",
        f"{table.name.text}.{column.name} was required, and its values are gone: "
        "the rows that are there now cannot have it",
    )


def _null_guard(table: Table, column: Column, dialect: Dialect) -> Guard:
    return Guard(
        f"EXISTS ({dialect.anything} FROM {dialect.name(table.name)} "
        f"WHERE {dialect.quoted(column.name)} IS NULL)",
        f"{table.name.text}.{column.name} becomes required again, and there are rows without a value",
    )


def _duplicates_guard(after: Database, name: Name, index: Index, dialect: Dialect) -> Iterator[Guard]:
    table = after.table(name)
    there = table is not None and all(table.column(each) for each in index.column_names)
    if not there or index.has_expressions:
        return
    columns = ", ".join(map(dialect.quoted, index.column_names))
    some = " AND ".join(f"{dialect.quoted(each)} IS NOT NULL" for each in index.column_names)
    where = f"{some} AND ({index.where})" if index.where else some
    yield Guard(
        f"EXISTS ({dialect.anything} FROM {dialect.name(name)} WHERE {where} "
        f"GROUP BY {columns} HAVING count(*) > 1)",
        f"{', '.join(index.column_names)} of {name.text} becomes unique again, and there are duplicates",
    )


def _orphans_guard(after: Database, key: ForeignKey, dialect: Dialect) -> Iterator[Guard]:
    child, parent = after.table(key.table), after.table(key.target)
    if child is None or parent is None:
        return
    if not all(child.column(each) for each in key.columns):
        return
    if not all(parent.column(each) for each in key.references):
        return
    same = " AND ".join(
        f"p.{dialect.quoted(theirs)} = c.{dialect.quoted(own)}"
        for own, theirs in zip(key.columns, key.references, strict=True)
    )
    some = " AND ".join(f"c.{dialect.quoted(each)} IS NOT NULL" for each in key.columns)
    yield Guard(
        f"EXISTS ({dialect.anything} FROM {dialect.name(key.table)} AS c WHERE {some} AND NOT EXISTS "
        f"({dialect.anything} FROM {dialect.name(key.target)} AS p WHERE {same}))",
        f"{', '.join(key.columns)} of {key.table.text} references {key.target.text} again, "
        "and there are rows whose parent is gone",
    )


def _values_guard(step: AlterEnum, dialect: Dialect) -> Iterator[Guard]:
    values = ", ".join(map(literal, step.dropped))
    for use in step.uses:
        column = dialect.quoted(use.column.name)
        test = f"{column}::text IN ({values})"
        if use.column.arity == "list":
            test = f"{column}::text[] && ARRAY[{values}]"
        yield Guard(
            f"EXISTS ({dialect.anything} FROM {dialect.name(use.table)} WHERE {test})",
            f"{use.table.text}.{use.column.name} has values that the enum did not have: "
            + ", ".join(step.dropped),
        )
