"""CockroachDB, as far as it is about what stands in a database. Its SQL is read as PostgreSQL's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from partywall.database.cockroachdb_types import SCALARS, SERIALS, as_reported, named_type, native_type
from partywall.database.default_text import read_default
from partywall.database.identity import identity_clause
from partywall.database.model import Column, Computed, Table
from partywall.database.names import MAX_BYTES
from partywall.database.postgresql import LANGUAGE
from partywall.database.provider import Provider, Types
from partywall.syntax.tree import Call, Expression

UNIQUE_ROW_ID = Computed("unique_rowid()")


def _completed(table: Table, defaults: Mapping[str, Expression]) -> Table:
    return replace(table, columns=tuple(_counting(each, defaults.get(each.name)) for each in table.columns))


def _counting(column: Column, default: Expression | None) -> Column:
    """`autoincrement()` is a function here, `sequence()` an identity."""
    if not column.is_autoincrement or not isinstance(default, Call):
        return column
    if default.name == "autoincrement":
        return replace(column, default=UNIQUE_ROW_ID, is_autoincrement=False)
    return replace(column, clause=identity_clause(default))


COCKROACHDB = Provider(
    name="cockroachdb",
    default_schema="public",
    max_bytes=MAX_BYTES["cockroachdb"],
    types=Types(
        SCALARS,
        native_type,
        named_type,
        as_reported,
        read_default,
        SERIALS,
        {"UUID": "gen_random_uuid()", **dict.fromkeys(("STRING", "CHAR"), "gen_random_uuid()::TEXT")},
        UNIQUE_ROW_ID.sql,
    ),
    language=LANGUAGE,
    follows_renames=True,
    completed=_completed,
)
