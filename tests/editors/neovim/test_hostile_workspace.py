"""Nothing of a workspace is run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.neovim import HAS_FINDINGS, neovim

pytestmark = pytest.mark.editor


def test_a_hostile_workspace_leaves_no_mark(tmp_path: Path, workspace: Path) -> None:
    """Nothing that lies in the workspace is run, however it is named."""
    mark = tmp_path / "mark"
    _make_hostile(workspace, mark)
    with neovim(
        tmp_path / "home", init=f"vim.cmd.cd({str(workspace)!r}) vim.lsp.enable('partywall')"
    ) as editor:
        editor.edit(workspace / "prisma" / "schema.prisma")
        editor.until(HAS_FINDINGS, what="findings")
        editor.answer(choice=1)
        editor.command("PartywallFixAll!")
        editor.until("return #_G.notices > 0", what="the notice")
        editor.command("PartywallMigration! hostile")
        editor.until("return #_G.notices > 1", what="the migration")
    assert not mark.exists(), mark.read_text()


def test_a_hostile_workspace_would_mark_who_trusts_it(tmp_path: Path, workspace: Path) -> None:
    mark = tmp_path / "mark"
    _make_hostile(workspace, mark)
    for command in ([sys.executable, "-c", "import json"], ["git", "status"], ["./python3"]):
        mark.unlink(missing_ok=True)
        subprocess.run(command, cwd=workspace, check=False, capture_output=True)
        assert mark.exists(), command


def _make_hostile(workspace: Path, mark: Path) -> None:
    for name in ("json", "lark", "typing", "pygls", "sitecustomize", "usercustomize"):
        (workspace / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write({name!r})\n")
    for package in ("partywall", "partywall_server", "lsprotocol"):
        (workspace / package).mkdir()
        (workspace / package / "__init__.py").write_text(f"open({str(mark)!r}, 'a').write({package!r})\n")
    programs = ["partywall", "python", "python3", "git", "node", ".venv/bin/python", ".venv/bin/partywall"]
    for program in programs:
        path = workspace / program
        if path.is_dir():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho {program} >>{mark}\n")
        path.chmod(0o755)
    hook = workspace / "git"
    (workspace / ".git" / "hooks").mkdir(parents=True)
    for folder in ("objects", "refs"):
        (workspace / ".git" / folder).mkdir()
    (workspace / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (workspace / ".git" / "config").write_text(
        "[core]\n"
        "\trepositoryformatversion = 0\n"
        f"\tfsmonitor = {hook}\n\tsshCommand = {hook}\n\tpager = {hook}\n\teditor = {hook}\n"
        f'[filter "any"]\n\tclean = {hook}\n\tsmudge = {hook}\n\tprocess = {hook}\n'
        f"[diff]\n\texternal = {hook}\n"
    )
    (workspace / ".gitattributes").write_text("* filter=any\n")
