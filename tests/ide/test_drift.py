"""At which lines a schema asks for something that no migration makes yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile, replay
from partywall.database.model import Database
from partywall.database.providers import provider_of
from partywall.diagnostics.anchors import resolve
from partywall.diagnostics.drift_documentation import DRIFT_DOCUMENTATION
from partywall.ide.drift import unmigrated
from partywall.migrations.dialects import dialect_of
from partywall.migrations.diff import diff
from partywall.migrations.memory import Memory
from partywall.migrations.script import script
from partywall.rules.discovery import DRIFT_RULES, explained
from partywall.schema.read import read
from support.shared import CorpusSchema, each_schema

if TYPE_CHECKING:
    from partywall.diagnostics.finding import Anchor
    from partywall.schema.read import Reading

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

enum Mood {
  GOOD
  BAD  @map("bad")

  @@map("moods")
}

model User {
  id    Int    @id @default(autoincrement())
  name  String @map("full_name")
  mood  Mood   @default(GOOD)
  posts Post[]
  tags  Tag[]

  @@index([mood])
  @@map("users")
}

model Post {
  id     Int    @id
  title  String
  userId Int    @map("user_id")
  user   User   @relation(fields: [userId], references: [id])
}

model Tag {
  id    Int    @id
  users User[]
}
"""


def history_of(text: str) -> Database:
    """What the SQL that makes a schema builds, read again."""
    reading = read({"s": text})
    target = from_schema(reading.schema, reading.bodies)
    provider = provider_of(target.provider)
    empty = Database(target.provider, provider.default_schema, (provider.default_schema,))
    sql = script(diff(empty, target), dialect_of(provider.name))
    return replay([HistoryFile("1", sql)], provider).database


def told(before: str, after: str) -> list[str]:
    """What is said of a schema whose history builds another one: the place, and the message."""
    reading = read({"s": after})
    found = unmigrated(reading, history_of(before), Memory())
    return sorted(f"{_text(reading, each.at)} | {each.message}" for each in found)


def _text(reading: Reading, anchor: Anchor) -> str:
    found = resolve(reading, anchor)
    assert found is not None
    span = found[1]
    return reading.files["s"].source.text[span.start : span.end]


def change(old: str, new: str) -> list[str]:
    assert SCHEMA.count(old) == 1, old
    return told(SCHEMA, SCHEMA.replace(old, new))


def test_a_schema_that_its_history_builds_is_left_alone() -> None:
    assert told(SCHEMA, SCHEMA) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  title  String\n", "  title  String\n  size Int?\n", ["size Int? | the column `size`"]),
        ("  title  String\n", "  title  String?\n", ["title  String? | that it is optional"]),
        ("  title  String\n", "  title  Int\n", ["title  Int | its type"]),
        ("  title  String\n", "  title  Json\n", ["title  Json | its type"]),
        (
            "  title  String\n",
            '  title  String @default("x")\n',
            ["title  String | its default"],
        ),
        ("  title  String\n", "  title  String @unique\n", ["@unique | the unique"]),
        (
            "  title  String\n",
            "  title  String\n  slug String @unique\n",
            ["slug String | the column `slug`"],
        ),
        ("  @@index([mood])\n", "  @@index([mood])\n  @@index([name])\n", ["@@index([name]) | the index"]),
        (
            "  @@index([mood])\n",
            '  @@index([mood], map: "x")\n',
            ['@@index([mood], map: "x") | the name `x`'],
        ),
        ("  @@index([mood])\n", "  @@index([mood, name])\n", ["@@index([mood, name]) | the index"]),
        ("  GOOD\n", '  GOOD\n  SO @map("so_so")\n', ["SO | the value `so_so`"]),
        (
            "references: [id])",
            "references: [id], onDelete: Cascade)",
            ["user   User | the foreign key"],
        ),
        ("references: [id])", 'references: [id], map: "f")', ["user   User | the name `f`"]),
        (
            "model Tag {\n  id    Int    @id\n",
            "model Tag {\n  id    BigInt    @id\n",
            ["id    BigInt | its type", "users User[] | a change of the table `_TagToUser`"],
        ),
        (
            "model Tag {\n",
            "enum Size {\n  S\n}\n\nmodel New {\n  id Int @id\n  s Size\n  @@index([s])\n}\n\nmodel Tag {\n",
            ["New | the table `New`", "Size | the enum `Size`"],
        ),
        (
            "  user   User   @relation(fields: [userId], references: [id])\n",
            "  user   User   @relation(fields: [userId], references: [id])\n  tags   Tag[]\n",
            [],
        ),
        ("  id     Int    @id\n  title", "  id     Int\n  title", []),
        ('  name  String @map("full_name")\n', "", []),
    ],
)
def test_a_change_is_told_where_it_is_asked_for(old: str, new: str, expected: list[str]) -> None:
    wanted = [each.replace(" | ", " | not in any migration yet: ") for each in expected]
    assert change(old, new) == wanted


