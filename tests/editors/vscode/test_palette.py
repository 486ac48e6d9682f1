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

        editor.open(SCHEMA)
        editor.command("Partywall: Create migration")
        editor.answer("never_written")
        editor.compared("CREATE TABLE")
        editor.escape()
        eventually(lambda: editor.tabs() == ["Preview Tenancy.md", "schema.prisma"])
        assert sorted(example.rglob("*")) == before

        editor.command("Partywall: Fix all in schema")
        fixed = editor.notification("applied")
        assert fixed.buttons == ("Apply unsafe fixes",)
        assert editor.unsaved_tabs() == ["schema.prisma"]
        editor.press_in_notification("Apply unsafe fixes")
        editor.no_problem("missing-tenant-key")
