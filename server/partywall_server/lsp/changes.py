"""Changes of texts on their way from the engine to the client, with the versions they were made for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from partywall.text import Edit, Span
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.syntax.chunks import Source
    from partywall_server.lsp.desk import Desk


@dataclass(frozen=True, slots=True)
class Change:
    """Edits of one file. `version` is None where it is not open."""

    uri: str
    version: int | None
    source: Source
    edits: tuple[Edit, ...]


def changes(
    desk: Desk, sources: Mapping[str, Source], edits: Mapping[str, tuple[Edit, ...]]
) -> tuple[Change, ...]:
    """Edits of the texts in `sources`, by file."""
    return tuple(
        Change(desk.uri(path), desk.version(path), sources[path], each)
        for path, each in edits.items()
        if each
    )


def difference(before: Source, after: Source) -> tuple[Edit, ...]:
    """The lines in which two versions of a file differ, as edits of the first.

    Chunks that both share are not looked into.
    """
    return tuple(_differences(before, after))


def _differences(before: Source, after: Source) -> Iterator[Edit]:
    old, new = before.chunks, after.chunks
    head = 0
    while head < min(len(old), len(new)) and old[head] is new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] is new[-1 - tail]:
        tail += 1
    if len(old) == len(new):
        for number in range(head, len(old) - tail):
            if old[number] is not new[number]:
                yield from _lines(before.starts[number], old[number].text, new[number].text)
        return
    yield from _lines(
        before.starts[head],
        "".join(chunk.text for chunk in old[head : len(old) - tail]),
        "".join(chunk.text for chunk in new[head : len(new) - tail]),
    )


def _lines(start: int, old: str, new: str) -> Iterator[Edit]:
    # Cut at \n alone: which characters end a line does not matter here, only that no cut is lost.
    one, other = _cut(old), _cut(new)
    offsets = [start]
    for line in one:
        offsets.append(offsets[-1] + len(line))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what != "equal":
            yield Edit(Span(offsets[i1], offsets[i2]), "".join(other[j1:j2]))


def _cut(text: str) -> list[str]:
    lines = text.split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), lines[-1]]
