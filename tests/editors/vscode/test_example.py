"""The main job, in VS Code: see a finding in the example, take its fix, write the migration."""

from __future__ import annotations

import os
from difflib import ndiff
from typing import TYPE_CHECKING

import pytest

from support.vscode import PROJECT, VSCode, eventually, needs_chromium, vscode

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.editor, needs_chromium]

SCHEMA = "prisma/schema.prisma"
FINDING = "missing-tenant-key"


def test_from_a_finding_to_the_migration(example: Path, extensions: Path, tmp_path: Path) -> None:
    if "UPDATE_SCREENSHOT" in os.environ:
        take_picture(example, extensions, tmp_path)
    schema = example / SCHEMA
    migrations = example / "prisma" / "migrations"
    before, history = schema.read_text(), set(migrations.iterdir())
    with vscode(example, tmp_path, extensions=extensions) as editor:
        editor.open(SCHEMA)
        [finding] = editor.problems(FINDING)
        assert "`Rating` belongs to a tenant only where `message` is set" in finding

        offered = editor.fixes(FINDING)
        assert editor.squiggles()
        assert offered[0].startswith("Make `Rating` tenant-scoped")
        editor.take_fix("Make `Rating` tenant-scoped")
        editor.no_problem(FINDING)
        assert editor.unsaved_tabs() == ["schema.prisma"]
        editor.save()
        eventually(lambda: not editor.unsaved_tabs())
        assert changed_lines(before, schema.read_text()) == [
            "+   ratings       Rating[]",
            "+   tenantId  String",
            "+   tenant  Tenant   @relation(fields: [tenantId], references: [id], onDelete: Cascade)",
            "+   @@index([tenantId])",
        ]

        # The same for the model at the cursor, from the palette.
        editor.fixes("unindexed-foreign-key")
        editor.take_fix("Add an index on `conversationId`")
        editor.command("Partywall: Make this model tenant-scoped")
        eventually(lambda: "messages      Message[]" in saved(editor, schema))

        editor.command("Partywall: Create migration")
        assert "Letters, digits" in editor.complaint("../elsewhere", "only")
        editor.answer("tenant_of_messages")
        editor.choose("Refuse")
        shown = editor.compared("-- For a maintenance window")
        assert set(migrations.iterdir()) == history  # Nothing is written yet.
        editor.choose("Write prisma/migrations")
        editor.wait_for_tab("migration.sql")
        written = editor.notification("Partywall wrote").text

        [folder] = set(migrations.iterdir()) - history
        assert folder.name.endswith("_tenant_of_messages")
        assert folder.name in written
        files = {file.name: file.read_text() for file in folder.iterdir()}
        assert files.keys() == {"migration.sql", "down.sql", "verify.sql", "CHECKLIST.md"}
        up, down = files["migration.sql"], files["down.sql"]
        assert 'ALTER TABLE "messages" ALTER COLUMN "tenantId" SET NOT NULL' in up
        assert up.rstrip().endswith("ON DELETE CASCADE ON UPDATE CASCADE;")
        assert 'ALTER TABLE "messages" DROP COLUMN "tenantId"' in down
        # What was shown is what is there, as far as it was on the screen.
        assert all(lines(text) <= lines(up + down) for text in shown)
        assert editor.unsaved_tabs() == []
        assert set(editor.tabs()) == {"schema.prisma", "migration.sql"}


def take_picture(folder: Path, extensions: Path, scratch: Path) -> None:
    """The picture of the README: findings, and the fixes of one."""
    settings = {"problems.defaultViewMode": "tree"}
    with vscode(folder, scratch, extensions=extensions, settings=settings) as editor:
        editor.open(SCHEMA)
        editor.fixes("unique-without-tenant")
        editor.screenshot(PROJECT / "docs" / "images" / "vscode.png")


def saved(editor: VSCode, file: Path) -> str:
    editor.save()
    return file.read_text()


def changed_lines(before: str, after: str) -> list[str]:
    compared = ndiff(before.splitlines(), after.splitlines())
    return [line for line in compared if line[0] in "+-"]


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}
