"""SQL Server, as far as it is about what stands in a database."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from partywall.database.names import MAX_BYTES
from partywall.database.provider import Language, Provider, Types
from partywall.database.recognise_sqlserver import recognise, statements
from partywall.database.recognise_sqlserver_table import table_actions
from partywall.database.sqlserver_types import (
    SCALARS,
    as_reported,
    named_type,
    native_type,
    read_default,
    words,
)


def identifier(name: str) -> str:
    """A quoted name."""
    return "[" + name.replace("\0", "").replace("]", "]]") + "]"


def literal(text: str) -> str:
    """A string literal; what is not ASCII needs the mark of a national string not to be lost."""
    mark = "" if text.isascii() else "N"
    return f"{mark}'" + text.replace("\0", "").replace("'", "''") + "'"


UNNAMED = "\ue000"
"""Begins what stands for a name that only the server knows: it makes one up with a random end."""


def own_name(table: str, columns: tuple[str, ...], label: str, is_taken: Callable[[str], bool]) -> str:
    """Something that is no name."""
    names = (f"{UNNAMED}{label} of {'.'.join((table, *columns))} {number}" for number in count(1))
    return next(name for name in names if not is_taken(name))


SQLSERVER = Provider(
    name="sqlserver",
    default_schema="dbo",
    max_bytes=MAX_BYTES["sqlserver"],
    types=Types(
        SCALARS,
        native_type,
        named_type,
        as_reported,
        read_default,
        {},
        {
            "UNIQUEIDENTIFIER": "NEWID()",
            **dict.fromkeys(("NVARCHAR", "VARCHAR", "CHAR", "NCHAR"), "LOWER(CONVERT(CHAR(36), NEWID()))"),
        },
    ),
    language=Language(identifier, literal, statements, recognise, words, table_actions, repeats_verbs=False),
    enums="text",
    shares_index_names=False,
    own_name=own_name,
    names_defaults=True,
    makes_unique_constraints=True,
    counts="UTF-16 units",
)
