"""A spoiled place harms nothing beside it: on every real schema, in four ways.

Every block outside the spoiled one is parsed and shaped as before. Their findings stay, but for those
that speak of the spoiled block: that name it, or look at it through a relation.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from partywall.host import Analysis, Diagnostic, Host
from partywall.schema.read import Part, Reader, Reading
from partywall.syntax.chunks import Source
from partywall.syntax.parser import Parser
from partywall.syntax.tree import BlockKind, Line, Statement
from support.shared import CorpusSchema, each_schema

Spoil = Callable[[str, random.Random], tuple[str, set[str]]]
_JUNK = ("}}}", "@@@ {", '"', "model", "id Int @id(", "= = =", "\u00a7\u00a7", "type X = ", "// {", ":")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text, with its offsets."""

    name: str
    start: int
    end: int


PARSER = Parser()
"""One for all: what is the same in two readings is parsed once, as in an editor."""


def read(files: Mapping[str, str]) -> Reading:
    reader = Reader(PARSER)
    return reader.reading([reader.file(path, Source.of(text)) for path, text in files.items()])


def blocks(text: str) -> list[Block]:
    file = read({"a": text}).files["a"]
    starts = file.source.starts
    return [
        Block(part.block.name, starts[number], starts[number + 1])
        for number, part in enumerate(file.parts)
        if part.shape
    ]


def a_line(text: str, chance: random.Random) -> tuple[str, set[str]]:
    """Replace a line inside a block by junk."""
    block = chance.choice(blocks(text))
    lines = text[block.start : block.end].splitlines(keepends=True)
    number = chance.randrange(len(lines))
    lines[number] = chance.choice(_JUNK) + "\n"
    return text[: block.start] + "".join(lines) + text[block.end :], {block.name}


def a_brace(text: str, chance: random.Random) -> tuple[str, set[str]]:
    """Drop the brace that closes a block."""
    block = chance.choice(blocks(text))
    close = text.rindex("}", block.start, block.end)
    return text[:close] + text[close + 1 :], {block.name}


def a_header(text: str, chance: random.Random) -> tuple[str, set[str]]:
    """Double the header of a block."""
    block = chance.choice(blocks(text))
    inner = text[block.start : block.end]
    opening = block.start + inner.index("{", inner.index(block.name)) + 1
    line_start = max(text.rfind("\n", 0, opening), text.rfind("\r", 0, opening)) + 1
    header = text[line_start:opening]
    return f"{text[:line_start]}{header}\n{text[line_start:]}", {block.name}


def the_rest(text: str, chance: random.Random) -> tuple[str, set[str]]:
    """Cut the text off anywhere."""
    offset = chance.randrange(len(text))
    return text[:offset], {each.name for each in blocks(text) if each.end > offset}


def outline(reading: Reading, spoiled: set[str]) -> dict[tuple[str, BlockKind, str, int], Part]:
    return {
        place: reading.files[place[0]].parts[number]
        for place, number in reading.places.items()
        if place[2] not in spoiled
    }


def analysed(files: dict[str, str]) -> Analysis:
    host = Host(parser=PARSER)
    for path, text in files.items():
        host.set_file(path, Source.of(text))
    return host.analyse()


@pytest.mark.parametrize("spoil", [a_line, a_brace, a_header, the_rest])
@pytest.mark.parametrize("schema", each_schema())
def test_blocks_outside_are_as_before(schema: CorpusSchema, spoil: Spoil) -> None:
    chance = random.Random(schema.name)
    before = read(schema.files)
    for _ in range(4):
        path = chance.choice(sorted(path for path, text in schema.files.items() if blocks(text)))
        text, spoiled = spoil(schema.files[path], chance)
        after = read({**schema.files, path: text})
        wanted = outline(before, spoiled)
        got = outline(after, spoiled)
        assert set(wanted) <= set(got)
        for place, part in wanted.items():
            again = got[place]
            assert statements(again.block.lines) == statements(part.block.lines), place
            assert comments(again) == comments(part), place
            assert again.block.is_closed, place
            assert vars_of(again) == vars_of(part), place


def statements(lines: tuple[Line, ...]) -> list[Statement]:
    return [line.statement for line in lines]


def comments(part: Part) -> list[Statement]:
    """The comments above a block; an empty line there may go with the block before it."""
    return [each for each in statements(part.block.leading) if each.text]


def vars_of(part: Part) -> object:
    """What a part declares, by value: interfaces compare by identity, and these are of two readings."""
    shape = part.shape
    if shape is None:
        return None
    slots = [*type(shape.interface).__slots__]
    return [getattr(shape.interface, name) for name in slots], shape.body.defaults


@pytest.mark.parametrize("spoil", [a_line, a_brace, a_header])
@pytest.mark.parametrize("schema", each_schema())
def test_findings_outside_are_as_before(schema: CorpusSchema, spoil: Spoil) -> None:
    chance = random.Random(schema.name)
    before = analysed(schema.files)
    for _ in range(2):
        path = chance.choice(sorted(path for path, text in schema.files.items() if blocks(text)))
        source = Source.of(schema.files[path])
        text, spoiled = spoil(schema.files[path], chance)
        host = Host(parser=PARSER)
        for other, whole in schema.files.items():
            host.set_file(other, source if other == path else Source.of(whole))
        host.analyse()
        host.set_file(path, Source.of(text))
        after = host.analyse()
        beside = spoiled | neighbours(before, spoiled)
        assert said(after, beside) == said(before, beside)


def neighbours(analysis: Analysis, names: set[str]) -> set[str]:
    """The blocks whose findings may speak of these: related by a relation."""
    return {
        other
        for relation in analysis.schema.relations
        for one, other in ((relation.model, relation.target), (relation.target, relation.model))
        if one in names
    }


def said(analysis: Analysis, without: set[str]) -> set[tuple[str, str, str]]:
    def key(each: Diagnostic) -> tuple[str, str, str]:
        return each.rule, each.fingerprint, each.message

    return {key(each) for each in analysis.all_diagnostics() if each.model not in without}
