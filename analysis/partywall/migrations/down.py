"""The way back: a script that undoes a migration, and refuses where the data no longer fits.

It is not Prisma's (Prisma has none), so it need not be its text: all in one transaction, first the
questions to the data, then the steps, then Prisma's bookkeeping, so that the migration can be deployed anew.
"""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.model import Column, Database, Index, Name, Other, Table
from partywall.database.sql_text import dollar_quoted, identifier, literal
from partywall.migrations.dialect import Dialect
from partywall.migrations.header import needs_value
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.script import section
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AlterColumn,
    AlterEnum,
    AlterTable,
    CreateIndex,
    DropColumn,
    DropTable,
    RecreateColumn,
    Step,
    table_changes,
)


def down(folder: str, after: Database, source: Database, steps: tuple[Step, ...], dialect: Dialect) -> str:
    """The text of `down.sql`: from the database after the migration back to the one before it."""
    lines = [
        f"-- Takes back the migration {_one_line(folder)}. Nothing runs this by itself:",
        "-- prisma db execute --file <this file>",
        *(f"-- Loses data: {_one_line(each)}" for each in _losses(steps)),
        *(f"-- Not brought back: {_one_line(each)}" for each in _gone_for_good(steps)),
    ]
    guards = [statement for step in steps for statement in _guards(after, step, dialect)]
    parts = ["\n".join(lines) + "\n\nBEGIN;\n"]
    if guards:
        parts.append(section("Refuses where the data no longer fits", [_do(guards)]))
    parts += [section(type(step).__name__, _statements(step, dialect)) for step in steps]
    restored = list(_restored(after, source, dialect))
    if restored:
        parts.append(section("What a schema cannot say", restored))
    parts.append(section("Bookkeeping", [_forget(folder)]))
    return "\n".join(parts) + "\nCOMMIT;\n"


def _statements(step: Step, dialect: Dialect) -> Iterator[str]:
    """As in a migration, but for enums: a value that comes back has its place, and no `COMMIT` inside."""
    if not (isinstance(step, AlterEnum) and isinstance(dialect, PostgreSQL)):
        yield from dialect.statements(step)
        return
    for statement in dialect.remake_enum(step):
        if statement not in {"BEGIN", "COMMIT"}:
            yield statement


