"""The CPythons of this machine that Partywall supports."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")


@cache
def pythons() -> dict[str, Path]:
    """Return one interpreter for each supported minor that is here, the oldest first.

    `PARTYWALL_TEST_PYTHONS` (paths joined by `:`) names them; else the PATH is searched, and what
    pyenv has installed.
    """
    named = os.environ.get("PARTYWALL_TEST_PYTHONS", "")
    candidates = named.split(":") if named else [*_of_pyenv(), *_on_path()]
    found = dict(filter(None, map(_minor_and_path, candidates)))
    return {minor: found[minor] for minor in SUPPORTED if minor in found}


def _on_path() -> list[str]:
    return [path for minor in SUPPORTED if (path := shutil.which(f"python{minor}"))]


def _of_pyenv() -> list[str]:
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    return [
        str(path)
        for minor in SUPPORTED
        for path in sorted(root.glob(f"versions/{minor}.*/bin/python{minor}"))
    ]


def _minor_and_path(candidate: str) -> tuple[str, Path] | None:
    """Ask the interpreter itself: what is on the PATH may be a shim, which may not run."""
    code = "import sys; print(*sys.version_info[:2], sep='.'); print(sys.executable)"
    answer = subprocess.run([candidate, "-I", "-c", code], capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        return None
    minor, path = answer.stdout.splitlines()
    return minor, Path(path)
