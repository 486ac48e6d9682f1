"""Names and values of a schema are data in every dialect: they never end what they stand in."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import pytest

from migrations.engines import on_mariadb
from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile
from partywall.database.providers import PROVIDERS, provider_of
from partywall.migrations.create import Migration, Nothing, Refusal, create
from partywall.schema.read import read

if TYPE_CHECKING:
    from support.mariadb import MariaDB

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
        assert f"longer than the {limit} bytes" in refusal.reason
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


@pytest.mark.parametrize("provider", PROVIDERS)
def test_names_that_are_cut_to_the_same_are_told(provider: str) -> None:
    limit = provider_of(provider).max_bytes
    long = "x" * (limit - 3)
    extra = f"""{long}a Int\n  {long}b Int\n  @@index([{long}a])\n  @@index([{long}b])"""
    result = made(schema_of(provider, "plain", extra))
    assert isinstance(result, Refusal)
    assert result.reason == "two things would have the same name"
    assert "give one of them a `map:`" in result.names[0]
