"""What the tests of the command line share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.command_line import CommandLine

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "chatbots"


@pytest.fixture
def partywall(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return CommandLine(capsys)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def example(here: Path) -> Path:
    """The current folder, with a copy of the example."""
    shutil.copytree(EXAMPLE, here, dirs_exist_ok=True)
    return here
