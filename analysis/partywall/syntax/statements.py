"""Parsing one statement with Lark. Never fails on any text: a broken statement is a value too."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# Lark leaves the types of its decorators and of `parse` open; mypy checks ours all the same.

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput

from partywall.syntax.lexer import StatementLexer
from partywall.syntax.tree import (
    Argument,
    Arity,
    Array,
    Attribute,
    Blank,
    BlockAttribute,
    Broken,
    Call,
    Comment,
    CommentLine,
    Content,
    EnumValue,
    Expression,
    Field,
    Name,
    Number,
    Object,
    Property,
    Statement,
    String,
    SyntaxFault,
    TypeReference,
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


def parse(group: Group, text: str) -> Statement:
    """Read one statement: a line of a block without indent, trailing blanks and line end."""
    whole = Span(0, len(text))
    if not text:
        return Statement(Blank(whole), (), text)
    if text.startswith("//"):
        return Statement(CommentLine(_comment(text, 0), whole), (), text)
    if text.startswith("/*") and text.find("*/", 2) == len(text) - 2:
        return Statement(CommentLine(_comment(text, 0), whole), (), text)
    start = "block_attribute" if text.startswith("@@") and group != "property" else group
    try:
        content = cast("Content", _parser().parse(text, start=start))
    except UnexpectedInput:
        return Statement(Broken(text, whole), (SyntaxFault(_BROKEN[group], whole),), text)
    return Statement(content, tuple(_faults(content, text)), text)


def warm_up() -> None:
    """Build the parser's tables now rather than at the first statement."""
    _parser()


@cache
def _parser() -> Lark:
    grammar = (files("partywall.syntax") / "grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        start=["field", "enum_value", "block_attribute", "property"],
        parser="lalr",
        lexer=StatementLexer,
        transformer=_Builder(),
    )


_Bare = Token | Name
_Made = Comment | Attribute | TypeReference | None


