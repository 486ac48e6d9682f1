"""PostgreSQL's types: what Prisma takes for each scalar type, and what SQL calls them.

A built-in type has one spelling here, the one that Prisma writes; everything that SQL may call it is
mapped to that. Types that are not here are `Unsupported` for Prisma too.
"""

from __future__ import annotations

from partywall.database.model import BuiltIn, Type, Unsupported
from partywall.schema.shape import NativeType

SCALARS = {
    "Int": BuiltIn("INTEGER"),
    "BigInt": BuiltIn("BIGINT"),
    "Float": BuiltIn("DOUBLE PRECISION"),
    "Decimal": BuiltIn("DECIMAL", ("65", "30")),
    "Boolean": BuiltIn("BOOLEAN"),
    "String": BuiltIn("TEXT"),
    "DateTime": BuiltIn("TIMESTAMP", ("3",)),
    "Json": BuiltIn("JSONB"),
    "Bytes": BuiltIn("BYTEA"),
}

# `@db.X` -> SQL. Most are their own name in capitals.
_NATIVE = {
    name.replace(" ", ""): name
    for name in (
        *("SMALLINT", "INTEGER", "BIGINT", "DECIMAL", "MONEY", "INET", "OID", "CITEXT", "REAL"),
        *("DOUBLE PRECISION", "VARCHAR", "CHAR", "TEXT", "BYTEA", "TIMESTAMP", "TIMESTAMPTZ"),
        *("DATE", "TIME", "TIMETZ", "BOOLEAN", "BIT", "VARBIT", "UUID", "XML", "JSON", "JSONB"),
    )
}

# What else SQL calls them.
_ALIASES = {
    "INT": "INTEGER",
    "INT2": "SMALLINT",
    "INT4": "INTEGER",
    "INT8": "BIGINT",
    "FLOAT4": "REAL",
    "FLOAT8": "DOUBLE PRECISION",
    "FLOAT": "DOUBLE PRECISION",
    "NUMERIC": "DECIMAL",
    "DEC": "DECIMAL",
    "BOOL": "BOOLEAN",
    "CHARACTER VARYING": "VARCHAR",
    "CHAR VARYING": "VARCHAR",
    "CHARACTER": "CHAR",
    "BPCHAR": "CHAR",
    "BIT VARYING": "VARBIT",
    "TIMESTAMP WITHOUT TIME ZONE": "TIMESTAMP",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ",
    "TIME WITHOUT TIME ZONE": "TIME",
    "TIME WITH TIME ZONE": "TIMETZ",
}

SERIALS = {
    "SERIAL": "INTEGER",
    "SERIAL4": "INTEGER",
    "BIGSERIAL": "BIGINT",
    "SERIAL8": "BIGINT",
    "SMALLSERIAL": "SMALLINT",
    "SERIAL2": "SMALLINT",
}

# What the database says of a type that was declared without it (PostgreSQL manual, chapter 8).
_IMPLIED = {
    "TIMESTAMP": ("6",),
    "TIMESTAMPTZ": ("6",),
    "TIME": ("6",),
    "TIMETZ": ("6",),
    "CHAR": ("1",),
    "BIT": ("1",),
}

_BITS_OF_SINGLE_PRECISION = 24


def native_type(native: NativeType, _: str = "") -> Type:
    """The type that `@db.…` names; one that Prisma does not know is taken as it is written."""
    name = _NATIVE.get(native.name.upper())
    if name is None:
        arguments = f"({','.join(native.arguments)})" if native.arguments else ""
        return Unsupported(native.name + arguments)
    return BuiltIn(name, native.arguments)


def named_type(words: str, arguments: tuple[str, ...]) -> BuiltIn | None:
    """The built-in type that SQL calls `words`, or None where Prisma knows none."""
    upper = words.upper()
    name = _ALIASES.get(upper, upper)
    if name.replace(" ", "") not in _NATIVE or (upper == "BPCHAR" and not arguments):
        return None
    if upper == "FLOAT" and arguments and arguments[0].isdigit():
        is_single = int(arguments[0]) <= _BITS_OF_SINGLE_PRECISION
        return BuiltIn("REAL" if is_single else "DOUBLE PRECISION")
    return BuiltIn(name, arguments)


def as_reported(of: Type) -> Type:
    """A type as the database reports it: with the length or precision that it implies."""
    if not isinstance(of, BuiltIn):
        return of
    if not of.arguments:
        return BuiltIn(of.name, _IMPLIED.get(of.name, ()))
    if of.name == "DECIMAL" and len(of.arguments) == 1:
        return BuiltIn(of.name, (of.arguments[0], "0"))
    return of
