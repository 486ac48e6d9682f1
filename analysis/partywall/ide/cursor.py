"""What lies under the cursor: a block's name, a field's name or its type."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from partywall.syntax.directives import directives
from partywall.syntax.tree import Block, Field
from partywall.text import Span
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.schema.read import File

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class AtCursor:
    """A name in a file. `block` is the one it stands in, `name` the word itself."""

    what: Literal["block", "field", "type"]
    block: Block
    name: str
    field: Field | None
    span: Span


def at_cursor(file: File, offset: int) -> AtCursor | None:
    """The name at an offset, None where there is none."""
    found = block_at(file, offset)
    if found is None:
        return None
    start, block = found
    if block.name and block.name_span.shifted(start).contains(offset):
        return AtCursor("block", block, block.name, None, block.name_span.shifted(start))
    for line, field in block.fields():
        by = start + line.start
        name, type_name = field.name_span.shifted(by), field.type.name_span.shifted(by)
        if name.contains(offset):
            return AtCursor("field", block, field.name, field, name)
        if type_name.contains(offset):
            return AtCursor("type", block, field.type.name, field, type_name)
    return None


def field_in_line(file: File, offset: int) -> tuple[Block, Field | None] | None:
    """The block that an offset is in, from its header on, and the field in its line."""
    found = block_at(file, offset)
    if found is None:
        return None
    start, block = found
    if offset < start + block.header.start:
        return None
    for line, field in block.fields():
        if _line_around(block.text, line.span).contains(offset - start):
            return block, field
    return block, None


def _line_around(text: str, span: Span) -> Span:
    """A place with the rest of its lines."""
    before = re.compile(r"[^\r\n]*\Z").search(text, 0, span.start)
    after = re.compile(r"[^\r\n]*").match(text, span.end)
    return Span(before.start() if before else span.start, after.end() if after else span.end)


def rule_at(file: File, offset: int) -> tuple[str, Span] | None:
    """The name of a rule that a directive allows, where it is named."""
    found = block_at(file, offset)
    if found is None:
        return None
    start, block = found
    for attached in directives(block, before_first_block=True):
        directive = attached.directive
        for match in _WORD.finditer(block.text, directive.span.start, directive.span.end):
            span = Span(*match.span()).shifted(start)
            if match.group() in directive.names and span.contains(offset):
                return match.group(), span
    return None


def block_at(file: File, offset: int) -> tuple[int, Block] | None:
    """The block whose text holds an offset, and where its text begins."""
    number = min(bisect_right(file.source.starts, offset) - 1, len(file.parts) - 1)
    if number < 0:
        return None
    return file.source.starts[number], file.parts[number].block
