"""SQLite's types: what Prisma takes for each scalar type, what it makes of other names, and defaults.

SQLite keeps the name of a type as it was written; Prisma knows a few of them by heart (sql-schema-describer,
`sqlite.rs`).
"""

from __future__ import annotations

import re

from partywall.database.ddl import TypeName
from partywall.database.defaults import number
from partywall.database.model import BuiltIn, Computed, Constant, CurrentTime, Default, Type, Unsupported
from partywall.database.sql_tokens import Lexicon, Token, lexicon, tokens
from partywall.schema.shape import NativeType

LEXICON: Lexicon = lexicon(
    string=r"[xX]?'(?:[^']|'')*'?",
    name=r'"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?',
    word=r"[^\W\d][\w$]*",
)

SCALARS = {
    "Int": BuiltIn("INTEGER"),
    "BigInt": BuiltIn("BIGINT"),
    "Float": BuiltIn("REAL"),
    "Decimal": BuiltIn("DECIMAL"),
    "Boolean": BuiltIn("BOOLEAN"),
    "String": BuiltIn("TEXT"),
    "DateTime": BuiltIn("DATETIME"),
    "Json": BuiltIn("JSONB"),
    "Bytes": BuiltIn("BLOB"),
}

_FAMILIES = {
    "INTEGER": ("INTEGER", "INT", "SMALLINT", "TINYINT", "MEDIUMINT", "INT2", "SERIAL"),
    "BIGINT": ("BIGINT", "INT8", "UNSIGNED BIG INT"),
    "REAL": ("REAL", "FLOAT", "DOUBLE", "DOUBLE PRECISION"),
    "DECIMAL": ("DECIMAL", "NUMERIC", "MONEY"),
    "BOOLEAN": ("BOOLEAN", "BOOL"),
    "DATETIME": ("DATE", "DATETIME", "TIMESTAMP"),
    "BLOB": ("BLOB", "BINARY", "VARBINARY"),
    "JSONB": ("JSONB", "JSON"),
    "TEXT": ("TEXT", "CLOB", "CHAR", "CHARACTER", "VARCHAR", "NCHAR", "NVARCHAR", "VARYING CHARACTER"),
}
_BY_NAME = {name: family for family, names in _FAMILIES.items() for name in names}
_NUMBERS = frozenset({"INTEGER", "BIGINT", "REAL", "DECIMAL"})
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def native_type(native: NativeType, _: str = "") -> Type:
    """Prisma has no native types here."""
    return Unsupported(native.name)


def named_type(written: TypeName) -> BuiltIn | None:
    """The type that SQL names, or None where Prisma knows none."""
    family = _BY_NAME.get(written.name.text.upper())
    return BuiltIn(family) if family else None


def as_reported(of: Type) -> Type:
    """A type is reported as it was declared."""
    return of


def words(text: str) -> set[str]:
    """All names in a piece of SQL."""
    return {token.value for token in tokens(text, lexicon=LEXICON) if token.is_name}


def read_default(sql: str, of: Type, /, *, is_list: bool) -> Default | None:  # noqa: ARG001 - there are no lists
    """What a default in SQL is; None for `NULL`."""
    parts = list(tokens(sql, lexicon=LEXICON))
    if [part.key for part in parts] == ["NULL"]:
        return None
    return _constant(sql, parts, of.name if isinstance(of, BuiltIn) else "") or Computed(sql)


def _constant(sql: str, parts: list[Token], family: str) -> Default | None:
    if [part.key for part in parts] == ["CURRENT_TIMESTAMP"] and family == "DATETIME":
        return CurrentTime()
    text = parts[0].value if len(parts) == 1 else sql.replace(" ", "")
    is_string = len(parts) == 1 and parts[0].kind == "string"
    if family in _NUMBERS:
        return Constant("number", number(text)) if _NUMBER.fullmatch(text) else None
    if family == "BOOLEAN":
        value = {"TRUE": "true", "1": "true", "FALSE": "false", "0": "false"}.get(text.upper())
        return Constant("boolean", value) if value else None
    if not is_string:
        return None
    if family == "BLOB":
        return Constant("bytes", text.lower())
    if family == "DATETIME":
        return Constant("datetime", text)
    if family == "JSONB":
        return Constant("json", text)
    return Constant("text", text) if family == "TEXT" else None
