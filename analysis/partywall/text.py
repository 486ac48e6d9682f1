r"""Places in text: spans, lines, columns, edits.

An *offset* counts Unicode code points from the start of a text. A *position* is a line and a column,
both from 0, the column in the units that a client negotiated. Only `\n`, `\r\n` and `\r` end a
line, as the Language Server Protocol (3.17, "Text Documents") has it; `str.splitlines` also cuts at
U+2028, U+0085, form feed and others, and must not be used on a document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from typing import NamedTuple

from partywall.values import dataclass

_LINE_END = re.compile(r"\r\n|\n|\r")


class Encoding(StrEnum):
    """The units in which a client counts columns (LSP 3.17, `PositionEncodingKind`)."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class Span(NamedTuple):
    """A half-open range of offsets. A tuple, since there are more of them than of anything else."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """The same range in a text that begins `by` code points earlier."""
        return Span(self.start + by, self.end + by)

    def contains(self, offset: int) -> bool:
        """Whether a cursor at `offset` touches this range, its end included."""
        return self.start <= offset <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A line and a column, both from 0."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace a range of the text before the edit by new text."""

    span: Span
    text: str


class LineIndex:
    """Finds lines and columns of one immutable text."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        self._starts.extend(match.end() for match in _LINE_END.finditer(text))

    @property
    def line_count(self) -> int:
        """How many lines there are; an empty text has one."""
        return len(self._starts)

    def position(self, offset: int, encoding: Encoding = Encoding.UTF32) -> Position:
        """The position of an offset; offsets outside the text are clamped."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        return Position(line, units(self.text[start:offset], encoding))

    def offset(self, position: Position, encoding: Encoding = Encoding.UTF32) -> int:
        """The offset of a position; beyond the end of a line is that line's end (LSP 3.17)."""
        if position.line >= len(self._starts):
            return len(self.text)
        if position.line < 0:
            return 0
        line = self.line(position.line)
        return self._starts[position.line] + code_points(line, position.column, encoding)

    def line(self, number: int) -> str:
        """The text of a line without its end."""
        start = self._starts[number]
        if number + 1 == len(self._starts):
            return self.text[start:]
        return self.text[start : self._starts[number + 1]].rstrip("\r\n")

    def line_start(self, number: int) -> int:
        """The offset at which a line begins."""
        return self._starts[number]


def units(text: str, encoding: Encoding) -> int:
    """How many units of an encoding a text takes."""
    if encoding is Encoding.UTF32 or text.isascii():
        return len(text)
    if encoding is Encoding.UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(1 for char in text if char > "\uffff")


def code_points(line: str, column: int, encoding: Encoding) -> int:
    """How many code points of a line lie before a column, at most the whole line.

    A column inside a character means the place before that character.
    """
    if encoding is Encoding.UTF32 or line.isascii():
        return min(max(column, 0), len(line))
    used = 0
    for count, char in enumerate(line):
        used += units(char, encoding)
        if used > column:
            return count
    return len(line)


def apply_edits(text: str, edits: tuple[Edit, ...] | list[Edit]) -> str:
    """The text after edits that do not overlap; their order does not matter.

    Insertions at one place keep the order in which they are given.
    """
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda each: each.span):
        if edit.span.start < done:
            msg = f"edits overlap at offset {edit.span.start}"
            raise ValueError(msg)
        parts += (text[done : edit.span.start], edit.text)
        done = edit.span.end
    parts.append(text[done:])
    return "".join(parts)


def line_end_of(text: str) -> str:
    r"""The line end that a text uses, `\n` where it has none."""
    match = _LINE_END.search(text)
    return match.group() if match else "\n"
