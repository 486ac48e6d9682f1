"""The example as a schema of another provider, and rows for any of its tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from migrations.deployed_projects import EXAMPLE
from migrations.other_providers import converted, converted_without_engine
from partywall.database.from_sql import HistoryFile, replay
from partywall.database.model import BuiltIn, Column, Database, Name, OneOf, Table
from partywall.database.provider import Provider
from partywall.database.providers import provider_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROWS = 20
_PENDING = re.compile(
    r"^  tenantId  String\n(?=  startedAt)|^  tenant   Tenant .*\n(?=  messages)"
    r"|^  conversations Conversation\[\]\n(?=  integrations)",
    re.MULTILINE,
)


def example(provider: str) -> str:
    """Its schema."""
    text = (EXAMPLE / "prisma" / "schema.prisma").read_text()
    return (converted if provider in {"sqlite", "cockroachdb"} else converted_without_engine)(text, provider)


def without_new_key(schema: str) -> str:
    """The schema before conversations had a tenant."""
    text, count = _PENDING.subn("", schema)
    assert count == 3
    return text


def inserts(history: Sequence[HistoryFile], provider: Provider) -> Iterator[str]:
    """Twenty rows for each table that a history builds, parents first."""
    database = replay(history, provider).database
    tables = {each.name: each for each in database.tables}
    done: list[Name] = []
    while len(done) < len(tables):
        for name, table in tables.items():
            parents = {each.target for each in database.foreign_keys_of(name)} - {name}
            if name not in done and parents <= {*done}:
                done.append(name)
                yield from _rows(database, table, tables)


def _rows(database: Database, table: Table, tables: Mapping[Name, Table]) -> Iterator[str]:
    language = provider_of(database.provider).language
    keys = [
        (own, tables[key.target], theirs)
        for key in database.foreign_keys_of(table.name)
        for own, theirs in zip(key.columns, key.references, strict=True)
    ]
    for number in range(ROWS):
        values = {each.name: _value(table, each, number) for each in table.columns}
        for own, parent, theirs in keys:
            column = parent.column(theirs)
            assert column
            values[own] = _value(parent, column, (number + 1) % ROWS)
        columns = ", ".join(map(language.identifier, values))
        listed = ", ".join(language.literal(each) for each in values.values())
        yield f"INSERT INTO {language.identifier(table.name.text)} ({columns}) VALUES ({listed})"  # noqa: S608


def _value(table: Table, column: Column, number: int) -> str:
    match column.type:
        case OneOf(values):
            return values[0]
        case BuiltIn("DATETIME"):
            return "2024-01-01 00:00:00"
        case BuiltIn("JSON" | "JSONB"):
            return "{}"
        case BuiltIn("TEXT" | "VARCHAR" | "LONGTEXT"):
            return f"{table.name.text} {number}"
        case _:
            return str(number)
