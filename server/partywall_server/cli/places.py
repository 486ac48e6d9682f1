"""How places are told to people and machines."""

from __future__ import annotations

import os
from pathlib import Path

HOME = "https://github.com/partywall-tools/partywall"
"""Where the project lives, and its pages."""


def shown(path: Path | str) -> str:
    """A path relative to the current folder, with `/` between its parts."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        relative = str(path)
    return relative.replace(os.sep, "/")
