"""The extension as it ships: packaged once, and installed for each window."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from support.vscode import CACHE, PROJECT, install

if TYPE_CHECKING:
    from pathlib import Path

UV = "0.13.9"


@pytest.fixture(scope="session")
def package() -> Path:
    """The .vsix of this machine."""
    script = PROJECT / "vscode-client" / "scripts" / "build_vsix.py"
    answer = subprocess.run([sys.executable, script], check=True, stdout=subprocess.PIPE, text=True)
    return PROJECT / answer.stdout.split()[0]


@pytest.fixture(scope="session")
def extensions(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of extensions with Partywall in it, as a user installs it."""
    return install(package, tmp_path_factory.mktemp("vscode"))


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example project, to be changed."""
    return shutil.copytree(PROJECT / "examples" / "chatbots", tmp_path / "chatbots")


@pytest.fixture(scope="session")
def uv() -> Path:
    """A folder with a real uv in it and nothing else."""
    folder = CACHE / f"uv-{UV}"
    if not (folder / "uv").exists():
        folder.mkdir(parents=True, exist_ok=True)
        download = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", f"uv=={UV}"]
        subprocess.run([*download, "--dest", folder], check=True)
        [wheel] = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            [member] = (each for each in archive.namelist() if each.endswith("/scripts/uv"))
            (folder / "uv").write_bytes(archive.read(member))
        (folder / "uv").chmod(0o755)
        wheel.unlink()
    return folder
