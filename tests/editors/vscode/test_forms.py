"""Each form of a migration, through its questions to the files on disk."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest

from support.command_line import CommandLine
from support.folders import fill
from support.forms import FILE, STEPS, Step, project, without_times, write
from support.vscode import eventually, needs_chromium, vscode

if TYPE_CHECKING:
    from pathlib import Path

    from support.vscode import VSCode

pytestmark = [pytest.mark.editor, needs_chromium]

COMMANDS = {
    "own_tenant": "Create migration",
    "add_faq_entry": "Create a tenant-scoped model and its migration",
    "add_status_to_document": "Add a field and its migration",
    "rename_heading_of_document": "Rename a field with its migration",
    "change_size_of_document": "Change a field with its migration",
    "drop_remark_from_document": "Drop fields with their migration",
    "index_document_title_size": "Add an index and its migration",
    "unique_binder_tenant_id_name": "Add an index and its migration",
    "index_chatbot_name": "Add an index and its migration",
    "seed_faq_defaults": "Create a data migration",
    "transform_short_titles": "Create a data migration",
    "cleanup_empty_binders": "Create a data migration",
}
# What is asked and what is said: a text is typed, a list is ticked, and of the others a row is chosen.
TYPED, TICKED, CHOSEN = "typed", "ticked", "chosen"
ANSWERS = {
    "own_tenant": (
        ("Create migration", TYPED, "own_tenant"),
        ("is `Binder` what `the table Folder` was", CHOSEN, "It is, and is renamed"),
        ("is `heading` what `Document.title` was", CHOSEN, "It is, and is renamed"),
        ("is `remark` what `Document.note` was", CHOSEN, "It is not"),
        ("rows that get no tenant: `Document`", CHOSEN, "Assign them to one tenant"),
        ("The id of the tenant", TYPED, "t1"),
        ("rows that get two tenants: `Document`", CHOSEN, "Delete them"),
    ),
    "add_faq_entry": (("Create a tenant-scoped model", TYPED, "FaqEntry"),),
    "add_status_to_document": (
        ("Which model?", CHOSEN, "Document"),
        ("Add a field to Document", TYPED, 'status String @default("draft")'),
    ),
    "rename_heading_of_document": (
        ("Which model?", CHOSEN, "Document"),
        ("Which field of Document?", CHOSEN, "heading"),
        ("Rename Document.heading", TYPED, "title"),
    ),
    "change_size_of_document": (
        ("Which model?", CHOSEN, "Document"),
        ("Which field of Document?", CHOSEN, "size"),
        ("Change Document.size", TYPED, "size BigInt?"),
    ),
    "drop_remark_from_document": (
        ("Which model?", CHOSEN, "Document"),
        ("Which fields of Document?", TICKED, "remark"),
    ),
    "index_document_title_size": (
        ("Which model?", CHOSEN, "Document"),
        ("Which field of Document first?", CHOSEN, "title"),
        ("title, and then?", CHOSEN, "size"),
        ("title, size, and then?", CHOSEN, "That is all"),
        ("Document: title, size", CHOSEN, "Index"),
    ),
    "unique_binder_tenant_id_name": (
        ("Which model?", CHOSEN, "Binder"),
        ("Which field of Binder first?", CHOSEN, "tenantId"),
        ("tenantId, and then?", CHOSEN, "name"),
        ("tenantId, name, and then?", CHOSEN, "That is all"),
        ("Binder: tenantId, name", CHOSEN, "Unique"),
    ),
    "index_chatbot_name": (
        ("Which model?", CHOSEN, "Chatbot"),
        ("Which field of Chatbot first?", CHOSEN, "name"),
        ("name, and then?", CHOSEN, "That is all"),
        ("Chatbot: name", CHOSEN, "Index of some rows"),
        ("deletedAt", TYPED, "\"name\" <> ''"),
    ),
    "seed_faq_defaults": (
        ("What is it to do?", CHOSEN, "seed"),
        ("Which model?", CHOSEN, "FaqEntry"),
        ("Create a data migration of FaqEntry", TYPED, "faq-defaults"),
    ),
    "transform_short_titles": (
        ("What is it to do?", CHOSEN, "transform"),
        ("Which model?", CHOSEN, "Document"),
        ("Which fields of Document?", TICKED, "title size"),
        ("Create a data migration of Document", TYPED, "short-titles"),
    ),
    "cleanup_empty_binders": (
        ("What is it to do?", CHOSEN, "cleanup"),
        ("Which model?", CHOSEN, "Binder"),
        ("Create a data migration of Binder", TYPED, "empty-binders"),
    ),
}


def test_each_form_writes_what_the_command_line_writes(
    extensions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    partywall = CommandLine(capsys)
    workspace, twin = (project(tmp_path / name, partywall) for name in ("one", "twin"))
    with vscode(workspace, tmp_path, extensions=extensions) as editor:
        review_a_migration_alone(editor, workspace)
        for step in STEPS:
            before = (workspace / FILE).read_text(), migrations(workspace)
            editor.command(f"Partywall: {COMMANDS[step.name]}")
            say(editor, step)
            editor.question("Nothing is written yet")
            assert before == ((workspace / FILE).read_text(), migrations(workspace))
            editor.choose(f"_{step.name}")
            eventually(partial(shows, editor, workspace, step))
            write(step, twin, partywall)
            eventually(partial(is_on_disk, workspace, twin))
            eventually(lambda: editor.unsaved_tabs() == [])  # a moment after it is on disk
        assert without_times(workspace) == without_times(twin)


def review_a_migration_alone(editor: VSCode, workspace: Path) -> None:
    """Without a schema in front, the file of a migration starts the server."""
    folder = workspace / "prisma" / "migrations" / "20300101000000_by_hand"
    fill(folder, {"migration.sql": 'CREATE INDEX "by_hand" ON "Document"("title");\n'})
    editor.open("20300101000000_by_hand/migration.sql")
    [hazard] = editor.problems("index-blocks-writes")
    assert "migration.sql" in hazard
    shutil.rmtree(folder)


def say(editor: VSCode, step: Step) -> None:
    for question, how, answer in ANSWERS[step.name]:
        editor.question(question)
        match how:
            case "typed":
                editor.answer(answer)
            case "ticked":
                for row in answer.split():
                    editor.choose(row)
                editor.accept()
            case _:
                editor.choose(answer)


def shows(editor: VSCode, folder: Path, step: Step) -> bool:
    """Whether the migration is in front, as far as it is on the screen."""
    if not any("migration.sql" in each for each in editor.tabs()):
        return False
    seen = {line.strip() for line in editor.text().splitlines()} - {""}
    files = (folder / "prisma" / "migrations").glob(f"*_{step.name}/migration.sql")
    texts = [{line.strip() for line in file.read_text().splitlines()} for file in files]
    return seen != set() and any(seen <= text for text in texts)


def is_on_disk(workspace: Path, twin: Path) -> bool:
    """Whether the schema was saved: the migration may be shown before."""
    return (workspace / FILE).read_text() == (twin / FILE).read_text()


def migrations(folder: Path) -> set[str]:
    return {each.name for each in (folder / "prisma" / "migrations").iterdir()}
