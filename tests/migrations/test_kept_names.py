"""A name that is to stay in the database gets into the schema, as Prisma lays it out, and no SQL is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall.migrations.create import Migration, Nothing, Refusal
from partywall.migrations.renames import Answers
from partywall_server.workspace.load import load
from partywall_server.workspace.new_migration import NewMigration, new_migration, write_migration
from partywall_server.workspace.schemas import find_schemas
from support.folders import fill
from support.postgres import answers as rows_of
from support.postgres import catalog, run

if TYPE_CHECKING:
    from pathlib import Path

    from support.oracle import Oracle
    from support.postgres import Cluster

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model Document {
  id     String @id
  title  String // of the first page
  size   Int?
  state  State  @default(draft)
  topics Tag[]
  marks  Tag[]  @relation("Marks")

  @@unique([title, size])
}

model Tag {
  id        String     @id
  documents Document[]
  marked    Document[] @relation("Marks")
}

enum State {
  draft
  published
  gone
}
"""
FILE = "prisma/schema.prisma"


def planned(folder: Path, answers: Answers) -> NewMigration:
    path = folder / FILE
    (schema,) = find_schemas([path], ask_git=False).schemas
    loaded = load(schema)
    migration = new_migration(schema, loaded.host, "next", ask_git=False, answers=answers)
    if not isinstance(migration.result, Refusal):
        write_migration(migration, loaded.files)
    return migration


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A schema with the migration that makes it."""
    fill(tmp_path, {FILE: SCHEMA, "package.json": "{}\n"})
    assert isinstance(planned(tmp_path, Answers()).result, Migration)
    return tmp_path


CASES = {
    "a field": (
        [("  title  String //", "  name   String //"), ("[title,", "[name,")],
        ["Document.title:name"],
        ['  name   String @map("title") // of the first page\n'],
    ),
    "a field that says another name": (
        [("  title  String //", '  title  String @map("doc_title") //')],
        ["Document.title:title"],
        ["  title  String // of the first page\n"],
    ),
    "a field that is mapped already": (
        [("  title  String //", '  name   String @map("doc_title") //'), ("[title,", "[name,")],
        ["Document.title:name"],
        ['  name   String @map("title") // of the first page\n'],
    ),
    "a model, with its link tables": (
        [("Document", "Essay")],
        ["Document:Essay"],
        [
            '  @@unique([title, size])\n  @@map("Document")\n',
            '  topics Tag[]  @relation("DocumentToTag")\n',
            '  documents Essay[] @relation("DocumentToTag")\n',
        ],
    ),
    "a model that says another name": (
        [("  @@unique([title, size])\n", '  @@unique([title, size])\n  @@map(name: "documents")\n')],
        ["Document:Document"],
        ["  @@unique([title, size])\n}"],
    ),
    "a model and its field": (
        [("Document", "Essay"), ("  title  String //", "  name   String //"), ("[title,", "[name,")],
        ["Document:Essay", "Essay.title:name"],
        ['  @@map("Document")\n', '  name   String @map("title") // of the first page\n'],
    ),
    "an enum": ([("State", "Stage")], ["State:Stage"], ['  gone\n\n  @@map("State")\n}\n']),
    "a value": (
        [("  published\n", "  public\n")],
        ["State.published:public"],
        ['  draft\n  public @map("published")\n  gone\n'],
    ),
    "two values": (
        [("  published\n", "  public\n"), ("  gone\n", "  removed\n")],
        ["State.published:public", "State.gone:removed"],
        ['  draft\n  public  @map("published")\n  removed @map("gone")\n'],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_schema_says_it_and_nothing_is_left_to_do(project: Path, oracle: Oracle, name: str) -> None:
    changes, answers, expected = CASES[name]
    after = oracle.format(changed(SCHEMA, *changes))
    fill(project, {FILE: after})
    asked = planned(project, Answers()).result
    assert isinstance(asked, Refusal)
    assert asked.questions
    done = planned(project, Answers(maps=tuple(answers)))
    assert isinstance(done.result, Nothing), done.result
    text = (project / FILE).read_text()
    for each in expected:
        assert each in text
    assert oracle.errors({FILE: text}) == []
    assert oracle.format(text) == text
    again = planned(project, Answers())
    assert isinstance(again.result, Nothing)
    assert not again.sources


def test_in_mysql_a_value_is_that_of_all_columns(tmp_path: Path, oracle: Oracle) -> None:
    schema = changed(SCHEMA, ("postgresql", "mysql"), ("  state  State ", "  other  State?\n  state  State "))
    fill(tmp_path, {FILE: schema, "package.json": "{}\n"})
    assert isinstance(planned(tmp_path, Answers()).result, Migration)
    fill(tmp_path, {FILE: schema.replace("  published\n", "  public\n")})
    assert isinstance(planned(tmp_path, Answers(maps=("State.published:public",))).result, Nothing)
    text = (tmp_path / FILE).read_text()
    assert '  public @map("published")\n' in text
    assert oracle.errors({FILE: text}) == []


def test_with_other_changes_it_is_one_edit(project: Path) -> None:
    fill(
        project,
        {
            FILE: changed(
                SCHEMA, ("  title  String //", "  pages  Int?\n  name   String //"), ("[title,", "[name,")
            )
        },
    )
    done = planned(project, Answers(maps=("Document.title:name",)))
    assert isinstance(done.result, Migration)
    assert 'ADD COLUMN     "pages" INTEGER;' in done.result.script
    assert "title" not in done.result.script
    assert '  name   String @map("title") //' in (project / FILE).read_text()
    assert isinstance(planned(project, Answers()).result, Nothing)


ROWS = """
INSERT INTO "Tag" VALUES ('1'), ('2');
INSERT INTO "Document" ("id", "title") VALUES ('1', ''), ('2', '');
INSERT INTO "_DocumentToTag" ("A", "B") VALUES ('1', '2');
INSERT INTO "_Marks" ("A", "B") VALUES ('1', '2');
"""


@pytest.mark.database
def test_what_a_link_table_links_stays_where_its_columns_turn_around(project: Path, server: Cluster) -> None:
    """`A` is of the model that comes first; with ids that both models have, a server would notice nothing."""
    [first] = (project / "prisma/migrations").glob("*/migration.sql")
    init = first.read_text()
    fill(project, {FILE: changed(SCHEMA, ("Document", "Writing"))})
    done = planned(project, Answers(maps=("Document:Writing",)))
    assert isinstance(done.result, Migration)
    assert '  topics Tag[]  @relation("DocumentToTag")\n' in (project / FILE).read_text()
    with server.database() as connection:
        run(connection, init + ROWS)
        before = catalog(connection)
        run(connection, done.result.script)
        assert rows_of(connection, 'SELECT "A" FROM "_DocumentToTag"; SELECT "B" FROM "_Marks";') == [
            ("2",),
            ("1",),
        ]
        run(connection, done.result.files[f"{done.result.folder}/down.sql"])
        assert catalog(connection) == before
    assert isinstance(planned(project, Answers()).result, Nothing)


def test_a_layout_of_ones_own_stays(project: Path) -> None:
    own = changed(SCHEMA, ("  title  String //", "    name String   //"), ("[title,", "[name,"))
    fill(project, {FILE: own})
    assert isinstance(planned(project, Answers(maps=("Document.title:name",))).result, Nothing)
    assert (project / FILE).read_text() == own.replace("name String   //", 'name String   @map("title") //')
