"""CockroachDB's types: what Prisma takes for each scalar type, and what SQL calls them.

As in `postgresql_types`, with the names that Prisma writes here: `STRING`, `INT4`, `BYTES`.
"""

from __future__ import annotations

from partywall.database.ddl import TypeName
from partywall.database.model import BuiltIn, Type, Unsupported
from partywall.schema.shape import NativeType

SCALARS = {
    "Int": BuiltIn("INT4"),
    "BigInt": BuiltIn("INT8"),
    "Float": BuiltIn("FLOAT8"),
    "Decimal": BuiltIn("DECIMAL", ("65", "30")),
    "Boolean": BuiltIn("BOOL"),
    "String": BuiltIn("STRING"),
    "DateTime": BuiltIn("TIMESTAMP", ("3",)),
    "Json": BuiltIn("JSONB"),
    "Bytes": BuiltIn("BYTES"),
}

_SINGLE_CHARACTER = '"char"'
_NAMES = frozenset(
    {
        *(
            "BIT",
            "BOOL",
            "BYTES",
            "CHAR",
            "DATE",
            "DECIMAL",
            "FLOAT4",
            "FLOAT8",
            "INET",
            "INT2",
            "INT4",
            "INT8",
        ),
        *("JSONB", "OID", "STRING", "TIME", "TIMESTAMP", "TIMESTAMPTZ", "TIMETZ", "UUID", "VARBIT"),
    }
)

# What else SQL calls them; `INT` has 64 bits here.
_ALIASES = {
    "INT": "INT8",
    "INTEGER": "INT8",
    "INT64": "INT8",
    "BIGINT": "INT8",
    "SMALLINT": "INT2",
    "REAL": "FLOAT4",
    "FLOAT": "FLOAT8",
    "DOUBLE PRECISION": "FLOAT8",
    "NUMERIC": "DECIMAL",
    "DEC": "DECIMAL",
    "BOOLEAN": "BOOL",
    "TEXT": "STRING",
    "VARCHAR": "STRING",
    "CHARACTER VARYING": "STRING",
    "CHAR VARYING": "STRING",
    "CHARACTER": "CHAR",
    "BYTEA": "BYTES",
    "BLOB": "BYTES",
    "JSON": "JSONB",
    "BIT VARYING": "VARBIT",
    "TIMESTAMP WITHOUT TIME ZONE": "TIMESTAMP",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ",
    "TIME WITHOUT TIME ZONE": "TIME",
    "TIME WITH TIME ZONE": "TIMETZ",
}

SERIALS = {
    "SERIAL": "INT8",
    "SERIAL8": "INT8",
    "BIGSERIAL": "INT8",
    "SERIAL4": "INT8",
    "SERIAL2": "INT8",
    "SMALLSERIAL": "INT8",
}
"""All of them are of 64 bits and take `unique_rowid()`, unless a setting says otherwise."""

# What the database says of a type that was declared without it.
_IMPLIED = {
    "TIMESTAMP": ("6",),
    "TIMESTAMPTZ": ("6",),
    "TIME": ("6",),
    "TIMETZ": ("6",),
    "CHAR": ("1",),
    "BIT": ("1",),
}


def native_type(native: NativeType, _: str = "") -> Type:
    """The type that `@db.…` names; one that Prisma does not know is taken as it is written."""
    if native.name == "CatalogSingleChar":
        return BuiltIn(_SINGLE_CHARACTER)
    if native.name.upper() not in _NAMES:
        arguments = f"({','.join(native.arguments)})" if native.arguments else ""
        return Unsupported(native.name + arguments)
    return BuiltIn(native.name.upper(), native.arguments)


def named_type(written: TypeName) -> BuiltIn | None:
    """The type that SQL names, or None where Prisma knows none."""
    if written.is_quoted:
        return BuiltIn(_SINGLE_CHARACTER) if written.name.text == "char" else None
    upper = written.name.text.upper()
    name = _ALIASES.get(upper, upper)
    return BuiltIn(name, written.arguments) if name in _NAMES else None


def as_reported(of: Type) -> Type:
    """A type as the database reports it: with the length or precision that it implies."""
    if not isinstance(of, BuiltIn):
        return of
    if not of.arguments:
        return BuiltIn(of.name, _IMPLIED.get(of.name, ()))
    if of.name == "DECIMAL" and len(of.arguments) == 1:
        return BuiltIn(of.name, (of.arguments[0], "0"))
    return of
