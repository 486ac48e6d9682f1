"""What git knows about files, asked with plumbing that runs no program of the repository's.

A repository's own `.git/config` may name programs for git to run. `core.fsmonitor` and `core.hooksPath` are
emptied on each call, and the commands used here start nothing else. An untrusted workspace is not
asked about at all: that is for the caller.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 20
_HARMLESS = (
    *("-c", "core.fsmonitor="),
    *("-c", "core.hooksPath="),
    "--no-replace-objects",
    "--no-pager",
)


@dataclass(frozen=True, slots=True)
class Committed:
    """The files below a folder as the last commit has them, by absolute path."""

    commit: str
    files: Mapping[Path, bytes]


def repository_of(path: Path) -> Path | None:
    """The folder of the repository that a path lies in, found without running git."""
    return next((folder for folder in (path, *path.parents) if os.path.lexists(folder / ".git")), None)


def ignored(paths: Iterable[Path]) -> frozenset[Path]:
    """Those of some paths that git ignores. Without git, or outside a repository, none."""
    by_repository: dict[Path, dict[str, Path]] = {}
    for path in paths:
        # git refuses paths that lead through a link.
        real = Path(os.path.realpath(path))
        repository = repository_of(real.parent)
        if repository is not None:
            by_repository.setdefault(repository, {})[str(real)] = path
    found: set[Path] = set()
    for repository, reals in by_repository.items():
        output = _git(repository, ("check-ignore", "--stdin", "-z"), os.fsencode("\0".join(reals)))
        for name in output.split(b"\0") if output else ():
            path_found = reals.get(os.fsdecode(name))
            if path_found is not None:
                found.add(path_found)
    return frozenset(found)


def committed(folder: Path, suffix: str) -> Committed | None:
    """The files of a suffix below a folder in the last commit; None where there is no commit."""
    real = Path(os.path.realpath(folder))
    repository = repository_of(real)
    if repository is None:
        return None
    commit = _git(repository, ("rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
    if not commit:
        return None
    head = commit.decode().strip()
    below = real.relative_to(repository).as_posix()
    folders = () if below == "." else (f"{below}/",)
    listing = _git(repository, ("ls-tree", "-r", "-z", "--full-tree", head, "--", *folders))
    files: dict[Path, bytes] = {}
    for entry in listing.split(b"\0") if listing else ():
        meta, _, name = entry.partition(b"\t")
        if not name.endswith(suffix.encode()):
            continue
        _, kind, blob = meta.decode().split()
        text = _git(repository, ("cat-file", "blob", blob)) if kind == "blob" else None
        if text is not None:
            files[folder / Path(os.fsdecode(name)).relative_to(below)] = text
    return Committed(head, files)


def _git(repository: Path, arguments: Sequence[str], stdin: bytes = b"") -> bytes | None:
    """What a git command prints, None if it cannot be run or does not answer with 0."""
    program = _program(repository)
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603  (a fixed program with fixed arguments, see the module)
            [program, *_HARMLESS, *arguments],
            cwd=repository,
            env=_environment(),
            input=stdin,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def _program(repository: Path) -> str | None:
    """The git of the machine, never one from inside the workspace (a PATH may have `.` or its folders)."""
    folders = [
        folder
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)
        if Path(folder).is_absolute() and not Path(os.path.realpath(folder)).is_relative_to(repository)
    ]
    return shutil.which("git", path=os.pathsep.join(folders)) if folders else None


def _environment() -> dict[str, str]:
    """Ours without what a git hook sets, which would point git at another repository or index."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
