"""Packs the Python that runs this as uv expects one, with the list in which uv looks it up.

Usage: python archive_python.py FOLDER
"""

from __future__ import annotations

import json
import platform
import sys
import sysconfig
import tarfile
from pathlib import Path, PurePath

OMITTED = {"__pycache__", "dist-packages", "idlelib", "site-packages", "test", "tkinter"}


def main(folder: Path) -> None:
    major, minor, patch = sys.version_info[:3]
    archive = folder / "python.tar.gz"
    with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
        executable = Path(sys.executable).resolve()
        tar.add(executable, f"python/bin/python{major}.{minor}")
        library = sysconfig.get_path("stdlib")
        tar.add(library, f"python/lib/python{major}.{minor}", filter=_needed)
    machine, version = platform.machine(), f"{major}.{minor}.{patch}"
    entry = {
        "name": "cpython",
        "arch": {"family": machine, "variant": None},
        "os": "linux",
        "libc": "gnu",
        "major": major,
        "minor": minor,
        "patch": patch,
        "prerelease": "",
        "url": archive.as_uri(),
        "sha256": None,
        "variant": None,
        "build": "20260101",
    }
    listed = {f"cpython-{version}-linux-{machine}-gnu": entry}
    (folder / "downloads.json").write_text(json.dumps(listed))


def _needed(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    parts = PurePath(member.name).parts
    is_omitted = any(part in OMITTED or part.startswith("config-") for part in parts)
    return None if is_omitted else member


if __name__ == "__main__":
    main(Path(sys.argv[1]))
