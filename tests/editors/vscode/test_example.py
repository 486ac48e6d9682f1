"""The main job, in VS Code: see a finding in the example, take its fix, write the migration."""

from __future__ import annotations

import os
from difflib import ndiff
from typing import TYPE_CHECKING

import pytest

from support.vscode import PROJECT, eventually, needs_chromium, vscode

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.editor, needs_chromium]

SCHEMA = "prisma/schema.prisma"
FINDING = "unique-without-tenant"


def test_from_a_finding_to_the_migration(example: Path, extensions: Path, tmp_path: Path) -> None:
    schema = example / SCHEMA
    migrations = example / "prisma" / "migrations"
    before, history = schema.read_text(), set(migrations.iterdir())
    with vscode(example, tmp_path, extensions=extensions) as editor:
        editor.open(SCHEMA)
        [finding] = editor.problems(FINDING)
        assert "`name` is unique across all tenants" in finding

        offered = editor.fixes(FINDING)
        assert editor.squiggles()
        if "UPDATE_SCREENSHOT" in os.environ:
            editor.screenshot(PROJECT / "docs" / "images" / "vscode.png")
        [fix] = [title for title in offered if "unique for each" in title]
        editor.take_fix(fix)
        editor.no_problem(FINDING)
        assert editor.unsaved_tabs() == ["schema.prisma"]
        editor.save()
        eventually(lambda: not editor.unsaved_tabs())
        assert changed_lines(before, schema.read_text()) == [
            "-   name        String   @unique",
            "+   name        String",
            "+   @@unique([tenantId, name])",
        ]

        editor.command("Partywall: Create migration")
        assert "Letters, digits" in editor.complaint("../elsewhere", "only")
        editor.answer("names_of_each_tenant")
        shown = editor.compared("-- For a maintenance window")
        assert set(migrations.iterdir()) == history  # Nothing is written yet.
        editor.choose("Write prisma/migrations")
        editor.wait_for_tab("migration.sql")
        written = editor.notification("Partywall wrote").text

        [folder] = set(migrations.iterdir()) - history
        assert folder.name.endswith("_names_of_each_tenant")
        assert folder.name in written
        files = {file.name: file.read_text() for file in folder.iterdir()}
        assert files.keys() == {"migration.sql", "down.sql"}
        assert 'DROP INDEX "chatbots_name_key"' in files["migration.sql"]
        assert 'CREATE UNIQUE INDEX "chatbots_tenantId_name_key"' in files["migration.sql"]
        assert 'CREATE UNIQUE INDEX "chatbots_name_key"' in files["down.sql"]
        # What was shown is what is there, as far as it was on the screen.
        assert all(lines(text) <= lines(files["migration.sql"] + files["down.sql"]) for text in shown)
        assert editor.unsaved_tabs() == []
        assert set(editor.tabs()) == {"schema.prisma", "migration.sql"}


def changed_lines(before: str, after: str) -> list[str]:
    compared = ndiff(before.splitlines(), after.splitlines())
    return [line for line in compared if line[0] in "+-"]


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}
