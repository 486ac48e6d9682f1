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
from pathlib import Path

from partywall.values import dataclass

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


def committed(folder: Path, suffix: str, commit: str = "HEAD") -> Committed | None:
    """The files of a suffix below a folder in a commit, the last one; None where there is no such commit."""
    real = Path(os.path.realpath(folder))
    repository = repository_of(real)
    if repository is None:
        return None
    found = _git(repository, ("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"))
    if not found:
        return None
    head = found.decode().strip()
    below = real.relative_to(repository).as_posix()
    folders = () if below == "." else (f"{below}/",)
    listing = _git(repository, ("ls-tree", "-r", "-z", "--full-tree", head, "--", *folders))
    blobs: dict[bytes, str] = {}
    for entry in listing.split(b"\0") if listing else ():
        meta, _, name = entry.partition(b"\t")
        if name.endswith(suffix.encode()):
            _, kind, blob = meta.decode().split()
            if kind == "blob":
                blobs[name] = blob
    texts = _blobs(repository, frozenset(blobs.values()))
    files = {
        folder / Path(os.fsdecode(name)).relative_to(below): texts[blob]
        for name, blob in blobs.items()
        if blob in texts
    }
    return Committed(head, files)


def default_base(folder: Path) -> str | None:
    """The commit at which the present branch left the default one; None where that cannot be told.

    The default branch is the one that the remote `origin` names, else `main` or `master`, there or here.
    """
    repository = repository_of(Path(os.path.realpath(folder)))
    if repository is None:
        return None
    named = _git(repository, ("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"))
    candidates = [named.decode().strip()] if named else []
    candidates += (f"{place}/{name}" for place in _PLACES for name in ("main", "master"))
    for each in candidates:
        if _git(repository, ("rev-parse", "--verify", "--quiet", f"{each}^{{commit}}")):
            base = _git(repository, ("merge-base", each, "HEAD"))
            return base.decode().split()[0] if base else None
    return None


_PLACES = ("refs/remotes/origin", "refs/heads")


def _blobs(repository: Path, names: frozenset[str]) -> dict[str, bytes]:
    """The contents of blobs, all by one call: `<name> blob <size>`, a line end, the content, a line end."""
    asked = "".join(f"{name}\n" for name in sorted(names)).encode()
    output = _git(repository, ("cat-file", "--batch"), asked) if names else None
    found: dict[str, bytes] = {}
    at = 0
    while output and at < len(output):
        end = output.index(b"\n", at)
        name, kind, *size = output[at:end].decode().split()
        at = end + 1
        if kind == "blob":
            found[name] = output[at : at + int(size[0])]
            at += int(size[0]) + 1
    return found


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
