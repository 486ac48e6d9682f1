"""Questions to ask before a migration: rows on which it would fail. Each gives no row when all is well."""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.model import Column, Database, EnumOf, Index, Name
from partywall.migrations.dialect import Dialect
from partywall.migrations.failures import gone_values
from partywall.migrations.lookups import Lookup, lookup_of
from partywall.migrations.plan import Plan
from partywall.migrations.steps import (
    AlterColumn,
    AlterEnum,
    created_tables,
    made_indexes,
    made_keys,
    table_changes,
)
from partywall.migrations.uniques import is_relaxed
from partywall.migrations.verify import Question, counted, orphans

_FEW = 20


def preflight(plan: Plan, source: Database, dialect: Dialect) -> tuple[Question, ...]:
    """The questions that can be put to the database as it is before."""
    lookup = lookup_of(source.provider)
    return (
        *_nulls(plan, dialect, lookup),
        *_uniques(plan, source, dialect),
        *_orphans(plan, source, dialect, lookup),
        *_values(plan, source, dialect, lookup),
    )


def _nulls(plan: Plan, dialect: Dialect, lookup: Lookup) -> Iterator[Question]:
    filled = {(each.wanted.table, each.wanted.column.name) for each in plan.fillings}
    for step, change in table_changes(plan.steps):
        if not isinstance(change, AlterColumn) or not (change.arity and change.next.not_null):
            continue
        if change.previous.not_null or (step.next.name, change.next.name) in filled:
            continue
        table, column = step.previous.name, change.previous.name
        yield Question(
            f"Rows of {table.text} without {column}, which becomes required.",
            counted(
                lookup.text(f"{table.text}.{column}"),
                f"FROM {dialect.name(table)} WHERE {dialect.quoted(column)} IS NULL",
            ),
        )


def _uniques(plan: Plan, source: Database, dialect: Dialect) -> Iterator[Question]:
    created = created_tables(plan.steps)
    for table, index in made_indexes(plan.steps):
        if not index.is_unique or index.has_expressions or table in created:
            continue
        if _has(source, table, index.column_names) and not is_relaxed(table, index, plan.steps):
            yield _duplicates(table, index, dialect, is_top=source.provider == "sqlserver")


def _duplicates(table: Name, index: Index, dialect: Dialect, *, is_top: bool) -> Question:
    columns = ", ".join(map(dialect.quoted, index.column_names))
    some = " AND ".join(f"{dialect.quoted(each)} IS NOT NULL" for each in index.column_names)
    where = f"{some} AND ({index.where})" if index.where else some
    top, limit = (f"TOP {_FEW} ", "") if is_top else ("", f" LIMIT {_FEW}")
    return Question(
        f"Duplicates of {', '.join(index.column_names)} in {table.text}, which becomes unique.",
        f"SELECT {top}{columns}, count(*) AS found FROM {dialect.name(table)} WHERE {where}\n"
        f"GROUP BY {columns} HAVING count(*) > 1 ORDER BY count(*) DESC{limit}",
    )


def _orphans(plan: Plan, source: Database, dialect: Dialect, lookup: Lookup) -> Iterator[Question]:
    created = created_tables(plan.steps)
    for key in made_keys(plan.steps):
        is_new = key.table in created
        if not is_new and _has(source, key.table, key.columns) and _has(source, key.target, key.references):
            yield orphans(key, dialect, lookup)


def _values(plan: Plan, source: Database, dialect: Dialect, lookup: Lookup) -> Iterator[Question]:
    """The rows that have a value of an enum that goes."""
    for step in plan.steps:
        if isinstance(step, AlterEnum) and step.dropped:
            for use in step.uses:
                if _has(source, use.table, (use.column.name,)):
                    yield _with_values(use.table, use.column, step.dropped, dialect, lookup)
    for table, change in table_changes(plan.steps):
        if isinstance(change, AlterColumn) and (gone := gone_values(change)):
            yield _with_values(table.previous.name, change.previous, gone, dialect, lookup)


def _with_values(table: Name, of: Column, gone: Sequence[str], dialect: Dialect, lookup: Lookup) -> Question:
    values, column = ", ".join(map(lookup.text, gone)), dialect.quoted(of.name)
    test = f"{column} IN ({values})"
    if isinstance(of.type, EnumOf):
        test = f"{column}::text IN ({values})"
        if of.arity == "list":
            test = f"{column}::text[] && ARRAY[{values}]"
    return Question(
        f"Rows of {table.text} whose {of.name} is a value that goes.",
        f"SELECT {column}, count(*) AS found FROM {dialect.name(table)} WHERE {test}\nGROUP BY {column}",
    )


def _has(source: Database, name: Name, columns: tuple[str, ...]) -> bool:
    table = source.table(name)
    return table is not None and all(table.column(each) for each in columns)
