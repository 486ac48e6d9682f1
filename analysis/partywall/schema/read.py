"""Reading the files of one schema, from scratch or on from an earlier version of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress, count
from operator import attrgetter, is_
from typing import TypeVar, cast

from partywall.schema.build import Builder, Placed
from partywall.schema.model import Schema
from partywall.schema.shape import Body, DirectiveShape, EnumInterface, Interface, Shape
from partywall.schema.shaping import Shaper
from partywall.syntax.chunks import Chunk, Source
from partywall.syntax.directives import MARK, directives
from partywall.syntax.parser import Parser
from partywall.syntax.tree import Block, BlockKind
from partywall.values import dataclass

# Prisma's own language server leaves such files to the next generation's (language-tools PR 1993).
_OTHER_LANGUAGE = re.compile(r"\ufeff?[ \t]*//[ \t]*use prisma-(?:next|8)\b")


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One chunk of a file, parsed and shaped. `has_mark` tells that a directive may be in it."""

    chunk: Chunk
    block: Block
    shape: Shape | None
    has_mark: bool


_CHUNK, _FAULTS, _HAS_MARK = map(attrgetter, ("chunk", "block.faults", "has_mark"))


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What a file declares. An edit that leaves all shapes alone leaves it the same object.

    `numbers` are those of the parts that declare something, beside `placed`.
    """

    placed: tuple[Placed, ...]
    bodies: tuple[Body, ...]
    numbers: tuple[int, ...]
    directives: tuple[DirectiveShape, ...]


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """One file, read. `is_other_language` marks a file of Prisma's next generation: it has no parts.

    `ghosts` are blocks of an earlier version whose header is broken now: what they declared still
    counts, although they have no place.
    """

    path: str
    source: Source
    parts: tuple[Part, ...]
    outline: Outline
    ghosts: tuple[Part, ...] = ()
    is_other_language: bool = False

    @property
    def has_faults(self) -> bool:
        """Whether anything in it cannot be read."""
        return any(map(_FAULTS, self.parts))

    @property
    def marked(self) -> list[int]:
        """The numbers of the parts that may hold directives."""
        return list(compress(count(), map(_HAS_MARK, self.parts)))


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """All files of one schema, read together.

    `bodies` are by model name; `places` finds the part of a file that declares a block, by file, kind,
    name and number.
    """

    files: Mapping[str, File]
    schema: Schema
    bodies: Mapping[str, Body]
    places: Mapping[tuple[str, BlockKind, str, int], int]

    def part(self, file: str, kind: BlockKind, name: str, nth: int = 0) -> tuple[int, Part] | None:
        """Where a block begins in its file, and the block."""
        number = self.places.get((file, kind, name, nth))
        if number is None:
            return None
        read = self.files[file]
        return read.source.starts[number], read.parts[number]


class Reader:
    """Reads files; keeps what did not change. One per schema; the parser may be shared."""

    def __init__(self, parser: Parser | None = None) -> None:
        self.parser = parser or Parser()
        self.shaper = Shaper()
        self.builder = Builder()
        self._last: tuple[tuple[Outline, ...], Reading] | None = None

    def file(
        self,
        path: str,
        source: Source,
        before: File | None = None,
        checkpoint: Callable[[], None] = lambda: None,
    ) -> File:
        """A file, reusing the parts of an earlier version that are still the same chunks."""
        chunks = source.chunks
        if chunks and _OTHER_LANGUAGE.match(chunks[0].text):
            return File(path, source, (), _outline(path, (), ()), is_other_language=True)
        old = before.parts if before else ()
        known = tuple(map(_CHUNK, old))
        head = _alike(known, chunks)
        tail = min(_alike(known[::-1], chunks[::-1]), len(old) - head, len(chunks) - head)
        middle: list[Part] = []
        for chunk in chunks[head : len(chunks) - tail]:
            checkpoint()
            middle.append(self._part(chunk))
        gone = old[head : len(old) - tail]
        parts = (*old[:head], *middle, *old[len(old) - tail :])
        ghosts = _ghosts(before, gone, middle, parts) if before else ()
        if before and ghosts == before.ghosts and _declare_the_same(gone, middle, is_top=head == 0):
            return File(path, source, parts, before.outline, ghosts)
        return File(path, source, parts, _outline(path, parts, ghosts), ghosts)

    def without_ghosts(self, file: File) -> File:
        """The same file with nothing kept of earlier versions: it was saved like this."""
        if not file.ghosts:
            return file
        return File(file.path, file.source, file.parts, _outline(file.path, file.parts, ()))

    def reading(self, files: Sequence[File]) -> Reading:
        """All files together, in the order given."""
        outlines = tuple(file.outline for file in files)
        by_path = {file.path: file for file in files}
        if self._last and self._last[0] == outlines:
            last = self._last[1]
            reading = Reading(by_path, last.schema, last.bodies, last.places)
        else:
            reading = self._reading(by_path, outlines)
        self._last = (outlines, reading)
        return reading

    def turn(self) -> None:
        """End a run (see `Memo`)."""
        self.parser.turn()
        self.shaper.turn()
        self.builder.turn()

    def _reading(self, files: Mapping[str, File], outlines: tuple[Outline, ...]) -> Reading:
        placed = [each for outline in outlines for each in outline.placed]
        directives_ = tuple((path, each) for path, file in files.items() for each in file.outline.directives)
        schema = self.builder.build(placed, directives_)
        bodies: dict[str, Body] = {}
        places: dict[tuple[str, BlockKind, str, int], int] = {}
        for outline in outlines:
            for each, body, number in zip(outline.placed, outline.bodies, outline.numbers, strict=True):
                name = each.interface.name
                if number >= 0:
                    places[each.file, kind_of(each.interface), name, each.nth] = number
                model = schema.models.get(name) or schema.types.get(name)
                if model and model.interface is each.interface:
                    bodies.setdefault(name, body)
        if self._last:  # the same mappings as long as they say the same, for memos on them
            last = self._last[1]
            bodies = _kept(last.bodies, bodies)
            places = _kept(last.places, places)
        return Reading(files, schema, bodies, places)

    def _part(self, chunk: Chunk) -> Part:
        block = self.parser.block(chunk)
        return Part(chunk, block, self.shaper.shape(block), MARK in chunk.text)


def _alike(old: Sequence[Chunk], new: Sequence[Chunk]) -> int:
    """How many chunks are the same at the beginning, found out in few steps: every keystroke asks."""
    same = list(map(is_, old, new))
    return same.index(False) if False in same else len(same)


def _kept(old: Mapping[_Key, _Value], new: dict[_Key, _Value]) -> dict[_Key, _Value]:
    return cast("dict[_Key, _Value]", old) if old == new else new


def kind_of(interface: Interface) -> BlockKind:
    """The kind of block that declared an interface."""
    return BlockKind.ENUM if isinstance(interface, EnumInterface) else interface.kind


def _outline(path: str, parts: Sequence[Part], ghosts: Sequence[Part]) -> Outline:
    placed: list[Placed] = []
    bodies: list[Body] = []
    numbers: list[int] = []
    counts: dict[tuple[BlockKind, str], int] = {}
    for number, part in (*enumerate(parts), *((-1, ghost) for ghost in ghosts)):
        if part.shape is None:
            continue
        block = part.block
        nth = counts.get((block.kind, block.name), 0)
        counts[block.kind, block.name] = nth + 1
        placed.append(Placed(path, nth, part.shape.interface, block.is_closed))
        bodies.append(part.shape.body)
        numbers.append(number)
    found = tuple(_file_directives(parts))
    return Outline(tuple(placed), tuple(bodies), tuple(numbers), found)


def _declare_the_same(gone: Sequence[Part], new: Sequence[Part], *, is_top: bool) -> bool:
    """Whether the parts that an edit replaced declare what the new ones do, place by place."""
    return len(gone) == len(new) and all(
        a.shape == b.shape
        and a.block.is_closed == b.block.is_closed
        and not (is_top and (a.has_mark or b.has_mark))
        for a, b in zip(gone, new, strict=True)
    )


def _ghosts(
    before: File, gone: Sequence[Part], new: Sequence[Part], parts: Sequence[Part]
) -> tuple[Part, ...]:
    """The blocks whose header an edit broke, as they were."""
    if not before.ghosts and not any(part.shape for part in gone):
        return ()
    broken = [
        part.block
        for part in (parts if before.ghosts else new)
        if part.block.kind is BlockKind.LOOSE and any(line.statement.faults for line in part.block.lines)
    ]
    if not broken:
        return ()
    declared = {part.block.name for part in parts if part.shape}
    kept = [ghost for ghost in before.ghosts if ghost.block.name not in declared]
    kept += [
        part for part in gone if part.shape and part.block.kind.has_fields and part.block.name not in declared
    ]
    return tuple(kept)


def read(files: Mapping[str, str]) -> Reading:
    """Read the texts of one schema's files from scratch."""
    reader = Reader()
    return reader.reading([reader.file(path, Source.of(text)) for path, text in files.items()])


def _file_directives(parts: Sequence[Part]) -> Iterator[DirectiveShape]:
    for part in parts:
        if part.block.kind is not BlockKind.LOOSE:
            return
        for each in directives(part.block, before_first_block=True):
            directive = each.directive
            yield DirectiveShape(None, directive.verb, directive.names)
