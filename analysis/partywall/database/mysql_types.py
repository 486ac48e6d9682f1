"""MySQL's and MariaDB's types: what Prisma takes for each scalar type, what SQL calls them, and defaults."""

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
    OneOf,
    Type,
    Unsupported,
)
from partywall.database.sql_tokens import Lexicon, Token, lexicon, tokens
from partywall.schema.shape import NativeType

LEXICON: Lexicon = lexicon(
    # `/*! … */` is run, its marks are not seen; `--` needs a blank behind it.
    blank=r"--(?=[\s\x00]|$)[^\n\r]*|\#[^\n\r]*|/\*!\d*|\*/",
    string=r"""(?:[bBxXnN]|_\w+\s*)?'(?:[^'\\]|''|\\.)*'?|"(?:[^"\\]|""|\\.)*"?""",
    name=r"`(?:[^`]|``)*`?",
    word=r"@{0,2}[^\W\d][\w$]*",
    has_escapes=True,
)

AUTO_INCREMENT = "AUTO_INCREMENT"
"""What stands for a default where a column counts."""

SCALARS = {
    "Int": BuiltIn("INTEGER"),
    "BigInt": BuiltIn("BIGINT"),
    "Float": BuiltIn("DOUBLE"),
    "Decimal": BuiltIn("DECIMAL", ("65", "30")),
    "Boolean": BuiltIn("BOOLEAN"),
    "String": BuiltIn("VARCHAR", ("191",)),
    "DateTime": BuiltIn("DATETIME", ("3",)),
    "Json": BuiltIn("JSON"),
    "Bytes": BuiltIn("LONGBLOB"),
}

INTEGERS = ("TINYINT", "SMALLINT", "MEDIUMINT", "INTEGER", "BIGINT")
TEXTS = ("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT")
BLOBS = ("BIT", "BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB")
MOMENTS = ("DATE", "TIME", "DATETIME", "TIMESTAMP", "YEAR")
_NAMES = frozenset(
    {
        *INTEGERS,
        *(f"{each} UNSIGNED" for each in INTEGERS),
        *TEXTS,
        *BLOBS,
        *MOMENTS,
        *("DECIMAL", "FLOAT", "DOUBLE", "JSON"),
    }
)
_ALIASES = {
    "INT": "INTEGER",
    "INT1": "TINYINT",
    "INT2": "SMALLINT",
    "INT3": "MEDIUMINT",
    "INT4": "INTEGER",
    "INT8": "BIGINT",
    "BOOL": "BOOLEAN",
    "NUMERIC": "DECIMAL",
    "DEC": "DECIMAL",
    "FIXED": "DECIMAL",
    "REAL": "DOUBLE",
    "DOUBLE PRECISION": "DOUBLE",
    "CHARACTER": "CHAR",
    "CHARACTER VARYING": "VARCHAR",
    "NCHAR": "CHAR",
    "NVARCHAR": "VARCHAR",
}
_PLAIN = frozenset({*INTEGERS, *(f"{each} UNSIGNED" for each in INTEGERS), "FLOAT", "DOUBLE", "YEAR"})
"""Types whose number in parentheses is only about how they are shown."""
_IMPLIED = {
    "DATETIME": ("0",),
    "TIMESTAMP": ("0",),
    "TIME": ("0",),
    "CHAR": ("1",),
    "BINARY": ("1",),
    "BIT": ("1",),
    "DECIMAL": ("10", "0"),
}
_BITS = {"TRUE": "true", "1": "true", "FALSE": "false", "0": "false"}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def native_type(native: NativeType, scalar: str) -> Type:
    """The type that `@db.…` names; one that Prisma does not know is taken as it is written."""
    upper = native.name.upper()
    if upper.startswith("UNSIGNED"):
        upper = f"{upper.removeprefix('UNSIGNED')} UNSIGNED"
    words = upper.split(" ")
    name = " ".join([_ALIASES.get(words[0], words[0]), *words[1:]])
    if name.startswith("TINYINT") and scalar == "Boolean":
        return BuiltIn("BOOLEAN")
    if name not in _NAMES:
        arguments = f"({','.join(native.arguments)})" if native.arguments else ""
        return Unsupported(native.name + arguments)
    return BuiltIn(name, native.arguments)


def named_type(written: TypeName) -> BuiltIn | OneOf | None:
    """The type that SQL names, or None where Prisma knows none."""
    upper = written.name.text.upper()
    if upper == "ENUM":
        return OneOf(written.arguments)
    words = upper.removesuffix(" UNSIGNED")
    sign = upper.removeprefix(words)
    name = _ALIASES.get(words, words)
    if name == "BOOLEAN" or (name == "TINYINT" and written.arguments == ("1",) and not sign):
        return BuiltIn("BOOLEAN")
    if name + sign not in _NAMES:
        return None
    return BuiltIn(name + sign, () if name in _PLAIN else written.arguments)


def as_reported(of: Type) -> Type:
    """A type as the database reports it: with the length or precision that it implies."""
    if not isinstance(of, BuiltIn):
        return of
    if not of.arguments:
        return BuiltIn(of.name, _IMPLIED.get(of.name, ()))
    if of.name == "DECIMAL" and len(of.arguments) == 1:
        return BuiltIn(of.name, (of.arguments[0], "0"))
    return of


def words(text: str) -> set[str]:
    """All names in a piece of SQL."""
    return {token.value for token in tokens(text, lexicon=LEXICON) if token.is_name}


def read_default(sql: str, of: Type, /, *, is_list: bool) -> Default | None:  # noqa: ARG001 - there are no lists
    """What a default in SQL is; None for `NULL`."""
    if sql == AUTO_INCREMENT:
        return FromSequence()
    parts = list(tokens(sql, lexicon=LEXICON))
    if [part.key for part in parts] == ["NULL"]:
        return None
    return _constant(sql, parts, of) or Computed(sql)


def _constant(sql: str, parts: list[Token], of: Type) -> Default | None:
    name = of.name.removesuffix(" UNSIGNED") if isinstance(of, BuiltIn) else ""
    first = parts[0] if parts else None
    if first is None:
        return None
    if first.key in {"CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP"} and name in MOMENTS:
        return CurrentTime()
    is_string = len(parts) == 1 and first.kind == "string"
    text = first.value if len(parts) == 1 else sql.replace(" ", "")
    if name in INTEGERS or name in {"DECIMAL", "FLOAT", "DOUBLE", "YEAR"}:
        return Constant("number", number(text)) if _NUMBER.fullmatch(text) else None
    if name == "BOOLEAN":
        value = _BITS.get(text.upper())
        return Constant("boolean", value) if value else None
    if of == BuiltIn("BIT", ("1",)):
        bit = _BITS.get(first.value.upper()) if len(parts) == 1 else None
        return Constant("boolean", bit) if bit else None
    if not is_string or name in BLOBS:
        return None
    if name in MOMENTS:
        return Constant("datetime", text)
    return Constant("text", text) if name in TEXTS or isinstance(of, OneOf) else None
