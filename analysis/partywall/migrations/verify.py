"""`verify.sql`: questions to ask after a migration. Each gives no row when all is well.

They are about what the migration touches, no more. What Prisma cannot see is among them: an index that is
not valid, a constraint that was never validated, a row whose tenant is not its parent's.
"""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from partywall.database.model import Database, Name
from partywall.database.sql_text import identifier, literal
from partywall.migrations.dialect import Dialect
from partywall.migrations.effects import created_tables
from partywall.migrations.fill import Asked
from partywall.migrations.path_sql import conditions, tables, value
from partywall.migrations.plan import Plan
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AlterColumn,
    CreateIndex,
    DropColumn,
    DropTable,
    RecreateColumn,
    RenameColumn,
    RenameForeignKey,
    RenameIndex,
    RenameTable,
    Step,
    table_changes,
)
from partywall.migrations.tenant_paths import tenant_paths
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A query that gives no row when all is well, and what a row of it says."""

    bad: str
    sql: str


def verify(folder: str, plan: Plan, asked: Asked, after: Database, dialect: Dialect) -> str:
    """The text of `verify.sql`."""
    lines = [
        f"-- What must hold after {_one_line(folder)}. Each query gives no row when all is well:",
        '-- psql "$DATABASE_URL" --file verify.sql   (psql takes no `?schema=` in the address)',
        "",
        "SET row_security = off; -- an error rather than rows that are not seen",
    ]
    for each in questions(plan, asked, after, dialect):
        lines += ["", f"-- {_one_line(each.bad)}", f"{each.sql};"]
    return "\n".join(lines) + "\n"


def questions(plan: Plan, asked: Asked, after: Database, dialect: Dialect) -> tuple[Question, ...]:
    """The questions, those about rows first."""
    created = created_tables(plan.steps)
    return (
        *_nulls(plan, dialect),
        *_orphans(plan.steps, created, dialect),
        *_other_tenants(plan, asked, created, dialect),
        *_not_required(plan, dialect),
        *_indexes(plan.steps, dialect),
        *_constraints(plan.steps, after, dialect),
        *_left(plan.steps, dialect),
    )


# --- rows -----------------------------------------------------------------------------------------


def required_columns(plan: Plan) -> tuple[tuple[Name, str], ...]:
    """The columns of tables with rows that must have a value from now on."""
    found = [(each.wanted.table, each.wanted.column.name) for each in plan.fillings]
    for step, change in table_changes(plan.steps):
        if isinstance(change, AlterColumn) and change.arity and change.next.not_null:
            found.append((step.next.name, change.next.name))
        elif isinstance(change, AddColumn) and change.column.not_null:
            found.append((step.next.name, change.column.name))
    return tuple(dict.fromkeys(found))


def _nulls(plan: Plan, dialect: Dialect) -> Iterator[Question]:
    for table, column in required_columns(plan):
        yield Question(
            f"Rows of {table.text} without {column}.",
            f"SELECT {literal(f'{table.text}.{column}')} AS place, count(*) AS rows FROM "
            f"{dialect.name(table)} WHERE {identifier(column)} IS NULL HAVING count(*) > 0",
        )


def _orphans(steps: Sequence[Step], created: frozenset[Name], dialect: Dialect) -> Iterator[Question]:
    for step in steps:
        if isinstance(step, AddForeignKey) and step.key.table not in created:
            yield Question(
                f"Rows of {step.key.table.text} whose {', '.join(step.key.columns)} names no row of "
                f"{step.key.target.text}.",
                orphans(step, dialect),
            )


def orphans(step: AddForeignKey, dialect: Dialect) -> str:
    """The query for rows that a foreign key does not allow."""
    key = step.key
    some = " AND ".join(f"c.{identifier(each)} IS NOT NULL" for each in key.columns)
    same = " AND ".join(
        f"p.{identifier(theirs)} = c.{identifier(own)}"
        for own, theirs in zip(key.columns, key.references, strict=True)
    )
    return (
        f"SELECT {literal(key.name)} AS place, count(*) AS rows FROM {dialect.name(key.table)} AS c\n"
        f"WHERE {some} AND NOT EXISTS (SELECT FROM {dialect.name(key.target)} AS p WHERE {same})\n"
        "HAVING count(*) > 0"
    )


def _other_tenants(
    plan: Plan, asked: Asked, created: frozenset[Name], dialect: Dialect
) -> Iterator[Question]:
    touched = set(_touched_columns(plan, created))
    if not touched:
        return
    for each in tenant_paths(asked):
        if each.table in created or not touched.intersection(each.columns):
            continue
        yield Question(
            f"Rows of two tenants: {each} differ.",
            f"SELECT {literal(str(each))} AS place, count(*) AS rows\n"
            f"FROM {dialect.name(each.table)} AS t0, {tables(each.path, dialect)}\n"
            f"WHERE {conditions(each.path)} AND t0.{identifier(each.column)} <> {value(each.path)}\n"
            "HAVING count(*) > 0",
        )


def _touched_columns(plan: Plan, created: frozenset[Name]) -> Iterator[tuple[Name, str]]:
    for step, change in table_changes(plan.steps):
        if isinstance(change, AddColumn):
            yield step.next.name, change.column.name
        elif isinstance(change, AlterColumn | RecreateColumn):
            yield step.next.name, change.next.name
    for key in (each.key for each in plan.steps if isinstance(each, AddForeignKey)):
        if key.table not in created:
            yield from ((key.table, each) for each in key.columns)


# --- the catalog ------------------------------------------------------------------------------------


def _not_required(plan: Plan, dialect: Dialect) -> Iterator[Question]:
    wanted = [(dialect.name(table), column) for table, column in required_columns(plan)]
    if wanted:
        yield Question(
            "Columns that are not there, or not required.",
            f"SELECT * FROM {_values(wanted)} AS wanted(tab, col) WHERE NOT EXISTS (\n"
            "    SELECT FROM pg_attribute WHERE attrelid = to_regclass(tab) AND attname = col::name\n"
            "    AND attnotnull AND NOT attisdropped)",
        )


def _indexes(steps: Sequence[Step], dialect: Dialect) -> Iterator[Question]:
    wanted: list[tuple[str]] = []
    for step in steps:
        if isinstance(step, CreateIndex):
            wanted.append((dialect.name(Name(step.table.schema, step.index.name)),))
        elif isinstance(step, RenameIndex):
            wanted.append((dialect.name(Name(step.table.schema, step.next)),))
    if wanted:
        yield Question(
            "Indexes that are not there, or not valid: a failed CONCURRENTLY leaves one behind.",
            f"SELECT * FROM {_values(dict.fromkeys(wanted))} AS wanted(idx) WHERE NOT EXISTS (\n"
            "    SELECT FROM pg_index WHERE indexrelid = to_regclass(idx) AND indisvalid AND indisready)",
        )


def _constraints(steps: Sequence[Step], after: Database, dialect: Dialect) -> Iterator[Question]:
    names = {(each.table, each.name) for each in after.foreign_keys}
    wanted: list[tuple[str, str]] = []
    for step in steps:
        if isinstance(step, AddForeignKey) and (step.key.table, step.key.name) in names:
            wanted.append((dialect.name(step.key.table), step.key.name))
        elif isinstance(step, RenameForeignKey):
            wanted.append((dialect.name(step.table), step.next))
    if wanted:
        yield Question(
            "Foreign keys that are not there, or not validated: the rows of before are not held to them.",
            f"SELECT * FROM {_values(dict.fromkeys(wanted))} AS wanted(tab, con) WHERE NOT EXISTS (\n"
            "    SELECT FROM pg_constraint WHERE conrelid = to_regclass(tab) AND conname = con::name\n"
            "    AND convalidated)",
        )


def _left(steps: Sequence[Step], dialect: Dialect) -> Iterator[Question]:
    tables_ = [(dialect.name(step.table.name),) for step in steps if isinstance(step, DropTable)]
    tables_ += [(dialect.name(step.previous),) for step in steps if isinstance(step, RenameTable)]
    columns = [
        (dialect.name(step.table), step.previous)
        for step in steps
        if isinstance(step, RenameColumn) and not _comes_again(step, steps)
    ]
    columns += [
        (dialect.name(step.next.name), change.column.name)
        for step, change in table_changes(steps)
        if isinstance(change, DropColumn)
    ]
    if tables_:
        yield Question(
            "Tables that are still there.",
            f"SELECT * FROM {_values(tables_)} AS gone(tab) WHERE to_regclass(tab) IS NOT NULL",
        )
    if columns:
        yield Question(
            "Columns that are still there.",
            f"SELECT * FROM {_values(columns)} AS gone(tab, col) WHERE EXISTS (\n"
            "    SELECT FROM pg_attribute WHERE attrelid = to_regclass(tab) AND attname = col::name\n"
            "    AND NOT attisdropped)",
        )


def _comes_again(renamed: RenameColumn, steps: Sequence[Step]) -> bool:
    """Whether another column gets the name that one had."""
    return any(
        isinstance(each, RenameColumn) and each.table == renamed.table and each.next == renamed.previous
        for each in steps
    )


def _values(rows: Iterable[Sequence[str]]) -> str:
    listed = ",\n    ".join(f"({', '.join(map(literal, row))})" for row in rows)
    return f"(VALUES\n    {listed})"


def _one_line(text: str) -> str:
    return " ".join(text.split())
