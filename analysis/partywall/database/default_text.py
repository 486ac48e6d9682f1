"""Defaults of columns, from SQL text: what Prisma would make of them once the database has them.

Prisma reads a default by the family of its column (prisma-engines, `describer/postgres/default.rs`);
what is no constant of that family is an expression.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from partywall.database.defaults import number
from partywall.database.model import (
    BuiltIn,
    Computed,
    Constant,
    ConstantList,
    CurrentTime,
    Default,
    EnumOf,
    FromSequence,
    Type,
)
from partywall.database.sql_tokens import Token, is_wrapped, tokens

_NUMBERS = frozenset(
    {
        *("SMALLINT", "INTEGER", "BIGINT", "OID", "REAL", "DOUBLE PRECISION", "DECIMAL", "MONEY"),
        *("INT2", "INT4", "INT8", "FLOAT4", "FLOAT8"),  # CockroachDB's
    }
)
_MOMENTS = frozenset({"TIMESTAMP", "TIMESTAMPTZ", "DATE", "TIME", "TIMETZ"})
_TRUE_AND_FALSE = {
    **dict.fromkeys(("t", "true", "y", "yes", "on", "1"), "true"),
    **dict.fromkeys(("f", "false", "n", "no", "off", "0"), "false"),
}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_LIST_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,"]+)')


def read_default(sql: str, of: Type, *, is_list: bool) -> Default | None:
    """What a default is; None for `NULL`."""
    parts = _without_casts(list(tokens(sql)))
    if [part.key for part in parts] == ["NULL"]:
        return None
    if is_list:
        return _list(parts, of) or Computed(sql)
    if isinstance(of, BuiltIn) and of.name in _MOMENTS:
        return CurrentTime(sql) if _is_now(parts) else Computed(sql)
    return _value(parts, of) or Computed(sql)


def _value(parts: Sequence[Token], of: Type) -> Default | None:
    sequence = _sequence(parts)
    if sequence is not None:
        return FromSequence(sequence)
    return _constant(parts, of)


def _is_now(parts: Sequence[Token]) -> bool:
    keys = [part.key for part in parts]
    return keys in (["CURRENT_TIMESTAMP"], ["NOW", "(", ")"], ["CURRENT_TIMESTAMP", "(", ")"])


def _sequence(parts: Sequence[Token]) -> str | None:
    """The sequence in `nextval('"schema"."name"'::regclass)`."""
    if len(parts) < len(("nextval", "(", "name")) or parts[0].key != "NEXTVAL":
        return None
    text = next((part.value for part in parts if part.kind == "string"), None)
    if text is None:
        return None
    names = [token.value for token in tokens(text) if token.is_name]
    return names[-1] if names else None


def _constant(parts: Sequence[Token], of: Type) -> Constant | None:
    text = _text(parts)
    if text is None:
        return None
    is_string = parts[-1].kind == "string"
    if isinstance(of, EnumOf):
        return Constant("text", text) if is_string else None
    if not isinstance(of, BuiltIn):
        return None
    if of.name in _NUMBERS:
        return Constant("number", number(text)) if _NUMBER.fullmatch(text) else None
    if of.name in {"BOOLEAN", "BOOL"}:
        value = _TRUE_AND_FALSE.get(text.strip().lower())
        return Constant("boolean", value) if value else None
    if not is_string:
        return None
    if of.name in {"BYTEA", "BYTES"}:
        return Constant("bytes", text[2:].lower()) if text.startswith("\\x") else None
    return Constant("json" if of.name in {"JSON", "JSONB"} else "text", text)


def _text(parts: Sequence[Token]) -> str | None:
    """The one constant that the parts are, a minus before it included."""
    if len(parts) == 1 and (parts[0].kind != "sign" and parts[0].kind != "name"):
        return parts[0].value
    signed = len(parts) == len(("-", "1")) and parts[0].key in {"-", "+"}
    if signed and parts[1].kind == "number":
        return parts[0].key.removeprefix("+") + parts[1].value
    return None


# --- lists ------------------------------------------------------------------------------------


def _list(parts: Sequence[Token], of: Type) -> Default | None:
    keys = [part.key for part in parts]
    if keys[:2] == ["ARRAY", "["] and keys[-1] == "]":
        items = [_item(each, of) for each in _by_commas(parts[2:-1])]
    elif len(parts) == 1 and parts[0].kind == "string":
        text = parts[0].value.strip()
        if not (text.startswith("{") and text.endswith("}")):
            return None
        items = [_item(each, of) for each in _items(text[1:-1])]
    else:
        return None
    constants = tuple(each for each in items if each is not None)
    return ConstantList(constants) if len(constants) == len(items) else None


def _item(parts: Sequence[Token], of: Type) -> Constant | None:
    if isinstance(of, BuiltIn) and of.name in _MOMENTS:
        text = _text(parts)
        return Constant("datetime", text) if text is not None else None
    return _constant(parts, of)


def _items(inner: str) -> list[Sequence[Token]]:
    """The items of `{a,"b c"}`, each as a string."""
    return [
        (Token("string", "", re.sub(r"\\(.)", r"\1", quoted) if quoted else plain.strip(), 0, 0),)
        for quoted, plain in _LIST_ITEM.findall(inner)
    ]


def _by_commas(parts: Sequence[Token]) -> list[Sequence[Token]]:
    if not parts:
        return []
    found: list[list[Token]] = [[]]
    for part in parts:
        if part.key == ",":
            found.append([])
        else:
            found[-1].append(part)
    return [_without_casts(each) for each in found]


# --- casts ------------------------------------------------------------------------------------


def _without_casts(parts: list[Token]) -> list[Token]:
    """What is left when outer parentheses and casts of the whole are taken away."""
    while True:
        cut = _cast_start(parts)
        if cut is not None:
            parts = parts[:cut]
        elif is_wrapped(parts):
            parts = parts[1:-1]
        else:
            return parts


def _cast_start(parts: Sequence[Token]) -> int | None:
    """Where `::type` begins, if it is the last thing, outside of parentheses and after no operator."""
    depth = 0
    found = None
    for at, part in enumerate(parts):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(part.key, 0)
        if depth == 0 and part.key == "::":
            found = at
            break
        if depth == 0 and at and part.kind == "sign" and part.key not in {")", "]", ".", "-"}:
            return None
    rest = parts[found + 1 :] if found is not None else ()
    is_type = all(part.kind != "sign" or part.key in set("()[].,") | {"::"} for part in rest)
    return found if found and is_type else None
