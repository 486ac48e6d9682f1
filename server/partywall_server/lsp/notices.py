"""What is wrong around a schema: with its settings, with what names it, with a file that cannot be read.

Rules see none of that, since they see one schema and no disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from partywall.syntax.chunks import Source
from partywall.values import dataclass
from partywall_server.workspace.load import key_of
from partywall_server.workspace.text_file import START, Unreadable

if TYPE_CHECKING:
    from partywall.text import Encoding, Position, Span
    from partywall_server.lsp.project import Project
    from partywall_server.workspace.configuration import Configuration
    from partywall_server.workspace.prisma_config import Note
    from partywall_server.workspace.schemas import Discovery, SchemaSet

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


def of_workspace(
    discoveries: Iterable[Discovery],
    projects: Iterable[Project],
    source_of: Callable[[str], Source],
    closed: Mapping[str, Source | Unreadable],
    encoding: Encoding,
) -> Iterator[Notice]:
    """All that there is to say; `closed` are the files that are read from disk."""
    for discovery in discoveries:
        yield from map(of_note, discovery.notes)
    for project in projects:
        if project.configuration:
            yield from of_configuration(project.configuration, encoding)
        sources = {path: source_of(path) for path in project.paths}
        yield from of_schema(project.schema, sources, encoding)
        for path in project.paths:
            file = closed.get(path)
            if isinstance(file, Unreadable):
                yield of_unreadable(file)


def by_path(found: Iterable[Notice]) -> dict[str, tuple[Notice, ...]]:
    """Notices by the file that they are about, each once."""
    grouped: dict[str, list[Notice]] = {}
    for each in dict.fromkeys(found):
        grouped.setdefault(each.path, []).append(each)
    return {path: tuple(group) for path, group in grouped.items()}


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
