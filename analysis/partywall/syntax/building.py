"""What becomes of each rule of the grammar, bottom up: our tree instead of Lark's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from partywall.syntax.lexer import Token
from partywall.syntax.tree import (
    Argument,
    Arity,
    Array,
    Attribute,
    BlockAttribute,
    Broken,
    Call,
    Comment,
    Content,
    EnumValue,
    Expression,
    Field,
    Name,
    Number,
    Object,
    Property,
    String,
    TypeReference,
)
from partywall.text import Span
from partywall.values import dataclass

_Made = Comment | Attribute | TypeReference | None


def _field(name: Name, *parts: _Made | Token) -> Content:
    type_ = next((part for part in parts if isinstance(part, TypeReference)), None)
    span = Span(name.span.start, _end(name, parts))
    if type_ is None:
        return Broken("", span)
    return Field(name.value, name.span, type_, _attributes(parts), _last_comment(parts), span)


def _enum_value(name: Name, *parts: _Made) -> EnumValue:
    span = Span(name.span.start, _end(name, parts))
    return EnumValue(name.value, name.span, _attributes(parts), _last_comment(parts), span)


def _block_attribute(at: Token, path: Name, *parts: object) -> BlockAttribute:
    arguments = next((part for part in parts if isinstance(part, _Arguments)), None)
    comment = next((part for part in parts if isinstance(part, Comment)), None)
    attribute = _attribute(at, path, arguments)
    end = comment.span.end if comment else attribute.span.end
    return BlockAttribute(attribute, comment, Span(attribute.span.start, end))


def _property(key: Name, equal: Token, *parts: Expression | Comment) -> Property:
    value = next((part for part in parts if not isinstance(part, Comment)), None)
    comment = next((part for part in parts if isinstance(part, Comment)), None)
    end = parts[-1].span.end if parts else equal.end
    return Property(key.value, key.span, value, comment, Span(key.span.start, end))


def _base(*tokens: Token) -> TypeReference:
    span = Span(tokens[0].start, tokens[-1].end)
    if len(tokens) == 1:
        return TypeReference(tokens[0].text, "required", is_unsupported=False, span=span, name_span=span)
    return TypeReference(
        _unescape(tokens[1].text), "required", is_unsupported=True, span=span, name_span=span
    )


def _required(base: TypeReference) -> TypeReference:
    return base


def _optional(base: TypeReference, question: Token) -> TypeReference:
    return _with_arity(base, "optional", base.span.start, question)


def _list(base: TypeReference, _left: Token, right: Token) -> TypeReference:
    return _with_arity(base, "list", base.span.start, right)


def _legacy_required(base: TypeReference, bang: Token) -> TypeReference:
    return _with_arity(base, "required", base.span.start, bang)


def _legacy_list(left: Token, base: TypeReference, right: Token) -> TypeReference:
    return _with_arity(base, "list", left.start, right)


def _optional_list(base: TypeReference, _left: Token, _right: Token, question: Token) -> TypeReference:
    return _with_arity(base, "list", base.span.start, question)


def _attribute(at: Token, path: Name, arguments: _Arguments | None = None) -> Attribute:
    start = at.start
    end = arguments.span.end if arguments else path.span.end
    return Attribute(
        path.value,
        arguments.items if arguments else (),
        arguments is not None,
        Span(start, end),
        Span(start, path.span.end),
    )


def _arguments(left: Token, *parts: Argument | Token) -> _Arguments:
    items = tuple(part for part in parts if isinstance(part, Argument))
    return _Arguments(items, Span(left.start, _token_end(parts[-1])))


def _named_argument(name: Name, _colon: Token, value: Expression) -> Argument:
    return Argument(name.value, value, Span(name.span.start, value.span.end))


def _empty_argument(name: Name, colon: Token) -> Argument:
    return Argument(name.value, None, Span(name.span.start, colon.end))


def _plain_argument(value: Expression) -> Argument:
    return Argument(None, value, value.span)


def _call(path: Name, arguments: _Arguments) -> Call:
    return Call(path.value, arguments.items, Span(path.span.start, arguments.span.end))


def _array(left: Token, *parts: Expression | Token) -> Array:
    items = tuple(part for part in parts if not isinstance(part, Token))
    return Array(items, Span(left.start, _token_end(parts[-1])))


def _object(left: Token, *parts: tuple[str, Expression] | Token) -> Object:
    entries = tuple(part for part in parts if not isinstance(part, Token))
    return Object(entries, Span(left.start, _token_end(parts[-1])))


def _entry(name: Name, _colon: Token, value: Expression) -> tuple[str, Expression]:
    return (name.value, value)


def _number(token: Token) -> Number:
    return Number(token.text, _token_span(token))


def _string(token: Token) -> String:
    return String(_unescape(token.text), token.text, _token_span(token))


def _constant(path: Name) -> Name:
    return path


def _name(token: Token) -> Name:
    return Name(token.text, _token_span(token))


def _comment(token: Token) -> Comment:
    return comment_of(token.text, token.start)


def _itself(part: object) -> object:
    return part


BUILD: Mapping[str, Callable[..., object]] = {
    "itself": _itself,
    "field": _field,
    "enum_value": _enum_value,
    "block_attribute": _block_attribute,
    "property": _property,
    "base": _base,
    "required": _required,
    "optional": _optional,
    "list": _list,
    "legacy_required": _legacy_required,
    "legacy_list": _legacy_list,
    "optional_list": _optional_list,
    "attribute": _attribute,
    "arguments": _arguments,
    "named_argument": _named_argument,
    "empty_argument": _empty_argument,
    "plain_argument": _plain_argument,
    "call": _call,
    "array": _array,
    "object": _object,
    "entry": _entry,
    "number": _number,
    "string": _string,
    "constant": _constant,
    "name": _name,
    "comment": _comment,
    "path": _name,
}
"""What makes the value of each rule of the grammar, by its name there."""


@dataclass(frozen=True, slots=True)
class _Arguments:
    """An argument list with its parentheses."""

    items: tuple[Argument, ...]
    span: Span


def _token_span(token: Token) -> Span:
    return Span(token.start, token.end)


def _token_end(part: object) -> int:
    return part.end if isinstance(part, Token) else 0


def _attributes(parts: Sequence[object]) -> tuple[Attribute, ...]:
    return tuple(part for part in parts if isinstance(part, Attribute))


def _last_comment(parts: Sequence[object]) -> Comment | None:
    return parts[-1] if parts and isinstance(parts[-1], Comment) else None


def _end(name: Name, parts: Sequence[_Made | Token]) -> int:
    last = parts[-1] if parts else None
    if last is None:
        return name.span.end
    return last.end if isinstance(last, Token) else last.span.end


def _with_arity(base: TypeReference, arity: Arity, start: int, last: Token) -> TypeReference:
    span = Span(start, last.end)
    return TypeReference(base.name, arity, base.is_unsupported, span, base.name_span)


def comment_of(text: str, start: int) -> Comment:
    """A comment from its text and where it begins."""
    span = Span(start, start + len(text))
    if text.startswith("/*"):
        return Comment("block", text, span)
    is_doc = text.startswith("///")
    return Comment("doc" if is_doc else "line", text, span)


def _unescape(raw: str) -> str:
    """The value of a string literal; an escape that Prisma rejects stays as it is written."""
    if "\\" not in raw:
        return raw[1:-1]
    try:
        return str(json.loads(raw))
    except ValueError:
        return raw[1:-1]
