"""How often a schema is compared with its migrations: never while one types, and not again for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall.config import Config
from partywall.host import Host
from partywall.syntax.chunks import Source
from partywall_server.lsp.drift import Drift
from partywall_server.lsp.histories import Histories
from partywall_server.lsp.project import Project
from partywall_server.lsp.schedule import Stopped
from partywall_server.workspace.schemas import find_schemas
from support.folders import fill

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "prisma/schema.prisma"
TABLES = 'CREATE TABLE "Tenant" ("id" TEXT NOT NULL);\n'


class Desk:
    """One schema, analysed whenever its text is another."""

    def __init__(self, folder: Path) -> None:
        fill(folder, {"prisma/migrations/1_init/migration.sql": TABLES})
        self.path = (folder / SCHEMA).as_posix()
        [schema] = find_schemas([folder]).schemas
        self.project = Project(schema, Host())
        self.histories = Histories(ask_git=True)
        self.drift = Drift(self.histories)
        self.text = ""
        self.set((folder / SCHEMA).read_text())

    def set(self, text: str) -> None:
        self.text = text
        self.project.set_source(self.path, Source.of(text))
        self.analyse()

    def analyse(self) -> None:
        self.project.analysis = self.project.host.analyse()
        self.project.is_out_of_date = False

    def look(self) -> bool:
        return self.drift.look(self.project, lambda: None)

    def is_due(self) -> bool:
        return self.drift.is_due(self.project)


@pytest.fixture
def desk(folder: Path) -> Desk:
    found = Desk(folder)
    assert found.is_due()
    assert found.look()
    assert not found.is_due()
    return found


def test_a_comment_asks_for_no_look(desk: Desk) -> None:
    desk.set("// a comment\n" + desk.text.replace("  name    String\n", "  name    String // of whom\n"))
    assert not desk.is_due()
    assert desk.drift.looks == 1


def test_a_field_and_a_default_ask_for_one(desk: Desk) -> None:
    desk.set(desk.text.replace("  name    String\n", "  name    String?\n"))
    assert desk.is_due()
    desk.look()
    desk.set(desk.text.replace("  name    String?\n", '  name    String? @default("x")\n'))
    assert desk.is_due()
    assert not desk.look()  # the column is as new as before
    assert desk.drift.looks == 3
    assert desk.project.memory is not None
    assert desk.project.memory.files_read == 1
    assert desk.project.memory.tables.computed == 5


def test_settings_and_the_disk_ask_for_one(desk: Desk) -> None:
    desk.project.host.set_config(Config())
    desk.analyse()
    assert desk.is_due()
    assert not desk.look()
    desk.histories.outdate()
    assert desk.is_due()
    assert not desk.look()
    assert desk.project.memory is not None
    assert desk.project.memory.files_read == 1


def test_a_text_that_is_still_to_be_analysed_is_not_looked_at(desk: Desk) -> None:
    desk.project.set_source(desk.path, Source.of(desk.text + "model More {\n  id Int @id\n}\n"))
    assert not desk.is_due()
    desk.analyse()
    assert desk.is_due()


def test_a_schema_that_cannot_be_read_whole_is_looked_at_once_it_can(desk: Desk) -> None:
    desk.set(desk.text.replace("  name    String\n", "  name    String @(\n"))
    assert desk.is_due()
    assert not desk.look()
    assert not desk.is_due()
    assert desk.drift.looks == 1
    desk.set(desk.text.replace("  name    String @(\n", "  name    String\n"))
    assert desk.is_due()


def test_news_end_it_and_it_is_still_due(desk: Desk) -> None:
    def stop() -> None:
        raise Stopped

    desk.set(desk.text.replace("  name    String\n", "  name    String?\n"))
    with pytest.raises(Stopped):
        desk.drift.look(desk.project, stop)
    assert desk.is_due()
