"""Each form of a migration, through its questions to the files on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.vscode import eventually, needs_chromium, vscode

if TYPE_CHECKING:
    from pathlib import Path

    from support.vscode import VSCode

pytestmark = [pytest.mark.editor, needs_chromium]

SCHEMA = "prisma/schema.prisma"


def test_the_forms_of_a_migration(example: Path, extensions: Path, tmp_path: Path) -> None:
    schema = example / SCHEMA
    with vscode(example, tmp_path, extensions=extensions) as editor:
        editor.open(SCHEMA)
        editor.command("Partywall: Create a tenant-scoped model and its migration")
        editor.answer("FaqEntry")
        write(editor, "model FaqEntry", example, "_add_faq_entry")
        eventually(lambda: "model FaqEntry {" in schema.read_text())

        editor.open(SCHEMA)
        editor.command("Partywall: Create a data migration")
        editor.choose("seed")
        editor.choices("FaqEntry")
        editor.choose("FaqEntry")
        editor.answer("faq-defaults")
        write(editor, "fill_this_in", example, "_seed_faq_defaults")


def write(editor: VSCode, shown: str, example: Path, name: str) -> None:
    """Look at what is proposed, agree, and find it on disk."""
    editor.compared(shown)
    editor.choose("Write prisma/migrations")
    editor.notification("Partywall wrote")
    folders = (example / "prisma" / "migrations").iterdir()
    assert any(each.name.endswith(name) for each in folders)
