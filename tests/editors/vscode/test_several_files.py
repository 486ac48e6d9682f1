"""The forms in a workspace with two schemas, one of several files: all its models are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.command_line import CommandLine
from support.folders import fill
from support.forms import without_times
from support.several_files import FOLDER, MAIN, PEOPLE, SALES, project
from support.vscode import eventually, needs_chromium, vscode

if TYPE_CHECKING:
    from pathlib import Path

    from support.vscode import VSCode

pytestmark = [pytest.mark.editor, needs_chromium]


def test_models_of_other_files_are_offered_and_changed(
    extensions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    partywall = CommandLine(capsys)
    workspace, twin = (project(tmp_path / name, partywall) for name in ("one", "twin"))
    for each in (workspace, twin):
        fill(each, {"apps/shop/shop.prisma": (each / MAIN).read_text()})
    form = ("create-migration", str(twin / FOLDER))
    assert partywall(*form, "--indexes", "--table", "Person", "--fields", "email").code == 0
    assert partywall(*form, "--modify", "Order", "--rename-field", "note:remark").code == 0

    with vscode(workspace, tmp_path, extensions=extensions) as editor:
        # Nothing is open: a schema is asked for, not a file.
        editor.command("Partywall: Add an index and its migration")
        editor.question("Which schema?")
        assert editor.choices(FOLDER) == ["apps/shop/shop.prisma", FOLDER]
        editor.choose(FOLDER)
        editor.question("Which model?")
        assert editor.choices("Person") == [f"Tenant{MAIN}", f"Person{PEOPLE}", f"Order{SALES}"]
        editor.choose("Person")
        editor.question("Which field of Person first?")
        editor.choose("email")
        editor.question("email, and then?")
        editor.choose("That is all")
        editor.question("Person: email")
        editor.choose("Index")
        write(editor)
        eventually(lambda: "@@index([email])" in (workspace / PEOPLE).read_text())
        eventually(lambda: any("migration.sql" in each for each in editor.tabs()))

        # From a migration the command is for its schema.
        editor.command("Partywall: Rename a field with its migration")
        editor.question("Which model?")
        editor.choose("Order")
        editor.question("Which field of Order?")
        editor.choose("note")
        editor.question("Rename Order.note")
        editor.answer("remark")
        write(editor)
        eventually(lambda: "remark" in (workspace / SALES).read_text())
        eventually(lambda: editor.unsaved_tabs() == [])
    assert without_times(workspace) == without_times(twin)


def write(editor: VSCode) -> None:
    editor.question("Nothing is written yet")
    editor.choose("Write db/migrations/")