@v_args(inline=True)
class _Builder(Transformer[Token, Content]):
    """Makes our values of what Lark reads, bottom up. It has no state."""

    def field(self, name: Name, *parts: _Made | Token) -> Content:
        type_ = next((part for part in parts if isinstance(part, TypeReference)), None)
        span = Span(name.span.start, _end(name, parts))
        if type_ is None:
            return Broken("", span)
        return Field(name.value, name.span, type_, _attributes(parts), _last_comment(parts), span)

    def enum_value(self, name: Name, *parts: _Made) -> EnumValue:
        span = Span(name.span.start, _end(name, parts))
        return EnumValue(name.value, name.span, _attributes(parts), _last_comment(parts), span)

    def block_attribute(self, at: Token, path: Name, *parts: object) -> BlockAttribute:
        arguments = next((part for part in parts if isinstance(part, _Arguments)), None)
        comment = next((part for part in parts if isinstance(part, Comment)), None)
        attribute = self.attribute(at, path, arguments)
        end = comment.span.end if comment else attribute.span.end
        return BlockAttribute(attribute, comment, Span(attribute.span.start, end))

    def property(self, key: Name, equal: Token, *parts: Expression | Comment) -> Property:
        value = next((part for part in parts if not isinstance(part, Comment)), None)
        comment = next((part for part in parts if isinstance(part, Comment)), None)
        end = parts[-1].span.end if parts else _token_span(equal).end
        return Property(key.value, key.span, value, comment, Span(key.span.start, end))

    def base(self, *tokens: Token) -> TypeReference:
        span = Span(_token_span(tokens[0]).start, _token_span(tokens[-1]).end)
        if len(tokens) == 1:
            return TypeReference(str(tokens[0]), "required", is_unsupported=False, span=span, name_span=span)
        return TypeReference(_unescape(tokens[1]), "required", is_unsupported=True, span=span, name_span=span)

    def required(self, base: TypeReference) -> TypeReference:
        return base

    def optional(self, base: TypeReference, question: Token) -> TypeReference:
        return _with_arity(base, "optional", base.span.start, question)

    def list(self, base: TypeReference, _left: Token, right: Token) -> TypeReference:
        return _with_arity(base, "list", base.span.start, right)

    def legacy_required(self, base: TypeReference, bang: Token) -> TypeReference:
        return _with_arity(base, "required", base.span.start, bang)

    def legacy_list(self, left: Token, base: TypeReference, right: Token) -> TypeReference:
        return _with_arity(base, "list", _token_span(left).start, right)

    def optional_list(
        self, base: TypeReference, _left: Token, _right: Token, question: Token
    ) -> TypeReference:
        return _with_arity(base, "list", base.span.start, question)

    def attribute(self, at: Token, path: Name, arguments: _Arguments | None = None) -> Attribute:
        start = _token_span(at).start
        end = arguments.span.end if arguments else path.span.end
        return Attribute(
            path.value,
            arguments.items if arguments else (),
            arguments is not None,
            Span(start, end),
            Span(start, path.span.end),
        )

    def arguments(self, left: Token, *parts: Argument | Token) -> _Arguments:
        items = tuple(part for part in parts if isinstance(part, Argument))
        return _Arguments(items, Span(_token_span(left).start, _token_end(parts[-1])))

    def named_argument(self, name: Name, _colon: Token, value: Expression) -> Argument:
        return Argument(name.value, value, Span(name.span.start, value.span.end))

    def empty_argument(self, name: Name, colon: Token) -> Argument:
        return Argument(name.value, None, Span(name.span.start, _token_span(colon).end))

    def plain_argument(self, value: Expression) -> Argument:
        return Argument(None, value, value.span)

    def call(self, path: Name, arguments: _Arguments) -> Call:
        return Call(path.value, arguments.items, Span(path.span.start, arguments.span.end))

    def array(self, left: Token, *parts: Expression | Token) -> Array:
        items = tuple(part for part in parts if not isinstance(part, Token))
        return Array(items, Span(_token_span(left).start, _token_end(parts[-1])))

    def object(self, left: Token, *parts: tuple[str, Expression] | Token) -> Object:
        entries = tuple(part for part in parts if not isinstance(part, Token))
        return Object(entries, Span(_token_span(left).start, _token_end(parts[-1])))

    def entry(self, name: Name, _colon: Token, value: Expression) -> tuple[str, Expression]:
        return (name.value, value)

    def number(self, token: Token) -> Number:
        return Number(str(token), _token_span(token))

    def string(self, token: Token) -> String:
        return String(_unescape(token), str(token), _token_span(token))

    def constant(self, path: Name) -> Name:
        return path

    def name(self, token: Token) -> Name:
        return Name(str(token), _token_span(token))

    path = name

    def comment(self, token: Token) -> Comment:
        return _comment(str(token), _token_span(token).start)


@dataclass(frozen=True, slots=True)
class _Arguments:
    """An argument list with its parentheses."""

    items: tuple[Argument, ...]
    span: Span


def _token_span(token: Token) -> Span:
    return Span(token.start_pos or 0, token.end_pos or 0)


def _token_end(part: object) -> int:
    return _token_span(part).end if isinstance(part, Token) else 0


def _attributes(parts: Sequence[object]) -> tuple[Attribute, ...]:
    return tuple(part for part in parts if isinstance(part, Attribute))


def _last_comment(parts: Sequence[object]) -> Comment | None:
    return parts[-1] if parts and isinstance(parts[-1], Comment) else None


def _end(name: Name, parts: Sequence[_Made | Token]) -> int:
    last = parts[-1] if parts else None
    if last is None:
        return name.span.end
    return _token_span(last).end if isinstance(last, Token) else last.span.end


def _with_arity(base: TypeReference, arity: Arity, start: int, last: Token) -> TypeReference:
    span = Span(start, _token_span(last).end)
    return TypeReference(base.name, arity, base.is_unsupported, span, base.name_span)


def _comment(text: str, start: int) -> Comment:
    span = Span(start, start + len(text))
    if text.startswith("/*"):
        return Comment("block", text, span)
    is_doc = text.startswith("///")
    return Comment("doc" if is_doc else "line", text, span)


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


def _unescape(token: Token) -> str:
    """The value of a string literal; an escape that Prisma rejects stays as it is written."""
    raw = str(token)
    if "\\" not in raw:
        return raw[1:-1]
    try:
        return str(json.loads(raw))
    except ValueError:
        return raw[1:-1]
