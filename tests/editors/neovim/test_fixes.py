"""Findings mended and allowed in Neovim."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.folders import contents
from support.neovim import HAS_FINDINGS, Neovim, neovim

pytestmark = pytest.mark.editor

MODEL = re.compile(r"^(?:///.*\n)*model (?P<name>\w+) \{$.*?^\}\n", re.MULTILINE | re.DOTALL)
PARTYWALL = Path(sys.executable).with_name("partywall")
TAKE_ALLOW = """
vim.lsp.buf.code_action({
  context = { only = { "quickfix" } },
  filter = function(action) return vim.startswith(action.title, "Allow here…") end,
  apply = true,
})
"""


def test_fix_all_then_undo(editor: Neovim) -> None:
    before = editor.text
    editor.command("PartywallFixAll!")
    notice: str = editor.until("return _G.notices[1]", what="the notice")
    assert " fixed, " in notice
    assert editor.text != before
    editor.command("undo")
    assert editor.text == before


@pytest.mark.parametrize(
    "layout", ["as it is", "one file a model", "no line end at the end", "windows line ends"]
)
def test_the_buffers_become_what_the_command_line_writes(
    tmp_path: Path, workspace: Path, layout: str
) -> None:
    """Neovim 0.11 leaves a stray line where an edit begins below the last line, and guesses line ends."""
    _lay_out(workspace / "prisma", layout)
    twin = shutil.copytree(workspace, tmp_path / "twin")
    before = contents(twin)
    subprocess.run([PARTYWALL, "fix", "--unsafe"], cwd=twin, check=False, capture_output=True)

    with neovim(tmp_path / "home") as editor:
        files = (workspace / "prisma").glob("*.prisma")
        editor.edit(next(file for file in files if "model Chatbot " in file.read_text()))
        editor.until(HAS_FINDINGS, what="findings")
        editor.command("PartywallFixAll!")
        editor.until("return #_G.notices > 0", what="the notice")
        # By default Neovim ends the last line of what it writes.
        editor.command("set nofixendofline | wall")
    assert contents(workspace) == contents(twin) != before


def test_scope_the_model_under_the_cursor(editor: Neovim) -> None:
    finding = next(found for found in editor.diagnostics() if found["code"] == "missing-tenant-key")
    before = len(editor.diagnostics())
    editor.put_cursor(finding["lnum"] + 2, 1)
    editor.command("PartywallScope")
    editor.until("return #vim.diagnostic.get(0) < ...", before, what="the finding to go")
    assert editor.unsaved == [str(editor.file)]


def test_relations_are_refactored_under_the_cursor_or_as_chosen(editor: Neovim) -> None:
    lines = editor.text.split("\n")
    editor.put_cursor(lines.index("") + 1, 1)
    editor.answer(choice=1)
    editor.command("PartywallConsistent")
    editor.until("return vim.bo.modified", what="a relation to be chosen and changed")
    assert editor.notices == []
    assert "references: [tenantId, id]" in editor.text

    field = next(n for n, line in enumerate(editor.text.split("\n"), 1) if line.startswith("  name "))
    editor.put_cursor(field, 1)
    editor.command("PartywallJoin")
    editor.until("return #_G.notices > 0", what="the notice")
    assert editor.notices == ["Partywall: `Tenant.name` is no relation field"]


def test_scope_outside_a_model_says_so(editor: Neovim) -> None:
    blank = editor.text.split("\n").index("") + 1
    editor.put_cursor(blank, 1)
    editor.command("PartywallScope")
    assert editor.notices == ["Partywall: the cursor is in no model"]


def test_a_finding_is_allowed_with_a_reason(editor: Neovim) -> None:
    by_action, by_command = (
        next(found for found in editor.diagnostics() if found["code"] == rule)
        for rule in ("unique-without-tenant", "unindexed-foreign-key")
    )
    editor.answer(typed="one of each for all tenants")
    editor.put_cursor(by_action["lnum"] + 1, by_action["col"] + 1)
    editor.lua(TAKE_ALLOW)
    gone = """
        local rule = ...
        return vim.iter(vim.diagnostic.get(0)):all(function(d) return d.code ~= rule end)"""
    editor.until(gone, "unique-without-tenant", what="the finding to go")
    written = "// partywall: allow unique-without-tenant one of each for all tenants"
    assert written in editor.text

    at = next(found for found in editor.diagnostics() if found["code"] == "unindexed-foreign-key")
    assert at["message"] == by_command["message"]
    editor.put_cursor(at["lnum"] + 1, at["col"] + 1)
    editor.command("PartywallAllow read by its key alone")
    editor.until(gone, "unindexed-foreign-key", what="the finding to go")
    assert "// partywall: allow unindexed-foreign-key read by its key alone" in editor.text
    assert editor.notices == []

    editor.put_cursor(editor.text[: editor.text.index(written)].count("\n") + 1, 1)
    editor.command("PartywallAllow")
    assert editor.notices == ["Partywall: no finding in this line"]


def _lay_out(folder: Path, layout: str) -> None:
    schema = folder / "schema.prisma"
    text = schema.read_text()
    match layout:
        case "one file a model":
            for model in MODEL.finditer(text):
                (folder / f"{model['name'].lower()}.prisma").write_text(model[0])
            schema.write_text(MODEL.sub("", text).rstrip() + "\n")
            config = folder.parent / "prisma.config.ts"
            config.write_text(config.read_text().replace("prisma/schema.prisma", "prisma"))
        case "no line end at the end":
            schema.write_text(text.rstrip())
        case "windows line ends":
            schema.write_bytes(text.replace("\n", "\r\n").encode())
        case _:
            pass
