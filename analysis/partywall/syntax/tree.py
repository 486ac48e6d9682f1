"""The tree of one block: immutable, lossless, positions relative to the start of its chunk.

Spans of what stands in a statement are relative to that statement, so that equal statements are one
object wherever they stand. `Line.start` says where a statement begins in its chunk.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal, NamedTuple

from partywall.text import Span
from partywall.values import dataclass


class BlockKind(StrEnum):
    """What a block declares; `LOOSE` holds text that belongs to no block."""

    MODEL = "model"
    VIEW = "view"
    TYPE = "type"
    ENUM = "enum"
    DATASOURCE = "datasource"
    GENERATOR = "generator"
    UNKNOWN = "unknown"
    LOOSE = "loose"

    @property
    def has_fields(self) -> bool:
        """Whether its statements are fields: models, views and composite types."""
        return self in _WITH_FIELDS

    @property
    def is_config(self) -> bool:
        """Whether its statements are properties: datasources and generators."""
        return self in _WITH_PROPERTIES


_WITH_FIELDS = frozenset({BlockKind.MODEL, BlockKind.VIEW, BlockKind.TYPE})
_WITH_PROPERTIES = frozenset({BlockKind.DATASOURCE, BlockKind.GENERATOR})


# --- expressions -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A bare path such as `tenantId`, `true`, `Cascade` or `address.city`."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class String:
    """A string literal; `value` has its escapes resolved."""

    value: str
    raw: str
    span: Span


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written, such as `-3` or `1.10`."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function call such as `now()` or `tenantId(sort: Desc)`."""

    name: str
    arguments: tuple[Argument, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Array:
    """A list such as `[tenantId, id]`."""

    items: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Object:
    """An object such as `{ active: true }` (partial indexes, Prisma 7.4)."""

    entries: tuple[tuple[str, Expression], ...]
    span: Span


Expression = Name | String | Number | Call | Array | Object


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; `value` is None in a half-typed `name:`."""

    name: str | None
    value: Expression | None
    span: Span


# --- statements ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """What cannot be read, in Prisma's words, and where."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attribute:
    """`@name(arguments)` or `@@name(arguments)`; `name` may be a path such as `db.Uuid`."""

    name: str
    arguments: tuple[Argument, ...]
    has_parentheses: bool
    span: Span
    name_span: Span

    def argument(self, name: str) -> Expression | None:
        """The value of the argument of that name."""
        for argument in self.arguments:
            if argument.name == name:
                return argument.value
        return None

    def value(self, name: str) -> Expression | None:
        """The value of the argument of that name, or else of the first without a name."""
        named = self.argument(name)
        if named is not None:
            return named
        for argument in self.arguments:
            if argument.name is None:
                return argument.value
        return None


Arity = Literal["required", "optional", "list"]


@dataclass(frozen=True, slots=True)
class TypeReference:
    """The type of a field; of `Unsupported("…")`, `name` is the text in quotes."""

    name: str
    arity: Arity
    is_unsupported: bool
    span: Span
    name_span: Span


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, with its marks. `kind` tells `//` (line), `///` (doc) and `/* */` (block)."""

    kind: Literal["line", "doc", "block"]
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Field:
    """A field with a type."""

    name: str
    name_span: Span
    type: TypeReference
    attributes: tuple[Attribute, ...]
    comment: Comment | None
    span: Span

    def attribute(self, name: str) -> Attribute | None:
        """Its first attribute of that name."""
        return next((each for each in self.attributes if each.name == name), None)


@dataclass(frozen=True, slots=True)
class EnumValue:
    """A value of an enum."""

    name: str
    name_span: Span
    attributes: tuple[Attribute, ...]
    comment: Comment | None
    span: Span


@dataclass(frozen=True, slots=True)
class BlockAttribute:
    """A `@@…` line."""

    attribute: Attribute
    comment: Comment | None
    span: Span


@dataclass(frozen=True, slots=True)
class Property:
    """`key = value` of a datasource or generator; None where the value is missing."""

    key: str
    key_span: Span
    value: Expression | None
    comment: Comment | None
    span: Span


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment that stands alone."""

    comment: Comment
    span: Span


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty line."""

    span: Span


@dataclass(frozen=True, slots=True)
class Broken:
    """A statement that cannot be read."""

    text: str
    span: Span


Content = Field | EnumValue | BlockAttribute | Property | CommentLine | Blank | Broken


@dataclass(frozen=True, slots=True)
class Statement:
    """What one line says, and what is wrong with it. Interned by (block kind, text)."""

    content: Content
    faults: tuple[SyntaxFault, ...]
    text: str


class Line(NamedTuple):
    """A statement in its place: `start` is where its first non-blank character stands in the chunk.

    A tuple, since each analysis from scratch makes as many as there are lines.
    """

    start: int
    statement: Statement

    @property
    def span(self) -> Span:
        """The statement's range in the chunk, without indent and line end."""
        return Span(self.start, self.start + len(self.statement.text))


# --- directives and blocks --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Directive:
    """A `// partywall:` comment: `verb` and, for `allow`, rule names and the reason."""

    verb: str
    names: tuple[str, ...]
    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """One chunk, parsed. All spans are relative to the start of the chunk.

    `leading` are the comment and blank lines before the header, `lines` those between the braces.
    A loose block has no header: its `lines` are what stands at the top level without a block. `faults`
    has its own and those of its statements.
    """

    kind: BlockKind
    name: str
    text: str
    header: Span
    name_span: Span
    body: Span
    is_closed: bool
    leading: tuple[Line, ...]
    lines: tuple[Line, ...]
    faults: tuple[SyntaxFault, ...]

    def fields(self) -> Iterator[tuple[Line, Field]]:
        """Its fields in order, with their lines."""
        for line in self.lines:
            if isinstance(line.statement.content, Field):
                yield line, line.statement.content

    def block_attributes(self) -> Iterator[tuple[Line, Attribute]]:
        """Its `@@` attributes in order, with their lines."""
        for line in self.lines:
            if isinstance(line.statement.content, BlockAttribute):
                yield line, line.statement.content.attribute
