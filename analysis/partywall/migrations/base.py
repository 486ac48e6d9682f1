"""What a migration was made on: the one before it, and all that the history said then.

A line in its `down.sql` names that (what Prisma runs is often Prisma's own text, and stays so), so that a
review can tell when two branches have met: the difference was taken to another database than the one that the
file now comes to.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from partywall.database.from_sql import HistoryFile, in_order
from partywall.values import dataclass

_LINE = re.compile(r"^-- Made on (\S+), history ([0-9a-f]{12})\.[ \t]*$", re.MULTILINE)
_SILENT = re.compile(r"\s*(?:--.*)?")


@dataclass(frozen=True, slots=True)
class Base:
    """The folder of the migration before, and a digest of the history up to it."""

    folder: str
    digest: str


def base_line(history: Sequence[HistoryFile]) -> str:
    """The line that names the base of a new migration; empty for the first one, or without a plain name."""
    last = in_order(history)[-1].folder if history else ""
    return f"-- Made on {last}, history {digest(history)}.\n" if re.fullmatch(r"\S+", last) else ""


def base_in(text: str) -> Base | None:
    """What a file says of its base."""
    found = _LINE.search(text)
    return Base(found[1], found[2]) if found else None


def digest(history: Sequence[HistoryFile]) -> str:
    """12 hexadecimal digits for what migrations do; comments and empty lines are none of that."""
    found = hashlib.sha256()
    for file in in_order(history):
        lines = file.text.removeprefix("\ufeff").splitlines()
        said = [file.folder, *(each.rstrip() for each in lines if not _SILENT.fullmatch(each))]
        found.update("\n".join(said).encode("utf-8", "surrogatepass") + b"\0")
    return found.hexdigest()[:12]
