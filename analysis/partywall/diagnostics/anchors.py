"""Where the place that an anchor names is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.schema.shaping import label_of
from partywall.syntax.tree import Attribute, Block, BlockAttribute, EnumValue, Field, Line
from partywall.text import Span
from partywall.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.finding import Anchor
    from partywall.schema.read import Reading


@dataclass(frozen=True, slots=True)
class Place:
    """An anchor that was found: the block, where it begins in its file, and the line it names.

    `line` is None where the anchor names the block itself, `attribute` where it names none.
    """

    anchor: Anchor
    block: Block
    start: int
    line: Line | None = None
    attribute: Attribute | None = None

    @property
    def span(self) -> Span:
        """What to underline: the block's name, a field's name and type, or an attribute."""
        if self.line is None:
            return self.block.name_span.shifted(self.start)
        by = self.start + self.line.start
        if self.attribute is not None:
            return self.attribute.span.shifted(by)
        content = self.line.statement.content
        if isinstance(content, Field):
            return Span(content.name_span.start, content.type.span.end).shifted(by)
        if isinstance(content, EnumValue):
            return content.name_span.shifted(by)
        return content.span.shifted(by)


def resolve(reading: Reading, anchor: Anchor) -> tuple[str, Span] | None:
    """The file and the range that an anchor names; None where there is no such place any more."""
    place = locate(reading, anchor)
    return (anchor.file, place.span) if place else None


def locate(reading: Reading, anchor: Anchor) -> Place | None:
    """What an anchor names; None where there is no such place any more."""
    found = reading.part(anchor.file, anchor.kind, anchor.block, anchor.nth)
    if found is None:
        return None
    start, part = found
    return _place_in(part.block, anchor, start)


def span_in(block: Block, anchor: Anchor) -> Span | None:
    """The range that an anchor names, relative to the start of its block's chunk."""
    place = _place_in(block, anchor, 0)
    return place.span if place else None


def _place_in(block: Block, anchor: Anchor, start: int) -> Place | None:
    if anchor.member is None:
        return Place(anchor, block, start)
    line = next(_numbered(block, anchor.member, anchor.member_nth), None)
    if line is None:
        return None
    content = line.statement.content
    if isinstance(content, BlockAttribute):
        return Place(anchor, block, start, line, content.attribute)
    if anchor.attribute is None:
        return Place(anchor, block, start, line)
    attribute = _attribute(line, anchor.attribute)
    return Place(anchor, block, start, line, attribute) if attribute else None


def _numbered(block: Block, label: str, nth: int) -> Iterator[Line]:
    """The lines of a label from the n-th on."""
    lines = (line for line in block.lines if label_of(line) == label)
    for number, line in enumerate(lines):
        if number >= nth:
            yield line


def _attribute(line: Line, name: str) -> Attribute | None:
    content = line.statement.content
    if not isinstance(content, Field | EnumValue):
        return None
    return next((each for each in content.attributes if each.name == name), None)
