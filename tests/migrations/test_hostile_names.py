"""Names and values of a schema are data in every dialect: they never end what they stand in."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import pytest
from pymysql import MySQLError

from migrations.deployed_projects import filled_in
from migrations.engines import ERRORS, OnSQLite, on_mariadb
from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile
from partywall.database.providers import PROVIDERS, provider_of
from partywall.migrations.create import Migration, Nothing, Refusal, create
from partywall.migrations.create_data import DataRequest, create_data
from partywall.migrations.data_writing import Kind
from partywall.schema.read import read

if TYPE_CHECKING:
    from migrations.engines import Engine
    from support.mariadb import MariaDB
    from support.oracle import Oracle

HOSTILE = (
    'a";DROP TABLE x;--',
    "a';DROP TABLE x;--",
    "a`;DROP TABLE x;--",
    "a];DROP TABLE x;--",
    "a\\\\';DROP TABLE x;--",
    "a*/;DROP TABLE x;/*",
    "a$$;DROP TABLE x;$$",
    "../../etc",
    "ORDER",
    "a b\\nGO\\nDROP TABLE x",
    "ß" * 20,
)


def schema_of(provider: str, name: str, extra: str = "") -> str:
    quoted = name.replace('"', '\\"')
    return f"""
datasource db {{
  provider = "{provider}"
}}

model Tenant {{
  id   Int    @id
  docs Doc[]
  @@map("t{quoted}")
}}

