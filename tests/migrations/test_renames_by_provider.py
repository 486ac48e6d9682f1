"""Renames on the providers beside PostgreSQL: real ones where a server is here, their text elsewhere."""

from __future__ import annotations

import re

import pytest

from migrations.engines import ERRORS, Engine, OnSQLite, on_mariadb
from partywall.database.from_sql import HistoryFile, replay
from partywall.database.model import Name
from partywall.database.providers import PROVIDERS, provider_of
from partywall.migrations.create import Migration, Nothing, Refusal
from partywall.migrations.renames import Answers
from support.mariadb import MariaDB
from support.migrations import down, made, up, written

OTHERS = tuple(each for each in PROVIDERS if each != "postgresql")
BASE = """
datasource db {
  provider = "PROVIDER"
}

model Tenant {
  id        Int        @id
  documents Document[]
}

model Document {
  id        Int     @id
  title     String
  kind      String
  tenantId  Int
  tenant    Tenant  @relation(fields: [tenantId], references: [id], onDelete: NoAction, onUpdate: NoAction)
  tags      Tag[]
  size      Int?

  @@unique([tenantId, title])
  @@index([kind])
}

model Tag {
  id        Int        @id
  label     String
  documents Document[]
}
"""
ENUM = BASE.replace("kind      String", "kind      Kind @default(draft)") + (
    "enum Kind {\n  draft\n  published\n  gone\n}\n"
)
RENAMED = BASE.replace("Document", "File").replace("title", "name")
ANSWERS = Answers(renames=("Document:File", "File.title:name"))
ROWS = (
    "INSERT INTO Tenant VALUES (1), (2);"
    "INSERT INTO Document (id, title, kind, tenantId, size) VALUES (1, 'a', 'x', 1, 7), (2, 'b', 'y', 2, 8);"
    "INSERT INTO Tag VALUES (5, 'l');"
)
LINKED = f"{ROWS} INSERT INTO _DocumentToTag VALUES (2, 5);"  # noqa: S608 - the SQL is ours


def of(provider: str, schema: str) -> str:
    return schema.replace("PROVIDER", provider)


def test_models_and_fields_keep_their_rows_and_come_back(engine: Engine) -> None:
    first = up(made(of(engine.provider, BASE)))
    found = made(of(engine.provider, RENAMED), first, answers=ANSWERS)
    assert up(found).startswith("-- For a maintenance window: ")
    assert "DROP TABLE" not in up(found)
    assert "DROP COLUMN" not in up(found)
    engine.run(first)
    engine.run(LINKED)
    before = engine.catalog()
    engine.run(up(found))
    after = engine.catalog()
    assert "Document" not in str(after)
    assert engine.rows("SELECT name, size FROM File ORDER BY id") == [("a", 7), ("b", 8)]
    assert engine.rows("SELECT A, B FROM _FileToTag") == [(2, 5)]
    engine.run(down(found))
    assert engine.catalog() == before
    assert engine.rows("SELECT title FROM Document ORDER BY id") == [("a",), ("b",)]
    engine.run(up(found))
    assert engine.catalog() == after


def test_links_are_turned_around_where_the_names_are(engine: Engine) -> None:
    first = up(made(of(engine.provider, BASE)))
    found = made(
        of(engine.provider, BASE.replace("Document", "Zebra")),
        first,
        answers=Answers(renames=("Document:Zebra",)),
    )
    engine.run(first)
    engine.run(LINKED)
    before = engine.catalog()
    engine.run(up(found))
    assert engine.rows("SELECT A, B FROM _TagToZebra") == [(5, 2)]
    engine.run(down(found))
    assert engine.catalog() == before
    assert engine.rows("SELECT A, B FROM _DocumentToTag") == [(2, 5)]


def test_values_of_enums_keep_their_rows_on_mariadb(engine: Engine) -> None:
    if engine.provider != "mysql":
        assert engine.provider == "sqlite"  # which has text in place of enums
        return
    first = up(made(of("mysql", ENUM)))
    after = of("mysql", ENUM).replace("published", "public").replace("draft", "sketch")
    result = written(after, first)
    assert isinstance(result, Refusal)
    assert [each.subject for each in result.questions] == ["Kind.draft:sketch", "Kind.published:public"]
    answers = Answers(renames=tuple(each.subject for each in result.questions))
    found = made(after, first, answers=answers)
    engine.run(first)
    engine.run(ROWS.replace("'x'", "'published'").replace("'y'", "'draft'"))
    before = engine.catalog()
    engine.run(up(found))
    assert engine.rows("SELECT kind FROM Document ORDER BY id") == [("public",), ("sketch",)]
    changed = engine.catalog()
    engine.run(down(found))
    assert engine.catalog() == before
    assert engine.rows("SELECT kind FROM Document ORDER BY id") == [("published",), ("draft",)]
    engine.run(up(found))
    assert engine.catalog() == changed


def bare(catalog: object) -> str:
    """SQLite puts a new name into quotes."""
    return re.sub(r"[\\'\"]", "", str(catalog))


@pytest.mark.parametrize("provider", ["mysql", "sqlite"])
def test_an_enum_without_a_name_in_the_database_is_no_pair(provider: str) -> None:
    head = f'datasource db {{\n  provider = "{provider}"\n}}\n'
    before = head + "enum Plan {\n  FREE\n}\nmodel Team {\n  id Int @id\n  plan Plan\n}\n"
    after = before.replace("Plan", "Tier")
    found = written(after, up(made(before)), answers=Answers(renames=("Plan:Tier",)))
    assert isinstance(found, Refusal)
    assert found.reason == "an enum has no name in this database: leave the pair out"
    assert isinstance(written(after, up(made(before))), Nothing)


