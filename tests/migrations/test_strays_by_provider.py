"""What becomes of rows whose tenant cannot be told, on MariaDB and SQLite."""

from __future__ import annotations

import pytest

from migrations.engines import ERRORS, Engine
from partywall.database.providers import PROVIDERS
from partywall.migrations.create import Refusal
from partywall.migrations.fill import REFUSE, Choice
from partywall.migrations.strays import Strays
from support.migrations import down, made, up, written

BASE = """
datasource db {
  provider = "PROVIDER"
}

model Tenant {
  id    Int    @id
  bots  Bot[]
  books Book[]
}

model Bot {
  id        Int        @id
  tenantId  Int
  tenant    Tenant     @relation(fields: [tenantId], references: [id], onDelete: NoAction, onUpdate: NoAction)
  documents Document[]
}

model Book {
  id        Int        @id
  tenantId  Int
  tenant    Tenant     @relation(fields: [tenantId], references: [id], onDelete: NoAction, onUpdate: NoAction)
  documents Document[]
}

model Document {
  id     Int    @id
  botId  Int
  bookId Int
  bot    Bot    @relation(fields: [botId], references: [id], onDelete: NoAction, onUpdate: NoAction)
  book   Book   @relation(fields: [bookId], references: [id], onDelete: NoAction, onUpdate: NoAction)
  pages  Page[]
}

model Page {
  id         Int      @id
  documentId Int
  document   Document @relation(fields: [documentId], references: [id], onDelete: Cascade)
}
"""
KEY = """
  tenantId Int
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: NoAction, onUpdate: NoAction)
"""
AFTER = (
    BASE.replace("  books Book[]\n", "  books Book[]\n  documents Document[]\n  pages Page[]\n")
    .replace("  bookId Int\n", f"  bookId Int{KEY}")
    .replace("  documentId Int\n", f"  documentId Int{KEY}")
)
ROWS = """
INSERT INTO Tenant VALUES (1), (2), (3);
INSERT INTO Bot VALUES (1, 1), (2, 2);
INSERT INTO Book VALUES (1, 1), (2, 2);
INSERT INTO Document VALUES (10, 1, 1), (20, 2, 2), (30, 1, 2);
INSERT INTO Page VALUES (11, 10), (21, 20), (31, 30);
"""
ORPHAN = "INSERT INTO Document VALUES (40, 99, 1); INSERT INTO Page VALUES (41, 40);"
OFF = {"mysql": "SET FOREIGN_KEY_CHECKS = {};", "sqlite": "PRAGMA foreign_keys = {};"}


def of(provider: str, schema: str) -> str:
    return schema.replace("PROVIDER", provider)


def deploy(engine: Engine, orphans: Choice, disagreeing: Choice, *, has_orphans: bool = True) -> str:
    """The first state with rows, then the migration; its way back is returned."""
    first = up(made(of(engine.provider, BASE)))
    engine.run(first + ROWS)
    if has_orphans:
        off = OFF[engine.provider]
        engine.run(off.format(0) + ORPHAN + off.format(1))
    found = made(of(engine.provider, AFTER), first, strays=Strays(orphans, disagreeing))
    before = engine.catalog()
    try:
        engine.run(up(found))
    except ERRORS:
        assert engine.catalog() == before, "nothing has been done"
        raise
    return down(found)


def tenants(engine: Engine, table: str) -> dict[int, int]:
    return {row[0]: row[1] for row in engine.rows(f"SELECT id, tenantId FROM {table}")}  # noqa: S608 - ours


@pytest.mark.database
@pytest.mark.parametrize(("has_orphans", "told"), [(True, "no value along"), (False, "differ")])
def test_both_are_refused_unless_something_is_said(engine: Engine, told: str, *, has_orphans: bool) -> None:
    with pytest.raises(ERRORS, match=told if engine.provider == "sqlite" else "CONSTRAINT"):
        deploy(engine, REFUSE, REFUSE, has_orphans=has_orphans)


@pytest.mark.database
def test_each_is_assigned_to_what_was_said(engine: Engine) -> None:
    back = deploy(engine, Choice("assign", "3"), Choice("assign", "2"), has_orphans=False)
    assert tenants(engine, "Document") == {10: 1, 20: 2, 30: 2}
    assert tenants(engine, "Page") == {11: 1, 21: 2, 31: 2}
    engine.run(back)
    assert len(engine.rows("SELECT * FROM Document")) == 3


@pytest.mark.database
def test_orphans_go_with_what_belongs_to_them(engine: Engine) -> None:
    deploy(engine, Choice("delete"), Choice("assign", "1"))
    assert tenants(engine, "Document") == {10: 1, 20: 2, 30: 1}
    assert tenants(engine, "Page") == {11: 1, 21: 2, 31: 1}


