"""Types that Prisma does not know, and expressions as defaults, where providers differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall.database.from_schema import from_schema
from partywall.migrations.create import Migration, create
from partywall.schema.read import read
from support.migrations import made, up
from support.sqlite import database, rows

if TYPE_CHECKING:
    from support.oracle import Oracle


def schema(provider: str, field: str, *others: str) -> str:
    lines = "\n  ".join(("id Int @id", field, *others))
    return f'datasource db {{\n  provider = "{provider}"\n}}\nmodel A {{\n  {lines}\n}}\n'


@pytest.mark.parametrize("provider", ["postgresql", "cockroachdb", "sqlite", "mysql", "sqlserver"])
def test_a_type_that_prisma_does_not_know_is_written_as_the_schema_writes_it(provider: str) -> None:
    found = made(schema(provider, 'a Unsupported("geography(point, 4326)")?'))
    column = next(line for line in up(found).splitlines() if line.strip()[1:].startswith("a"))
    assert column.replace(" NULL", "").strip(" ,")[4:] == "geography(point, 4326)"


@pytest.mark.parametrize(
    ("provider", "before", "after"),
    [
        ("sqlite", "a Int?", 'a Unsupported("tsvector")?'),
        ("sqlite", 'a Unsupported("tsvector")?', ""),
        ("cockroachdb", "a String @unique", 'a Unsupported("geometry") @unique'),
        ("cockroachdb", "a Int @unique", "a String @unique"),
    ],
)
def test_prisma_writes_the_same(oracle: Oracle, provider: str, before: str, after: str) -> None:
    pair = [schema(provider, each, "b Int?") for each in (before, after)]
    assert simple(*pair) == oracle.diff({"a": pair[0]}, {"a": pair[1]})


def test_indexes_go_in_the_order_of_their_tables(oracle: Oracle) -> None:
    """Where another table is copied, those of a table that goes are dropped too."""
    gone = "model Gone {\n  id Int @id\n  a Int @unique\n}\n"
    before = schema("sqlite", "a Int @unique", "b Int?").replace("model A", f"{gone}model A")
    after = schema("sqlite", "a Int", "b Int")
    assert simple(before, after) == oracle.diff({"a": before}, {"a": after})


def test_expressions_stand_in_parentheses_on_sqlite() -> None:
    """SQLite takes no others, and Prisma writes them as they are said."""
    found = made(
        schema(
            "sqlite",
            'a String @default(dbgenerated("hex(randomblob(4))"))',
            'b Int @default(dbgenerated("(1 + 1)"))',
            'c Int @default(dbgenerated("-3"))',
            "d String @default(dbgenerated(\"'it''s'\"))",
        )
    )
    connection = database(up(found), "INSERT INTO A (id) VALUES (1);")
    assert rows(connection, "SELECT length(a), b, c, d FROM A") == [(8, 2, -3, "it's")]
    assert "DEFAULT (hex(randomblob(4)))" in up(found)
    assert "DEFAULT -3" in up(found)


def simple(before: str, after: str) -> str:
    """Prisma's own form, from one schema to the other."""
    first, second = read({"a": before}), read({"a": after})
    result = create(
        second.schema,
        second.bodies,
        source=from_schema(first.schema, first.bodies),
        name="next",
        now="20260101000000",
        strategy="simple",
    )
    assert isinstance(result, Migration), result
    return result.script
