"""The same forms on SQLite, deployed by Prisma's own command line on a database in a file with rows.

The schema engine's build for WebAssembly knows no MySQL ("Unsupported adapter provider"): what is written for
it is sent to MariaDB as the native engine sends it (`test_forms_by_provider.py`).
"""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from migrations.deployed_projects import EXAMPLE, filled_in, history
from migrations.example_by_provider import example, inserts, without_new_key
from migrations.test_forms_by_provider import DATA, FORMS
from partywall.database.from_sql import HistoryFile
from partywall.database.providers import provider_of
from partywall_server.cli.app import run as run_command
from support import sqlite
from support.prisma_migrate import NOTHING, Prisma

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

KEY = "a required tenant key"


def test_every_form_is_deployed_taken_back_and_deployed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, file = tmp_path / "project", tmp_path / "database.db"
    shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns("migrations"))
    monkeypatch.chdir(project)
    schema = project / "prisma" / "schema.prisma"
    schema.write_text(without_new_key(example("sqlite")))
    assert asked("--name", "first") == 0
    cli, files = Prisma(project, f"file:{file}"), history(project)
    cli.deploy("whole")
    live, twin = opened(file), sqlite.database(*(each.text for each in files))
    for statement in inserts(files, provider_of("sqlite")):
        live.execute(statement)
        twin.execute(statement)
    now = sqlite.catalog(live)
    assert now == sqlite.catalog(twin)
    schema.write_text(example("sqlite"))
    earlier: dict[Path, object] = {}
    for form, new in written(project, files):
        earlier[new] = now
        twin.executescript((new / "migration.sql").read_text())
        assert answers(twin, (new / "verify.sql").read_text()) == [], form
        now = sqlite.catalog(twin)
        assert (now == earlier[new]) == (form in DATA), form

    cli.deploy("whole")
    assert sqlite.catalog(live) == now
    assert cli.proposal() == NOTHING
    for new in reversed(earlier):
        live.executescript((new / "down.sql").read_text())
        assert sqlite.catalog(live) == earlier[new], new.name
    cli.deploy("whole")
    assert sqlite.catalog(live) == now
    live.close()


def written(project: Path, files: list[HistoryFile]) -> Iterator[tuple[str, Path]]:
    """Ask for each form in turn: its name and the new migration, with all that it leaves open filled in."""
    known = {each.folder for each in files}
    options = {KEY: (), **FORMS, **{kind: data.arguments for kind, data in DATA.items()}}
    for form, arguments in options.items():
        assert asked(*arguments) == 0, form
        (name,) = {each.folder for each in history(project)} - known
        known.add(name)
        new = project / "prisma" / "migrations" / name
        for script in new.glob("*.sql") if form in DATA else ():
            script.write_text(filled_in(script.read_text(), DATA[form].values))
        yield form, new


def asked(*arguments: str) -> int:
    return run_command(("create-migration", *arguments), lambda _: 0)


def opened(file: Path) -> sqlite3.Connection:
    """A database in which foreign keys hold, and every statement commits by itself."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def answers(connection: sqlite3.Connection, script: str) -> list[tuple[object, ...]]:
    """The rows that the queries of a script give, all together."""
    found = provider_of("sqlite").language.statements(script)
    return [row for each in found for row in sqlite.rows(connection, each.sql)]
