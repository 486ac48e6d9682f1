"""Every type of PostgreSQL that Prisma knows, changed to every other: cast, or dropped and made anew."""

from __future__ import annotations

import pytest

from partywall.database.from_schema import from_schema
from partywall.database.model import Database
from partywall.migrations.diff import diff
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.script import script
from partywall.schema.read import read
from support.oracle import Oracle

TYPES = (
    *("Int @db.SmallInt", "Int", "Int @db.Oid", "BigInt", "Float @db.Real", "Float"),
    *("Decimal", "Decimal @db.Decimal", "Decimal @db.Decimal(3, 0)", "Decimal @db.Decimal(9, 0)"),
    *("Decimal @db.Decimal(18, 4)", "Decimal @db.Money", "Boolean", "Bytes", "Json", "Json @db.Json"),
    *("String", "String @db.VarChar", "String @db.VarChar(3)", "String @db.VarChar(12)"),
    *("String @db.VarChar(25)", "String @db.VarChar(60)", "String @db.VarChar(400)"),
    *("String @db.Char(2)", "String @db.Char(4)", "String @db.Char(5)", "String @db.Char(30)"),
    *("String @db.Char(400)", "String @db.Citext", "String @db.Inet", "String @db.Uuid"),
    *("String @db.Xml", "String @db.Bit(3)", "String @db.Bit(8)", "String @db.VarBit"),
    *("String @db.VarBit(2)", "String @db.VarBit(9)", "DateTime", "DateTime @db.Timestamp"),
    *("DateTime @db.Timestamp(6)", "DateTime @db.Timestamptz", "DateTime @db.Timestamptz(3)"),
    *("DateTime @db.Date", "DateTime @db.Time", "DateTime @db.Time(3)", "DateTime @db.Time(6)"),
    *("DateTime @db.Timetz", "DateTime @db.Timetz(2)", "DateTime @db.Timetz(4)"),
    *("E", "F", 'Unsupported("tsvector")', 'Unsupported("point")'),
)
# `CHAR` and `CHAR(1)`, `BIT` and `BIT(1)` are one type to PostgreSQL; Prisma goes from one to the other.
LENGTHLESS = ("String @db.Char", "String @db.Bit")


def schema(types: list[str], arity: str) -> str:
    def field(number: int, type_: str) -> str:
        name, _, native = type_.partition(" ")
        return f"  c{number} {name}{arity} {native}\n"

    fields = "".join(field(number, type_) for number, type_ in enumerate(types))
    return (
        'datasource db {\n  provider = "postgresql"\n}\nenum E {\n  a\n}\nenum F {\n  a\n}\n'
        f"model A {{\n  id Int @id\n{fields}}}\n"
    )


def database(text: str) -> Database:
    reading = read({"a": text})
    return from_schema(reading.schema, reading.bodies)


@pytest.mark.parametrize(("before", "after"), [("", ""), ("?", "[]"), ("[]", "?"), ("[]", "[]")])
def test_every_type_to_every_other(before: str, after: str, oracle: Oracle) -> None:
    types = [*TYPES, *LENGTHLESS]
    steps = range(1, len(types)) if (before, after) == ("", "") else range(1, len(types), 7)
    for by in steps:
        one = schema(types, before)
        other = schema(types[by:] + types[:by], after)
        expected = oracle.diff({"a": one}, {"a": other})
        assert script(diff(database(one), database(other)), PostgreSQL()) == expected
