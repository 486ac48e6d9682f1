"""The layout of new and changed lines in a block that Prisma's formatter never settled.

They take the indent and the columns of their neighbours; no other line is touched.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from partywall.syntax.chunks import BLANKS
from partywall.syntax.layout import INDENT, LaidOut
from partywall.syntax.printer import attribute_text, field_cells
from partywall.syntax.tree import Blank, BlockAttribute, Field
from partywall.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from partywall.syntax.layout import Origin, Row


def fitted(rows: Sequence[Row]) -> tuple[LaidOut, ...]:
    """All rows: those that are neither new nor changed as they are, the others fitted in."""
    return tuple(LaidOut(row, _text(row, rows, at)) for at, row in enumerate(rows))


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a cell begins in its statement, and what stands before it."""

    column: int
    gap: str

    def fits(self, column: int) -> bool:
        """Whether it is written as in a table with that column."""
        return self.column == column or (self.column > column and self.gap == " ")


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands before a cell: blanks up to a column, at least one; or always the same tabs."""

    column: int
    tabs: str = ""

    def after(self, text: str) -> str:
        """What to write behind `text`."""
        return self.tabs or " " * max(1, self.column - len(text))


def _text(row: Row, rows: Sequence[Row], at: int) -> str:
    content = row.statement.content
    if row.origin is not None:
        if row.is_changed and isinstance(content, Field):
            return row.origin.indent + _refitted(row, content, row.origin, rows, at)
        return row.origin.indent + row.text
    if isinstance(content, Blank):
        return ""
    indent = _indent(rows, at)
    if isinstance(content, Field):
        return indent + _field(content, row, rows, at)
    if isinstance(content, BlockAttribute):
        return indent + attribute_text(content.attribute, "@@")
    return indent + row.text


def _field(field: Field, row: Row, rows: Sequence[Row], at: int) -> str:
    """A new field in the columns of its neighbours."""
    name, type_, *attributes = field_cells(field, row.statement.text)
    text = name + _type_gap(rows, at).after(name) + type_
    if attributes:
        text += _attribute_gap(rows, at).after(text) + attributes[0]
    return text


def _refitted(row: Row, field: Field, origin: Origin, rows: Sequence[Row], at: int) -> str:
    """A changed field: type and attributes stay in their columns, and so does its comment."""
    text = row.text
    head = text[: field.type.span.start]
    before = origin.statement.content
    is_in_place = isinstance(before, Field) and origin.text[: before.type.span.start] == head
    if not is_in_place:  # it was written anew
        name = text[: field.name_span.end]
        head = name + _type_gap(rows, at).after(name)
    head += text[field.type.span.start : field.type.span.end]
    rest = text[field.type.span.end :]
    if field.attributes:
        rest = _attribute_gap(rows, at).after(head) + text[field.attributes[0].span.start :]
    text = head + rest
    if field.comment is None:
        return text
    comment = row.text[field.comment.span.start :]
    code = text[: len(text) - len(comment)].rstrip(BLANKS)
    width = len(origin.text) - len(comment)
    if origin.text[:width].endswith("  "):
        return code.ljust(max(width, len(code) + 1)) + comment
    return f"{code} {comment}"


def _indent(rows: Sequence[Row], at: int) -> str:
    """The indent of the line above, else of the one below."""
    for row in (*reversed(rows[:at]), *rows[at + 1 :]):
        if row.origin and not isinstance(row.statement.content, Blank):
            return row.origin.indent
    return INDENT


def _type_gap(rows: Sequence[Row], at: int) -> _Gap:
    return _gap(tuple(_types(_group(rows, at))))


def _attribute_gap(rows: Sequence[Row], at: int) -> _Gap:
    return _gap(tuple(_attributes(_group(rows, at))))


def _gap(cells: Sequence[_Cell]) -> _Gap:
    """What most of the neighbours do; column 0 stands for a single blank.

    A line that was fitted in fits the same column again, so that many fixes, one after the other,
    find the column that all of them find at once.
    """
    tabs = [cell.gap for cell in cells if "\t" in cell.gap]
    if len(tabs) * 2 > len(cells):
        return _Gap(0, Counter(tabs).most_common(1)[0][0])
    columns = sorted({0, *(cell.column for cell in cells)})
    return _Gap(max(columns, key=lambda column: sum(cell.fits(column) for cell in cells)))


def _group(rows: Sequence[Row], at: int) -> Sequence[Row]:
    """The rows around one, up to the next empty lines."""
    start = end = at
    while start > 0 and not isinstance(rows[start - 1].statement.content, Blank):
        start -= 1
    while end < len(rows) and not isinstance(rows[end].statement.content, Blank):
        end += 1
    return rows[start:end]


def _types(rows: Sequence[Row]) -> Iterator[_Cell]:
    """The type cells of the fields that stand in the file."""
    for field, text in _present(rows):
        start = field.type.span.start
        yield _Cell(start, text[field.name_span.end : start])


def _attributes(rows: Sequence[Row]) -> Iterator[_Cell]:
    """Where the attributes begin of the fields that stand in the file."""
    for field, text in _present(rows):
        if field.attributes:
            start = field.attributes[0].span.start
            yield _Cell(start, text[field.type.span.end : start])


def _present(rows: Sequence[Row]) -> Iterator[tuple[Field, str]]:
    for row in rows:
        if row.origin and isinstance(row.origin.statement.content, Field):
            yield row.origin.statement.content, row.origin.text
