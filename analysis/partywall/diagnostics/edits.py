"""From fixes to edits of the current text: whole or not at all, least, in any order the same.

Anchors are resolved in the reading given. What is already true is dropped; the rest is merged by
block, and each touched block is laid out once: as Prisma's formatter does if the block was a fixed
point of it (neighbours in an alignment group move, nothing else), else in the block's own indent and
columns, with no other line touched. Line ends and comments stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from partywall.diagnostics.drafts import (
    CannotApplyError,
    Draft,
    applied,
    block_attribute_statement,
    block_of,
)
from partywall.diagnostics.finding import Anchor
from partywall.diagnostics.fix import (
    AddBlock,
    AddBlockAttribute,
    AddField,
    AddFieldAttribute,
    Fix,
    Operation,
    RemoveBlockAttribute,
    RemoveField,
    RemoveFieldAttribute,
    ReplaceField,
    SetArgument,
    SetType,
)
from partywall.diagnostics.new_blocks import NewBlocks, numbered, with_block
from partywall.schema.read import Reading
from partywall.schema.shaping import label_of
from partywall.syntax.columns import fitted
from partywall.syntax.layout import is_settled, laid_out, rows_of
from partywall.syntax.tree import Line
from partywall.text import Edit, Span, line_end_of
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Edited:
    """Edits by file, none that overlap; the fixes they hold, and those left for the next pass.

    A fix is left where it contradicts one before it, or names what is not there any more.
    """

    edits: Mapping[str, tuple[Edit, ...]]
    taken: tuple[Fix, ...]
    left: tuple[Fix, ...] = ()


def edits(reading: Reading, fixes: Sequence[Fix]) -> Edited:
    """The edits that make fixes true; where two contradict each other, the first one counts."""
    drafts: dict[Anchor, Draft] = {}
    blocks: NewBlocks = {}
    said: dict[_Thing, object] = {}
    taken: list[Fix] = []
    left: list[Fix] = []
    models = numbered(reading, fixes)
    for fix in fixes:
        try:
            news = _new_statements_of(fix, said)
            changed = _changed(reading, fix, drafts, models)
            blocks = _added(reading, fix, blocks)
        except CannotApplyError:
            left.append(fix)
            continue
        said |= news
        drafts |= changed
        taken.append(fix)
    return Edited(_by_file(drafts, blocks), tuple(taken), tuple(left))


def _changed(
    reading: Reading, fix: Fix, drafts: Mapping[Anchor, Draft], models: Mapping[str, int]
) -> dict[Anchor, Draft]:
    """The drafts of the blocks that a fix changes, after it."""
    changed: dict[Anchor, Draft] = {}
    for operation in fix.operations:
        if isinstance(operation, AddBlock):
            continue
        anchor = block_of(operation)
        draft = changed.get(anchor) or drafts.get(anchor) or _draft(reading, anchor, models)
        changed[anchor] = applied(draft, operation)
    return changed


def _added(reading: Reading, fix: Fix, blocks: NewBlocks) -> NewBlocks:
    """The new blocks with those of a fix."""
    for operation in fix.operations:
        if isinstance(operation, AddBlock):
            blocks = with_block(reading, blocks, operation)
    return blocks


def _draft(reading: Reading, anchor: Anchor, models: Mapping[str, int]) -> Draft:
    found = reading.part(anchor.file, anchor.kind, anchor.block, anchor.nth)
    if found is None:
        raise CannotApplyError(str(anchor))
    start, part = found
    rows = rows_of(part.block)
    return Draft(part.block, start, rows, rows, models)


# --- contradictions ------------------------------------------------------------------------------

_Thing = tuple[Anchor, str]


def _new_statements_of(fix: Fix, said: Mapping[_Thing, object]) -> dict[_Thing, object]:
    """What a fix says about what; an error where others said something else before."""
    news: dict[_Thing, object] = {}
    for operation in fix.operations:
        for thing, value in _statements_of(operation):
            if said.get(thing, value) != value:
                raise CannotApplyError(str(thing))
            news[thing] = value
    return news


def _statements_of(  # noqa: C901 - one case an operation
    operation: Operation,
) -> Iterator[tuple[_Thing, object]]:
    """What an operation says about which thing. A thing is there (True), gone (False), or a text."""
    match operation:
        case AddBlock(kind=kind, name=name, lines=lines):
            yield (Anchor("", kind, name), "block"), lines
        case AddField(block=block, name=name):
            yield (block, f"field {name}"), (operation.type, operation.arity, operation.attributes)
        case AddBlockAttribute(block=block, text=text):
            label = label_of(Line(0, block_attribute_statement(text)))
            yield (block, f"{label} 0"), True
            yield (block, label), text
        case RemoveBlockAttribute(attribute=anchor):
            yield (block_of(operation), f"{anchor.member} {anchor.member_nth}"), False
        case AddFieldAttribute(field=anchor, text=text):
            name = text.partition("(")[0].removeprefix("@")
            yield (anchor, f"@{name}"), True
            yield (anchor, f"@{name} as"), text
        case RemoveField(field=anchor):
            yield (block_of(operation), f"field {anchor.member}"), False
        case ReplaceField(field=anchor, text=text):
            yield (anchor, "as"), text
        case RemoveFieldAttribute(attribute=anchor):
            yield (_field_of(anchor), f"@{anchor.attribute}"), False
        case SetArgument(attribute=anchor, name=name, value=value):
            if anchor.attribute is None:
                yield (block_of(operation), f"{anchor.member} {anchor.member_nth}"), True
            else:
                yield (_field_of(anchor), f"@{anchor.attribute}"), True
            yield (anchor, f"{name}:"), value
        case SetType(field=anchor, type=type_, arity=arity):
            yield (anchor, "type"), (type_, arity)


def _field_of(anchor: Anchor) -> Anchor:
    return Anchor(anchor.file, anchor.kind, anchor.block, anchor.nth, anchor.member, anchor.member_nth)


# --- edits ---------------------------------------------------------------------------------------


def _by_file(drafts: Mapping[Anchor, Draft], blocks: NewBlocks) -> dict[str, tuple[Edit, ...]]:
    found: dict[str, list[Edit]] = {}
    for anchor, draft in drafts.items():
        found.setdefault(anchor.file, []).extend(_edits_of(draft))
    for place, texts in blocks.items():
        text = "".join(text for _, text in sorted(texts.items()))
        found.setdefault(place.file, []).append(Edit(Span(place.at, place.at), text))
    return {file: tuple(sorted(each)) for file, each in found.items() if each}


def _edits_of(draft: Draft) -> Iterator[Edit]:
    """The lines of a block that differ, each with its line end kept."""
    if draft.rows == draft.original:
        return
    lay_out = laid_out if is_settled(draft.block, draft.original) else fitted
    text = draft.block.text
    line_end = line_end_of(text)
    at = draft.block.body.start
    kept: set[int] = set()
    new: list[str] = []
    for each in lay_out(draft.rows):
        origin = each.row.origin if each.row else None
        if origin is None:
            new.append(each.text)
            continue
        yield from _insertion(draft, at, new, line_end)
        new = []
        at = origin.end
        kept.add(origin.start)
        if each.text != origin.written:
            span = Span(origin.start, origin.start + len(origin.written))
            yield Edit(span.shifted(draft.start), each.text)
    yield from _insertion(draft, at, new, line_end)
    for row in draft.original:
        if row.origin and row.origin.start not in kept:
            yield Edit(Span(row.origin.start, row.origin.end).shifted(draft.start), "")


def _insertion(draft: Draft, at: int, lines: Sequence[str], line_end: str) -> Iterator[Edit]:
    if not lines:
        return
    before = draft.block.text[:at]
    line_end = _last_line_end(before) or line_end
    text = "".join(line + line_end for line in lines)
    if not before.endswith(("\n", "\r")):  # a block that the end of the file cuts off
        text = line_end + text.removesuffix(line_end)
    yield Edit(Span(at, at).shifted(draft.start), text)


def _last_line_end(text: str) -> str:
    """The line end of the line above, which a new line takes over."""
    if text.endswith("\r\n"):
        return "\r\n"
    return text[-1] if text.endswith(("\n", "\r")) else ""
