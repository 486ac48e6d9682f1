"""Blocks that a fix adds: in Prisma's layout, behind the block they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.drafts import CannotApplyError
from partywall.diagnostics.fix import AddBlock
from partywall.syntax.chunks import line_at
from partywall.syntax.layout import Row, laid_out
from partywall.syntax.statements import parse
from partywall.syntax.tree import Broken, Field
from partywall.text import line_end_of
from partywall.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partywall.diagnostics.fix import Fix
    from partywall.schema.read import Reading


@dataclass(frozen=True, slots=True)
class Place:
    """An offset in a file: the end of the line that closes a block."""

    file: str
    at: int


NewBlocks = dict[Place, dict[str, str]]
"""By place, the text of each new block by its name."""


def with_block(reading: Reading, blocks: NewBlocks, new: AddBlock) -> NewBlocks:
    """These blocks and a new one; the same ones where the schema has it already."""
    statements = [parse("field", line) for line in new.lines]
    if any(isinstance(each.content, Broken) for each in statements):
        raise CannotApplyError("\n".join(new.lines))
    fields = {each.content.name for each in statements if isinstance(each.content, Field)}
    if reading.schema.declares(new.name):
        if _fields(reading, new.name) != fields:
            raise CannotApplyError(new.name)
        return blocks
    place, text, is_cut_off = _place(reading, new)
    rows = tuple(Row(each, each.text) for each in statements)
    inner = (each.text for each in laid_out(rows))
    lines = ("", f"{new.kind} {new.name} {{", *inner, "}")
    line_end = line_end_of(text)
    # Behind a last line without an end there is none to begin with.
    written = line_end + line_end.join(lines) if is_cut_off else line_end.join((*lines, ""))
    return {**blocks, place: {**blocks.get(place, {}), new.name: written}}


def numbered(reading: Reading, fixes: Sequence[Fix]) -> dict[str, int]:
    """The numbers of all models as they are declared, new ones behind those they are added after."""
    new: dict[str, set[str]] = {}
    for fix in fixes:
        for each in fix.operations:
            if isinstance(each, AddBlock) and not reading.schema.declares(each.name):
                new.setdefault(each.after.block, set()).add(each.name)
    names = (each for name in reading.schema.models for each in (name, *sorted(new.get(name, ()))))
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _fields(reading: Reading, name: str) -> set[str]:
    model = reading.schema.models.get(name)
    return {field.name for field in model.interface.fields} if model else set()


def _place(reading: Reading, new: AddBlock) -> tuple[Place, str, bool]:
    """Where the block goes, the text before it in its chunk, and whether the file ends there."""
    anchor = new.after
    found = reading.part(anchor.file, anchor.kind, anchor.block, anchor.nth)
    if found is None or not found[1].block.is_closed:
        raise CannotApplyError(str(anchor))
    start, part = found
    rest = line_at(part.block.text, part.block.body.end)
    return Place(anchor.file, start + rest.end()), part.block.text, not rest[2]