def test_a_relation_of_many_to_many_is_told_at_its_field() -> None:
    added = SCHEMA.replace("  users User[]\n", "  users User[]\n  posts Post[]\n").replace(
        "  title  String\n", "  title  String\n  tags   Tag[]\n"
    )
    assert told(SCHEMA, added) == ["tags   Tag[] | not in any migration yet: the table `_PostToTag`"]


def test_another_primary_key_is_told_at_the_attribute() -> None:
    text = SCHEMA.replace("  id     Int    @id\n", "  id     Int\n").replace(
        "references: [id])\n}", "references: [id])\n\n  @@id([id, title])\n}"
    )
    assert told(SCHEMA, text) == ["@@id([id, title]) | not in any migration yet: the primary key"]


@pytest.mark.parametrize("provider", ["sqlite", "mysql", "sqlserver", "cockroachdb"])
def test_other_providers_tell_the_same(provider: str) -> None:
    before = SCHEMA.replace("postgresql", provider)
    if provider in {"sqlite", "sqlserver"}:
        before = before.replace("  mood  Mood   @default(GOOD)\n", "  mood  String\n")
        before = before[: before.index("enum")] + before[before.index("model User") :]
    assert told(before, before) == []
    after = before.replace(
        "  title  String\n", "  title  String\n  size   Int?\n  @@index([size])\n"
    ).replace("references: [id])", "references: [id], onDelete: Cascade)")
    assert told(before, after) == [
        "@@index([size]) | not in any migration yet: the index",
        "size   Int? | not in any migration yet: the column `size`",
        "user   User | not in any migration yet: the foreign key",
    ]


@pytest.mark.parametrize("schema", each_schema())
def test_a_real_schema_is_told_whole_behind_nothing_and_nowhere_behind_itself(schema: CorpusSchema) -> None:
    if schema.provider not in {"postgresql", "cockroachdb", "mysql", "sqlite"}:
        return
    reading = read(schema.files)
    provider = provider_of(reading.schema.provider)
    target = from_schema(reading.schema, reading.bodies)
    empty = Database(target.provider, provider.default_schema, (provider.default_schema,))
    sql = script(diff(empty, target), dialect_of(provider.name))
    built = replay([HistoryFile("1", sql)], provider)
    assert unmigrated(reading, built.database, Memory()) == ()
    found = unmigrated(reading, empty, Memory())
    assert all(resolve(reading, each.at) for each in found)
    assert len({each.at for each in found}) == len(found) >= len(target.tables) // 2


@pytest.mark.parametrize("name", sorted(DRIFT_RULES))
def test_what_is_told_is_explained(name: str) -> None:
    titles = re.findall(r"^## (.*)$", explained(name) or "", re.MULTILINE)
    assert titles == ["What it does", "Why it matters", "Example", "When it is fine"]
    assert name in DRIFT_DOCUMENTATION
