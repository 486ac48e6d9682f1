"""Walking folders: what is searched for schemas, and what is not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from partywall_server.workspace.prisma_config import CONFIG_NAMES

# What tools install or build. What a generator writes is left out by its own `output` (see `schemas`).
NOT_SEARCHED = frozenset({"node_modules", "build", "coverage", "dist", "out", "target"})
_WANTED = frozenset({"package.json", *CONFIG_NAMES})


def walk(folder: Path, within: Path) -> Iterator[Path]:
    """The schema and configuration files at and below a folder, in order of path.

    A link to a folder is followed where it stays inside `within`, and no folder is entered twice, so
    that a loop ends. Real folders come before links, so that a file has its own path.
    """
    roof = os.path.realpath(within)
    seen: set[str] = set()
    later = [str(folder)]
    while later:
        yield from _walk(later.pop(0), roof, seen, later)


def _walk(folder: str, roof: str, seen: set[str], later: list[str]) -> Iterator[Path]:
    real = os.path.realpath(folder)
    if real in seen:
        return
    seen.add(real)
    try:
        with os.scandir(folder) as entries:
            here = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return  # not ours to read
    for entry in here:
        if _is_folder(entry):
            if entry.name == ".config":
                yield from _config_files(Path(entry.path))
            if entry.name.startswith(".") or entry.name in NOT_SEARCHED:
                continue
            if not entry.is_symlink():
                yield from _walk(entry.path, roof, seen, later)
            elif os.path.commonpath([roof, os.path.realpath(entry.path)]) == roof:
                later.append(entry.path)
        elif entry.name.endswith(".prisma") or entry.name in _WANTED:
            yield Path(entry.path)


def config_files(folder: Path) -> Iterator[Path]:
    """The configuration files that speak for a folder, the one that Prisma takes first."""
    for name in (*CONFIG_NAMES, "package.json"):
        path = folder / name
        if is_file(path):
            yield path


def is_file(path: Path) -> bool:
    """Whether there is a file, also where the name could not be one (`Path.is_file` raises if too long)."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Whether there is a folder, also where the name could not be one."""
    return os.path.isdir(path)  # noqa: PTH112


def _config_files(folder: Path) -> Iterator[Path]:
    for path in config_files(folder.parent):
        if path.parent == folder:
            yield path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
