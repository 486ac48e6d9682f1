"""A workspace full of programs that want to be run: none is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.vscode import needs_chromium, vscode

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.editor, needs_chromium]

MODULES = ("json", "lark", "pydantic_core", "sitecustomize", "partywall", "partywall_server")
PROGRAMS = ("git", "partywall", "python", "python3", "python3.11", "python3.14", "uv")


@pytest.mark.parametrize("trusted", [False, True], ids=["restricted", "trusted"])
def test_nothing_of_the_workspace_is_executed(
    *, trusted: bool, example: Path, extensions: Path, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    bait(example, marks)
    # Everything lies where it would be found by a program that is not careful.
    path = os.pathsep.join([str(example / ".venv" / "bin"), ".", "", os.environ["PATH"]])
    with vscode(example, tmp_path, extensions=extensions, trusted=trusted, path=path) as editor:
        editor.open("prisma/schema.prisma")
        assert editor.problems("partywall")
        editor.command("Partywall: Create migration")
        editor.answer("bait")
        editor.choose("Write prisma/migrations")
        editor.notification("Partywall wrote")
        assert sorted(each.name for each in marks.iterdir()) == []
    # Git was asked for the last commit, and only where the workspace is trusted.
    [migration] = (example / "prisma" / "migrations").glob("*_bait/migration.sql")
    tables = re.findall(r'CREATE TABLE "(\w+)"', migration.read_text())
    assert "Bait" in tables
    assert ("tenants" in tables) == (not trusted)
    spring(example, path)
    assert {"python", "lark", "fsmonitor"} <= {each.name for each in marks.iterdir()}


def bait(folder: Path, marks: Path) -> None:
    """Fill a repository with programs that leave a mark when they are run."""
    marks.mkdir()
    for name in MODULES:
        mark = f"open({str(marks / name)!r}, 'w').close()\n"
        (folder / f"{name}.py").write_text(mark)
    for name in ("partywall", "partywall_server"):
        package = folder / name
        package.mkdir()
        (folder / f"{name}.py").rename(package / "__init__.py")
        (package / "main.py").write_text("def main(): pass\n")
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in PROGRAMS:
        program(programs / name, marks / name)
    (folder / ".venv" / "pyvenv.cfg").write_text("home = .\n")
    settings = folder / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(
        f'{{"partywall.path": "{programs}/partywall", "partywall.interpreter": "{programs}/python"}}'
    )
    config = f"require('fs').writeFileSync({str(marks / 'prisma.config')!r}, '')\n"
    (folder / "prisma.config.ts").write_text(config + "export default {}\n")
    # Without a history of migrations, a migration starts from the last commit.
    shutil.rmtree(folder / "prisma" / "migrations")
    repository(folder, marks)
    with (folder / "prisma" / "schema.prisma").open("a") as schema:
        schema.write("\nmodel Bait {\n  id String @id\n}\n")


def repository(folder: Path, marks: Path) -> None:
    """A commit, and then a configuration of git that names programs."""
    git = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.invalid"]
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "all"]):
        subprocess.run([*git, *arguments], check=True, capture_output=True)
    hooks = folder / ".git" / "own-hooks"
    hooks.mkdir()
    for name in ("post-checkout", "pre-commit", "post-index-change"):
        program(hooks / name, marks / name)
    monitor, pager, differ = (folder / ".git" / name for name in ("fsmonitor", "pager", "differ"))
    for each in (monitor, pager, differ):
        program(each, marks / each.name)
    with (folder / ".git" / "config").open("a") as config:
        config.write(
            f"[core]\n\tfsmonitor = {monitor}\n\thooksPath = {hooks}\n\tpager = {pager}\n"
            f"[diff]\n\texternal = {differ}\n"
        )


def program(at: Path, mark: Path) -> None:
    at.write_text(f"#!/bin/sh\ntouch '{mark}'\nexit 1\n")
    at.chmod(0o755)


def spring(folder: Path, path: str) -> None:
    """Be careless: the bait works."""
    for command in (["python"], [sys.executable, "-c", "import lark"], ["/usr/bin/git", "status"]):
        subprocess.run(command, cwd=folder, env={"PATH": path}, check=False, capture_output=True)
