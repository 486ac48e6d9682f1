"""Defaults of columns, from a schema's expressions."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from partywall.database.model import (
    Computed,
    Constant,
    ConstantList,
    CurrentTime,
    Default,
    FromSequence,
)
from partywall.syntax.tree import Array, Call, Expression, Name, Number, Object, String


def default_of(
    expression: Expression, type_name: str, enum_values: Mapping[str, str] | None
) -> Default | None:
    """The database's default for `@default(…)`; None where only Prisma Client fills the field.

    `enum_values` maps the values of the field's enum to their database names.
    """
    if isinstance(expression, Call):
        return _call(expression)
    if isinstance(expression, Array):
        items = (_constant(item, type_name, enum_values) for item in expression.items)
        return ConstantList(tuple(item for item in items if item is not None))
    return _constant(expression, type_name, enum_values)


def _call(call: Call) -> Default | None:
    match call.name:
        case "now":
            return CurrentTime()
        case "autoincrement" | "sequence":
            return FromSequence()
        case "dbgenerated":
            first = call.arguments[0].value if call.arguments else None
            return Computed(first.value if isinstance(first, String) else "")
        case _:
            return None


def _constant(
    expression: Expression, type_name: str, enum_values: Mapping[str, str] | None
) -> Constant | None:
    match expression:
        case Name(value) if enum_values is not None:
            return Constant("text", enum_values.get(value, value))
        case Name(value):
            return Constant("boolean", value)
        case Number(value):
            return Constant("number", number(value))
        case String(value):
            return _text(value, type_name)
        case Call() | Array() | Object():
            return None


def _text(value: str, type_name: str) -> Constant:
    match type_name:
        case "DateTime":
            return Constant("datetime", _moment(value))
        case "Json":
            return Constant("json", value)
        case "Bytes":
            return Constant("bytes", _hexadecimal(value))
        case "Decimal":
            return Constant("number", number(value))
        case _:
            return Constant("text", value)


def number(text: str) -> str:
    """A number as Prisma writes it: its digits after the point stay, needless zeros before go."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return format(abs(value) if value == 0 else value, "f")


_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[Tt ](?P<time>\d\d:\d\d:\d\d)(?:\.(?P<fraction>\d+))?"
    r"(?P<zone>[Zz]|[+-]\d\d:\d\d)"
)


def _moment(text: str) -> str:
    """RFC 3339 as Prisma writes it, with 3, 6 or 9 digits of a second, as many as are needed."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return text
    zone = "+00:00" if match["zone"] in {"Z", "z"} else match["zone"]
    digits = (match["fraction"] or "")[:9].ljust(9, "0")
    fraction = next((digits[:n] for n in (0, 3, 6, 9) if not digits[n:].strip("0")), digits)
    dot = "." if fraction else ""
    return f"{match['day']} {match['time']}{dot}{fraction} {zone}"


def _hexadecimal(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).hex()
    except binascii.Error:
        return text.encode(errors="replace").hex()
