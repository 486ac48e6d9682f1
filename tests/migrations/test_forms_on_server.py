"""Each form of `create-migration` on the example and on real histories, deployed on tables with rows."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import psycopg
import pytest

from migrations.test_example_on_server import EXAMPLE, inserts
from partywall.database.from_sql import HistoryFile, replay
from partywall.database.sql_statements import statements
from partywall_server.cli.app import run as run_command
from support.postgres import Cluster, Connection, catalog, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.database

FORMS = {
    "entity": ("--entity", "FaqEntry", "--tenant-scoped", "--add-field", "question String"),
    "field": ("--modify", "Document", "--add-field", 'mood String @default("draft")'),
    "rename": ("--modify", "Document", "--rename-field", "name:title"),
    "change": ("--modify", "Chatbot", "--change-field", "name String @db.VarChar(300)"),
    "drop": ("--modify", "Chatbot", "--drop-field", "description"),
    "index": ("--indexes", "--table", "chatbots", "--fields", "tenantId,createdAt"),
    "unique": ("--indexes", "--table", "documents", "--fields", "tenantId,id", "--unique"),
    "partial": ("--indexes", "--table", "chatbots", "--fields", "name", "--where", "name <> ''"),
}


def as_one_file(connection: Connection, script: str) -> None:
    run(connection, script)


def one_by_one(connection: Connection, script: str) -> None:
    for statement in statements(script):
        connection.execute(statement.sql.encode())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example with all of its schema migrated."""
    shutil.copytree(EXAMPLE.parent, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    assert asked("--name", "pending") == 0
    return tmp_path / "prisma" / "migrations"


def asked(*arguments: str) -> int:
    return run_command(("create-migration", *arguments), lambda _: 0)


def history(folder: Path) -> list[HistoryFile]:
    files = sorted(folder.glob("*/migration.sql"))
    return [HistoryFile(file.parent.name, file.read_text()) for file in files]


def filled(connection: Connection, files: list[HistoryFile]) -> None:
    """Deploy a history, with rows in its tables."""
    for file in files:
        run(connection, file.text)
    for statement in inserts(replay(files).database):
        run(connection, statement)


def answers(connection: Connection, script: str) -> list[tuple[object, ...]]:
    cursors = [connection.execute(each.sql.encode()) for each in statements(script)]
    return [row for each in cursors if each.description for row in each.fetchall()]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("apply", [as_one_file, one_by_one])
def test_a_form_is_deployed_and_taken_back(
    server: Cluster, project: Path, form: str, apply: Callable[[Connection, str], None]
) -> None:
    before = history(project)
    assert asked(*FORMS[form]) == 0
    new = max(project.glob("*/migration.sql")).parent
    with server.database() as connection:
        filled(connection, before)
        at_first = catalog(connection)
        apply(connection, (new / "migration.sql").read_text())
        after = catalog(connection)
        assert after != at_first
        assert answers(connection, (new / "verify.sql").read_text()) == []
        run(connection, (new / "down.sql").read_text())
        assert sorted({*at_first} ^ {*catalog(connection)}) == []
        apply(connection, (new / "migration.sql").read_text())
        assert sorted({*after} ^ {*catalog(connection)}) == []


CHATBOT = "old.name LIKE 'Welcome %'"
DATA = {
    "seed": (
        ("--seed", "chatbot-defaults"),
        {"what tells the seeded row": CHATBOT, "name": "'Welcome ' || owner.id"},
        "UPDATE chatbots SET name = 'other ' || id",
    ),
    "transform": (
        ("--transform", "chatbot-prompt"),
        {"which rows": "old.prompt <> 'New'", "the new value": "'New'", "the earlier value": "'old'"},
        "UPDATE chatbots SET prompt = 'other'",
    ),
    "cleanup": (
        ("--cleanup", "old-ratings"),
        {"which rows": "old.\"createdAt\" < now() + interval '1 day'", "nothing": "1"},
        "SELECT 1",
    ),
}


@pytest.mark.parametrize("kind", DATA)
def test_a_data_migration_refuses_until_it_is_filled_in(server: Cluster, project: Path, kind: str) -> None:
    arguments, values, damage = DATA[kind]
    before = history(project)
    assert asked("--data", *arguments) == 0
    new = max(project.glob("*/migration.sql")).parent
    up, down, verify = ((new / f"{name}.sql").read_text() for name in ("migration", "down", "verify"))
    with server.database() as connection:
        for file in before:
            run(connection, file.text)
        for script in (up, down, verify):  # on empty tables too
            with pytest.raises(psycopg.errors.UndefinedFunction, match="fill_this_in"):
                run(connection, script)
            run(connection, "ROLLBACK")
        for statement in inserts(replay(before).database):
            run(connection, statement)
        one_by_one(connection, filled_in(up, values))
        assert answers(connection, filled_in(verify, values)) == []
        one_by_one(connection, filled_in(up, values))  # a second time does nothing more
        run(connection, damage)
        wrong = answers(connection, filled_in(verify, values))
        assert len(wrong) == (0 if kind == "cleanup" else 1)
        run(connection, filled_in(down, values))


def test_a_seed_gives_each_tenant_one_row(server: Cluster, project: Path) -> None:
    before = history(project)
    assert asked("--data", "--seed", "chatbot-defaults") == 0
    up = max(project.glob("*/migration.sql")).read_text()
    with server.database() as connection:
        filled(connection, before)
        for _ in range(2):
            run(connection, filled_in(up, DATA["seed"][1]))
        rows = connection.execute(
            "SELECT count(*), count(DISTINCT \"tenantId\") FROM chatbots WHERE name LIKE 'Welcome %'"
        ).fetchone()
        tenants = connection.execute("SELECT count(*) FROM tenants").fetchone()
        assert rows is not None
        assert tenants is not None
        assert rows == (*tenants, *tenants)


def filled_in(script: str, values: dict[str, str]) -> str:
    """A script with a value for each place, chosen by how its text begins."""

    def value(found: re.Match[str]) -> str:
        text = found[1]
        return next((values[start] for start in values if text.startswith(start)), found[0])

    return re.sub(r"fill_this_in\('((?:[^']|'')*)'\)", value, script)