model Doc {{
  id       Int    @id
  tenantId Int    @map("k{quoted}")
  text     String @default("{quoted}") @map("{quoted}")
  tenant   Tenant @relation(fields: [tenantId], references: [id])
  {extra}
  @@unique([tenantId, text])
  @@map("d{quoted}")
}}
"""


def made(schema: str, *history: str, strategy: str = "simple") -> Migration | Nothing | Refusal:
    reading = read({"schema.prisma": schema})
    return create(
        reading.schema,
        reading.bodies,
        history=[HistoryFile(f"2025010100000{n}_x", text) for n, text in enumerate(history)],
        name="next",
        now="20260101120000",
        strategy="safe" if strategy == "safe" else "simple",
    )


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_the_statements_are_those_that_were_meant(provider: str, name: str) -> None:
    first = made(schema_of(provider, name))
    plain = made(schema_of(provider, "plain"))
    assert isinstance(first, Migration), first
    assert isinstance(plain, Migration)
    kinds = [statement_kinds(provider, each) for each in (first.script, plain.script)]
    assert kinds[0] == kinds[1]
    second = made(schema_of(provider, name, "more String?"), first.script)
    assert isinstance(second, Migration), second
    for text in (*first.files.values(), *second.files.values()):
        assert not any(words[:2] == ("DROP", "TABLE") and "x" in words for words in keys(provider, text))


def statement_kinds(provider: str, sql: str) -> list[tuple[str, ...]]:
    statements = provider_of(provider).language.statements(sql)
    return [tuple(token.key for token in each.tokens[:2]) for each in statements]


def keys(provider: str, sql: str) -> list[tuple[str, ...]]:
    """The first words of each statement, as the database would cut the text."""
    statements = provider_of(provider).language.statements(sql)
    return [tuple(token.key or token.value for token in each.tokens[:3]) for each in statements]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_nul_is_refused(provider: str) -> None:
    refusal = made(schema_of(provider, "a\\u0000b"))
    assert isinstance(refusal, Refusal)
    assert "NUL" in refusal.reason


@pytest.mark.parametrize("provider", PROVIDERS)
def test_names_of_200_characters_are_cut_as_prisma_cuts_them(provider: str) -> None:
    schema = schema_of(provider, "n" * 200)
    reading = read({"schema.prisma": schema})
    database = from_schema(reading.schema, reading.bodies)
    limit = provider_of(provider).max_bytes
    names = [index.name for table in database.tables for index in table.indexes]
    names += [key.name for key in database.foreign_keys]
    assert all(len(name.encode()) <= limit for name in names)
    assert any(name.endswith("_key") for name in names)
    if limit < len(f"t{'n' * 200}"):
        refusal = made(schema)
        assert isinstance(refusal, Refusal)
        assert f"longer than the {limit} {provider_of(provider).counts}" in refusal.reason
    else:
        assert isinstance(made(schema), Migration)
    assert any(name.endswith("_fkey") for name in names)


@pytest.mark.parametrize("name", HOSTILE)
def test_sqlite_takes_them_as_names(name: str) -> None:
    result = made(schema_of("sqlite", name))
    assert isinstance(result, Migration)
    connection = sqlite3.connect(":memory:")
    connection.executescript("CREATE TABLE x (y);" + result.script)
    tables = {each for (each,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {each[:1] for each in tables - {"sqlite_sequence"}} == {"x", "t", "d"}
    table = next(each for each in tables if each.startswith("d"))
    columns = connection.execute("SELECT dflt_value FROM pragma_table_info(?)", (table,)).fetchall()
    value = next(default for (default,) in columns if default is not None)
    ((text,),) = connection.execute(f"SELECT {value}")
    assert text == reading_default(name)


def reading_default(name: str) -> str:
    return name.replace("\\n", "\n").replace("\\\\", "\\")


@pytest.mark.database
@pytest.mark.parametrize("name", HOSTILE)
def test_mariadb_takes_them_as_names(maria: MariaDB, name: str) -> None:
    first = made(schema_of("mysql", name), strategy="safe")
    assert isinstance(first, Migration)
    second = made(schema_of("mysql", name, "more String?\n  @@index([more])"), first.script, strategy="safe")
    assert isinstance(second, Migration)
    files = {path.rpartition("/")[2]: text for path, text in second.files.items()}
    with on_mariadb(maria) as engine:
        engine.run("CREATE TABLE x (y INT)")
        engine.run(first.script)
        before = engine.catalog()
        engine.run(files["migration.sql"])
        for each in provider_of("mysql").language.statements(files["verify.sql"]):
            assert engine.rows(each.sql) == []
        engine.run(files["down.sql"])
        assert engine.catalog() == before


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_what_stands_beside_holds_no_statement_of_theirs(provider: str, name: str) -> None:
    """Each question is a `SELECT`, and no line of the checklist ends where a name says so."""
    first = made(schema_of(provider, name), strategy="safe")
    assert isinstance(first, Migration)
    second = made(schema_of(provider, name, "more String?"), first.script, strategy="safe")
    assert isinstance(second, Migration)
    verify, checklist = (second.files[f"{second.folder}/{file}"] for file in ("verify.sql", "CHECKLIST.md"))
    assert {kind[0] for kind in statement_kinds(provider, verify)} <= {"SELECT", "SET"}
    for row in re.findall(r"^\| \d.*$", checklist, re.MULTILINE):
        assert len(re.findall(r"(?<!\\)\|", row)) in {4, 6}


LONG = "ß" * 62
"""124 bytes; with the letters before it 63 characters."""


@pytest.mark.parametrize("provider", ["mysql", "sqlserver"])
def test_prisma_cuts_by_bytes_where_the_database_counts_characters(oracle: Oracle, provider: str) -> None:
    """Seen by what it says of two names that are one when they are cut."""
    extra = f"""a Int @map("{LONG}a")\n  b Int @map("{LONG}b")\n  @@index([a])\n  @@index([b])"""
    schema = schema_of(provider, "plain", extra)
    [first, _] = oracle.errors({"schema.prisma": schema})
    reading = read({"schema.prisma": schema})
    [table] = [
        each for each in from_schema(reading.schema, reading.bodies).tables if each.name.text[0] == "d"
    ]
    [name] = {each.name for each in table.indexes if each.name.endswith("_idx")}
    assert f"`{name}`" in first.message
    assert len(name.encode()) in {provider_of(provider).max_bytes, provider_of(provider).max_bytes - 1}


@pytest.mark.database
def test_mariadb_takes_64_characters_whatever_their_bytes(maria: MariaDB) -> None:
    first = made(schema_of("mysql", LONG), strategy="safe")
    assert isinstance(first, Migration), first
    more = schema_of("mysql", LONG, "more String?\n  @@index([more])")
    second = made(more, first.script, strategy="safe")
    assert isinstance(second, Migration)
    files = {path.rpartition("/")[2]: text for path, text in second.files.items()}
    with on_mariadb(maria) as engine:
        engine.run(first.script)
        before = engine.catalog()
        assert f"t{LONG}" in str(before)
        engine.run(files["migration.sql"])
        assert isinstance(made(more, first.script, second.script), Nothing)
        for each in provider_of("mysql").language.statements(files["verify.sql"]):
            assert engine.rows(each.sql) == []
        engine.run(files["down.sql"])
        assert engine.catalog() == before
        with pytest.raises(MySQLError, match="Incorrect table name"):
            engine.run(f"CREATE TABLE `ttt{LONG}` (x INT)")
    refusal = made(schema_of("mysql", f"tt{LONG}"))
    assert isinstance(refusal, Refusal)
    assert "longer than the 64 characters" in refusal.reason


@pytest.mark.parametrize("provider", PROVIDERS)
def test_names_that_are_cut_to_the_same_are_told(provider: str) -> None:
    limit = provider_of(provider).max_bytes
    long = "x" * (limit - 3)
    extra = f"""{long}a Int\n  {long}b Int\n  @@index([{long}a])\n  @@index([{long}b])"""
    result = made(schema_of(provider, "plain", extra))
    assert isinstance(result, Refusal)
    assert result.reason == "two things would have the same name"
    assert "give one of them a `map:`" in result.names[0]


# --- data migrations --------------------------------------------------------------------------------

KINDS: tuple[Kind, ...] = ("seed", "transform", "cleanup")
VALUES = {
    "id": "owner.id + 900",
    "the new value": "'new'",
    "the earlier value": "'old'",
    "which rows are": "old.id < 0 OR old.id = 7",
    "which rows were": "old.id < 0",
    "what tells": "old.id > 0",
    "nothing": "1",
}


def data(provider: str, name: str, kind: Kind, table: str = "") -> dict[str, str]:
    """The files of a data migration of that name, on tables of that name, by their own names."""
    schema = schema_of(provider, table or name)
    reading = read({"schema.prisma": schema})
    first = made(schema)
    assert isinstance(first, Migration)
    found = create_data(
        reading.schema,
        reading.bodies,
        DataRequest(kind, name, "Doc", ("text",) if kind == "transform" else ()),
        history=[HistoryFile("20250101000000_x", first.script)],
        now="20260101120000",
    )
    assert isinstance(found, Migration), found
    files = {path.rpartition("/")[2]: text for path, text in found.files.items()}
    return {**files, "first": first.script}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_escapes_from_a_data_migration(provider: str, kind: Kind) -> None:
    plain = data(provider, "plain", kind)
    for name in HOSTILE:
        files = data(provider, name, kind)
        for script in ("migration.sql", "down.sql", "verify.sql"):
            assert statement_kinds(provider, files[script]) == statement_kinds(provider, plain[script]), name
            assert not any(
                each[:2] == ("DROP", "TABLE") and "x" in each for each in keys(provider, files[script])
            )
        assert len(files["CHECKLIST.md"].splitlines()) == len(plain["CHECKLIST.md"].splitlines())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_data_migration_with_a_nul_in_its_name_is_refused(provider: str) -> None:
    reading = read({"schema.prisma": schema_of(provider, "plain")})
    request = DataRequest("seed", "a\0b", "Doc")
    found = create_data(reading.schema, reading.bodies, request, history=[], now="20260101120000")
    assert isinstance(found, Refusal)
    assert "NUL" in found.reason


@pytest.mark.parametrize("kind", KINDS)
def test_sqlite_holds_hostile_data_migrations(kind: Kind) -> None:
    for name in HOSTILE:
        engine = OnSQLite()
        engine.run("CREATE TABLE x (y);")
        runs(engine, "sqlite", data("sqlite", name, kind))


@pytest.mark.database
@pytest.mark.parametrize(
    ("kind", "name"), [("seed", "🏢 " + "x" * 90), ("transform", HOSTILE[4]), ("cleanup", HOSTILE[2])]
)
def test_mariadb_holds_hostile_data_migrations(maria: MariaDB, kind: Kind, name: str) -> None:
    table = name if name in HOSTILE else "plain"  # a table cannot be called so there
    with on_mariadb(maria) as engine:
        engine.run("CREATE TABLE x (y INT)")
        runs(engine, "mysql", data("mysql", name, kind, table))


def runs(engine: Engine, provider: str, files: dict[str, str]) -> None:
    """It refuses for what is left open alone, and does what is filled in."""
    engine.run(files["first"])
    insert = next(each for each in provider_of(provider).language.statements(files["first"])).tokens[2]
    tenants = provider_of(provider).language.identifier(insert.value)
    engine.run(f"INSERT INTO {tenants} VALUES (1)")  # noqa: S608 - quoted
    for script in ("migration.sql", "down.sql", "verify.sql"):
        with pytest.raises(ERRORS, match="fill_this_in"):
            engine.run(files[script])
        engine.hang_up()
    engine.run(filled_in(files["migration.sql"], VALUES))
    for each in provider_of(provider).language.statements(filled_in(files["verify.sql"], VALUES)):
        assert engine.rows(each.sql) == []
    engine.run(filled_in(files["down.sql"], VALUES))
    assert engine.rows("SELECT count(*) FROM x") == [(0,)]
