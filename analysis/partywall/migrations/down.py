"""The way back: a script that undoes a migration, and refuses where the data no longer fits.

It is not Prisma's (Prisma has none), so it need not be its text: all in one transaction, first the
questions to the data, then the steps, then Prisma's bookkeeping, so that the migration can be deployed anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from partywall.database.model import Database, Other
from partywall.migrations.dialect import Dialect
from partywall.migrations.guards import guards
from partywall.migrations.script import one_line, section
from partywall.migrations.steps import (
    AddColumn,
    AlterEnum,
    AlterTable,
    DropColumn,
    DropSchema,
    DropTable,
    RecreateColumn,
    RedefineTable,
    RedefineTables,
    Rename,
    Step,
    table_changes,
)


def down(  # noqa: PLR0913, PLR0917 - each is a part of the way
    folder: str,
    after: Database,
    source: Database,
    steps: tuple[Step, ...],
    dialect: Dialect,
    renames: tuple[Rename, ...] = (),
) -> str:
    """The text of `down.sql`: from the database after the migration back to the one before it.

    `renames` come first; `after` and `steps` are what is left to do after them.
    """
    lines = [
        f"-- Takes back the migration {one_line(folder)}. Nothing runs this by itself:",
        "-- prisma db execute --file <this file>",
        *(f"-- Loses data: {one_line(each)}" for each in losses(steps)),
        *(f"-- Not brought back: {one_line(each)}" for each in _gone_for_good(steps)),
        *(f"-- Not brought back: {one_line(str(each))}" for each in _missing(after, source) if not each.sql),
    ]
    asked = [guard for step in steps for guard in guards(after, step, dialect)]
    begin, commit = dialect.transaction
    parts = ["\n".join(lines) + f"\n{begin}"]
    parts += [section(type(step).__name__, dialect.statements(step)) for step in renames]
    if asked:
        parts.append(section("Refuses where the data no longer fits", dialect.refusing(asked)))
    parts += [section(type(step).__name__, _statements(step, dialect)) for step in steps]
    parts += [section("DropSchema", dialect.statements(step)) for step in _emptied(after, source)]
    restored = list(_restored(after, source, dialect))
    if restored:
        parts.append(section("What a schema cannot say", restored))
    parts.append(section("Bookkeeping", [dialect.forgotten(folder)]))
    return "\n".join(parts) + commit


def _statements(step: Step, dialect: Dialect) -> Iterator[str]:
    """As in a migration, but for enums: a value that comes back has its place, and no `COMMIT` inside."""
    if isinstance(step, AlterEnum):
        step = replace(step, is_remade=True)
    for statement in dialect.statements(step):
        if statement not in {"BEGIN", "COMMIT"}:
            yield statement


def _emptied(after: Database, source: Database) -> Iterator[DropSchema]:
    """The schemas that the migration has made. Prisma's own steps leave them, and so does a comparison."""
    for each in after.schemas:
        if each not in {*source.schemas, after.default_schema}:
            yield DropSchema(each)


def losses(steps: tuple[Step, ...]) -> Iterator[str]:
    """What it destroys."""
    for step in steps:
        match step:
            case DropTable(table):
                yield f"the table {table.name.text}"
            case AlterTable():
                yield from _lost_values(step)
            case RedefineTables(tables):
                for each in tables:
                    yield from _lost_values(each)
            case _:
                pass


def _lost_values(step: AlterTable | RedefineTable) -> Iterator[str]:
    for change in step.changes:
        if isinstance(change, DropColumn):
            yield f"the column {step.previous.name.text}.{change.column.name}"
        elif isinstance(change, RecreateColumn):
            yield f"the values of {step.previous.name.text}.{change.previous.name}"


def _gone_for_good(steps: tuple[Step, ...]) -> Iterator[str]:
    """What the migration has destroyed: the structure comes back, the data does not."""
    for step, change in table_changes(steps):
        if isinstance(change, AddColumn | RecreateColumn):
            column = change.column if isinstance(change, AddColumn) else change.next
            yield f"the earlier values of {step.previous.name.text}.{column.name}"


# --- what a schema cannot say -----------------------------------------------------------------

_AS_WRITTEN = frozenset({"POLICY", "TRIGGER", "RULE", "VIEW", "COMMENT", "STATISTICS", "GRANT", "PARTITION"})


def _restored(after: Database, source: Database, dialect: Dialect) -> Iterator[str]:
    """What went along with a dropped table or column, where its text is known."""
    for other in _missing(after, source):
        if other.sql:
            yield from _restore(other, dialect)


def _missing(after: Database, source: Database) -> Iterator[Other]:
    """What is there no more. A check without a name is known by its text."""
    kept = {(each.kind, each.table, said) for each in after.others for said in _said(each)}
    for other in source.others:
        if not kept.intersection((other.kind, other.table, said) for said in _said(other)):
            yield other


def _said(other: Other) -> tuple[str, ...]:
    return (other.name, other.sql) if other.sql else (other.name,)


def _restore(other: Other, dialect: Dialect) -> Iterator[str]:
    if other.kind in _AS_WRITTEN:
        yield other.sql
    elif other.table is None:
        return
    elif other.kind in {"CHECK", "EXCLUDE"}:
        has_name = other.sql.upper().startswith("CONSTRAINT")
        name = "" if has_name else f"CONSTRAINT {dialect.quoted(other.name)} "
        yield f"ALTER TABLE {dialect.name(other.table)} ADD {name}{other.sql}"
    elif other.kind == "ROW LEVEL SECURITY":
        yield f"ALTER TABLE {dialect.name(other.table)} ENABLE ROW LEVEL SECURITY"
    elif other.kind == "FORCE ROW LEVEL SECURITY":
        yield f"ALTER TABLE {dialect.name(other.table)} FORCE ROW LEVEL SECURITY"
