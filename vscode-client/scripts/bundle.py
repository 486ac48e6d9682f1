"""Fills a folder with the server, its libraries and the launcher: what a user's Python runs.

One folder serves CPython 3.11 to 3.14 of one platform. All libraries are pure Python but
pydantic-core, whose compiled module carries minor and platform in its name, so that the modules of
all four minors live side by side in its package.

Usage: python bundle.py linux-x64 FOLDER
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CLIENT = Path(__file__).resolve().parents[1]
PROJECT = CLIENT.parent
REQUIREMENTS = CLIENT / "requirements.txt"
PACKAGES = (PROJECT / "analysis" / "partywall", PROJECT / "server" / "partywall_server")
MINORS = ("3.11", "3.12", "3.13", "3.14")
COMPILED = "pydantic-core"

PLATFORMS = {
    "linux-x64": ("manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-arm64": ("manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "darwin-x64": ("macosx_10_12_x86_64",),
    "darwin-arm64": ("macosx_11_0_arm64",),
    "win32-x64": ("win_amd64",),
}
"""Of each target of VS Code, the tags of the wheels that run there."""


def bundle(target: str, folder: Path) -> None:
    """Fill `folder` (launcher.py, libs/) for one target."""
    libraries = folder / "libs"
    libraries.mkdir(parents=True)
    shutil.copy(CLIENT / "server" / "launcher.py", folder)
    for wheel in _wheels(target):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(libraries)
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(package, libraries / package.name, ignore=ignored)
    _check(libraries)


def _wheels(target: str) -> list[Path]:
    """The pinned wheels of a target, from the cache of the checkout or fetched into it."""
    pins = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:16]
    folder = PROJECT / ".cache" / "wheels" / f"{target}-{pins}"
    complete = folder / "complete"
    if not complete.exists():
        for minor in MINORS:
            _download(PLATFORMS[target], minor, folder)
        complete.touch()
    return sorted(folder.glob("*.whl"))


def _download(tags: Iterable[str], minor: str, folder: Path) -> None:
    """Fetch the wheels of a minor, by their checksums; those that another one shares are there."""
    command = [
        *(sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check"),
        *("--no-deps", "--only-binary=:all:", "--require-hashes"),
        *("--implementation", "cp", "--python-version", minor),
        *(f"--platform={tag}" for tag in tags),
        *("--dest", str(folder), "--requirement", str(REQUIREMENTS)),
    ]
    subprocess.run(command, check=True)


def _check(libraries: Path) -> None:
    """A wheel that is missing, or a compiled one more, would show on a user's machine only."""
    compiled = [path for suffix in ("so", "pyd") for path in libraries.rglob(f"*.{suffix}")]
    expected = COMPILED.replace("-", "_")
    strangers = [path for path in compiled if path.parent.name != expected]
    if strangers or len(compiled) != len(MINORS):
        raise SystemExit(f"expected one compiled module a minor in {expected}, found {compiled}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=PLATFORMS)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    bundle(arguments.target, arguments.folder)


if __name__ == "__main__":
    main()
