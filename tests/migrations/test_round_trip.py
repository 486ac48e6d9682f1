"""What is written is read again as the same, for every real schema and for hostile names."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile, Replay, replay
from partywall.database.model import Database
from partywall.migrations.diff import diff
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.script import script
from partywall.schema.read import read
from support.shared import CorpusSchema, corpus, each_schema, migrations_of, requires_shared

if TYPE_CHECKING:
    from collections.abc import Mapping

POSTGRESQL = PostgreSQL()


def database(files: Mapping[str, str]) -> Database:
    reading = read(files)
    return from_schema(reading.schema, reading.bodies)


def round_trip(of: Database) -> Replay:
    return replay([HistoryFile("0", script(diff(Database(), of), POSTGRESQL))])


@pytest.mark.parametrize("schema", each_schema())
def test_a_database_is_read_back_from_its_own_sql(schema: CorpusSchema) -> None:
    if schema.provider != "postgresql":
        return
    asked = database(schema.files)
    assert diff(asked, asked) == ()
    first = round_trip(asked)
    assert first.not_understood == ()
    assert diff(first.database, asked) == diff(asked, first.database) == ()
    assert len(first.database.tables) == len(asked.tables)
    assert round_trip(first.database).database == first.database


HOSTILE = (
    'quote"d',
    "it's",
    "a; DROP TABLE b; --",
    "../../etc/passwd",
    "/* comment */",
    "$fill$ $$",
    "select",
    "new\\nline",
    "percent % % %s {0}",
    "ünïcode ☃ 😀",
    "x" * 63,
    " spaces ",
    "tab\there",
)


def hostile_schema(names: list[str]) -> str:
    """A schema with odd names wherever a name can stand."""

    def quoted(name: str) -> str:
        return name.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")

    table, parent, column, key, index, value = (quoted(each) for each in names)
    return f"""
datasource db {{
  provider = "postgresql"
}}
enum E {{
  a @map("{value}")
  b
  @@map("{index} type")
}}
model Parent {{
  id Int @id @default(autoincrement()) @map("{column}")
  children Child[]
  @@map("{parent} parent")
}}
model Child {{
  id Int @id(map: "{key} pkey")
  e E @default(a) @map("{value}")
  text String @default("{key}") @map("{key}")
  parentId Int @map("{column} fk")
  parent Parent @relation(fields: [parentId], references: [id], map: "{index} fkey")
  @@index([text], map: "{index} idx")
  @@unique([parentId, text], map: "{key} unique")
  @@map("{table}")
}}
"""


@pytest.mark.parametrize("seed", range(20))
def test_hostile_names_stay_names(seed: int) -> None:
    names = random.Random(seed).sample(HOSTILE, 6)
    asked = database({"a": hostile_schema([name[:50] for name in names])})
    assert len(asked.tables) == 2
    read_back = round_trip(asked)
    assert read_back.not_understood == ()
    assert diff(read_back.database, asked) == diff(asked, read_back.database) == ()
    assert {each.name for each in read_back.database.tables} == {each.name for each in asked.tables}


@requires_shared
def test_no_text_makes_reading_fail() -> None:
    rng = random.Random(7)
    texts = [text for each in corpus().values() for text in migrations_of(each).values()]
    for _ in range(150):
        text = rng.choice(texts)[:4000]
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(text) + 1)
            piece = rng.choice(("", "'", '"', "$$", "(", ")", ";", "/*", "\0", "CREATE TABLE", ", ,"))
            text = text[:at] + piece + text[at + rng.choice((0, 1, 40)) :]
        replay([HistoryFile("0", text)])
