"""Prisma's layout of one block, so that what a user's formatter settled stays settled.

The rules are those of `prisma format` (prisma-engines, `reformat.rs`): fields in three columns whose
widths count bytes, an alignment group ends at an empty line, block attributes stand at the end after
one empty line. `is_settled` says whether a block is a fixed point of these rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from partywall.syntax.chunks import line_at
from partywall.syntax.printer import attribute_rank, attribute_text, field_cells
from partywall.syntax.tree import Blank, BlockAttribute, CommentLine, EnumValue, Field
from partywall.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from partywall.syntax.tree import Block, Content, Statement

# `prisma format` indents by two blanks whatever an editor's tab size is.
INDENT = "  "
# What the formatter makes of a comment in `/* */` that stands alone.
_BLOCK_COMMENT = re.compile(r"/\*\*\n(?:   \*(?: [^\n]*)?\n)+   \*/")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A line between the braces of a block, more than one where a block comment spans lines.

    `text` is the statement with the blanks that trail its comment, which the formatter keeps.
    `origin` is the line that stands in the file, None for a new one. Rows compare by identity.
    """

    statement: Statement
    text: str
    origin: Origin | None = None

    @property
    def is_changed(self) -> bool:
        """Whether it stands in the file and says something else now."""
        return self.origin is not None and self.origin.statement is not self.statement


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """A line in the file.

    `indent` and `text` are what is written, without the line end; `start` and `end` its place in the
    block's text, line end included.
    """

    statement: Statement
    indent: str
    text: str
    start: int
    end: int

    @property
    def written(self) -> str:
        """The line without its end."""
        return self.indent + self.text


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A row as it has to be written; `row` is None for an empty line that was not there."""

    row: Row | None
    text: str


def rows_of(block: Block) -> tuple[Row, ...]:
    """The rows of a block."""
    rows: list[Row] = []
    at = block.body.start
    for line in block.lines:
        rest = line_at(block.text, line.span.end, block.body.end)
        if block.is_closed and rest.end() == rest.end(1):
            break  # the indent of the closing brace
        indent, text = block.text[at : line.start], block.text[line.start : rest.end(1)]
        origin = Origin(line.statement, indent, text, at, rest.end())
        rows.append(Row(line.statement, text, origin))
        at = rest.end()
    return tuple(rows)


def is_settled(block: Block, rows: tuple[Row, ...]) -> bool:
    """Whether Prisma's formatter leaves a block as it is (but for line ends)."""
    header = _line_around(block.text, block.header.start)
    closing = _line_around(block.text, block.body.end)
    return (
        block.is_closed
        and header == f"{block.kind} {block.name} {{"
        and closing == "}"
        and all(_is_settled_comment(row) for row in rows)
        and [row.origin.written for row in rows if row.origin] == [each.text for each in laid_out(rows)]
    )


def laid_out(rows: tuple[Row, ...]) -> tuple[LaidOut, ...]:
    """The rows as Prisma's formatter writes them; comments in `/* */` are left alone."""
    table: list[Row] = []
    attributes: list[tuple[Row, ...]] = []  # each with the comments above it
    skipped: Row | None = None  # an empty line that may serve as the one before the attributes
    empty: Row | None = None
    at = 0
    while at < len(rows):
        piece = _piece(rows, at)
        at += len(piece)
        content = piece[-1].statement.content
        if isinstance(content, Blank):
            empty = piece[0]
        elif isinstance(content, BlockAttribute):
            attributes.append(piece)
            skipped, empty = empty or skipped, None
        else:
            if empty and (table or attributes):
                table.append(empty)
            empty = None
            table.extend(piece)
    result = [*_table(table)]
    if attributes:
        result.append(LaidOut(skipped, ""))
    attributes.sort(key=lambda piece: _rank(piece[-1]))
    result.extend(LaidOut(row, INDENT + _alone(row)) for piece in attributes for row in piece)
    return tuple(result)


def _piece(rows: tuple[Row, ...], at: int) -> tuple[Row, ...]:
    """What the formatter moves as one.

    A run of empty lines, a run of comments with the block attribute directly below, or one row.
    """
    if isinstance(rows[at].statement.content, Blank):
        return rows[at : _run(rows, at, Blank)]
    end = _run(rows, at, CommentLine)
    if end == at or _is_block_attribute(rows, end):
        end += 1
    return rows[at:end]


def _run(rows: tuple[Row, ...], at: int, kind: type[Content]) -> int:
    while at < len(rows) and isinstance(rows[at].statement.content, kind):
        at += 1
    return at


def _is_block_attribute(rows: tuple[Row, ...], at: int) -> bool:
    return at < len(rows) and isinstance(rows[at].statement.content, BlockAttribute)


def _table(rows: Sequence[Row]) -> Iterator[LaidOut]:
    """Fields in columns; each group of rows without an empty line has its own."""
    group: list[Row] = []
    for row in rows:
        if isinstance(row.statement.content, Blank):
            yield from _group(group)
            yield LaidOut(row, "")
            group = []
        else:
            group.append(row)
    yield from _group(group)


def _group(rows: Sequence[Row]) -> Iterator[LaidOut]:
    cells = {
        id(row): field_cells(row.statement.content, row.statement.text)
        for row in rows
        if isinstance(row.statement.content, Field)
    }
    values = [_width(each.name) for row in rows if isinstance(each := row.statement.content, EnumValue)]
    names = max((_width(each[0]) for each in cells.values()), default=0)
    types = max((_width(each[1]) for each in cells.values()), default=0)
    for row in rows:
        content = row.statement.content
        if isinstance(content, EnumValue):
            yield LaidOut(row, INDENT + _value(content, max(values)) + _comment_after(row))
            continue
        if id(row) not in cells:
            yield LaidOut(row, INDENT + row.text)
            continue
        name, type_, *attributes = cells[id(row)]
        text = f"{_padded(name, names)} {type_}"
        if attributes:
            text = f"{_padded(name, names)} {_padded(type_, types)} {attributes[0]}"
        yield LaidOut(row, INDENT + text + _comment_after(row))


def _value(value: EnumValue, names: int) -> str:
    """A value of an enum; a second attribute follows the first without a blank."""
    attributes = "".join(map(attribute_text, value.attributes))
    return f"{_padded(value.name, names)} {attributes}" if attributes else value.name


def _alone(row: Row) -> str:
    content = row.statement.content
    if isinstance(content, BlockAttribute):
        return attribute_text(content.attribute, "@@") + _comment_after(row)
    return row.text


def _comment_after(row: Row) -> str:
    content = row.statement.content
    comment = content.comment if isinstance(content, Field | EnumValue | BlockAttribute) else None
    return f" {row.text[comment.span.start :]}" if comment else ""


def _rank(row: Row) -> int:
    content = row.statement.content
    return attribute_rank(content.attribute.name) if isinstance(content, BlockAttribute) else 0


def _is_settled_comment(row: Row) -> bool:
    content = row.statement.content
    if not isinstance(content, CommentLine) or content.comment.kind != "block":
        return True
    text = row.text.replace("\r\n", "\n").replace("\r", "\n")
    return bool(_BLOCK_COMMENT.fullmatch(text))


def _line_around(text: str, at: int) -> str:
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return line_at(text, start)[1]


def _width(text: str) -> int:
    return len(text.encode())


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
