"""A data migration that refuses on SQLite: what Prisma's command line says, and what is possible afterwards.

The adapter under its engine here rolls back what a script leaves open; its native engine does not.
"""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from migrations.deployed_projects import EXAMPLE, filled_in, history
from migrations.example_by_provider import example, inserts
from migrations.test_forms_by_provider import DATA
from partywall.database.providers import provider_of
from partywall_server.cli.app import run as run_command
from support.prisma_migrate import Prisma, PrismaFailedError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.database

FILLED = DATA["seed"].values
OTHER = {**FILLED, "what tells the seeded row": "old.name = 'another'"}


@pytest.fixture
def seeding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Prisma, Path, Path]:
    """The example with rows, deployed, a seed that is not filled in, and the database's file."""
    project, file = tmp_path / "project", tmp_path / "database.db"
    shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns("migrations"))
    monkeypatch.chdir(project)
    (project / "prisma" / "schema.prisma").write_text(example("sqlite"))
    assert run_command(("create-migration", "--name", "first"), lambda _: 0) == 0
    cli = Prisma(project, f"file:{file}")
    cli.deploy("whole")
    with opened(file) as live:
        for statement in inserts(history(project), provider_of("sqlite")):
            live.execute(statement)
    assert run_command(("create-migration", *DATA["seed"].arguments), lambda _: 0) == 0
    return cli, max(project.glob("prisma/migrations/*/migration.sql")), file


@pytest.mark.parametrize(
    ("values", "message"), [({}, "fill_this_in"), (OTHER, "tenants without chatbot-defaults")]
)
def test_a_data_migration_that_refuses_says_why_and_is_deployed_once_it_is_mended(
    seeding: tuple[Prisma, Path, Path], values: dict[str, str], message: str
) -> None:
    cli, script, file = seeding
    template = script.read_text()
    with opened(file) as live:
        rows = live.execute("SELECT * FROM chatbots").fetchall()
    script.write_text(filled_in(template, values))
    with pytest.raises(PrismaFailedError, match=message):
        cli.deploy("whole")
    with opened(file) as live:
        assert live.execute("SELECT * FROM chatbots").fetchall() == rows
    with pytest.raises(PrismaFailedError, match="P3009"):
        cli.deploy("whole")
    script.write_text(filled_in(template, FILLED))
    cli.resolve(script.parent.name, is_applied=False)
    cli.deploy("whole")
    with opened(file) as live:
        assert len(live.execute("SELECT * FROM chatbots").fetchall()) > len(rows)


def test_what_prisma_notes_of_a_check_that_failed_is_kept(seeding: tuple[Prisma, Path, Path]) -> None:
    """Its native engine sends the file at once, and notes the message on the same connection."""
    _, script, file = seeding
    with opened(file) as live:
        rows = live.execute("SELECT * FROM chatbots").fetchall()
    engine = opened(file)
    with pytest.raises(sqlite3.IntegrityError, match="tenants without chatbot-defaults"):
        engine.executescript(filled_in(script.read_text(), OTHER))
    engine.execute("UPDATE _prisma_migrations SET logs = 'the message'")
    engine.close()
    with opened(file) as live:
        assert live.execute("SELECT DISTINCT logs FROM _prisma_migrations").fetchall() == [("the message",)]
        assert live.execute("SELECT * FROM chatbots").fetchall() == rows


def opened(file: Path) -> sqlite3.Connection:
    """A database in which every statement commits by itself."""
    return sqlite3.connect(file, isolation_level=None)
