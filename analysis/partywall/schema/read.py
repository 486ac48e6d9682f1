"""Reading the files of one schema, from scratch or on from an earlier version of a file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress, count
from operator import is_, is_not
from typing import TypeVar

from partywall.memo import others
from partywall.schema.build import Builder, Placed
from partywall.schema.model import Model, Schema
from partywall.schema.shape import Body, DirectiveShape, Shape
from partywall.schema.shaping import Shaper
from partywall.syntax.chunks import Chunk, Source
from partywall.syntax.directives import MARK, directives
from partywall.syntax.parser import Parser
from partywall.syntax.tree import Block, BlockKind
from partywall.values import dataclass

# Prisma's own language server leaves such files to the next generation's (language-tools PR 1993).
_OTHER_LANGUAGE = re.compile(r"\ufeff?[ \t]*//[ \t]*use prisma-(?:next|8)\b")


Place = tuple[str, BlockKind, str, int]
"""A block by its file, its kind, its name, and how many of that kind and name come before it there."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One chunk of a file, parsed and shaped. `has_mark` tells that a directive may be in it."""

    chunk: Chunk
    block: Block
    shape: Shape | None
    has_mark: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the few parts that are looked at one by one, kept from edit to edit."""

    faulty: tuple[int, ...] = ()
    marked: tuple[int, ...] = ()

    def edited(self, head: int, gone: int, new: Sequence[Part]) -> Numbers:
        """Those where new parts stand for so many, from `head` on."""
        faulty = [head + at for at, part in enumerate(new) if part.block.faults]
        marked = [head + at for at, part in enumerate(new) if part.has_mark]
        by = len(new) - gone

        def around(numbers: tuple[int, ...], here: list[int]) -> tuple[int, ...]:
            before = [number for number in numbers if number < head]
            return (*before, *here, *(number + by for number in numbers if number >= head + gone))

        return Numbers(around(self.faulty, faulty), around(self.marked, marked))


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What a file declares. An edit that leaves all shapes alone leaves it the same object.

    `numbers` are those of the parts that declare something, beside `placed`; -1 stands for ghosts, the
    last ones. `places` finds them by file, kind, name and number.
    """

    placed: tuple[Placed, ...]
    bodies: tuple[Body, ...]
    numbers: tuple[int, ...]
    places: Mapping[Place, int]
    directives: tuple[DirectiveShape, ...]


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """One file, read. `is_other_language` marks a file of Prisma's next generation: it has no parts.

    `ghosts` are blocks of an earlier version whose header is broken now: what they declared still
    counts, although they have no place. `numbers` are those of parts that something is wrong with, or that
    may hold directives.
    """

    path: str
    source: Source
    parts: tuple[Part, ...]
    outline: Outline
    numbers: Numbers = Numbers()
    ghosts: tuple[Part, ...] = ()
    is_other_language: bool = False

    @property
    def has_faults(self) -> bool:
        """Whether anything in it cannot be read."""
        return bool(self.numbers.faulty)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """All files of one schema, read together.

    `bodies` are by model name; `places` finds the part of a file that declares a block.
    """

    files: Mapping[str, File]
    schema: Schema
    bodies: Mapping[str, Body]
    places: Mapping[Place, int]

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
            return File(path, source, (), _outline(path, ()), is_other_language=True)
        old = before.parts if before else ()
        known = before.source.chunks if before and old else ()
        head = _alike(known, chunks)
        tail = min(_alike(known[::-1], chunks[::-1]), len(old) - head, len(chunks) - head)
        middle: list[Part] = []
        for chunk in chunks[head : len(chunks) - tail]:
            checkpoint()
            middle.append(self._part(chunk))
        gone = old[head : len(old) - tail]
        parts = (*old[:head], *middle, *old[len(old) - tail :])
        numbers = (before.numbers if before else Numbers()).edited(head, len(gone), middle)
        ghosts = _ghosts(before, gone, middle, parts) if before else ()
        if before and ghosts == before.ghosts and _declare_the_same(gone, middle, is_top=head == 0):
            return File(path, source, parts, before.outline, numbers, ghosts)
        outline = _edited(before, head, gone, middle) if before and ghosts == before.ghosts else None
        outline = outline or _outline(path, parts, ghosts, before)
        return File(path, source, parts, outline, numbers, ghosts)

    def without_ghosts(self, file: File) -> File:
        """The same file with nothing kept of earlier versions: it was saved like this."""
        if not file.ghosts:
            return file
        return File(file.path, file.source, file.parts, _outline(file.path, file.parts), file.numbers)

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
        before, last = self._last or ((), None)
        if last is None:
            return Reading(files, schema, _bodies(schema, outlines), _places(outlines))
        # The same mappings as long as they say the same, for memos on them.
        if [each.places for each in before] == [each.places for each in outlines]:
            places, names = last.places, _other_bodies(before, outlines)
        else:
            places, names = _kept(last.places, _places(outlines)), None
        replaced = others(_models(last.schema), _models(schema))
        if names is None or replaced is None:
            bodies = _bodies(schema, outlines)
        else:
            bodies = {**last.bodies, **_bodies(schema, outlines, names | replaced)}
        return Reading(files, schema, _kept(last.bodies, bodies), places)

    def _part(self, chunk: Chunk) -> Part:
        block = self.parser.block(chunk)
        return Part(chunk, block, self.shaper.shape(block), MARK in chunk.text)


