"""The commands of the palette ask for what they need and show what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.vscode import eventually, needs_chromium, vscode

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.editor, needs_chromium]

SCHEMA = "prisma/schema.prisma"


def test_what_the_palette_offers(example: Path, extensions: Path, tmp_path: Path) -> None:
    before = sorted(example.rglob("*"))
    with vscode(example, tmp_path, extensions=extensions) as editor:
        # Without a schema in front, the only one there is.
        editor.command("Partywall: Show tenancy")
        eventually(lambda: editor.tabs() == ["Preview Tenancy.md"])

        # And the user is asked for the model.
        editor.command("Partywall: Make this model tenant-scoped")
        assert {"Tenant", "Chatbot", "Rating"} <= set(editor.choices("Rating"))
        editor.choose("Tenant")
        assert "`Tenant`" in editor.notification("Partywall:").text

        # Of relations, those alone that the server can do it with.
        editor.command("Partywall: Make this relation tenant-consistent")
        assert editor.choices("Document.chatbot") == ["Document.chatbot", "Conversation.chatbot"]
        editor.escape()
        editor.command("Partywall: Turn this implicit many-to-many into an explicit join")
        assert "no relation" in editor.notification("Partywall: there is").text

        editor.open(SCHEMA)
        editor.command("Partywall: Create migration")
        editor.answer("never_written")
        editor.choose("Refuse")
        editor.compared("CREATE TABLE")
        editor.question("Nothing is written yet")
        editor.escape()
        eventually(lambda: editor.tabs() == ["Preview Tenancy.md", "schema.prisma"])
        assert sorted(example.rglob("*")) == before

        editor.command("Partywall: Fix all in schema")
        fixed = editor.notification("applied")
        assert fixed.buttons == ("Apply unsafe fixes",)
        assert editor.unsaved_tabs() == ["schema.prisma"]
        editor.press_in_notification("Apply unsafe fixes")
        editor.no_problem("missing-tenant-key")
