"""A chunk as a tree: its header, and its lines parsed one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from partywall.memo import Memo
from partywall.syntax.chunks import (
    BLANK,
    BLANKS,
    HEADER,
    IDENTIFIER,
    Chunk,
    comment_start,
    line_at,
)
from partywall.syntax.statements import Group, parse
from partywall.syntax.tree import (
    Blank,
    Block,
    BlockAttribute,
    BlockKind,
    Broken,
    CommentLine,
    Field,
    Line,
    Statement,
    SyntaxFault,
)
from partywall.text import Span

_GROUPS: dict[BlockKind, Group] = {
    BlockKind.MODEL: "field",
    BlockKind.VIEW: "field",
    BlockKind.TYPE: "field",
    BlockKind.ENUM: "enum_value",
    BlockKind.DATASOURCE: "property",
    BlockKind.GENERATOR: "property",
}
_STATEMENTS_KEPT = 50_000

_OPEN_BLOCK = "This block is not closed: a line with `}` is missing."
_JUNK = "This line is invalid. It does not start with any known Prisma schema keyword."
_UNKNOWN_BLOCK = (
    "This block is invalid. It does not start with any known Prisma schema keyword. "
    "Valid keywords include 'model', 'enum', 'type', 'datasource' and 'generator'."
)
_TYPE_ALIAS = "Type aliases are not supported; `type` declares a composite type in braces."
_UNKNOWN_HEADER = re.compile(rf"{IDENTIFIER}{BLANK}*\{{")
_ALIAS = re.compile(rf"type{BLANK}+{IDENTIFIER}{BLANK}*=")
_LINE = re.compile(rf"(?!\Z){BLANK}*([^\r\n]*)(?:\r\n|\n|\r|\Z)")
_NOT_IN_TYPES = {"id", "unique", "relation"}


class Parser:
    """Parses chunks; equal statements and equal chunks are the same objects."""

    def __init__(self) -> None:
        self.statements: Memo[tuple[Group, str], Statement] = Memo()
        self.blocks: Memo[Chunk, Block] = Memo()
        self._rows: dict[Group, Memo[str, tuple[int, Statement]]] = {
            group: Memo() for group in _GROUPS.values()
        }

    def block(self, chunk: Chunk) -> Block:
        """The tree of a chunk."""
        return self.blocks.get(chunk, self._parse, chunk)

    def turn(self) -> None:
        """End a run (see `Memo`)."""
        self.statements.turn_when_over(_STATEMENTS_KEPT)
        for rows in self._rows.values():
            rows.turn_when_over(_STATEMENTS_KEPT)
        self.blocks.turn_when_over(_STATEMENTS_KEPT)

    def _parse(self, chunk: Chunk) -> Block:
        text = chunk.text
        header = HEADER.match(text, chunk.header) if chunk.is_block else None
        if header is None:
            nowhere = Span(0, 0)
            lines = tuple(self._loose_lines(text))
            whole = Span(0, len(text))
            return Block(
                BlockKind.LOOSE,
                "",
                text,
                nowhere,
                nowhere,
                whole,
                is_closed=True,
                leading=(),
                lines=lines,
                faults=_with_those_inside((), lines),
            )
        kind = BlockKind(header[1])
        body = Span(line_at(text, header.end()).end(), chunk.close if chunk.is_closed else len(text))
        lines = self._lines(_GROUPS[kind], text, body)
        faults: tuple[SyntaxFault, ...] = (
            () if chunk.is_closed else (SyntaxFault(_OPEN_BLOCK, Span(*header.span())),)
        )
        if kind is BlockKind.TYPE:
            faults += tuple(_composite_type_faults(lines))
        leading = tuple(self._loose_lines(text[: chunk.header]))
        return Block(
            kind=kind,
            name=header[2],
            text=text,
            header=Span(*header.span()),
            name_span=Span(*header.span(2)),
            body=body,
            is_closed=chunk.is_closed,
            leading=leading,
            lines=lines,
            faults=_with_those_inside(faults, (*leading, *lines)),
        )

    def _lines(self, group: Group, text: str, body: Span) -> tuple[Line, ...]:
        """The statements of a block in their places."""
        if text.find("/*", body.start, body.end) >= 0 or _has_lone_returns(text):
            found = _statements(text, body.start, body.end)
            return tuple([Line(at, self._statement(group, code)) for at, code in found])
        rows = text[body.start : body.end].split("\n")
        if not rows[-1]:
            del rows[-1]  # stands after the last line
        starts = accumulate([len(row) + 1 for row in rows], initial=body.start)
        parsed = self._rows[group].each(rows, self._row, group)
        placed = zip(starts, parsed, strict=False)
        return tuple([Line(start + indent, statement) for start, (indent, statement) in placed])

    def _row(self, row: str, group: Group) -> tuple[int, Statement]:
        """The statement of a whole line, after how much indent."""
        code = row.lstrip(BLANKS)
        return len(row) - len(code), self._statement(group, code.rstrip(BLANKS + "\r"))

    def _statement(self, group: Group, code: str) -> Statement:
        return self.statements.get((group, code), parse, group, code)

    def _loose_lines(self, text: str) -> Iterator[Line]:
        """Comments and empty lines, and what Prisma calls invalid, a line at a time."""
        inside_unknown = False
        for at, statement in _statements(text, 0, len(text)):
            whole = Span(0, len(statement))
            if not statement or statement.startswith(("//", "/*")):
                parsed = self.statements.get(("field", statement), parse, "field", statement)
                if isinstance(parsed.content, Blank | CommentLine):
                    yield Line(at, parsed)
                    continue
            message = _JUNK
            if inside_unknown:
                inside_unknown = not statement.startswith("}")
                message = ""
            elif _UNKNOWN_HEADER.match(statement):
                inside_unknown = "}" not in statement
                message = _UNKNOWN_BLOCK
            elif _ALIAS.match(statement):
                message = _TYPE_ALIAS
            faults = (SyntaxFault(message, whole),) if message else ()
            yield Line(at, Statement(Broken(statement, whole), faults, statement))


def _statements(text: str, start: int, end: int) -> Iterable[tuple[int, str]]:
    """Where each statement begins, and its text without indent, trailing blanks and line end."""
    if text.find("/*", start, end) >= 0:
        return _long_statements(text, start, end)
    lines = _LINE.finditer(text, start, end)
    return [(line.start(1), line[1].rstrip(BLANKS)) for line in lines]


def _long_statements(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The same where a block comment may lead over the ends of lines."""
    at = start
    while at < end:
        line = line_at(text, at, end)
        begin = line.end(1) - len(line[1].lstrip(BLANKS))
        code = begin
        while "/*" in text[code : line.end(1)]:
            opening = comment_start(text[code : line.end(1)])
            closing = text.find("*/", code + opening + 2, end) if opening >= 0 else -1
            if closing < 0:
                break
            code = closing + 2
            if code > line.end(1):
                line = line_at(text, code, end)
        yield begin, text[begin : line.end(1)].rstrip(BLANKS)
        at = line.end()


def _has_lone_returns(text: str) -> bool:
    """Whether a carriage return ends a line by itself somewhere."""
    return "\r" in text and text.count("\r") > text.count("\r\n")


def _with_those_inside(own: tuple[SyntaxFault, ...], lines: tuple[Line, ...]) -> tuple[SyntaxFault, ...]:
    """The faults of a block, with those of its statements, relative to its chunk."""
    inside = (
        SyntaxFault(fault.message, fault.span.shifted(line.start))
        for line in lines
        for fault in line.statement.faults
    )
    return (*own, *inside)


def _composite_type_faults(lines: tuple[Line, ...]) -> Iterator[SyntaxFault]:
    """What a composite type cannot have (prisma-engines, `parse_types.rs`)."""
    for line in lines:
        content = line.statement.content
        if isinstance(content, BlockAttribute):
            message = f"A composite type cannot have `@@{content.attribute.name}`."
            yield SyntaxFault(message, content.span.shifted(line.start))
        elif isinstance(content, Field):
            for attribute in content.attributes:
                if attribute.name in _NOT_IN_TYPES:
                    name = attribute.name
                    message = f"Defining `@{name}` for a field in a composite type is not allowed."
                    yield SyntaxFault(message, content.span.shifted(line.start))
