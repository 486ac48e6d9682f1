"""Cutting a file into chunks: `"".join(chunk.text for chunk in split(text)) == text`, always.

A chunk is one block with the blank lines and the comments directly above it, or the loose text
between blocks. The splitter knows lines, strings and comments, nothing else, and cannot fail. It is
more forgiving than Prisma's parser, which loses the rest of a file after one missing brace: a block
header in column 0 ends a block that is still open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import cached_property
from itertools import accumulate
from operator import attrgetter

from partywall.text import Edit, Encoding, LineIndex, Position
from partywall.values import dataclass

# Prisma's blanks: TAB and the Unicode space separators (`SPACE_SEPARATOR` in its grammar).
BLANKS = " \t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
BLANK = f"[{BLANKS}]"
IDENTIFIER = r"[^\W_][\w-]*"
_KEYWORD = "model|view|type|enum|datasource|generator"
HEADER = re.compile(rf"({_KEYWORD}){BLANK}+({IDENTIFIER}){BLANK}*\{{")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
# Inside a block: a line that begins with a brace, a header in column 0, or a block comment. Each
# alternative begins with a literal character, which the regex engine skips to.
_STOP = re.compile(
    rf"[\r\n](?:{BLANK}*(?P<close>\}})"
    rf"|(?P<header>(?:{_KEYWORD}){BLANK}+{IDENTIFIER}{BLANK}*\{{))"
    r"|(?P<comment>/\*)"
)
_CODE = re.compile(r'"(?:\\.|[^"\\])*"?|//.*|(?P<comment>/\*)')
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Chunk:
    """A piece of a file.

    `header` is where the block's keyword begins, -1 in loose text. `is_closed` tells a block that has
    its brace; `close` is the offset of that brace. `is_open_ended` marks a `/*` that nothing in the
    file closes: then any later edit may change how this chunk reads.
    """

    text: str
    header: int
    close: int
    line_ends: int
    is_open_ended: bool

    @property
    def is_block(self) -> bool:
        """Whether it holds a block."""
        return self.header >= 0

    @property
    def is_closed(self) -> bool:
        """Whether it holds a block with its closing brace."""
        return self.close >= 0

    @property
    def is_settled(self) -> bool:
        """Whether text after it cannot change it."""
        return self.is_closed and not self.is_open_ended

    @cached_property
    def lines(self) -> LineIndex:
        """Its lines."""
        return LineIndex(self.text)


def split(text: str) -> tuple[Chunk, ...]:
    """All chunks of a text."""
    return tuple(each_chunk(text))


def each_chunk(text: str) -> Iterator[Chunk]:
    """The chunks of a text, cut as far as they are asked for."""
    return _Splitter(text).chunks()


def comment_start(line: str, start: int = 0) -> int:
    """Where a block comment opens in a line, outside strings and line comments; -1 if nowhere."""
    for match in _CODE.finditer(line, start):
        if match["comment"]:
            return match.start()
    return -1


def line_at(text: str, at: int, end: int | None = None) -> re.Match[str]:
    """The rest of the line at an offset: group 1 without its line end."""
    line = _LINE.match(text, at, len(text) if end is None else end)
    if line is None:  # the pattern matches everywhere
        raise AssertionError(at)
    return line


class _Splitter:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def chunks(self) -> Iterator[Chunk]:
        text = self.text
        start = 0  # of the chunk in the making
        attached = 0  # where the part of it begins that goes with the next header
        only_blank = True  # whether nothing but empty lines lies before `at`
        open_ended = False
        at = 0
        while at < len(text):
            line = line_at(text, at)
            body = line[1].lstrip(BLANKS)
            header = HEADER.match(text, line.end(1) - len(body))
            if header:
                if attached > start and not only_blank:
                    yield self._chunk(start, attached, -1, -1, open_ended=open_ended)
                    start, open_ended = attached, False
                end, close, block_open_ended = self._block_end(line.end(), header.start())
                open_ended = open_ended or block_open_ended
                yield self._chunk(start, end, header.start(), close, open_ended=open_ended)
                start = attached = at = end
                only_blank, open_ended = True, False
                continue
            at = line.end()
            if not body:
                # An empty line parts the comments above it from the block below.
                attached = attached if only_blank else at
                continue
            only_blank = False
            if body.startswith("//"):
                continue
            opening = comment_start(line[1])
            if opening >= 0:
                closing = text.find("*/", line.start() + opening + 2)
                open_ended = open_ended or closing < 0
                at = at if closing < 0 else line_at(text, closing + 2).end()
            if not body.startswith("/*"):
                attached = at  # junk: what is above it belongs to no block
        if start < len(text):
            yield self._chunk(start, len(text), -1, -1, open_ended=open_ended)

    def _block_end(self, at: int, header: int) -> tuple[int, int, bool]:
        """Where a block ends whose header's line ends at `at`: (end, its brace or -1, open-ended)."""
        text = self.text
        open_ended = False
        code_from = at
        at = max(at - 1, 0)  # a stop begins with the line end before it
        while stop := _STOP.search(text, at):
            if stop["close"]:
                close = stop.start("close")
                return self._after_close(close), close, open_ended
            if stop["header"]:
                return self._give_back(stop.start("header"), header), -1, open_ended
            line_start = max(text.rfind("\n", 0, stop.start()), text.rfind("\r", 0, stop.start())) + 1
            at = stop.end()
            if comment_start(text[max(line_start, code_from) : at]) < 0:
                continue
            closing = text.find("*/", at)
            if closing < 0:
                open_ended = True
            else:
                at = code_from = closing + 2
        return len(text), -1, open_ended

    def _after_close(self, close: int) -> int:
        """The end of the line of a closing brace, unless more than a comment follows on it."""
        line = line_at(self.text, close + 1)
        rest = line[1].lstrip(BLANKS)
        if not rest or rest.startswith("//"):
            return line.end()
        if rest.startswith("/*"):
            closing = self.text.find("*/", line.end(1) - len(rest) + 2)
            if closing >= 0:
                return self._after_close(closing + 1)
        return close + 1

    def _give_back(self, header: int, floor: int) -> int:
        """Where the comments and empty lines above a header begin: they are not the open block's."""
        start = header
        for line in reversed(list(_LINE.finditer(self.text, line_at(self.text, floor).end(), header))):
            body = line[1].strip(BLANKS)
            if body and not body.startswith("//"):
                break
            start = line.start()
        return start

    def _chunk(self, start: int, end: int, header: int, close: int, *, open_ended: bool) -> Chunk:
        piece = self.text[start:end]
        return Chunk(
            text=piece,
            header=header - start if header >= 0 else -1,
            close=close - start if close >= 0 else -1,
            line_ends=_count_line_ends(piece),
            is_open_ended=open_ended,
        )


