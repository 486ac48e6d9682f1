"""What is installed is what was written: two packages, with their data, and nothing that names a machine."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The wheel, built as `pip install .` builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(PROJECT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    [path] = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_the_wheel_holds_both_packages_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {"partywall", "partywall_server"} == {top for top in tops if not top.endswith(".dist-info")}


def test_the_wheel_holds_every_file_of_the_packages(wheel: zipfile.ZipFile) -> None:
    written = {
        path.relative_to(PROJECT / root).as_posix()
        for root in ("analysis", "server")
        for path in (PROJECT / root).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert written - set(wheel.namelist()) == set()


def test_the_wheel_is_typed_and_has_the_command(wheel: zipfile.ZipFile) -> None:
    [entry_points] = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert b"partywall = partywall_server.main:main" in wheel.read(entry_points)
    assert {"partywall/py.typed", "partywall_server/py.typed"} <= set(wheel.namelist())


@pytest.mark.parametrize(
    "folder", ["tests/support/prisma", "tests/support/prisma_cli", "tests/editors/vscode", "vscode-client"]
)
def test_lock_files_name_no_registry(folder: str) -> None:
    """With an address in it, a lock file works only for who reaches that address."""
    lock = json.loads((PROJECT / folder / "package-lock.json").read_text(encoding="utf-8"))
    packages: dict[str, dict[str, object]] = lock["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_every_target_of_the_makefile_explains_itself() -> None:
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony is not None
    help_text = subprocess.run(
        ["make", "help"], cwd=PROJECT, check=True, capture_output=True, text=True, env=_without_make()
    ).stdout
    assert re.findall(r"^make ([a-z-]+) ", help_text, re.MULTILINE) == phony[1].split()


def _without_make() -> dict[str, str]:
    """These tests may run under make; an inner one must not talk with it."""
    return {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
