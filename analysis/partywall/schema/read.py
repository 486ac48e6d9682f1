"""Reading the files of one schema, from scratch or on from an earlier version of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partywall.schema.build import Builder, Placed
from partywall.schema.model import Schema
from partywall.schema.shape import Body, DirectiveShape, Shape
from partywall.schema.shaping import Shaper
from partywall.syntax.chunks import Chunk, Source
from partywall.syntax.directives import directives
from partywall.syntax.parser import Parser
from partywall.syntax.tree import Block, BlockKind

# Prisma's own language server leaves such files to the next generation's (language-tools PR 1993).
_OTHER_LANGUAGE = re.compile(r"\ufeff?[ \t]*//[ \t]*use prisma-(?:next|8)\b")


@dataclass(frozen=True, slots=True)
class Part:
    """One chunk of a file, parsed and shaped. `nth` counts the blocks of its kind and name."""

    chunk: Chunk
    block: Block
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class File:
    """One file, read. `is_other_language` marks a file of Prisma's next generation: it has no parts."""

    path: str
    source: Source
    parts: tuple[Part, ...]
    is_other_language: bool = False


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

    def file(self, path: str, source: Source, before: File | None = None) -> File:
        """A file, reusing the parts of an earlier version that are still the same chunks."""
        chunks = source.chunks
        if chunks and _OTHER_LANGUAGE.match(chunks[0].text):
            return File(path, source, (), is_other_language=True)
        old = before.parts if before else ()
        head = 0
        while head < len(old) and head < len(chunks) and old[head].chunk is chunks[head]:
            head += 1
        tail = 0
        shorter = min(len(old), len(chunks)) - head
        while tail < shorter and old[-1 - tail].chunk is chunks[-1 - tail]:
            tail += 1
        middle = tuple(self._part(chunk) for chunk in chunks[head : len(chunks) - tail])
        return File(path, source, (*old[:head], *middle, *old[len(old) - tail :]))

    def reading(self, files: Sequence[File]) -> Reading:
        """All files together, in the order given."""
        placed: list[Placed] = []
        bodies: dict[str, Body] = {}
        places: dict[tuple[str, BlockKind, str, int], int] = {}
        for file in files:
            for number, part in enumerate(file.parts):
                if part.shape is None:
                    continue
                block = part.block
                nth = 0
                while (file.path, block.kind, block.name, nth) in places:
                    nth += 1
                places[file.path, block.kind, block.name, nth] = number
                placed.append(Placed(file.path, nth, part.shape.interface, block.is_closed))
                if block.kind.has_fields and (nth == 0 or block.is_closed):
                    bodies.setdefault(block.name, part.shape.body)
        schema = self.builder.build(placed, tuple(_file_directives(files)))
        for model in (*schema.models.values(), *schema.types.values()):
            if model.nth:
                number = places[model.file, model.kind, model.name, model.nth]
                shape = next(f for f in files if f.path == model.file).parts[number].shape
                bodies[model.name] = shape.body if shape else Body()
        return Reading({file.path: file for file in files}, schema, bodies, places)

    def turn(self) -> None:
        """End a run (see `Memo`)."""
        self.parser.turn()
        self.shaper.turn()
        self.builder.turn()

    def _part(self, chunk: Chunk) -> Part:
        block = self.parser.block(chunk)
        return Part(chunk, block, self.shaper.shape(block))


def read(files: Mapping[str, str]) -> Reading:
    """Read the texts of one schema's files from scratch."""
    reader = Reader()
    return reader.reading([reader.file(path, Source.of(text)) for path, text in files.items()])


def _file_directives(files: Sequence[File]) -> list[tuple[str, DirectiveShape]]:
    found: list[tuple[str, DirectiveShape]] = []
    for file in files:
        for part in file.parts:
            if part.block.kind is not BlockKind.LOOSE:
                break
            for each in directives(part.block, before_first_block=True):
                directive = each.directive
                shape = DirectiveShape(None, directive.verb, directive.names, directive.reason)
                found.append((file.path, shape))
    return found
