"""Defaults that a schema gives as expressions, and that a database reads as plain values.

Prisma takes the two for different and proposes the same statement after each migration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall.migrations.create import Nothing
from support.migrations import made, up, written
from support.postgres import Cluster, run

if TYPE_CHECKING:
    from support.oracle import Oracle

FIELDS = {
    "postgresql": (
        'DateTime @default(dbgenerated("now()"))',
        'DateTime @default(dbgenerated("CURRENT_TIMESTAMP"))',
        "String @default(dbgenerated(\"'x'::text\"))",
        'Int @default(dbgenerated("3"))',
        'Boolean @default(dbgenerated("true"))',
        "Json @default(dbgenerated(\"'{}'::jsonb\"))",
        "String[] @default(dbgenerated(\"'{}'::text[]\"))",
        'String[] @default(dbgenerated("ARRAY[]::text[]"))',
        "String @default(dbgenerated(\"'00000000-0000-0000-0000-000000000000'::uuid\")) @db.Uuid",
        "BigInt @default(dbgenerated(\"nextval('s'::regclass)\"))",
    ),
    "cockroachdb": ('DateTime @default(dbgenerated("now()"))', 'Int @default(dbgenerated("3"))'),
    "sqlite": (
        'DateTime @default(dbgenerated("CURRENT_TIMESTAMP"))',
        'Boolean @default(dbgenerated("1"))',
        "String @default(dbgenerated(\"'x'\"))",
    ),
    "mysql": (
        'DateTime @default(dbgenerated("NOW(3)"))',
        'Boolean @default(dbgenerated("1"))',
        "Boolean @default(true) @db.Bit(1)",
        "Int @default(2024) @db.Year",
    ),
    "sqlserver": (
        'DateTime @default(dbgenerated("getdate()"))',
        'Int @default(dbgenerated("3"))',
        'Bytes @default("aGk=")',
        "Int @default(1) @db.Bit",
    ),
}


def schema(provider: str, field: str) -> str:
    return f'datasource db {{\n  provider = "{provider}"\n}}\nmodel A {{\n  id Int @id\n  a {field}\n}}\n'


@pytest.mark.parametrize(
    ("provider", "field"), [(provider, each) for provider, fields in FIELDS.items() for each in fields]
)
def test_what_was_written_is_what_the_schema_asks_for(provider: str, field: str) -> None:
    asked = schema(provider, field)
    assert isinstance(written(asked, up(made(asked))), Nothing)


@pytest.mark.parametrize(
    ("before", "after", "statement"),
    [
        ("Boolean @default(true)", 'Boolean @default(dbgenerated("false"))', "SET DEFAULT false"),
        ("Boolean", 'Boolean @default(dbgenerated("true"))', "SET DEFAULT true"),
        ("DateTime @default(now())", 'DateTime @default(dbgenerated("now()"))', None),
        (
            "Int @default(autoincrement())",
            "Int @default(dbgenerated(\"nextval('s'::regclass)\"))",
            "nextval('s'",
        ),
    ],
)
def test_another_value_is_another_default(before: str, after: str, statement: str | None) -> None:
    result = written(schema("postgresql", after), up(made(schema("postgresql", before))))
    assert isinstance(result, Nothing) if statement is None else statement in result.script  # type: ignore[union-attr]


@pytest.mark.database
@pytest.mark.parametrize("field", [each for each in FIELDS["postgresql"] if "::uuid" not in each])
def test_prisma_would_propose_it_again_and_again(server: Cluster, oracle: Oracle, field: str) -> None:
    """All but a UUID's, whose defaults are expressions to it too."""
    asked = schema("postgresql", field)
    with server.database() as connection:
        run(connection, "CREATE SEQUENCE s")
        run(connection, up(made(asked)))
        assert "SET DEFAULT" in oracle.drift(server.address(connection), {"a": asked})
