"""Parsing one statement. Never fails on any text: a broken statement is a value too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, cast

from partywall.syntax.building import BUILD, comment_of
from partywall.syntax.lalr import Machine
from partywall.syntax.lexer import tokens
from partywall.syntax.tree import (
    Argument,
    Array,
    Attribute,
    Blank,
    BlockAttribute,
    Broken,
    Call,
    CommentLine,
    Content,
    EnumValue,
    Expression,
    Field,
    Object,
    Property,
    Statement,
    String,
    SyntaxFault,
)
from partywall.text import Span

Group = Literal["field", "enum_value", "property"]

# Prisma's own words (prisma-engines, `psl/schema-ast`), so that a user meets one wording.
_BROKEN: dict[Group, str] = {
    "field": "This line is not a valid field or attribute definition.",
    "enum_value": "This line is not an enum value definition.",
    "property": "This line is not a valid definition of a property.",
}
_NO_TYPE = "This field declaration is invalid. It is either missing a name or a type."
_COLON = "Field declarations don't require a `:`."
_BANG = "Fields are required by default, `!` is no longer required."
_BRACKETS = "To specify a list, please use `Type[]` instead of `[Type]`."
_OPTIONAL_LIST = "Optional lists are not supported. Use either `Type[]` or `Type?`."
_TRAILING_COMMA = "Trailing commas are not valid in attribute arguments, please remove the comma."
_NO_VALUE = "The `{}` argument is missing a value."
_ESCAPE = "Unknown escape sequence. If the value is a windows-style path, `\\` must be escaped as `\\\\`."
_UNICODE_ESCAPE = "Invalid unicode escape sequence."


_MACHINE = Machine(BUILD)


def parse(group: Group, text: str) -> Statement:
    """Read one statement: a line of a block without indent, trailing blanks and line end."""
    whole = Span(0, len(text))
    if not text:
        return Statement(Blank(whole), (), text)
    if text.startswith("//"):
        return Statement(CommentLine(comment_of(text, 0), whole), (), text)
    if text.startswith("/*") and text.find("*/", 2) == len(text) - 2:
        return Statement(CommentLine(comment_of(text, 0), whole), (), text)
    start = "block_attribute" if text.startswith("@@") and group != "property" else group
    read = tokens(text)
    content = cast("Content | None", _MACHINE.run(start, read)) if read else None
    if content is None:
        return Statement(Broken(text, whole), (SyntaxFault(_BROKEN[group], whole),), text)
    return Statement(content, tuple(_faults(content, text)), text)


# --- faults of what can be read ------------------------------------------------------------------


def _faults(content: Content, text: str) -> Iterator[SyntaxFault]:
    """What Prisma rejects in a statement that has a meaning all the same."""
    match content:
        case Broken(span=span):
            yield SyntaxFault(_NO_TYPE, span)
        case Field(attributes=attributes):
            yield from _type_faults(content, text)
            for attribute in attributes:
                yield from _attribute_faults(attribute, text)
        case EnumValue(attributes=attributes):
            for attribute in attributes:
                yield from _attribute_faults(attribute, text)
        case BlockAttribute(attribute=attribute):
            yield from _attribute_faults(attribute, text)
        case Property(value=value) if value is not None:
            yield from _expression_faults(value, text)
        case _:
            pass


def _type_faults(field: Field, text: str) -> Iterator[SyntaxFault]:
    """The older ways to write a field's type."""
    name, type_ = field.name_span, field.type
    between = text[name.end : type_.span.start]
    if ":" in between:
        colon = name.end + between.index(":")
        yield SyntaxFault(_COLON, Span(colon, colon + 1))
    written = text[type_.span.start : type_.span.end]
    if written.endswith("!"):
        yield SyntaxFault(_BANG, type_.span)
    elif written.startswith("["):
        yield SyntaxFault(_BRACKETS, type_.span)
    elif written.endswith("?") and type_.arity == "list":
        yield SyntaxFault(_OPTIONAL_LIST, type_.span)


def _attribute_faults(attribute: Attribute, text: str) -> Iterator[SyntaxFault]:
    if not attribute.has_parentheses:
        return
    before = text[attribute.span.start : attribute.span.end - 1].rstrip()
    if before.endswith(","):
        comma = attribute.span.start + len(before) - 1
        yield SyntaxFault(_TRAILING_COMMA, Span(comma, comma + 1))
    yield from _argument_faults(attribute.arguments, text)


def _argument_faults(arguments: Sequence[Argument], text: str) -> Iterator[SyntaxFault]:
    for argument in arguments:
        if argument.value is None:
            yield SyntaxFault(_NO_VALUE.format(argument.name), argument.span)
        else:
            yield from _expression_faults(argument.value, text)


def _expression_faults(value: Expression, text: str) -> Iterator[SyntaxFault]:
    match value:
        case String(raw=raw, span=span) if "\\" in raw:
            for bad in _ESCAPES.finditer(raw):
                if bad["unknown"] or bad["unicode"]:
                    message = _ESCAPE if bad["unknown"] else _UNICODE_ESCAPE
                    yield SyntaxFault(message, Span(bad.start(), bad.end()).shifted(span.start))
        case Call(arguments=arguments):
            yield from _argument_faults(arguments, text)
        case Array(items=items):
            for item in items:
                yield from _expression_faults(item, text)
        case Object(entries=entries):
            for _, item in entries:
                yield from _expression_faults(item, text)
        case _:
            pass


# JSON's escapes (RFC 8259 section 7), as Prisma has them.
_ESCAPES = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|(?P<unicode>u[0-9a-fA-F]{0,3})|(?P<unknown>.))')
