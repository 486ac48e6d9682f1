"""The forms on a schema of several files: whatever is in front, all models are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.command_line import CommandLine
from support.folders import fill
from support.forms import without_times
from support.neovim import Neovim, neovim
from support.several_files import MAIN, PEOPLE, SALES, project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.editor

YES = "Write the migration"


def test_models_of_other_files_are_completed_and_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    partywall = CommandLine(capsys)
    workspace, twin = (project(tmp_path / name, partywall) for name in ("one", "twin"))
    fill(workspace, {"apps/shop/shop.prisma": (workspace / MAIN).read_text()})
    with neovim(tmp_path / "home") as editor:
        editor.edit(workspace / "apps/shop/shop.prisma")
        editor.lua("vim.api.nvim_buf_set_lines(0, 0, 0, true, { '// being written' })")
        editor.command("set hidden")
        editor.edit(workspace / MAIN)
        assert completed(editor, "Index Or") == ["Order"]
        assert completed(editor, "Index Person tenant") == ["tenantId"]
        assert completed(editor, "FieldDrop Person te") == ["tenantId", "tenant"]
        written = run(editor, "Index Person email")
        assert "+  @@index([email])" in written
        assert "+model Person" not in written, "what changes, not all of the file"
        assert editor.file.name == "migration.sql"
        # From a migration the command is for its schema.
        assert completed(editor, "FieldRename Or") == ["Order"]
        run(editor, "FieldRename Order note remark")
        assert editor.unsaved == [str(workspace / "apps/shop/shop.prisma")], "which is another schema"
    assert "@@index([email])" in (workspace / PEOPLE).read_text()
    assert "remark" in (workspace / SALES).read_text()
    form = ("create-migration", str(twin))
    assert partywall(*form, "--indexes", "--table", "Person", "--fields", "email").code == 0
    assert partywall(*form, "--modify", "Order", "--rename-field", "note:remark").code == 0
    (workspace / "apps/shop/shop.prisma").unlink()
    assert without_times(workspace) == without_times(twin)


def completed(editor: Neovim, line: str) -> list[str]:
    found: list[str] = editor.lua("return vim.fn.getcompletion(..., 'cmdline')", f"Partywall{line}")
    return found


def run(editor: Neovim, command: str) -> str:
    """Have a form written; the look at it that came before."""
    shown = """
        _G.notices = {}
        local select = vim.ui.select
        vim.ui.select = function(...)
          _G.look = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\\n")
          vim.ui.select = select
          select(...)
        end"""
    editor.lua(shown)
    editor.answer(choices=[YES])
    editor.command(f"Partywall{command}")
    editor.until("return #_G.notices > 0", what="the notice")
    [notice] = editor.notices
    assert notice.startswith("Partywall: wrote db/migrations/"), notice
    editor.until("return vim.api.nvim_buf_get_name(0):match('migration%.sql$')", what="the migration")
    look: str = editor.lua("return _G.look")
    return look
