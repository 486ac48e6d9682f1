"""MySQL and MariaDB, as far as it is about what stands in a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count

from partywall.database.model import BuiltIn, Column, Constant, Table
from partywall.database.mysql_types import (
    BLOBS,
    SCALARS,
    TEXTS,
    as_reported,
    named_type,
    native_type,
    read_default,
    words,
)
from partywall.database.names import MAX_BYTES
from partywall.database.provider import Language, Provider, Types
from partywall.database.recognise_mysql import recognise, statements
from partywall.database.recognise_mysql_table import table_actions
from partywall.syntax.tree import Expression


def identifier(name: str) -> str:
    """A quoted name."""
    return "`" + name.replace("\0", "").replace("`", "``") + "`"


def literal(text: str) -> str:
    """A string literal; a backslash begins an escape, unless a setting says otherwise."""
    return "'" + text.replace("\0", "").replace("\\", "\\\\").replace("'", "''") + "'"


def own_name(table: str, columns: tuple[str, ...], label: str, is_taken: Callable[[str], bool]) -> str:
    """An index is called like its first column, a foreign key or check is counted."""
    if label in {"key", "idx"} and columns:
        names = (columns[0] if number == 1 else f"{columns[0]}_{number}" for number in count(1))
    else:
        word = {"fkey": "ibfk", "check": "chk"}.get(label, label)
        names = (f"{table}_{word}_{number}" for number in count(1))
    return next(name for name in names if not is_taken(name))


def _completed(table: Table, _: Mapping[str, Expression]) -> Table:
    return replace(table, columns=tuple(map(_without_impossible, table.columns)))


def _without_impossible(column: Column) -> Column:
    """Documents and bytes have no constant as a default."""
    is_constant = isinstance(column.default, Constant) and column.default.kind != "boolean"  # `BIT(1)`
    without = {"JSON", *BLOBS}
    if is_constant and isinstance(column.type, BuiltIn) and column.type.name in without:
        return replace(column, default=None, filled_by_prisma=True)
    return column


MYSQL = Provider(
    name="mysql",
    default_schema="",
    max_bytes=MAX_BYTES["mysql"],
    types=Types(
        SCALARS,
        native_type,
        named_type,
        as_reported,
        read_default,
        {},
        dict.fromkeys(TEXTS, "uuid()"),
    ),
    language=Language(identifier, literal, statements, recognise, words, table_actions),
    enums="in columns",
    names_primary_keys=False,
    keys_make_indexes=True,
    shares_index_names=False,
    has_unique_constraints=False,
    counts="characters",
    own_name=own_name,
    completed=_completed,
)
