"""The `// partywall:` directives of a block, and what each governs.

At the end of a line: that field, attribute or value. Alone on a line inside a block: the next field
or attribute, or the block if none follows. Directly above a header: the block. Before the first block
and followed by an empty line: the file. Anywhere else it governs nothing. `///` and `/* */` never
hold one: they are documentation and reach generated clients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from partywall.syntax.chunks import line_at
from partywall.syntax.tree import (
    Block,
    BlockAttribute,
    BlockKind,
    Comment,
    CommentLine,
    Directive,
    EnumValue,
    Field,
    Line,
    Property,
)
from partywall.text import Span
from partywall.values import dataclass

MARK = "partywall:"
_DIRECTIVE = re.compile(r"//[ \t]*partywall:[ \t]*(?P<verb>[\w-]*)[ \t]*(?P<rest>.*)")
_NAMES = re.compile(r"(?P<names>[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)[ \t]*(?P<reason>.*)")


@dataclass(frozen=True, slots=True)
class Attached:
    """A directive and what it governs; `line` is the governed line if it is one of the block's."""

    directive: Directive
    governs: Literal["line", "block", "file", "nothing"]
    line: Line | None = None


def directives(block: Block, *, before_first_block: bool = False) -> Iterator[Attached]:
    """All directives of a chunk in order."""
    if MARK not in block.text:
        return
    if block.kind is BlockKind.LOOSE:
        governs: Literal["file", "nothing"] = "file" if before_first_block else "nothing"
        for directive in _alone(block.lines):
            yield Attached(directive, governs)
        return
    for directive in _alone(block.leading):
        yield Attached(directive, "block")
    yield from _misplaced(block, block.header.end, block.body.start)
    for number, line in enumerate(block.lines):
        content = line.statement.content
        if isinstance(content, CommentLine):
            alone = _directive(content.comment, line.start)
            if alone is not None:
                following = next(filter(_can_be_governed, block.lines[number + 1 :]), None)
                governs_line = following is not None
                yield Attached(alone, "line" if governs_line else "block", following)
        elif isinstance(content, Field | EnumValue | BlockAttribute | Property) and content.comment:
            trailing = _directive(content.comment, line.start)
            if trailing is not None:
                yield Attached(trailing, "line", line)
    yield from _misplaced(block, block.body.end, len(block.text))


def _alone(lines: tuple[Line, ...]) -> Iterator[Directive]:
    for line in lines:
        if isinstance(line.statement.content, CommentLine):
            directive = _directive(line.statement.content.comment, line.start)
            if directive:
                yield directive


def _can_be_governed(line: Line) -> bool:
    return isinstance(line.statement.content, Field | EnumValue | BlockAttribute | Property)


def _misplaced(block: Block, start: int, end: int) -> Iterator[Attached]:
    """Directives on the header's line or behind the closing brace."""
    line = line_at(block.text, start, end)
    found = _DIRECTIVE.search(line[1])
    if found:
        directive = _parsed(found, line.start())
        yield Attached(directive, "nothing")


def _directive(comment: Comment, start: int) -> Directive | None:
    if comment.kind != "line":
        return None
    found = _DIRECTIVE.fullmatch(comment.text)
    return _parsed(found, start + comment.span.start) if found else None


def _parsed(found: re.Match[str], start: int) -> Directive:
    verb, rest = found["verb"], found["rest"].strip()
    names: tuple[str, ...] = ()
    reason = rest
    split = _NAMES.fullmatch(rest) if verb == "allow" else None
    if split:
        names = tuple(name.strip() for name in split["names"].split(","))
        reason = split["reason"].strip()
    return Directive(verb, names, reason, Span(*found.span()).shifted(start))
