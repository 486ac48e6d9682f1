"""SQLite databases for tests: what stands in one, and scripts as Prisma applies them."""

# ruff: noqa: S608 - names are quoted, and the SQL is ours

from __future__ import annotations

import sqlite3
from typing import Any

from partywall.database.sql_text import literal

BOOKKEEPING = 'CREATE TABLE "_prisma_migrations" ("migration_name" TEXT);'
_OURS = "name NOT IN ('sqlite_sequence', '_prisma_migrations')"


def database(*scripts: str) -> sqlite3.Connection:
    """A new database after these scripts; foreign keys hold, as they do for Prisma."""
    connection = sqlite3.connect(":memory:")
    connection.isolation_level = None
    connection.executescript("PRAGMA foreign_keys=ON;" + BOOKKEEPING + "".join(scripts))
    return connection


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def rows(connection: sqlite3.Connection, sql: str) -> list[Any]:
    """The rows of one statement."""
    return connection.execute(sql).fetchall()


def catalog(connection: sqlite3.Connection) -> dict[str, object]:
    """All that SQLite says of its tables, but for the order of columns and the names of checks."""
    found: dict[str, object] = {}
    for (table,) in rows(
        connection, f"SELECT name FROM sqlite_master WHERE type = 'table' AND {_OURS} ORDER BY 1"
    ):
        name = quoted(table)
        columns = rows(
            connection,
            f'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo({name})',
        )
        keys = rows(
            connection,
            f'SELECT "from", "table", "to", on_delete, on_update FROM pragma_foreign_key_list({name})',
        )
        indexes = [
            (
                index,
                unique,
                partial,
                tuple(rows(connection, f"SELECT name, desc FROM pragma_index_xinfo({quoted(index)})")),
            )
            for index, unique, partial in rows(
                connection, f'SELECT name, "unique", partial FROM pragma_index_list({name})'
            )
        ]
        ((sql,),) = rows(connection, f"SELECT sql FROM sqlite_master WHERE name = {literal(table)}")
        found[table] = sorted(columns), sorted(keys), sorted(indexes), sql.upper().count("CHECK")
    others = rows(connection, "SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')")
    found |= {f"{kind} {name}": " ".join(sql.split()) for kind, name, sql in others}
    return found