@pytest.mark.parametrize("provider", OTHERS)
def test_what_looks_alike_is_asked_about_and_may_keep_its_name_or_go(provider: str) -> None:
    first = up(made(of(provider, BASE)))
    after = of(provider, BASE.replace("size      Int?", "bytes     Int?"))
    result = written(after, first)
    assert isinstance(result, Refusal)
    (question,) = result.questions
    assert (question.subject, question.dropped) == ("Document.size:bytes", "Document.size")
    assert question.loss == "its values in all rows"
    kept = written(after, first, answers=Answers(maps=(question.subject,)))
    assert isinstance(kept, Refusal)
    assert kept.names == ('`@map("size")` on `Document.bytes`',)
    mapped = after.replace("bytes     Int?", 'bytes     Int? @map("size")')
    assert isinstance(written(mapped, first), Nothing)
    dropped = made(after, first, answers=Answers(drops=(question.dropped,)))
    assert any("All the data in the column will be lost" in each for each in dropped.notes) or (
        "You are about to drop the column `size`" in up(dropped)
    )
    assert isinstance(written(after, first, strategy="simple"), Migration)


HELD = {
    "mysql": (
        ("CREATE VIEW seen AS SELECT title FROM Document;", "view `seen`"),
        (
            "CREATE TRIGGER t BEFORE INSERT ON Document FOR EACH ROW SET NEW.title = 'x';",
            "trigger `t`",
        ),
        ("ALTER TABLE Document ADD CONSTRAINT c CHECK (title <> '');", "check `c`"),
        (
            "ALTER TABLE Document ADD COLUMN t VARCHAR(20) AS (title) VIRTUAL;",
            "the generated column `t`",
        ),
    ),
    "sqlserver": (
        ("CREATE VIEW seen AS SELECT title FROM Document;", "view `seen`"),
        ("ALTER TABLE Document ADD CONSTRAINT c CHECK (title <> '');", "check `c`"),
        ("CREATE INDEX i ON Document(id) WHERE title <> 'x';", "the index `i`"),
    ),
    "cockroachdb": (('CREATE VIEW seen AS SELECT title FROM "Document";', "view `seen`"),),
}


@pytest.mark.parametrize(
    ("provider", "sql", "told"), [(provider, *each) for provider in HELD for each in HELD[provider]]
)
def test_what_does_not_follow_a_new_name_is_named(provider: str, sql: str, told: str) -> None:
    after = of(provider, BASE.replace("title", "name"))
    answers = Answers(renames=("Document.title:name",))
    result = written(after, up(made(of(provider, BASE))), sql, answers=answers)
    assert isinstance(result, Refusal)
    assert any(told in each for each in result.names), result


@pytest.mark.database
def test_mariadb_does_not_follow_either(maria: MariaDB) -> None:
    """What says the old name fails from then on. Checks and generated columns follow, but not on MySQL."""
    for sql, _ in HELD["mysql"][:2]:
        with on_mariadb(maria) as engine:
            engine.run(up(made(of("mysql", BASE))))
            engine.run(ROWS)
            engine.run(sql)
            engine.run("ALTER TABLE Document RENAME COLUMN title TO name")
            use = "INSERT INTO Document (id, name, kind, tenantId) VALUES (9, 'c', 'x', 1)"
            with pytest.raises(ERRORS):
                engine.run("SELECT * FROM seen" if "VIEW" in sql else use)


def test_sqlite_follows_a_new_name_everywhere() -> None:
    others = (
        "CREATE VIEW seen AS SELECT title FROM Document;"
        "CREATE TRIGGER t AFTER INSERT ON Document BEGIN UPDATE Document SET title = 'x' WHERE id = 0; END;"
        "CREATE INDEX part ON Document(id) WHERE title <> '';"
    )
    engine = OnSQLite()
    first = up(made(of("sqlite", BASE)))
    found = made(of("sqlite", RENAMED), first, others, answers=ANSWERS)
    engine.run(first + others + ROWS)
    before = engine.catalog()
    engine.run(up(found))
    assert engine.rows("SELECT name FROM seen ORDER BY 1") == [("a",), ("b",)]
    engine.run(down(found))
    assert bare(engine.catalog()) == bare(before)


@pytest.mark.parametrize("provider", ["sqlserver", "cockroachdb"])
def test_the_text_is_read_back_to_the_schema(provider: str) -> None:
    first = up(made(of(provider, BASE)))
    found = made(of(provider, RENAMED), first, answers=ANSWERS)
    there = replay([HistoryFile("1_x", first), HistoryFile("2_x", up(found))], provider_of(provider))
    back = replay(
        [HistoryFile(f"{n}_x", each) for n, each in enumerate((first, up(found), down(found)))],
        provider_of(provider),
    )
    start = replay([HistoryFile("1_x", first)], provider_of(provider))
    assert there.database.table(Name(start.database.default_schema, "File"))
    assert back.database == start.database
    word = "EXEC SP_RENAME " if provider == "sqlserver" else " RENAME "
    assert up(found).upper().count(word) == 9
    assert "DROP" not in up(found)
