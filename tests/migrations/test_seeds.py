"""`seed.sql`, beside a migration that makes a table of which each tenant that is there may need a row."""

from __future__ import annotations

import psycopg
import pytest

from migrations.deployed_projects import filled_in
from migrations.engines import ERRORS, Engine
from support.migrations import HEAD, made, up
from support.postgres import Cluster, answers, run

TENANT = "model Tenant {\n  id Int @id\n}\n"
KEY = "  tenantId Int\n  tenant Tenant @relation(fields: [tenantId], references: [id])\n"
VALUES = {"body": "'Hello'", "what tells": "old.body = 'Hello'"}


def schema(fields: str, head: str = HEAD) -> str:
    """The tenants that there are, and a new table with these fields."""
    tenant = TENANT.replace("}", "  notes Note[]\n}")
    return f"{head}{tenant}model Note {{\n  id Int @id @default(autoincrement())\n{fields}}}\n"


def seed(found_in: str, *history: str) -> str | None:
    found = made(found_in, *history)
    return found.files.get(f"{found.folder}/seed.sql")


def test_a_new_table_of_tenants_that_are_there_has_one() -> None:
    found = made(schema("  body String\n" + KEY), up(made(HEAD + TENANT)))
    text = found.files[f"{found.folder}/seed.sql"]
    assert 'INSERT INTO "Note" ("body", "tenantId")' in text
    assert "fill_this_in('body'), -- body" in text
    assert 'owner."id" -- tenantId' in text
    assert text.count("fill_this_in('what tells") == 2
    said = found.files[f"{found.folder}/CHECKLIST.md"]
    assert "**Seed.** The tenants that are there have no rows in Note." in said


def test_a_first_migration_has_none() -> None:
    assert seed(schema(KEY)) is None


def test_a_table_that_all_share_has_none() -> None:
    assert (
        seed(HEAD + TENANT + "model Plan {\n  id Int @id\n  name String\n}\n", up(made(HEAD + TENANT)))
        is None
    )


def test_a_table_whose_rows_name_others_has_none() -> None:
    other = "model Other {\n  id Int @id\n}\n"
    fields = KEY + "  other Other? @relation(fields: [otherId], references: [id])\n  otherId Int?\n"
    after = schema(fields) + other.replace("}", "  notes Note[]\n}")
    assert seed(after, up(made(HEAD + TENANT + other))) is None


def test_rows_may_name_rows_of_their_own_table() -> None:
    fields = KEY + '  parent Note? @relation("tree", fields: [parentId], references: [id])\n  parentId Int?\n'
    after = schema(fields + '  children Note[] @relation("tree")\n')
    assert seed(after, up(made(HEAD + TENANT)))


@pytest.mark.database
def test_each_tenant_gets_one_row_on_postgresql(server: Cluster) -> None:
    first = up(made(HEAD + TENANT))
    found = made(schema("  body String\n" + KEY), first)
    text = found.files[f"{found.folder}/seed.sql"]
    with server.database() as connection:
        run(connection, first)
        run(connection, 'INSERT INTO "Tenant" VALUES (1), (2)')
        run(connection, up(found))
        with pytest.raises(psycopg.errors.UndefinedFunction, match="fill_this_in"):
            run(connection, text)
        for _ in range(2):
            run(connection, filled_in(text, VALUES))
            rows = answers(connection, 'SELECT "tenantId", "body" FROM "Note" ORDER BY 1')
            assert rows == [(1, "Hello"), (2, "Hello")]


@pytest.mark.database
def test_each_tenant_gets_one_row(engine: Engine) -> None:
    head = HEAD.replace("postgresql", engine.provider)
    first = up(made(head + TENANT))
    found = made(schema("  body String\n" + KEY, head), first)
    text = found.files[f"{found.folder}/seed.sql"]
    engine.run(first)
    engine.run("INSERT INTO Tenant VALUES (1), (2)")
    engine.run(up(found))
    with pytest.raises(ERRORS, match="fill_this_in"):
        engine.run(text)
    engine.hang_up()
    for _ in range(2):
        engine.run(filled_in(text, VALUES))
        assert engine.rows("SELECT tenantId, body FROM Note ORDER BY 1") == [(1, "Hello"), (2, "Hello")]
