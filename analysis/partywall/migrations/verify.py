"""`verify.sql`: questions to ask after a migration. Each gives no row when all is well.

They are about what the migration touches, no more. What Prisma cannot see is among them: an index that is
not valid, a constraint that was never validated, a row whose tenant is not its parent's.
"""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from partywall.database.model import Database, ForeignKey, Name
from partywall.migrations.dialect import Dialect
from partywall.migrations.fill import Asked, FromParent
from partywall.migrations.lookups import Lookup, lookup_of
from partywall.migrations.path_sql import conditions, tables, value
from partywall.migrations.plan import Plan
from partywall.migrations.script import one_line
from partywall.migrations.shell import shell_of
from partywall.migrations.steps import (
    AddColumn,
    AlterColumn,
    DropColumn,
    DropTable,
    RecreateColumn,
    RenameColumn,
    RenameForeignKey,
    RenameIndex,
    RenameTable,
    Step,
    created_tables,
    made_indexes,
    made_keys,
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
    shell = shell_of(after.provider)
    asked_for = questions(plan, asked, after, dialect)
    if not asked_for:
        done = "it is done when `migrate deploy` says so"
        return f"-- There is nothing to ask after {one_line(folder)}: {done}.\n"
    note = f"   ({shell.asks_note})" if shell.asks_note else ""
    lines = [
        f"-- What must hold after {one_line(folder)}. Each query gives no row when all is well:",
        f"-- {shell.asks.replace('{file}', 'verify.sql')}{note}",
        *(f"\n{each}" for each in shell.before_asking),
    ]
    for each in asked_for:
        lines += ["", f"-- {one_line(each.bad)}", f"{each.sql};"]
    return "\n".join(lines) + "\n"


def questions(plan: Plan, asked: Asked, after: Database, dialect: Dialect) -> tuple[Question, ...]:
    """The questions, those about rows first."""
    lookup = lookup_of(after.provider)
    return (
        *_nulls(plan, dialect, lookup),
        *_orphans(plan.steps, dialect, lookup),
        *_other_tenants(plan, asked, dialect, lookup),
        *_not_required(plan, lookup),
        *_indexes(plan.steps, lookup),
        *_constraints(plan.steps, after, lookup),
        *_left(plan.steps, lookup),
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


def _nulls(plan: Plan, dialect: Dialect, lookup: Lookup) -> Iterator[Question]:
    for table, column in required_columns(plan):
        yield Question(
            f"Rows of {table.text} without {column}.",
            counted(
                lookup.text(f"{table.text}.{column}"),
                f"FROM {dialect.name(table)} WHERE {dialect.quoted(column)} IS NULL",
            ),
        )


def _orphans(steps: Sequence[Step], dialect: Dialect, lookup: Lookup) -> Iterator[Question]:
    created = created_tables(steps)
    for key in made_keys(steps):
        if key.table not in created:
            yield orphans(key, dialect, lookup)


def orphans(key: ForeignKey, dialect: Dialect, lookup: Lookup) -> Question:
    """The question for rows that a foreign key does not allow."""
    some = " AND ".join(f"c.{dialect.quoted(each)} IS NOT NULL" for each in key.columns)
    same = " AND ".join(
        f"p.{dialect.quoted(theirs)} = c.{dialect.quoted(own)}"
        for own, theirs in zip(key.columns, key.references, strict=True)
    )
    return Question(
        f"Rows of {key.table.text} whose {', '.join(key.columns)} names no row of {key.target.text}.",
        counted(
            lookup.text(key.name),
            f"FROM {dialect.name(key.table)} AS c\n"
            f"WHERE {some} AND NOT EXISTS (SELECT 1 FROM {dialect.name(key.target)} AS p WHERE {same})",
        ),
    )


def counted(label: str, rows: str) -> str:
    """A query that says how many rows there are, where there are any."""
    counting = f"SELECT {label} AS place, count(*) AS found {rows}"
    return f"SELECT place, found FROM ({counting}) AS counted WHERE found > 0"


def _other_tenants(plan: Plan, asked: Asked, dialect: Dialect, lookup: Lookup) -> Iterator[Question]:
    created = created_tables(plan.steps)
    touched = set(_touched_columns(plan, created))
    if not touched:
        return
    for each in tenant_paths(asked):
        if each.table in created or not touched.intersection(each.columns):
            continue
        own, theirs = f"t0.{dialect.quoted(each.column)}", value(each.path, dialect)
        yield Question(
            f"Rows of two tenants: {each} differ.{_but_for(plan, each.table, each.column)}",
            counted(
                lookup.text(str(each)),
                f"FROM {dialect.name(each.table)} AS t0, {tables(each.path, dialect)}\n"
                f"WHERE {conditions(each.path, dialect)} AND {own} <> {theirs}",
            ),
        )


def _but_for(plan: Plan, table: Name, column: str) -> str:
    """What was chosen for rows whose parents disagree, where they still do."""
    for each in plan.fillings:
        is_it = (each.wanted.table, each.wanted.column.name) == (table, column)
        if is_it and isinstance(each.fill, FromParent) and each.fill.disagreeing.action == "assign":
            return f" Those that became rows of {each.fill.disagreeing.value}, as was chosen, are among them."
    return ""


def _touched_columns(plan: Plan, created: frozenset[Name]) -> Iterator[tuple[Name, str]]:
    for step, change in table_changes(plan.steps):
        if isinstance(change, AddColumn):
            yield step.next.name, change.column.name
        elif isinstance(change, AlterColumn | RecreateColumn):
            yield step.next.name, change.next.name
    for key in made_keys(plan.steps):
        if key.table not in created:
            yield from ((key.table, each) for each in key.columns)


# --- the catalog ------------------------------------------------------------------------------------


def _listed(bad: str, found: Iterable[tuple[str, str]], lookup: Lookup) -> Iterator[Question]:
    """A question that lists each name of which a condition holds."""
    each = [
        f"SELECT {lookup.text(label)} AS place{lookup.nothing} WHERE {condition}"
        for label, condition in dict.fromkeys(found)
    ]
    if each:
        yield Question(bad, "\nUNION ALL ".join(each))


def _not_required(plan: Plan, lookup: Lookup) -> Iterator[Question]:
    return _listed(
        "Columns that are not there, or not required.",
        (
            (f"{table.text}.{column}", f"NOT {lookup.column(table, column, required=True)}")
            for table, column in required_columns(plan)
        ),
        lookup,
    )


def _indexes(steps: Sequence[Step], lookup: Lookup) -> Iterator[Question]:
    wanted = [(table, index.name) for table, index in made_indexes(steps)]
    wanted += [(each.table, each.next) for each in steps if isinstance(each, RenameIndex)]
    return _listed(
        "Indexes that are not there, or not valid: one that could not be built may be left behind.",
        ((f"{table.text}.{name}", f"NOT {lookup.index(table, name)}") for table, name in wanted),
        lookup,
    )


def _constraints(steps: Sequence[Step], after: Database, lookup: Lookup) -> Iterator[Question]:
    names = {(each.table, each.name): each for each in after.foreign_keys}
    renamed = [(each.table, each.next) for each in steps if isinstance(each, RenameForeignKey)]
    wanted = [(each.table, each.name) for each in made_keys(steps)]
    return _listed(
        "Foreign keys that are not there, or not validated: the rows of before are not held to them.",
        (
            (f"{each.table.text}.{each.name}", f"NOT {lookup.key(each)}")
            for each in (names[name] for name in (*wanted, *renamed) if name in names)
        ),
        lookup,
    )


def _left(steps: Sequence[Step], lookup: Lookup) -> Iterator[Question]:
    gone = [step.table.name for step in steps if isinstance(step, DropTable)]
    gone += [step.previous for step in steps if isinstance(step, RenameTable)]
    columns = [
        (step.table, step.previous)
        for step in steps
        if isinstance(step, RenameColumn) and not _comes_again(step, steps)
    ]
    columns += [
        (step.next.name, change.column.name)
        for step, change in table_changes(steps)
        if isinstance(change, DropColumn)
    ]
    yield from _listed(
        "Tables that are still there.", ((each.text, lookup.table(each)) for each in gone), lookup
    )
    yield from _listed(
        "Columns that are still there.",
        ((f"{table.text}.{column}", lookup.column(table, column)) for table, column in columns),
        lookup,
    )


def _comes_again(renamed: RenameColumn, steps: Sequence[Step]) -> bool:
    """Whether another column gets the name that one had."""
    return any(
        isinstance(each, RenameColumn) and each.table == renamed.table and each.next == renamed.previous
        for each in steps
    )
