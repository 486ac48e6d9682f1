"""SQLite, as far as it is about what stands in a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from partywall.database.model import BuiltIn, Column, FromSequence, Table
from partywall.database.names import MAX_BYTES
from partywall.database.provider import Language, Provider, Types
from partywall.database.recognise_sqlite import recognise, statements, table_actions
from partywall.database.sql_text import identifier, literal
from partywall.database.sqlite_types import (
    SCALARS,
    as_reported,
    named_type,
    native_type,
    read_default,
    words,
)
from partywall.syntax.tree import Expression


def _completed(table: Table, _: Mapping[str, Expression]) -> Table:
    """A primary key of one `INTEGER` counts, whatever is said, and nothing else does."""
    key = table.primary_key.columns if table.primary_key else ()
    return replace(table, columns=tuple(_counting(each, key) for each in table.columns))


def _counting(column: Column, key: tuple[str, ...]) -> Column:
    counts = key == (column.name,) and column.type == BuiltIn("INTEGER")
    default = None if counts or isinstance(column.default, FromSequence) else column.default
    return replace(column, is_autoincrement=counts, default=default)


_RANDOM_UUID = (
    "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) "
    "|| '-' || substr('89AB', 1 + abs(random() % 4), 1) || substr(hex(randomblob(2)), 2) "
    "|| '-' || hex(randomblob(6)))"
)

SQLITE = Provider(
    name="sqlite",
    default_schema="",
    max_bytes=MAX_BYTES["sqlite"],
    types=Types(SCALARS, native_type, named_type, as_reported, read_default, {}, {"TEXT": _RANDOM_UUID}),
    language=Language(identifier, literal, statements, recognise, words, table_actions),
    enums="text",
    names_primary_keys=False,
    keeps_references=True,
    follows_renames=True,
    completed=_completed,
)
