"""A table that SQLite copies takes along what a schema cannot say, or the migration is refused with names."""

from __future__ import annotations

import sqlite3

import pytest

from migrations.engines import OnSQLite
from partywall.migrations.create import Refusal
from partywall.migrations.renames import Answers
from support.migrations import down, made, up, written

HEAD = 'datasource db {\n  provider = "sqlite"\n}\n'
BASE = HEAD + (
    "model Tenant {\n  id Int @id\n  docs Doc[]\n}\n"
    "model Doc {\n  id Int @id\n  title String\n  size Int\n  tenantId Int\n"
    "  tenant Tenant @relation(fields: [tenantId], references: [id])\n  notes Note[]\n}\n"
    "model Note {\n  id Int @id\n  docId Int\n  doc Doc @relation(fields: [docId], references: [id])\n}\n"
    "model Log {\n  id Int @id\n  text String\n}\n"
)
COPIED = BASE.replace("size Int\n", "size Int?\n")
OTHERS = """
CREATE VIEW titles AS SELECT id, title FROM Doc WHERE size > 0;
CREATE VIEW longest AS SELECT max(title) AS title FROM titles;
CREATE TRIGGER noted AFTER INSERT ON Note BEGIN UPDATE Doc SET size = size + 1 WHERE id = NEW.docId; END;
CREATE TRIGGER logged AFTER UPDATE ON Doc BEGIN INSERT INTO Log (text) VALUES (NEW.title); END;
CREATE INDEX large ON Doc(title) WHERE size > 10;
CREATE INDEX lower_title ON Doc(lower(title));
"""
ROWS = """
INSERT INTO Tenant VALUES (1);
INSERT INTO Doc (id, title, size, tenantId) VALUES (1, 'a', 1, 1), (2, 'b', 2, 1);
"""


def with_check(sql: str) -> str:
    return sql.replace('"tenantId" INTEGER NOT NULL,', '"tenantId" INTEGER NOT NULL,\n CHECK (size >= 0),', 1)


def test_views_triggers_checks_and_indexes_come_along() -> None:
    first = with_check(up(made(BASE))) + OTHERS
    assert "CHECK (size" in first
    found = made(COPIED, first)
    assert 'CREATE TABLE "new_Doc"' in up(found)
    engine = OnSQLite()
    engine.run(first + ROWS)
    before = engine.catalog()
    engine.run(up(found))
    after = engine.catalog()
    assert after != before
    assert {each for each in before if " " in each} == {each for each in after if " " in each}
    engine.run("INSERT INTO Note VALUES (1, 2)")
    assert engine.rows("SELECT size FROM Doc WHERE id = 2") == [(3,)]
    assert engine.rows("SELECT text FROM Log") == [("b",)]
    assert engine.rows("SELECT title FROM longest") == [("b",)]
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        engine.run("UPDATE Doc SET size = -1")
    engine.run(down(found))
    assert engine.catalog() == before
    engine.run(up(found))
    assert engine.catalog() == after


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("CREATE VIEW titles AS SELECT size FROM Doc;", "view `titles`"),
        ("CREATE TRIGGER t AFTER INSERT ON Doc BEGIN SELECT NEW.size; END;", "trigger `t`"),
        ("CREATE INDEX large ON Doc(title) WHERE size > 10;", "the index `large`"),
    ],
)
def test_what_is_about_a_column_that_goes_is_named(other: str, told: str) -> None:
    after = BASE.replace("  size Int\n", "")
    result = written(after, up(made(BASE)) + other, answers=Answers(drops=("*",)))
    assert isinstance(result, Refusal)
    assert any(told in each for each in result.names), result


def test_prismas_own_form_would_lose_them_and_is_refused() -> None:
    result = written(COPIED, up(made(BASE)) + OTHERS, strategy="simple")
    assert isinstance(result, Refusal)
    assert sum("would not come along" in each for each in result.names) >= 4


def test_a_text_that_a_rename_has_left_unclear_is_not_written_again() -> None:
    """The view may mean either table's column: SQLite knows, its text in the history does not say."""
    base, after = (each.replace("text String", "title String") for each in (BASE, COPIED))
    view = "CREATE VIEW both AS SELECT Doc.title, Log.title FROM Doc JOIN Log ON Doc.id = Log.id;"
    renamed = 'ALTER TABLE "Doc" RENAME COLUMN "title" TO "name";'
    result = written(after.replace("title", "name", 1), up(made(base)) + view, renamed)
    assert isinstance(result, Refusal)
    assert any("view `both`" in each for each in result.names)
