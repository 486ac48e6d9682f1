"""Questions to ask before a migration: rows on which it would fail. Each gives no row when all is well."""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.model import Database, Index, Name
from partywall.database.sql_text import identifier, identifiers, literal
from partywall.migrations.dialect import Dialect
from partywall.migrations.effects import created_tables
from partywall.migrations.plan import Plan
from partywall.migrations.steps import (
    AddForeignKey,
    AlterColumn,
    AlterEnum,
    CreateIndex,
    Step,
    table_changes,
)
from partywall.migrations.uniques import is_relaxed
from partywall.migrations.verify import Question, orphans


def preflight(plan: Plan, source: Database, dialect: Dialect) -> tuple[Question, ...]:
    """The questions that can be put to the database as it is before."""
    return (
        *_nulls(plan, dialect),
        *(each for step in plan.steps for each in _of(step, plan, source, dialect)),
    )


def _nulls(plan: Plan, dialect: Dialect) -> Iterator[Question]:
    filled = {(each.wanted.table, each.wanted.column.name) for each in plan.fillings}
    for step, change in table_changes(plan.steps):
        if not isinstance(change, AlterColumn) or not (change.arity and change.next.not_null):
            continue
        if change.previous.not_null or (step.next.name, change.next.name) in filled:
            continue
        column = identifier(change.previous.name)
        yield Question(
            f"Rows of {step.previous.name.text} without {change.previous.name}, which becomes required.",
            f"SELECT count(*) AS rows FROM {dialect.name(step.previous.name)} WHERE {column} IS NULL "
            "HAVING count(*) > 0",
        )


def _of(step: Step, plan: Plan, source: Database, dialect: Dialect) -> Iterator[Question]:
    match step:
        case CreateIndex(table, index, "existing table") if index.is_unique:
            there = _has(source, table, index.column_names) and not index.has_expressions
            if there and not is_relaxed(step, plan.steps):
                yield _duplicates(table, index, dialect)
        case AddForeignKey(key):
            if key.table in created_tables(plan.steps):
                return
            if _has(source, key.table, key.columns) and _has(source, key.target, key.references):
                yield Question(
                    f"Rows of {key.table.text} whose {', '.join(key.columns)} names no row of "
                    f"{key.target.text}.",
                    orphans(step, dialect),
                )
        case AlterEnum() if step.dropped:
            yield from _values(step, source, dialect)
        case _:
            pass


def _duplicates(table: Name, index: Index, dialect: Dialect) -> Question:
    columns = identifiers(index.column_names)
    some = " AND ".join(f"{identifier(each)} IS NOT NULL" for each in index.column_names)
    where = f"{some} AND ({index.where})" if index.where else some
    return Question(
        f"Duplicates of {', '.join(index.column_names)} in {table.text}, which becomes unique.",
        f"SELECT {columns}, count(*) AS rows FROM {dialect.name(table)} WHERE {where}\n"
        f"GROUP BY {columns} HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT 20",
    )


def _values(step: AlterEnum, source: Database, dialect: Dialect) -> Iterator[Question]:
    values = ", ".join(map(literal, step.dropped))
    for use in step.uses:
        if not _has(source, use.table, (use.column.name,)):
            continue
        column = identifier(use.column.name)
        test = f"{column}::text IN ({values})"
        if use.column.arity == "list":
            test = f"{column}::text[] && ARRAY[{values}]"
        yield Question(
            f"Rows of {use.table.text} whose {use.column.name} is a value that goes.",
            f"SELECT {column}, count(*) AS rows FROM {dialect.name(use.table)} WHERE {test}\n"
            f"GROUP BY {column}",
        )


def _has(source: Database, name: Name, columns: tuple[str, ...]) -> bool:
    table = source.table(name)
    return table is not None and all(table.column(each) for each in columns)