def _count_line_ends(text: str) -> int:
    if "\r" not in text:
        return text.count("\n")
    return len(_LINE_END.findall(text))


_TEXT, _LINE_ENDS, _OPEN_ENDED = map(attrgetter, ("text", "line_ends", "is_open_ended"))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the chunks of a file begin: `starts` are offsets, `lines` count line ends, both to the end.

    `is_open_ended`: some chunk is. `is_mid_line`: some chunk begins inside of a line (`} model A {`).
    """

    starts: list[int]
    lines: list[int]
    is_open_ended: bool
    is_mid_line: bool

    @staticmethod
    def of(chunks: tuple[Chunk, ...]) -> _Layout:
        """That of all chunks."""
        return _Layout(
            list(accumulate(map(len, map(_TEXT, chunks)), initial=0)),
            list(accumulate(map(_LINE_ENDS, chunks), initial=0)),
            any(map(_OPEN_ENDED, chunks)),
            _end_mid_line(chunks[:-1]),
        )

    def edited(self, first: int, last: int, pieces: int, chunks: tuple[Chunk, ...]) -> _Layout:
        """That of `chunks`, where so many pieces stand for `[first, last)`: every keystroke asks for it."""
        new = chunks[first : first + pieces]
        if self.is_open_ended or self.is_mid_line or any(map(_OPEN_ENDED, new)):
            return _Layout.of(chunks)
        here = chunks[max(first - 1, 0) : first + pieces + 1]
        return _Layout(
            _replaced(self.starts, first, last, map(len, map(_TEXT, new))),
            _replaced(self.lines, first, last, map(_LINE_ENDS, new)),
            is_open_ended=False,
            is_mid_line=_end_mid_line(here if first + pieces + 1 < len(chunks) else here[:-1]),
        )


def _end_mid_line(chunks: tuple[Chunk, ...]) -> bool:
    return any(chunk.text[-1] not in "\r\n" for chunk in chunks)


def _replaced(sums: list[int], first: int, last: int, sizes: Iterable[int]) -> list[int]:
    """Sums from the beginning, where other sizes stand for `[first, last)`."""
    head = list(accumulate(sizes, initial=sums[first]))
    by = head[-1] - sums[last]
    tail = sums[last + 1 :]
    return [*sums[:first], *head, *([each + by for each in tail] if by else tail)]


@dataclass(frozen=True)
class Source:
    """One version of a file: its chunks, with positions. Edits give a new one that shares the rest."""

    chunks: tuple[Chunk, ...]
    _layout: _Layout = field(repr=False, compare=False)

    @staticmethod
    def of(text: str) -> Source:
        """A file from its whole text."""
        chunks = split(text)
        return Source(chunks, _Layout.of(chunks))

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return "".join(map(_TEXT, self.chunks))

    @property
    def starts(self) -> list[int]:
        """The offset of each chunk, and of the end."""
        return self._layout.starts

    @property
    def _lines(self) -> list[int]:
        """How many line ends lie before each chunk."""
        return self._layout.lines

    @property
    def first_lines(self) -> list[int] | None:
        """The line that each chunk begins; None where some chunk begins inside of a line."""
        return None if self._whole else self._lines

    @cached_property
    def _whole(self) -> LineIndex | None:
        """An index of the whole text, where some chunk does not begin a line (`} model A {`)."""
        return LineIndex(self.text) if self._layout.is_mid_line else None

    def top(self, number: int) -> Position:
        """The position at which a chunk begins."""
        if self._whole:
            return self._whole.position(self.starts[number])
        return Position(self._lines[number], 0)

    def position(self, offset: int, encoding: Encoding = Encoding.UTF32) -> Position:
        """The position of an offset."""
        if self._whole:
            return self._whole.position(offset, encoding)
        number = self._chunk_at(offset)
        if number < 0:
            return Position(0, 0)
        local = self.chunks[number].lines.position(offset - self.starts[number], encoding)
        return Position(local.line + self._lines[number], local.column)

    def offset(self, position: Position, encoding: Encoding = Encoding.UTF32) -> int:
        """The offset of a position, clamped to its line and to the text."""
        if self._whole:
            return self._whole.offset(position, encoding)
        if not self.chunks or position.line < 0:
            return 0
        lines = self._lines
        number = min(bisect_right(lines, position.line) - 1, len(self.chunks) - 1)
        local = Position(position.line - lines[number], position.column)
        return self.starts[number] + self.chunks[number].lines.offset(local, encoding)

    def edited(self, edit: Edit) -> Source:
        """The file after one edit; chunks that it does not touch are the same objects."""
        first, last, pieces = self.respelt(edit)
        chunks = (*self.chunks[:first], *pieces, *self.chunks[last:])
        return Source(chunks, self._layout.edited(first, last, len(pieces), chunks))

    def respelt(self, edit: Edit) -> tuple[int, int, tuple[Chunk, ...]]:
        """Which chunks an edit replaces, `[first, last)`, and by which."""
        chunks, starts = self.chunks, self.starts
        if self._layout.is_open_ended:
            whole = self.text
            return (
                0,
                len(chunks),
                split(whole[: edit.span.start] + edit.text + whole[edit.span.end :]),
            )
        first = max(self._chunk_at(edit.span.start), 0)
        if first > 0 and edit.span.start == starts[first]:
            first -= 1
        while first > 0 and not (chunks[first - 1].is_settled and chunks[first - 1].text[-1] in "\r\n"):
            first -= 1
        last = min(max(self._chunk_at(edit.span.end), 0) + 1, len(chunks))
        base = starts[first] if chunks else 0
        while True:
            old = "".join(chunk.text for chunk in chunks[first:last])
            new = old[: edit.span.start - base] + edit.text + old[edit.span.end - base :]
            pieces = split(new)
            if last >= len(chunks):
                return self._trimmed(first, len(chunks), pieces)
            if pieces and pieces[-1].is_settled and not any(each.is_open_ended for each in pieces):
                return self._trimmed(first, last, pieces)
            open_ended = any(each.is_open_ended for each in pieces)
            last = len(chunks) if open_ended else last + 1

    def _trimmed(
        self, first: int, last: int, pieces: tuple[Chunk, ...]
    ) -> tuple[int, int, tuple[Chunk, ...]]:
        """Leave out the chunks at both ends that came out as they were."""
        head = 0
        while head < len(pieces) and first < last and pieces[head] == self.chunks[first]:
            head, first = head + 1, first + 1
        tail = len(pieces)
        while tail > head and last > first and pieces[tail - 1] == self.chunks[last - 1]:
            tail, last = tail - 1, last - 1
        return first, last, pieces[head:tail]

    def _chunk_at(self, offset: int) -> int:
        """The chunk that holds an offset; at the end of the text the last one, -1 if there is none."""
        return min(bisect_right(self.starts, offset) - 1, len(self.chunks) - 1)
