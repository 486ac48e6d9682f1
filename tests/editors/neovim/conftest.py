"""What the tests of the plugin share: the example, and Neovim on it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.neovim import HAS_FINDINGS, Neovim, neovim

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "chatbots"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the example."""
    return shutil.copytree(EXAMPLE, tmp_path / "chatbots")


@pytest.fixture(autouse=True)
def _server_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def editor(tmp_path: Path, workspace: Path) -> Iterator[Neovim]:
    """Neovim with the example's schema open and its findings shown."""
    with neovim(tmp_path / "home") as editor:
        editor.edit(workspace / "prisma" / "schema.prisma")
        editor.until(HAS_FINDINGS, what="findings")
        yield editor
