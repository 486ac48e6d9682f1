"""From the paths on the command line to schemas."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from partywall.values import dataclass
from partywall_server.cli.streams import complain
from partywall_server.workspace.schemas import SchemaSet, find_schemas


@dataclass(frozen=True, slots=True)
class Selection:
    """The schemas that paths stand for. `is_complete` is False where a path stands for none."""

    schemas: tuple[SchemaSet, ...]
    is_complete: bool


def select(paths: Sequence[Path]) -> Selection:
    """The schemas that paths stand for, every one below the current folder without paths.

    What a path does not lead to is said on standard error, and the rest goes on. A schema is whole even where
    a path names one of its files.
    """
    here = Path.cwd()
    starts = [Path(os.path.abspath(path)) for path in paths] or [here]  # noqa: PTH100  (links stay)
    usable = [path for path in starts if _is_usable(path)]
    discovery = find_schemas(usable, roof=here)
    for note in discovery.notes:
        complain(note.message, note.path, note.position)
    for path in discovery.left_alone:
        complain("is written for Prisma's next generation and left alone", path)
    is_complete = len(usable) == len(starts)
    if usable and not discovery.schemas and not discovery.left_alone:
        complain("there is no Prisma schema here", usable[0])
        is_complete = False
    return Selection(discovery.schemas, is_complete)


def _is_usable(path: Path) -> bool:
    if path.is_dir() or (path.is_file() and path.suffix == ".prisma"):
        return True
    complain("is not a `.prisma` file" if path.is_file() else "there is no such file or folder", path)
    return False
