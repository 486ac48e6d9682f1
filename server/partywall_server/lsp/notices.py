"""What is wrong around a schema: with its settings, with what names it, with a file that cannot be read.

Rules see none of that, since they see one schema and no disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from partywall.syntax.chunks import Source
from partywall.values import dataclass
from partywall_server.workspace.load import key_of
from partywall_server.workspace.text_file import START

if TYPE_CHECKING:
    from partywall.text import Encoding, Position, Span
    from partywall_server.workspace.configuration import Configuration
    from partywall_server.workspace.prisma_config import Note
    from partywall_server.workspace.schemas import SchemaSet
    from partywall_server.workspace.text_file import Unreadable

Place = tuple[int, int, int, int]
"""Line and column of the start and of the end, from 0, in the client's units."""

_ERROR, _WARNING, _INFORMATION = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Notice:
    """A message at a place; the severity is the protocol's number."""

    path: str
    code: str
    severity: int
    message: str
    place: Place


def of_configuration(configuration: Configuration, encoding: Encoding) -> Iterator[Notice]:
    """The wrong settings in a file."""
    source = Source.of(configuration.file.text if configuration.file else "")
    for fault in configuration.faults:
        if fault.path is not None:
            is_here = configuration.file is not None and fault.path == configuration.file.path
            here = _place(source, fault.span, encoding) if is_here else _point(START)
            yield Notice(key_of(fault.path), "configuration", _WARNING, fault.message, here)


def of_schema(schema: SchemaSet, sources: Mapping[str, Source], encoding: Encoding) -> Iterator[Notice]:
    """What is wrong with how files make up a schema."""
    for problem in schema.problems:
        path = key_of(problem.path)
        here = _place(sources.get(path, Source.of("")), problem.span, encoding)
        yield Notice(path, problem.rule, _WARNING, f"{problem.message}\n{problem.help}", here)


def of_note(note: Note) -> Notice:
    """Something in `prisma.config.ts` or `package.json` that leads nowhere."""
    here = _point(note.position)
    return Notice(key_of(note.path), "prisma-config", _INFORMATION, note.message, here)


def of_unreadable(file: Unreadable) -> Notice:
    """A file that cannot be read."""
    message = f"this file {file.message}"
    return Notice(key_of(file.path), "unreadable", _ERROR, message, _point(file.position))


def _place(source: Source, span: Span, encoding: Encoding) -> Place:
    start, end = source.position(span.start, encoding), source.position(span.end, encoding)
    return (start.line, start.column, end.line, end.column)


def _point(at: Position) -> Place:
    return (at.line, at.column, at.line, at.column)
