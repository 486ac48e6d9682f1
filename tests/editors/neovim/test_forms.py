"""Each form of a migration, through its questions to the files on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.command_line import CommandLine
from support.forms import FILE, KEPT, STEPS, by_command_line, project, without_times, write
from support.neovim import Neovim, neovim

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.editor

YES = "Write the migration"
COMMANDS = {
    "own_tenant": "Migration own_tenant",
    "add_faq_entry": "Entity FaqEntry",
    "add_status_to_document": 'Field Document status String @default("draft")',
    "rename_heading_of_document": "FieldRename Document heading title",
    "change_size_of_document": "FieldChange Document size BigInt?",
    "drop_remark_from_document": "FieldDrop Document remark",
    "index_document_title_size": "Index Document title size",
    "unique_binder_tenant_id_name": "Unique Binder tenantId name",
    "index_chatbot_name": "Index Chatbot name where \"name\" <> ''",
    "seed_faq_defaults": "Data seed faq-defaults FaqEntry",
    "transform_short_titles": "Data transform short-titles Document title size",
    "cleanup_empty_binders": "Data cleanup empty-binders Binder",
}
ANSWERS = {
    "own_tenant": (
        *("It is, and is renamed", "It is, and is renamed", "It is not"),
        *("Assign them to one tenant", "Delete them", YES),
    )
}


def test_each_form_writes_what_the_command_line_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    partywall = CommandLine(capsys)
    workspace, twin = (project(tmp_path / name, partywall) for name in ("one", "twin"))
    expected = by_command_line(twin, partywall)
    with neovim(tmp_path / "home") as editor:
        for step in STEPS:
            editor.edit(workspace / FILE)
            run(editor, COMMANDS[step.name], ANSWERS.get(step.name, (YES,)), typed="t1")
            assert editor.unsaved == []
            assert editor.file.parent.name.endswith(f"_{step.name}")
            assert step.sql in editor.text
    assert without_times(workspace) == expected


def test_without_a_look_the_notes_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = project(tmp_path / "one", CommandLine(capsys))
    with neovim(tmp_path / "home") as editor:
        editor.edit(workspace / FILE)
        editor.command("PartywallData! cleanup old-documents Document")
        editor.until("return #_G.notices > 0", what="a notice")
        (notice,) = editor.notices
    first, note = notice.splitlines()
    assert first.startswith("Partywall: wrote ")
    assert note.startswith("Fill in every fill_this_in")


def test_what_is_open_is_asked_until_it_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = project(tmp_path / "one", CommandLine(capsys))
    before = without_times(workspace)
    with neovim(tmp_path / "home") as editor:
        editor.edit(workspace / FILE)
        # Even where nothing else is asked: a guess would lose values.
        editor.answer(choices=["It is, and is renamed", "It is, and is renamed", "nothing"])
        editor.command("PartywallMigration! x")
        editor.until("return #_G.asked == 3", what="three questions")
        assert [each.partition(" (")[0] for each in editor.asked] == [
            "is `Binder` what `the table Folder` was",
            "is `heading` what `Document.title` was",
            "is `remark` what `Document.note` was",
        ]
    assert without_times(workspace) == before


def test_a_name_that_is_kept_gets_into_the_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    partywall = CommandLine(capsys)
    workspace, twin = (project(tmp_path / name, partywall) for name in ("one", "twin"))
    write(KEPT, twin, partywall)
    with neovim(tmp_path / "home") as editor:
        editor.edit(workspace / FILE)
        kept = ("It is, and keeps its name",) * 2
        run(editor, f"Migration {KEPT.name}", (*kept, *ANSWERS["own_tenant"][2:]), typed="t1")
        assert editor.unsaved == []
        assert KEPT.sql in editor.text
    assert '@@map("Folder")' in (workspace / FILE).read_text()
    assert without_times(workspace) == without_times(twin)


def run(editor: Neovim, command: str, choices: Sequence[str], typed: str) -> None:
    """Run a command, answer what it asks, and wait until it has written."""
    editor.lua("_G.notices = {}")
    editor.answer(typed=typed, choices=choices)
    editor.command(f"Partywall{command}")
    editor.until("return #_G.notices > 0", what="the notice")
    [notice] = editor.notices
    assert notice.startswith("Partywall: wrote "), notice
    assert len(editor.asked) == len(choices) + ("Assign them to one tenant" in choices)
    editor.until("return vim.api.nvim_buf_get_name(0):match('migration%.sql$')", what="the migration")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PartywallField Cha", ["Chatbot"]),
        ("PartywallIndex Chatbot tenant", ["tenantId"]),
        ("PartywallUnique Chatbot name tenant", ["tenantId"]),
        ("PartywallFieldRename Chatbot desc", ["description"]),
        ("PartywallFieldChange Chatbot na", ["name"]),
        ("PartywallFieldDrop Chatbot name desc", ["description"]),
        ("PartywallData s", ["seed"]),
        ("PartywallData transform short-names Chat", ["Chatbot"]),
        ("PartywallData transform short-names Chatbot na", ["name"]),
    ],
)
def test_the_forms_are_completed(editor: Neovim, line: str, expected: list[str]) -> None:
    assert editor.lua("return vim.fn.getcompletion(..., 'cmdline')", line) == expected
