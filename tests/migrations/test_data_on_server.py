"""A data migration on a real PostgreSQL: it runs only when it is filled in, and then does what it says."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from migrations.deployed_projects import EXAMPLE_PROJECT, filled_in, history
from migrations.example_by_provider import example
from migrations.test_forms_by_provider import MESSAGES
from partywall.database.from_sql import HistoryFile, replay
from partywall.database.sql_statements import statements
from partywall_server.cli.app import run as run_command
from support.postgres import Cluster, Connection, answers, run
from support.rows import inserts

pytestmark = pytest.mark.database

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


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example with all of its schema migrated."""
    monkeypatch.chdir(EXAMPLE_PROJECT.copy(tmp_path))
    assert asked("--name", "pending") == 0
    return tmp_path


def asked(*arguments: str) -> int:
    return run_command(("create-migration", *arguments), lambda _: 0)


def newest(project: Path) -> Path:
    return max(project.glob("prisma/migrations/*/migration.sql")).parent


@pytest.mark.parametrize("kind", DATA)
def test_a_data_migration_refuses_until_it_is_filled_in(server: Cluster, project: Path, kind: str) -> None:
    arguments, values, damage = DATA[kind]
    before = history(project)
    assert asked("--data", *arguments) == 0
    up, down, verify = (
        (newest(project) / f"{name}.sql").read_text() for name in ("migration", "down", "verify")
    )
    with server.database() as connection:
        for file in before:
            run(connection, file.text)
        for script in (up, down, verify):  # on empty tables too
            with pytest.raises(psycopg.errors.UndefinedFunction, match="fill_this_in"):
                run(connection, script)
            run(connection, "ROLLBACK")
        fill(connection, before)
        for statement in statements(filled_in(up, values)):
            connection.execute(statement.sql.encode())
        assert answers(connection, filled_in(verify, values)) == []
        run(connection, filled_in(up, values))  # a second time does nothing more
        run(connection, damage)
        wrong = answers(connection, filled_in(verify, values))
        assert len(wrong) == (0 if kind == "cleanup" else 1)
        run(connection, filled_in(down, values))


def test_a_seed_gives_each_tenant_one_row(server: Cluster, project: Path) -> None:
    before = history(project)
    assert asked("--data", "--seed", "chatbot-defaults") == 0
    up = (newest(project) / "migration.sql").read_text()
    with server.database() as connection:
        for file in before:
            run(connection, file.text)
        fill(connection, before)
        for _ in range(2):
            run(connection, filled_in(up, DATA["seed"][1]))
        rows = connection.execute(
            "SELECT count(*), count(DISTINCT \"tenantId\") FROM chatbots WHERE name LIKE 'Welcome %'"
        ).fetchone()
        tenants = connection.execute("SELECT count(*) FROM tenants").fetchone()
        assert rows is not None
        assert tenants is not None
        assert rows == (*tenants, *tenants)


@pytest.mark.parametrize("kind", DATA)
def test_what_is_written_for_cockroachdb_holds_together_in_one_statement(
    server: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """There is no server of CockroachDB's; PostgreSQL takes the same words, but for its types."""
    arguments, values, _ = DATA[kind]
    (tmp_path / "it").mkdir()
    monkeypatch.chdir(EXAMPLE_PROJECT.copy(tmp_path / "it"))
    assert asked("--name", "pending") == 0
    before = history(tmp_path / "it")
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    Path("schema.prisma").write_text(example("cockroachdb"))
    assert asked("--name", "first") == 0
    assert asked("--data", *arguments) == 0
    folder = max(Path("migrations").glob("*/migration.sql")).parent
    up, verify = ((folder / f"{name}.sql").read_text() for name in ("migration", "verify"))
    down = (folder / "down.sql").read_text().replace("_prisma_migrations", "bookkeeping")
    wrong = {**values, **WRONG[kind]}
    with server.database() as connection:
        for file in before:
            run(connection, file.text)
        run(connection, "CREATE TABLE bookkeeping (migration_name TEXT)")
        for script in (up, down, verify):  # on empty tables too
            with pytest.raises(psycopg.errors.UndefinedFunction, match="fill_this_in"):
                run(connection, script)
            run(connection, "ROLLBACK")
        fill(connection, before)
        run(connection, 'UPDATE ratings SET "messageId" = NULL WHERE id = (SELECT max(id) FROM ratings)')
        at_first = everything(connection)
        with pytest.raises(psycopg.errors.InvalidTextRepresentation, match=MESSAGES[kind]):
            run(connection, filled_in(up, wrong))
        assert everything(connection) == at_first
        values = {**values, **RIGHT.get(kind, {})}
        run(connection, filled_in(up, values))
        assert answers(connection, filled_in(verify, values)) == []
        done = everything(connection)
        assert done != at_first
        run(connection, filled_in(up, values))
        assert everything(connection) == done  # a second time it does nothing more
        run(connection, filled_in(down, values))


WRONG = {
    "seed": {"name": "owner.id"},
    "transform": {"the new value": "owner.id"},
    "cleanup": {"which rows": "old.stars IS NOT NULL"},
}
RIGHT = {"cleanup": {"which rows": 'old."messageId" IS NOT NULL'}}


def everything(connection: Connection) -> list[tuple[object, ...]]:
    """The rows that may change."""
    return [
        row
        for table in ("chatbots", "ratings")
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()  # noqa: S608
    ]


def fill(connection: Connection, files: list[HistoryFile]) -> None:
    for statement in inserts(replay(files).database):
        run(connection, statement)
