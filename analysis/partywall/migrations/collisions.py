"""Names that two things would have: by a `@map` or `@@map`, or since Prisma cuts those that it makes.

Prisma refuses such schemas, but not on every provider; a database would refuse the second of the two. What
names have to be unique among is by provider (prisma-engines, `psl/parser-database` and its connectors).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from partywall.database.model import Database
from partywall.database.provider import Provider

_KEYS_OF_ALL = frozenset({"mysql", "sqlserver"})
"""Where a foreign key's name is the only one of its schema, otherwise of its table."""


def collisions(target: Database, provider: Provider) -> Iterator[str]:
    """The names that are given twice, with what would have them."""
    yield from _tables_and_columns(target)
    yield from _indexes_and_keys(target, provider)


def _tables_and_columns(target: Database) -> Iterator[str]:
    for name, count in Counter(each.name for each in target.tables).items():
        if count > 1:
            yield f"`{name.text}` would be {count} tables: give the models different names, or a `@@map`"
    for table in target.tables:
        for column, count in Counter(each.name for each in table.columns).items():
            if count > 1:
                yield f"`{column}` would be {count} columns of `{table.name.text}`: give the fields a `@map`"


def _indexes_and_keys(target: Database, provider: Provider) -> Iterator[str]:
    found: dict[tuple[str, ...], list[str]] = {}
    shares = provider.shares_index_names and provider.name != "cockroachdb"
    for table in target.tables:
        for index in table.indexes:
            if not index.is_implicit:
                place = table.name.schema if shares else table.name.text
                label = f"`{table.name.text}({', '.join(index.column_names)})`"
                found.setdefault(("index", table.name.schema, place, index.name), []).append(label)
    if provider.name != "sqlite":  # where foreign keys have no names
        for key in target.foreign_keys:
            place = "" if provider.name in _KEYS_OF_ALL else key.table.text
            label = f"`{key.table.text}({', '.join(key.columns)})`"
            found.setdefault(("foreign key", key.table.schema, place, key.name), []).append(label)
    for (kind, *_, name), labels in found.items():
        if len(labels) > 1:
            yield f"`{name}` would be the {kind} of {' and of '.join(labels)}: give one of them a `map:`"
