"""The example's next migration, applied to its tables filled with rows, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall.database.from_sql import HistoryFile, replay
from partywall.database.model import BuiltIn, Column, Database, EnumOf, Name, Table
from partywall.database.sql_text import identifier, literal
from partywall.migrations.create import Migration, create
from partywall.schema.read import read
from support.postgres import Cluster, catalog, run
from support.shared import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE = PROJECT / "examples" / "chatbots" / "prisma"
ROWS = 20


def history() -> list[HistoryFile]:
    files = sorted(EXAMPLE.glob("migrations/*/migration.sql"))
    return [HistoryFile(file.parent.name, file.read_text()) for file in files]


@pytest.mark.database
def test_the_next_migration_of_the_example(server: Cluster) -> None:
    reading = read({"schema.prisma": (EXAMPLE / "schema.prisma").read_text()})
    files = history()
    found = create(
        reading.schema,
        reading.bodies,
        history=files,
        name="next",
        now="20260101000000",
        lock_file='provider = "postgresql"',
    )
    assert isinstance(found, Migration)
    assert found.files[f"{found.folder}/migration.sql"].startswith("-- For a maintenance window")
    with server.database() as connection:
        for file in files:
            run(connection, file.text)
        for statement in inserts(replay(files).database):
            run(connection, statement)
        before = catalog(connection)
        run(connection, found.files[f"{found.folder}/migration.sql"])
        after = catalog(connection)
        counted = connection.execute(
            'SELECT count(*), count(b."tenantId") FROM conversations c '
            'LEFT JOIN chatbots b ON b.id = c."chatbotId" AND b."tenantId" = c."tenantId"'
        ).fetchone()
        assert counted == (ROWS, ROWS)
        run(connection, found.files[f"{found.folder}/down.sql"])
        assert sorted({*before} ^ {*catalog(connection)}) == []
        run(connection, found.files[f"{found.folder}/migration.sql"])
        assert sorted({*after} ^ {*catalog(connection)}) == []


# --- rows for any database ------------------------------------------------------------------------


def inserts(database: Database) -> list[str]:
    """Twenty rows for each table, parents first."""
    tables = {each.name: each for each in database.tables}
    done: dict[Name, str] = {}
    while len(done) < len(tables):
        for name, table in tables.items():
            parents = {each.target for each in database.foreign_keys_of(name)} - {name}
            if name not in done and parents <= done.keys():
                done[name] = insert(database, table, tables)
    return list(done.values())


def insert(database: Database, table: Table, tables: Mapping[Name, Table]) -> str:
    values = {each.name: value(database, table.name, each, "n") for each in table.columns}
    for key in database.foreign_keys_of(table.name):
        for own, theirs in zip(key.columns, key.references, strict=True):
            parent = tables[key.target].column(theirs)
            assert parent
            values[own] = value(database, key.target, parent, f"(n % {ROWS} + 1)")
    columns = ", ".join(map(identifier, values))
    target = identifier(table.name.text)
    rows = ", ".join(values.values())
    return f"INSERT INTO {target} ({columns}) SELECT {rows} FROM generate_series(1, {ROWS}) n"  # noqa: S608


def value(database: Database, table: Name, column: Column, n: str) -> str:
    match column.type:
        case EnumOf(name):
            first = next(each.values[0] for each in database.enums if each.name == name)
            return f"{literal(first)}::{identifier(name.text)}"
        case BuiltIn("TEXT" | "VARCHAR"):
            return f"{literal(table.text)} || {n}"
        case BuiltIn("TIMESTAMP"):
            return "now()"
        case BuiltIn("JSONB"):
            return "'{}'"
        case BuiltIn("BOOLEAN"):
            return "true"
        case _:
            return n
