"""Writing an allowance where a finding is, and taking away one that nothing needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.anchors import locate
from partywall.diagnostics.directive_faults import REASON_TO_COME, span_of_name
from partywall.syntax.chunks import BLANKS, line_at
from partywall.syntax.directives import directives
from partywall.syntax.tree import BlockAttribute, BlockKind, EnumValue, Field, Property
from partywall.text import Edit, Span, line_end_of

if TYPE_CHECKING:
    from partywall.diagnostics.anchors import Place
    from partywall.diagnostics.finding import Anchor
    from partywall.schema.read import File, Reading
    from partywall.syntax.tree import Block, Directive, Line

_WIDEST = 120
"""Columns that a line with its allowance may take; a longer one stands above."""
_WITH_COMMENTS = Field | EnumValue | BlockAttribute | Property
_WITH_DIRECTIVES = frozenset({BlockKind.MODEL, BlockKind.VIEW, BlockKind.ENUM, BlockKind.DATASOURCE})


def allowance(reading: Reading, at: Anchor, rule: str, reason: str) -> Edit | None:
    """The edit of a finding's file that allows it, as narrowly as it can be allowed.

    At the end of the line that it speaks of where that fits, else on a line above; of a block above its
    header; of anything else at the top of the file, for all of it. Without a reason it says that one is
    to come. None where the finding's place is gone.
    """
    text = f"// partywall: allow {rule} {_one_line(reason) or REASON_TO_COME}"
    if at.kind not in _WITH_DIRECTIVES:
        file = reading.files.get(at.file)
        return _at_the_top(file, text) if file else None
    place = locate(reading, replace(at, attribute=None))
    if place is None:
        return None
    edit = _above_header(place.block, text) if place.line is None else _at_line(place, place.line, text)
    return Edit(edit.span.shifted(place.start), edit.text)


def without_allowance(file: File, span: Span) -> Edit | None:
    """The edit that takes an allowance away: its comment, or the one rule whose name is at the place."""
    for number, part in enumerate(file.parts):
        start = file.source.starts[number]
        for attached in directives(part.block, before_first_block=True):
            directive = attached.directive
            here = directive.span.shifted(start)
            if here.start <= span.start and span.end <= here.end:
                named = Span(span.start - start, span.end - start)
                edit = _without(part.block, directive, named)
                return Edit(edit.span.shifted(start), edit.text)
    return None


# --- writing -------------------------------------------------------------------------------------


def _one_line(reason: str) -> str:
    """A reason that reads as one: no line ends, and no comma that would join it to the names of rules."""
    return " ".join(reason.split()).lstrip(", ")


def _at_line(place: Place, line: Line, text: str) -> Edit:
    block, content = place.block, line.statement.content
    can_trail = isinstance(content, _WITH_COMMENTS) and content.comment is None
    start = _line_start(block.text, line.start)
    written = line_at(block.text, start)
    # What follows is blank, else this is no line of its own: `model A { id Int @id }`.
    rest = Span(line.span.end, written.end(1))
    is_alone = not block.text[rest.start : rest.end].strip(BLANKS)
    if can_trail and is_alone and rest.start - start + 1 + len(text) <= _WIDEST:
        return Edit(rest, f" {text}")
    return _line_above(block, start, block.text[start : line.start], text)


def _above_header(block: Block, text: str) -> Edit:
    start = _line_start(block.text, block.header.start)
    return _line_above(block, start, block.text[start : block.header.start], text)


def _line_above(block: Block, start: int, indent: str, text: str) -> Edit:
    indent = indent if not indent.strip(BLANKS) else ""
    return Edit(Span(start, start), f"{indent}{text}{line_end_of(block.text)}")


def _at_the_top(file: File, text: str) -> Edit:
    """A directive of the whole file has an empty line below, so that it belongs to no block."""
    source = file.source.text
    line_end = line_end_of(source)
    start = len(source) - len(source.removeprefix("\ufeff"))
    return Edit(Span(start, start), f"{text}{line_end}{line_end}")


# --- taking away -----------------------------------------------------------------------------------


def _without(block: Block, directive: Directive, named: Span) -> Edit:
    names = [span_of_name(each, directive, block) for each in directive.names]
    if len(names) > 1 and named in names:
        return _without_name(names, names.index(named))
    start = _line_start(block.text, directive.span.start)
    if not block.text[start : directive.span.start].strip(BLANKS):
        return Edit(Span(start, line_at(block.text, directive.span.end).end()), "")
    before = block.text[: directive.span.start].rstrip(BLANKS)
    return Edit(Span(len(before), directive.span.end), "")


def _without_name(names: list[Span], number: int) -> Edit:
    """One name less: with the comma before it, or behind it if it is the first."""
    if number == 0:
        return Edit(Span(names[0].start, names[1].start), "")
    return Edit(Span(names[number - 1].end, names[number].end), "")


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