def _losses(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        match step:
            case DropTable(table):
                yield f"the table {table.name.text}"
            case AlterTable():
                for change in step.changes:
                    if isinstance(change, DropColumn):
                        yield f"the column {step.previous.name.text}.{change.column.name}"
                    elif isinstance(change, RecreateColumn):
                        yield f"the values of {step.previous.name.text}.{change.previous.name}"
            case _:
                pass


def _gone_for_good(steps: tuple[Step, ...]) -> Iterator[str]:
    """What the migration has destroyed: the structure comes back, the data does not."""
    for step, change in table_changes(steps):
        if isinstance(change, AddColumn | RecreateColumn):
            column = change.column if isinstance(change, AddColumn) else change.next
            yield f"the earlier values of {step.previous.name.text}.{column.name}"


# --- questions to the data --------------------------------------------------------------------


def _guards(after: Database, step: Step, dialect: Dialect) -> Iterator[str]:
    match step:
        case AlterTable():
            for change in step.changes:
                match change:
                    case AddColumn(column) if needs_value(column):
                        yield _rows_guard(step.previous, column, dialect)
                    case RecreateColumn() if needs_value(change.next):
                        yield _rows_guard(step.previous, change.next, dialect)
                    case AlterColumn() if change.arity and change.next.not_null:
                        yield _null_guard(step.previous, change.previous, dialect)
                    case _:
                        pass
        case CreateIndex(table_name, index, "existing table") if index.is_unique:
            yield from _duplicates_guard(after, table_name, index, dialect)
        case AddForeignKey():
            yield from _orphans_guard(after, step, dialect)
        case AlterEnum() if step.dropped:
            yield from _values_guard(step, dialect)
        case _:
            pass


def _guard(condition: str, message: str) -> str:
    return f"IF {condition} THEN\n        RAISE EXCEPTION USING MESSAGE = {literal(message)};\n    END IF"


def _rows_guard(table: Table, column: Column, dialect: Dialect) -> str:
    return _guard(
        f"EXISTS (SELECT FROM {dialect.name(table.name)})",
        f"{table.name.text}.{column.name} was required, and its values are gone: "
        "the rows that are there now cannot have it",
    )


def _null_guard(table: Table, column: Column, dialect: Dialect) -> str:
    return _guard(
        f"EXISTS (SELECT FROM {dialect.name(table.name)} WHERE {identifier(column.name)} IS NULL)",
        f"{table.name.text}.{column.name} becomes required again, and there are rows without a value",
    )


def _duplicates_guard(after: Database, name: Name, index: Index, dialect: Dialect) -> Iterator[str]:
    table = after.table(name)
    there = table is not None and all(table.column(each) for each in index.column_names)
    if not there or index.has_expressions:
        return
    columns = ", ".join(map(identifier, index.column_names))
    some = " AND ".join(f"{identifier(each)} IS NOT NULL" for each in index.column_names)
    where = f"{some} AND ({index.where})" if index.where else some
    yield _guard(
        f"EXISTS (SELECT FROM {dialect.name(name)} WHERE {where} GROUP BY {columns} HAVING count(*) > 1)",
        f"{', '.join(index.column_names)} of {name.text} becomes unique again, and there are duplicates",
    )


def _orphans_guard(after: Database, step: AddForeignKey, dialect: Dialect) -> Iterator[str]:
    key = step.key
    child, parent = after.table(key.table), after.table(key.target)
    if child is None or parent is None:
        return
    if not all(child.column(each) for each in key.columns):
        return
    if not all(parent.column(each) for each in key.references):
        return
    same = " AND ".join(
        f"p.{identifier(theirs)} = c.{identifier(own)}"
        for own, theirs in zip(key.columns, key.references, strict=True)
    )
    some = " AND ".join(f"c.{identifier(each)} IS NOT NULL" for each in key.columns)
    yield _guard(
        f"EXISTS (SELECT FROM {dialect.name(key.table)} AS c WHERE {some} AND NOT EXISTS "
        f"(SELECT FROM {dialect.name(key.target)} AS p WHERE {same}))",
        f"{', '.join(key.columns)} of {key.table.text} references {key.target.text} again, "
        "and there are rows whose parent is gone",
    )


def _values_guard(step: AlterEnum, dialect: Dialect) -> Iterator[str]:
    values = ", ".join(map(literal, step.dropped))
    for use in step.uses:
        column = identifier(use.column.name)
        test = f"{column}::text IN ({values})"
        if use.column.arity == "list":
            test = f"{column}::text[] && ARRAY[{values}]"
        yield _guard(
            f"EXISTS (SELECT FROM {dialect.name(use.table)} WHERE {test})",
            f"{use.table.text}.{use.column.name} has values that the enum did not have: "
            + ", ".join(step.dropped),
        )


def _do(guards: list[str]) -> str:
    body = "\n".join(f"    {each};" for each in guards)
    return "DO " + dollar_quoted(f"BEGIN\n{body}\nEND", "check")


# --- what a schema cannot say -----------------------------------------------------------------

_AS_WRITTEN = frozenset({"POLICY", "TRIGGER", "RULE", "VIEW", "COMMENT", "STATISTICS"})


def _restored(after: Database, source: Database, dialect: Dialect) -> Iterator[str]:
    """What went along with a dropped table or column."""
    kept = {(each.kind, each.table, each.name) for each in after.others}
    for other in source.others:
        if (other.kind, other.table, other.name) not in kept:
            yield from _restore(other, dialect)


def _restore(other: Other, dialect: Dialect) -> Iterator[str]:
    if other.kind in _AS_WRITTEN:
        yield other.sql
    elif other.table is None:
        return
    elif other.kind in {"CHECK", "EXCLUDE"}:
        has_name = other.sql.upper().startswith("CONSTRAINT")
        name = "" if has_name else f"CONSTRAINT {identifier(other.name)} "
        yield f"ALTER TABLE {dialect.name(other.table)} ADD {name}{other.sql}"
    elif other.kind == "ROW LEVEL SECURITY":
        yield f"ALTER TABLE {dialect.name(other.table)} ENABLE ROW LEVEL SECURITY"
    elif other.kind == "FORCE ROW LEVEL SECURITY":
        yield f"ALTER TABLE {dialect.name(other.table)} FORCE ROW LEVEL SECURITY"


# --- bookkeeping ------------------------------------------------------------------------------


def _forget(folder: str) -> str:
    """Prisma refuses to mark an applied migration as rolled back (P3012), so its row is taken out."""
    body = (
        "BEGIN\n"
        "    IF to_regclass('_prisma_migrations') IS NOT NULL THEN\n"
        f"        DELETE FROM _prisma_migrations WHERE migration_name = {literal(folder)};\n"
        "    END IF;\n"
        "END"
    )
    return "DO " + dollar_quoted(body)


def _one_line(text: str) -> str:
    return " ".join(text.split())
