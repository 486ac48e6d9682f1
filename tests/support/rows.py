"""Rows for the tables of any PostgreSQL database, so that what runs on it finds some."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from partywall.database.model import BuiltIn, Column, Database, EnumOf, Name, Table
from partywall.database.sql_text import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS = 20
NEXT = f"(n % {ROWS} + 1)"
SAME = "n"


def inserts(database: Database, parent: str = NEXT, unbound: Mapping[str, str] | None = None) -> list[str]:
    """Twenty rows for each table, parents first.

    `parent` says which row of its parents row n belongs to: the `NEXT` one, or the `SAME`, with which all
    paths to a tenant lead to one. `unbound` are values for columns without a foreign key, by name.
    """
    tables = {each.name: each for each in database.tables}
    done: dict[Name, str] = {}
    while len(done) < len(tables):
        ready = [
            name
            for name in tables.keys() - done.keys()
            if {each.target for each in database.foreign_keys_of(name)} - {name} <= done.keys()
        ]
        assert ready, "tables that all reference one another"
        done |= {name: _insert(database, tables[name], parent, unbound or {}) for name in sorted(ready)}
    return list(done.values())


def _insert(database: Database, table: Table, parent: str, unbound: Mapping[str, str]) -> str:
    bound = {each for key in database.foreign_keys_of(table.name) for each in key.columns}
    columns = ", ".join(identifier(each.name) for each in table.columns)
    values = ", ".join(
        unbound[each.name]
        if each.name in unbound and each.name not in bound
        else _value(database, table.name, each, "n", parent)
        for each in table.columns
    )
    return (
        f"INSERT INTO {_quoted(table.name)} ({columns}) "  # noqa: S608  (a test's own database)
        f"SELECT {values} FROM generate_series(1, {ROWS}) n"
    )


def _value(database: Database, table: Name, column: Column, n: str, parent: str) -> str:
    """The value of a row: a foreign key has that of its parent, whose own may be its parent's."""
    for key in database.foreign_keys_of(table):
        if column.name in key.columns and key.target != table:
            theirs = key.references[key.columns.index(column.name)]
            target = next(each for each in database.tables if each.name == key.target)
            referenced = target.column(theirs)
            assert referenced
            return _value(database, key.target, referenced, parent.replace("n", n), parent)
    return _own_value(database, table, column, n)


def _own_value(database: Database, table: Name, column: Column, n: str) -> str:
    if column.arity == "list":
        return "'{}'"
    match column.type:
        case EnumOf(name):
            first = next(each.values[0] for each in database.enums if each.name == name)
            return f"{literal(first)}::{_quoted(name)}"
        case BuiltIn("TEXT" | "VARCHAR" | "CHAR", arguments):
            room = int(arguments[0]) - len(str(ROWS)) if arguments else len(table.text)
            return f"{literal(table.text[:room])} || {n}"
        case BuiltIn("UUID"):
            return f"md5({literal(table.text)} || {n})::uuid"
        case BuiltIn(name) if re.match("DATE|TIME", name):
            return "now()"
        case BuiltIn("JSON" | "JSONB"):
            return "'{}'"
        case BuiltIn("BOOLEAN"):
            return "true"
        case _:
            return n


def _quoted(name: Name) -> str:
    return f"{identifier(name.schema)}.{identifier(name.text)}" if name.schema else identifier(name.text)