def _alike(old: Sequence[Chunk], new: Sequence[Chunk]) -> int:
    """How many chunks are the same at the beginning, found out in few steps: every keystroke asks."""
    same = list(map(is_, old, new))
    return same.index(False) if False in same else len(same)


def _kept(old: Mapping[_Key, _Value], new: Mapping[_Key, _Value]) -> Mapping[_Key, _Value]:
    return old if old is new or old == new else new


def _outline(
    path: str, parts: Sequence[Part], ghosts: Sequence[Part] = (), before: File | None = None
) -> Outline:
    placed: list[Placed] = []
    bodies: list[Body] = []
    numbers: list[int] = []
    places: dict[Place, int] = {}
    counts: dict[tuple[BlockKind, str], int] = {}
    known = _placed_parts(before)
    for number, part in (*enumerate(parts), *((-1, ghost) for ghost in ghosts)):
        if part.shape is None:
            continue
        block = part.block
        nth = counts.get((block.kind, block.name), 0)
        counts[block.kind, block.name] = nth + 1
        old = known.get(part)
        if old is None or old.nth != nth:
            old = Placed(path, nth, part.shape.interface, block.is_closed)
        placed.append(old)
        bodies.append(part.shape.body)
        numbers.append(number)
        if number >= 0:
            places[path, block.kind, block.name, nth] = number
    found = tuple(_file_directives(parts))
    return Outline(tuple(placed), tuple(bodies), tuple(numbers), places, found)


def _placed_parts(file: File | None) -> Mapping[Part, Placed]:
    """What an earlier version of a file declares, by its parts."""
    if file is None:
        return {}
    both = zip(file.outline.numbers, file.outline.placed, strict=True)
    return {file.parts[number]: placed for number, placed in both if number >= 0}


def _edited(before: File, head: int, gone: Sequence[Part], new: Sequence[Part]) -> Outline | None:
    """The outline with new parts for those from `head` on; None where they are of other kinds or names."""
    if len(gone) != len(new) or not all(map(_are_alike, gone, new)):
        return None
    old = before.outline
    first = bisect_left(old.numbers, head, 0, len(old.numbers) - len(before.ghosts))
    shapes = [(part.shape, part.block.is_closed) for part in new if part.shape]
    last = first + len(shapes)
    known = zip(old.placed[first:last], shapes, strict=True)
    placed = [replace(each, interface=shape.interface, is_closed=closed) for each, (shape, closed) in known]
    return replace(
        old,
        placed=(*old.placed[:first], *placed, *old.placed[last:]),
        bodies=(*old.bodies[:first], *(shape.body for shape, _ in shapes), *old.bodies[last:]),
    )


def _are_alike(one: Part, other: Part) -> bool:
    """Whether two parts declare the same, apart from what is in it."""
    a, b = one.block, other.block
    is_same = (a.kind, a.name, one.shape is None) == (b.kind, b.name, other.shape is None)
    is_marked = one.has_mark or other.has_mark
    return is_same and not (is_marked and a.kind is BlockKind.LOOSE)  # may speak for the file


def _bodies(schema: Schema, outlines: Sequence[Outline], names: set[str] | None = None) -> dict[str, Body]:
    """The bodies of models by name; those alone that are asked for."""
    bodies: dict[str, Body] = {}
    for outline in outlines:
        for each, body in zip(outline.placed, outline.bodies, strict=True):
            name = each.interface.name
            if names is not None and name not in names:
                continue
            model = schema.models.get(name) or schema.types.get(name)
            if model and model.interface is each.interface:
                bodies.setdefault(name, body)
    return bodies


def _models(schema: Schema) -> Mapping[str, Model]:
    return {**schema.models, **schema.types}


def _places(outlines: Sequence[Outline]) -> Mapping[Place, int]:
    if len(outlines) == 1:
        return outlines[0].places
    return {place: number for outline in outlines for place, number in outline.places.items()}


def _other_bodies(before: Sequence[Outline], after: Sequence[Outline]) -> set[str] | None:
    """The names of blocks whose body is another; None where there are more blocks, or fewer."""
    if [len(each.bodies) for each in before] != [len(each.bodies) for each in after]:
        return None
    return {
        new.placed[at].interface.name
        for old, new in zip(before, after, strict=True)
        for at in compress(count(), map(is_not, old.bodies, new.bodies))
    }


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
