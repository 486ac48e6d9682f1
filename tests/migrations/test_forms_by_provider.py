"""Each form of `create-migration` on MariaDB and SQLite, on the example's tables filled with rows.

MySQL 8, CockroachDB and SQL Server have no server here: what is written for them is in `golden/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from migrations.engines import Engine
from migrations.example_by_provider import ROWS, example, inserts, without_new_key
from partywall.database.from_sql import HistoryFile
from partywall.database.providers import provider_of
from partywall_server.cli.app import run as run_command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.database

FORMS = {
    "entity": ("--entity", "FaqEntry", "--tenant-scoped", "--add-field", "question String"),
    "field": ("--modify", "Document", "--add-field", 'mood String @default("draft")'),
    "required": ("--modify", "Message", "--add-field", "tenantId String"),
    "rename": ("--modify", "Document", "--rename-field", "name:title"),
    "change": ("--modify", "Chatbot", "--change-field", 'description String? @default("none")'),
    "drop": ("--modify", "Chatbot", "--drop-field", "description"),
    "index": ("--indexes", "--table", "chatbots", "--fields", "tenantId,createdAt"),
    "unique": ("--indexes", "--table", "documents", "--fields", "tenantId,id", "--unique"),
}


class Project:
    """A folder with the example's schema for a provider, and its migrations."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.engine = engine
        self.provider = provider_of(engine.provider)
        self.schema = folder / "schema.prisma"
        self.migrations = folder / "migrations"

    def write(self, schema: str) -> None:
        self.schema.write_text(schema)

    def migrate(self, *arguments: str) -> int:
        return run_command(("create-migration", *arguments), lambda _: 0)

    def newest(self, name: str = "migration.sql") -> str:
        return (max(self.migrations.glob("*/migration.sql")).parent / name).read_text()

    def deploy(self) -> None:
        """Apply all there is, with rows in the tables."""
        files = [
            HistoryFile(each.parent.name, each.read_text())
            for each in sorted(self.migrations.glob("*/migration.sql"))
        ]
        for each in files:
            self.engine.run(each.text)
        for statement in inserts(files, self.provider):
            self.engine.run(statement)

    def answers(self, script: str) -> list[tuple[object, ...]]:
        """The rows that the queries of a script give, all together."""
        found = self.provider.language.statements(script)
        return [row for each in found for row in self.engine.rows(each.sql)]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, engine)


def there_and_back(project: Project) -> None:
    engine, new = project.engine, max(project.migrations.glob("*/migration.sql")).parent
    up, down, verify = ((new / f"{name}.sql").read_text() for name in ("migration", "down", "verify"))
    before = engine.catalog()
    engine.run(up)
    after = engine.catalog()
    assert after != before
    assert project.answers(verify) == []
    engine.run(down)
    assert engine.catalog() == before
    engine.run(up)
    assert engine.catalog() == after
    assert project.answers(verify) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_deployed_and_taken_back(project: Project, form: str) -> None:
    project.write(example(project.engine.provider))
    assert project.migrate("--name", "first") == 0
    project.deploy()
    assert project.migrate(*FORMS[form]) == 0
    there_and_back(project)


def test_a_required_tenant_key_is_filled(project: Project) -> None:
    schema = example(project.engine.provider)
    project.write(without_new_key(schema))
    assert project.migrate("--name", "first") == 0
    project.deploy()
    project.write(schema)
    assert project.migrate() == 0
    assert project.newest().startswith("-- For a maintenance window")
    there_and_back(project)
    counted = project.engine.rows(
        "SELECT count(*) FROM conversations AS c JOIN chatbots AS b ON b.id = c.chatbotId "
        "AND b.tenantId = c.tenantId"
    )
    assert counted == [(ROWS,)]