@pytest.mark.database
def test_rows_of_two_tenants_go(engine: Engine) -> None:
    deploy(engine, REFUSE, Choice("delete"), has_orphans=False)
    assert tenants(engine, "Document") == {10: 1, 20: 2}
    assert tenants(engine, "Page") == {11: 1, 21: 2}


@pytest.mark.database
def test_nothing_is_assigned_to_a_tenant_that_is_not_there(engine: Engine) -> None:
    with pytest.raises(ERRORS, match="to be those of 77" if engine.provider == "sqlite" else "CONSTRAINT"):
        deploy(engine, REFUSE, Choice("assign", "77"), has_orphans=False)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_value_that_the_column_cannot_have_is_refused(provider: str) -> None:
    first = up(made(of(provider, BASE)))
    result = written(of(provider, AFTER), first, strays=Strays(Choice("assign", "x'); DROP"), REFUSE))
    assert isinstance(result, Refusal)
    assert "rows cannot be assigned to this" in result.reason


@pytest.mark.parametrize("provider", ["cockroachdb", "sqlserver"])
def test_the_same_is_written_where_no_server_is_here(provider: str) -> None:
    first = up(
        made(of(provider, BASE.replace("onDelete: Cascade", "onDelete: NoAction, onUpdate: NoAction")))
    )
    after = of(provider, AFTER.replace("onDelete: Cascade", "onDelete: NoAction, onUpdate: NoAction"))
    text = up(made(after, first, strays=Strays(Choice("delete"), Choice("assign", "2"))))
    assert "THEN 2 ELSE" in text
    assert text.index("UPDATE ") < text.index("DELETE FROM ")
    assert "LOSS: rows without a value are deleted" in text


# --- parents that need not be set ------------------------------------------------------------------

OPTIONAL, OPTIONAL_AFTER = (
    each.replace("botId  Int\n", "botId  Int?\n")
    .replace("bookId Int\n", "bookId Int?\n")
    .replace("  bot    Bot  ", "  bot    Bot? ")
    .replace("  book   Book  ", "  book   Book? ")
    for each in (BASE, AFTER)
)
SET = """
INSERT INTO Tenant VALUES (1), (2), (3);
INSERT INTO Bot VALUES (1, 1), (2, 2);
INSERT INTO Book VALUES (1, 1), (2, 2);
INSERT INTO Document VALUES (10, 1, 1), (20, 2, NULL), (30, NULL, 2);
INSERT INTO Page VALUES (11, 10), (21, 20), (31, 30);
"""
UNSET = "INSERT INTO Document VALUES (40, NULL, NULL); INSERT INTO Page VALUES (41, 40);"


@pytest.mark.database
@pytest.mark.parametrize(
    ("orphans", "expected"),
    [(Choice("assign", "3"), {40: 3}), (Choice("delete"), {}), (REFUSE, None)],
    ids=["assign", "delete", "refuse"],
)
def test_each_parent_that_is_set_says_the_tenant(
    engine: Engine, orphans: Choice, expected: dict[int, int] | None
) -> None:
    first = up(made(of(engine.provider, OPTIONAL)))
    engine.run(first + SET + UNSET)
    found = made(of(engine.provider, OPTIONAL_AFTER), first, strays=Strays(orphans, REFUSE))
    before = engine.catalog()
    if expected is None:
        with pytest.raises(ERRORS):
            engine.run(up(found))
        assert engine.catalog() == before
        return
    engine.run(up(found))
    assert tenants(engine, "Document") == {10: 1, 20: 2, 30: 2} | expected
    assert tenants(engine, "Page") == {11: 1, 21: 2, 31: 2} | {each + 1: 3 for each in expected}
    engine.run(down(found))
    assert engine.catalog() == before


@pytest.mark.database
@pytest.mark.parametrize(
    ("orphans", "expected"),
    [(Choice("assign", "3"), {1: 3}), (Choice("delete"), {}), (REFUSE, None)],
    ids=["assign", "delete", "refuse"],
)
def test_rows_that_no_relation_leads_from_are_without_a_tenant(
    engine: Engine, orphans: Choice, expected: dict[int, int] | None
) -> None:
    before = of(engine.provider, BASE + "model Note {\n  id Int @id\n}\n")
    with_key = BASE.replace("  books Book[]\n", "  books Book[]\n  notes Note[]\n")
    first = up(made(before))
    engine.run(first)
    engine.run("INSERT INTO Tenant VALUES (3); INSERT INTO Note VALUES (1);")
    after = of(engine.provider, with_key + f"model Note {{\n  id Int @id{KEY}}}\n")
    found = made(after, first, strays=Strays(orphans, REFUSE))
    if expected is None:
        catalog = engine.catalog()
        with pytest.raises(ERRORS):
            engine.run(up(found))
        assert engine.catalog() == catalog
        return
    engine.run(up(found))
    assert tenants(engine, "Note") == expected
