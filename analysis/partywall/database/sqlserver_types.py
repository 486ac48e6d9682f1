"""SQL Server's types: what Prisma takes for each scalar type, what SQL calls them, and defaults."""

from __future__ import annotations

import re

from partywall.database.ddl import TypeName
from partywall.database.defaults import number
from partywall.database.model import (
    BuiltIn,
    Computed,
    Constant,
    CurrentTime,
    Default,
    FromSequence,
    Type,
    Unsupported,
)
from partywall.database.sql_tokens import Lexicon, Token, lexicon, tokens
from partywall.schema.shape import NativeType

LEXICON: Lexicon = lexicon(
    string=r"[nN]?'(?:[^']|'')*'?",
    name=r'"(?:[^"]|"")*"?|\[(?:[^\]]|\]\])*\]?',
    word=r"(?:@{1,2}|\#{1,2})?[^\W\d][\w@#$]*",
    number=r"|0[xX][0-9A-Fa-f]*",
    nests_comments=True,
)

IDENTITY = "IDENTITY(1,1)"
"""What stands for a default where a column counts."""

SCALARS = {
    "Int": BuiltIn("INT"),
    "BigInt": BuiltIn("BIGINT"),
    "Float": BuiltIn("FLOAT", ("53",)),
    "Decimal": BuiltIn("DECIMAL", ("32", "16")),
    "Boolean": BuiltIn("BIT"),
    "String": BuiltIn("NVARCHAR", ("1000",)),
    "DateTime": BuiltIn("DATETIME2"),
    "Json": BuiltIn("NVARCHAR", ("1000",)),
    "Bytes": BuiltIn("VARBINARY", ("max",)),
}

INTEGERS = ("TINYINT", "SMALLINT", "INT", "BIGINT")
TEXTS = ("CHAR", "NCHAR", "VARCHAR", "NVARCHAR", "TEXT", "NTEXT")
BYTES = ("BINARY", "VARBINARY", "IMAGE")
MOMENTS = ("DATE", "TIME", "DATETIME", "DATETIME2", "DATETIMEOFFSET", "SMALLDATETIME")
NUMBERS = (*INTEGERS, "DECIMAL", "MONEY", "SMALLMONEY", "FLOAT", "REAL")
_NAMES = frozenset({*NUMBERS, *TEXTS, *BYTES, *MOMENTS, "BIT", "XML", "UNIQUEIDENTIFIER"})
_ALIASES = {"INTEGER": "INT", "NUMERIC": "DECIMAL", "DEC": "DECIMAL", "DOUBLE PRECISION": "FLOAT"}
_IMPLIED = {
    "FLOAT": ("53",),
    "DECIMAL": ("18", "0"),
    **dict.fromkeys(("CHAR", "NCHAR", "VARCHAR", "NVARCHAR", "BINARY", "VARBINARY"), ("1",)),
}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


_BYTES = re.compile(r"0[xX][0-9A-Fa-f]*")


def native_type(native: NativeType, _: str = "") -> Type:
    """The type that `@db.…` names; one that Prisma does not know is taken as it is written."""
    name = native.name.upper()
    if name not in _NAMES:
        arguments = f"({','.join(native.arguments)})" if native.arguments else ""
        return Unsupported(native.name + arguments)
    return BuiltIn(name, tuple(map(_argument, native.arguments)))


def named_type(written: TypeName) -> BuiltIn | None:
    """The type that SQL names, or None where Prisma knows none."""
    upper = written.name.text.upper()
    name = _ALIASES.get(upper, upper)
    if name not in _NAMES:
        return None
    return BuiltIn(name, () if name in MOMENTS else tuple(map(_argument, written.arguments)))


def as_reported(of: Type) -> Type:
    """A type as the database reports it: with the length or precision that it implies."""
    if not isinstance(of, BuiltIn):
        return of
    if not of.arguments:
        return BuiltIn(of.name, _IMPLIED.get(of.name, ()))
    if of.name == "DECIMAL" and len(of.arguments) == 1:
        return BuiltIn(of.name, (of.arguments[0], "0"))
    return of


def _argument(text: str) -> str:
    return text.lower() if text.lower() == "max" else text


def words(text: str) -> set[str]:
    """All names in a piece of SQL."""
    return {token.value for token in tokens(text, lexicon=LEXICON) if token.is_name}


def read_default(sql: str, of: Type, /, *, is_list: bool) -> Default | None:  # noqa: ARG001 - there are no lists
    """What a default in SQL is; None for `NULL`."""
    if sql == IDENTITY:
        return FromSequence()
    parts = _unwrapped(list(tokens(sql, lexicon=LEXICON)))
    if [part.key for part in parts] == ["NULL"]:
        return None
    return _constant(parts, of.name if isinstance(of, BuiltIn) else "") or Computed(sql)


def _unwrapped(parts: list[Token]) -> list[Token]:
    """SQL Server keeps a default in parentheses, a number in two pairs of them."""
    while len(parts) > len("()") and parts[0].key == "(" and parts[-1].key == ")":
        depth = 0
        for at, part in enumerate(parts):
            depth += {"(": 1, ")": -1}.get(part.key, 0)
            if depth == 0 and at < len(parts) - 1:
                return parts
        parts = parts[1:-1]
    return parts


def _constant(parts: list[Token], name: str) -> Default | None:
    keys = [part.key for part in parts]
    if keys in (["CURRENT_TIMESTAMP"], ["GETDATE", "(", ")"]) and name in MOMENTS:
        return CurrentTime()
    text = "".join(part.value or part.key for part in parts)
    is_string = len(parts) == 1 and parts[0].kind == "string"
    if name in NUMBERS:
        return Constant("number", number(text)) if _NUMBER.fullmatch(text) else None
    if name == "BIT":
        value = {"1": "true", "0": "false"}.get(text)
        return Constant("boolean", value) if value else None
    if name in BYTES:
        return Constant("bytes", text[2:].lower()) if _BYTES.fullmatch(text) else None
    if not is_string:
        return None
    return Constant("datetime" if name in MOMENTS else "text", text)
