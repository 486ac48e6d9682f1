"""The place of a migration in its history: whether it was edited, is gone, comes too late, stands elsewhere.

These need no statement to be read, so a whole history can be asked at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from partywall.database.from_sql import HistoryFile, in_order
from partywall.migrations.base import Base, base_in, digest


def out_of_place(
    files: Sequence[HistoryFile],
    applied: Mapping[str, str | None],
    bases: Mapping[str, Base],
    gone: Iterable[str] = (),
) -> Iterator[str]:
    """The folders with whose place something is wrong, where it is known which are applied, or `gone`."""
    files, last = in_order(files), last_of(applied)
    beside = gone_beside([each.folder for each in files], gone)
    for number, file in enumerate(files):
        if file.folder in beside:
            yield file.folder
        elif file.folder in applied:
            if was_edited(applied[file.folder], file.text):
                yield file.folder
        elif comes_late(file.folder, last) or stands_elsewhere(
            bases.get(file.folder) or base_in(file.text), files[:number]
        ):
            yield file.folder


def last_of(folders: Iterable[str]) -> str | None:
    """The last folder in Prisma's order."""
    return max(folders, key=_rank, default=None)


def gone_beside(folders: Sequence[str], gone: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The folders that are gone, by the one that tells of them: the next there is, or else the last."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(gone, key=_rank) if folders else ():
        teller = next((each for each in folders if _rank(each) > _rank(name)), folders[-1])
        found[teller] = (*found.get(teller, ()), name)
    return found


def was_edited(before: str | None, text: str) -> bool:
    """Whether a file says something else than when it was applied, where that is known."""
    return before is not None and _lines(before) != _lines(text)


def comes_late(folder: str, last: str | None) -> bool:
    """Whether a folder that is not applied sorts before the last applied one."""
    return last is not None and _rank(folder) <= _rank(last)


def stands_elsewhere(base: Base | None, earlier: Sequence[HistoryFile]) -> bool:
    """Whether a file was made on another history than the one that is before it."""
    return base is not None and digest(earlier) != base.digest


def _rank(folder: str) -> bytes:
    return folder.encode(errors="replace")


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
