"""What is written for SQLite runs, on filled tables, and leads to what a new database would be."""

# ruff: noqa: S608 - names are quoted, and the SQL is ours

from __future__ import annotations

import sqlite3

import pytest

from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile
from partywall.database.model import Database
from partywall.migrations.create import Migration, Nothing, Refusal, create
from partywall.schema.read import read
from support.shared import cases, requires_shared
from support.sqlite import BOOKKEEPING, catalog, quoted, rows

HEAD = 'datasource db {\n  provider = "sqlite"\n}\n'


def made(
    schema: str, *history: str, source: str | None = None, strategy: str = "simple"
) -> Migration | Nothing | Refusal:
    reading = read({"schema.prisma": schema})
    before = read({"schema.prisma": source}) if source is not None else None
    return create(
        reading.schema,
        reading.bodies,
        history=[HistoryFile(f"2025010100000{n}_x", text) for n, text in enumerate(history)],
        source=from_schema(before.schema, before.bodies) if before else None,
        name="next",
        now="20260101120000",
        strategy="safe" if strategy == "safe" else "simple",
    )


def script(schema: str, *history: str, strategy: str = "safe") -> str:
    result = made(schema, *history, strategy=strategy)
    assert isinstance(result, Migration), result
    return result.files[f"{result.folder}/migration.sql"]


def down(schema: str, *history: str) -> str:
    result = made(schema, *history, strategy="safe")
    assert isinstance(result, Migration), result
    return result.files[f"{result.folder}/down.sql"]


def filled(sql: str) -> sqlite3.Connection:
    """A database with a row in each table, whatever it references."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.executescript(BOOKKEEPING + sql)
    for (table,) in rows(
        connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'sqlite_sequence'"
    ):
        columns = rows(connection, f"SELECT name, type FROM pragma_table_info({quoted(table)})")
        values = ", ".join("1" if "INT" in type_ else "'1'" for _, type_ in columns)
        connection.execute(f"INSERT INTO {quoted(table)} VALUES ({values})")
    return connection


@requires_shared
def test_pairs_of_prismas_own_tests_run_on_rows() -> None:
    compared = refused = 0
    for case in cases("sql_pairs"):
        if case["provider"] != "sqlite" or case["from"] is None or case["sql"] is None:
            continue
        first, second, new = made(case["from"]), made(case["to"], source=case["from"]), made(case["to"])
        if not isinstance(first, Migration) or not isinstance(second, Migration):
            continue
        assert isinstance(new, Migration | Nothing)
        connection = filled(first.script)
        before = catalog(connection)
        try:
            connection.executescript(second.script)
        except sqlite3.IntegrityError:  # rows that the schema does not allow; the header says so
            text = second.files[f"{second.folder}/migration.sql"]
            assert text.startswith("/*\n  Warnings:"), case["name"]
            refused += 1
            connection = sqlite3.connect(":memory:")
            connection.executescript(BOOKKEEPING + first.script + second.script)
        expected = sqlite3.connect(":memory:")
        expected.executescript(new.script)
        assert catalog(connection) == catalog(expected), case["name"]
        try:
            connection.executescript(second.files[f"{second.folder}/down.sql"])
        except sqlite3.IntegrityError as error:
            assert "CHECK constraint failed" in str(error), case["name"]  # noqa: PT017
        else:
            assert catalog(connection) == before, case["name"]
        compared += 1
    assert compared > 25
    assert refused < compared / 2


# --- the safe strategy ----------------------------------------------------------------------------

BEFORE = (
    HEAD
    + """
model Tenant {
  id    String @id
  docs  Document[]
}

model Document {
  id       Int    @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
  pages    Page[]
}

model Page {
  id         Int      @id
  documentId Int
  document   Document @relation(fields: [documentId], references: [id])
  lines      Line[]
}

model Line {
  id     Int  @id
  pageId Int
  page   Page @relation(fields: [pageId], references: [id])
}
"""
)
KEY = "  tenantId String\n  tenant Tenant @relation(fields: [tenantId], references: [id])\n"
AFTER = (
    BEFORE.replace("  docs ", "  pages Page[]\n  lines Line[]\n  docs ")
    .replace("  documentId Int\n", f"  documentId Int\n{KEY}")
    .replace("  pageId Int\n", f"  pageId Int\n{KEY}")
)
ROWS = """
INSERT INTO "Tenant" VALUES ('t1'), ('t2');
INSERT INTO "Document" VALUES (1, 't1'), (2, 't2');
INSERT INTO "Page" VALUES (1, 1), (2, 2), (3, 2);
INSERT INTO "Line" VALUES (1, 1), (2, 3);
"""


def test_a_tenant_key_is_filled_inside_of_the_copy() -> None:
    first = script(BEFORE)
    connection = sqlite3.connect(":memory:")
    connection.executescript("PRAGMA foreign_keys=ON;" + BOOKKEEPING + first + ROWS)
    connection.executescript(script(AFTER, first))
    assert rows(connection, 'SELECT "id", "tenantId" FROM "Page" ORDER BY 1') == [
        (1, "t1"),
        (2, "t2"),
        (3, "t2"),
    ]
    assert rows(connection, 'SELECT "id", "tenantId" FROM "Line" ORDER BY 1') == [(1, "t1"), (2, "t2")]
    assert rows(connection, "PRAGMA foreign_key_check") == []
    assert catalog(connection) == catalog(sqlite_of(script(AFTER)))
    connection.executescript(down(AFTER, first))
    assert catalog(connection) == catalog(sqlite_of(first))
    assert rows(connection, 'SELECT count(*) FROM "Line"') == [(2,)]


def test_rows_without_a_parent_are_refused_before_anything_is_done() -> None:
    first = script(BEFORE)
    connection = sqlite3.connect(":memory:")
    connection.executescript(first + ROWS + 'INSERT INTO "Line" VALUES (9, 99);')
    before = catalog(connection)
    with pytest.raises(sqlite3.IntegrityError, match=r"Line\.tenantId: rows have no value"):
        connection.executescript(script(AFTER, first))
    assert catalog(connection) == before
    connection.executescript('DELETE FROM "Line" WHERE "id" = 9;' + script(AFTER, first))
    assert rows(connection, 'SELECT count(*) FROM "Line"') == [(2,)]


def test_a_new_uuid_is_made_for_each_row() -> None:
    before = HEAD + "model A {\n  id Int @id\n}\n"
    after = before.replace("@id\n", "@id\n  key String @default(uuid())\n")
    connection = sqlite_of(script(before) + 'INSERT INTO "A" VALUES (1), (2);')
    connection.executescript(script(after, script(before)))
    keys = [key for (key,) in rows(connection, 'SELECT "key" FROM "A"')]
    assert len(set(keys)) == 2
    assert all(len(key) == 36 and key[14] == "4" and key[19] in "89ab" for key in keys)


def sqlite_of(sql: str) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(sql)
    return connection


def test_nothing_is_left_to_do_afterwards() -> None:
    history = [script(BEFORE)]
    history.append(script(AFTER, *history))
    assert isinstance(made(AFTER, *history, strategy="safe"), Nothing)
    assert Database("sqlite").tables == ()
