"""The example as a schema of another provider, and rows for any of its tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
NEXT, SAME = 1, 0
_PENDING = re.compile(
    r"^  tenantId  String\n(?=  startedAt)|^  tenant   Tenant .*\n(?=  messages)"
    r"|^  conversations Conversation\[\]\n(?=  integrations)",
    re.MULTILINE,
)


def example(provider: str) -> str:
    """Its schema."""
    return for_provider((EXAMPLE / "prisma" / "schema.prisma").read_text(), provider)


def for_provider(text: str, provider: str) -> str:
    """A part of a schema as another provider has it."""
    return (converted if provider in {"sqlite", "cockroachdb"} else converted_without_engine)(text, provider)


def without_new_key(schema: str) -> str:
    """The schema before conversations had a tenant."""
    text, count = _PENDING.subn("", schema)
    assert count == 3
    return text


def inserts(
    history: Sequence[HistoryFile],
    provider: Provider,
    parent: int = NEXT,
    keys: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Twenty rows for each table that a history builds, parents first.

    A row belongs to the `NEXT` row of its parents or to the `SAME` one, with which all paths to a tenant lead
    to one. `keys` are columns that are no foreign keys, with the table whose row they name all the same.
    """
    rows = _Rows(replay(history, provider).database, parent, keys or {})
    waiting = {each.name: each for each in rows.database.tables}
    while waiting:
        for name, table in list(waiting.items()):
            parents = {each.target for each in rows.database.foreign_keys_of(name)} - {name}
            if not parents & waiting.keys():
                del waiting[name]
                yield from rows.of(table)


@dataclass(frozen=True, slots=True)
class _Rows:
    database: Database
    parent: int
    keys: Mapping[str, str]

    def of(self, table: Table) -> Iterator[str]:
        language = provider_of(self.database.provider).language
        columns = ", ".join(language.identifier(each.name) for each in table.columns)
        for number in range(ROWS):
            values = (self._value(table.name, each, number) for each in table.columns)
            listed = ", ".join(map(language.literal, values))
            yield f"INSERT INTO {language.identifier(table.name.text)} ({columns}) VALUES ({listed})"  # noqa: S608

    def _value(self, table: Name, column: Column, number: int) -> str:
        """The value of a row: a foreign key has that of its parent, whose own may be its parent's."""
        for key in self.database.foreign_keys_of(table):
            if column.name in key.columns:
                target = next(each for each in self.database.tables if each.name == key.target)
                referenced = target.column(key.references[key.columns.index(column.name)])
                assert referenced
                return self._value(key.target, referenced, (number + self.parent) % ROWS)
        match column.type:
            case OneOf(values):
                return values[0]
            case BuiltIn("DATETIME"):
                return f"2024-01-{number + 1:02} 00:00:00"
            case BuiltIn("DATE"):
                return f"2024-01-{number + 1:02}"
            case BuiltIn("JSON" | "JSONB"):
                return "{}"
            case BuiltIn("TEXT" | "VARCHAR" | "LONGTEXT", arguments):
                text = f"{self.keys.get(column.name, table.text)} {number}"
                return text[-int(arguments[0]) :] if arguments else text
            case _:
                return str(number + 1)  # MySQL counts on from 0
