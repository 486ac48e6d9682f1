"""Each form of `create-migration` on MariaDB and SQLite, on the example's tables filled with rows.

MySQL 8, CockroachDB and SQL Server have no server here: what is written for them is in `golden/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from migrations.deployed_projects import filled_in
from migrations.engines import ERRORS, Engine
from migrations.example_by_provider import ROWS, example, inserts, without_new_key
from partywall.database.from_sql import HistoryFile
from partywall.database.providers import provider_of
from partywall_server.cli.app import run as run_command

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Data:
    """A data migration.

    `values` are for what it leaves open, `wrong` is one of them that must not pass. `done` counts `rows` rows
    afterwards; `damage` is what verify.sql must see. `goes_back`: the rows are those of before, in the end.
    """

    arguments: tuple[str, ...]
    values: Mapping[str, str]
    wrong: Mapping[str, str]
    done: str
    rows: int
    damage: str
    goes_back: bool = True


DATA = {
    "seed": Data(
        ("--data", "--seed", "chatbot-defaults"),
        {
            "what tells the seeded row": "old.name LIKE 'Welcome %' OR old.prompt = 'Welcome'",
            "name": "replace('Welcome ?', '?', owner.id)",
        },
        {"name": "owner.id"},
        "SELECT count(DISTINCT tenantId) FROM chatbots WHERE name LIKE 'Welcome %' AND length(id) = 36",
        ROWS,
        "UPDATE chatbots SET name = id",
    ),
    "transform": Data(
        ("--data", "--transform", "chatbot-prompt"),
        {
            "which rows are still": "old.prompt IS NULL OR old.prompt NOT LIKE 'For %'",
            "which rows were": "old.prompt LIKE 'For %'",
            "the new value": "replace('For ?', '?', owner.name)",
            "the earlier value": "old.name",
        },
        {"the new value": "owner.name"},
        "SELECT count(*) FROM chatbots AS c JOIN tenants AS t ON t.id = c.tenantId "
        "WHERE c.prompt = replace('For ?', '?', t.name)",
        ROWS,
        "UPDATE chatbots SET prompt = 'other'",
    ),
    "cleanup": Data(
        ("--data", "--cleanup", "old-ratings"),
        {"which rows are obsolete": "old.stars < 5 OR old.stars = 7", "nothing": "1"},
        {"which rows are obsolete": "old.stars < 5 OR old.messageId IS NULL"},
        "SELECT count(*) FROM ratings",
        ROWS - 5,
        "UPDATE ratings SET stars = 1 WHERE stars = 9",
        goes_back=False,
    ),
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

    def history(self) -> list[HistoryFile]:
        return [
            HistoryFile(each.parent.name, each.read_text())
            for each in sorted(self.migrations.glob("*/migration.sql"))
        ]

    def deploy(self) -> None:
        """Apply all there is, with rows in the tables."""
        files = self.history()
        for each in files:
            self.engine.run(each.text)
        self.fill(files)

    def fill(self, files: Sequence[HistoryFile]) -> None:
        for statement in inserts(files, self.provider):
            self.engine.run(statement)

    def rows(self, tables: Sequence[str]) -> dict[str, list[str]]:
        """All rows of these tables."""
        return {each: sorted(map(str, self.engine.rows(f"SELECT * FROM {each}"))) for each in tables}  # noqa: S608

    def refuses(self, script: str, message: str, tables: Sequence[str]) -> None:
        """It fails, and leaves everything as it was."""
        before = self.engine.catalog(), self.rows(tables)
        with pytest.raises(ERRORS, match=message):
            self.engine.run(script)
        self.engine.hang_up()
        assert (self.engine.catalog(), self.rows(tables)) == before

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


@pytest.mark.parametrize("kind", DATA)
def test_a_data_migration_does_all_that_is_filled_in_or_nothing(project: Project, kind: str) -> None:
    engine, data, tables = (
        project.engine,
        DATA[kind],
        ("tenants", "chatbots", "ratings", "_prisma_migrations"),
    )
    project.write(example(engine.provider))
    assert project.migrate("--name", "first") == 0
    first = project.history()
    for each in first:
        engine.run(each.text)
    assert project.migrate(*data.arguments) == 0
    scripts = [project.newest(f"{name}.sql") for name in ("migration", "down", "verify")]
    for script in scripts:
        project.refuses(script, "fill_this_in", tables)  # on empty tables too
    project.fill(first)
    engine.run("UPDATE ratings SET messageId = NULL WHERE stars = 19")
    for script in scripts:
        project.refuses(script, "fill_this_in", tables)
    project.refuses(filled_in(scripts[0], {**data.values, **data.wrong}), MESSAGES[kind], tables)
    up, down, verify = (filled_in(each, data.values) for each in scripts)
    before, catalog = project.rows(tables), engine.catalog()
    folder = max(project.migrations.glob("*/migration.sql")).parent.name
    for _ in range(2):
        engine.run(f"INSERT INTO _prisma_migrations (migration_name) VALUES ('{folder}')")  # noqa: S608
        engine.run(up)
        assert engine.rows(data.done) == [(data.rows,)]
        assert project.answers(verify) == []
        after = project.rows(tables)
        engine.run(up)
        assert project.rows(tables) == after  # a second time it does nothing more
        engine.run(down)
        assert (project.rows(tables) == before) == data.goes_back
        assert engine.rows("SELECT count(*) FROM _prisma_migrations") == [(0,)]
    engine.run(up)
    engine.run(data.damage)
    assert len(project.answers(verify)) == 1
    assert engine.catalog() == catalog


MESSAGES = {
    "seed": "tenants without chatbot-defaults",
    "transform": "rows of chatbots are not transformed",
    "cleanup": "obsolete rows of ratings are left",
}
