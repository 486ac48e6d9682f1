"""How a database is asked what stands in it: conditions in SQL, one set of them a provider.

They are about names as the database keeps them. PostgreSQL, MariaDB and SQLite were asked; the others are
written from their manuals.
"""

# ruff: noqa: S608 - names are quoted by the provider's own `literal`

from __future__ import annotations

from typing import Protocol

from partywall.database import mysql, sqlserver
from partywall.database.model import ForeignKey, Name
from partywall.database.sql_text import identifier, literal


class Lookup(Protocol):
    """Conditions that hold where something is there."""

    nothing: str
    """What stands between a constant and `WHERE` where no table is asked."""

    def text(self, text: str, /) -> str:
        """A string."""
        ...

    def table(self, name: Name, /) -> str:
        """There is a table."""
        ...

    def column(self, table: Name, column: str, /, *, required: bool = False) -> str:
        """There is a column, and it cannot be NULL."""
        ...

    def index(self, table: Name, name: str, /) -> str:
        """There is an index, and it is used."""
        ...

    def key(self, key: ForeignKey, /) -> str:
        """There is a foreign key, and all rows are held to it."""
        ...


class InPostgreSQL:
    """From `pg_catalog`, which CockroachDB has too."""

    nothing = ""

    def __init__(self, default_schema: str = "public") -> None:
        self.default_schema = default_schema

    def text(self, text: str) -> str:
        """A string."""
        return literal(text)

    def oid(self, name: Name) -> str:
        """What the catalog calls a table; NULL where there is none."""
        schema = "" if name.schema in {"", self.default_schema} else f"{identifier(name.schema)}."
        return f"to_regclass({literal(schema + identifier(name.text))})"

    def table(self, name: Name) -> str:
        """There is a table."""
        return f"{self.oid(name)} IS NOT NULL"

    def column(self, table: Name, column: str, *, required: bool = False) -> str:
        """There is a column, and it cannot be NULL."""
        more = " AND attnotnull" if required else ""
        return (
            f"EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = {self.oid(table)}"
            f" AND attname = {literal(column)} AND NOT attisdropped{more})"
        )

    def index(self, table: Name, name: str) -> str:
        """There is an index; a failed `CONCURRENTLY` leaves one behind that is not valid."""
        return (
            "EXISTS (SELECT 1 FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid"
            f" WHERE indrelid = {self.oid(table)} AND relname = {literal(name)}"
            " AND indisvalid AND indisready)"
        )

    def key(self, key: ForeignKey) -> str:
        """There is a foreign key, and it was validated."""
        return (
            f"EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = {self.oid(key.table)}"
            f" AND conname = {literal(key.name)} AND convalidated)"
        )


class InMySQL:
    """From `information_schema`."""

    nothing = " FROM DUAL"

    def text(self, text: str) -> str:
        """A string."""
        return mysql.literal(text)

    def table(self, name: Name) -> str:
        """There is a table."""
        return self._exists("tables", name, "")

    def column(self, table: Name, column: str, *, required: bool = False) -> str:
        """There is a column, and it cannot be NULL."""
        more = " AND is_nullable = 'NO'" if required else ""
        return self._exists("columns", table, f" AND column_name = {mysql.literal(column)}{more}")

    def index(self, table: Name, name: str) -> str:
        """There is an index."""
        return self._exists("statistics", table, f" AND index_name = {mysql.literal(name)}")

    def key(self, key: ForeignKey) -> str:
        """There is a foreign key; all rows are held to it as soon as there is one."""
        more = f" AND constraint_type = 'FOREIGN KEY' AND constraint_name = {mysql.literal(key.name)}"
        return self._exists("table_constraints", key.table, more)

    def _exists(self, view: str, table: Name, more: str) -> str:
        of = f"table_schema = DATABASE() AND table_name = {mysql.literal(table.text)}{more}"
        return f"EXISTS (SELECT 1 FROM information_schema.{view} WHERE {of})"


class InSQLite:
    """From `sqlite_master` and what pragmas say; foreign keys have no names there."""

    nothing = ""

    def text(self, text: str) -> str:
        """A string."""
        return literal(text)

    def table(self, name: Name) -> str:
        """There is a table."""
        return f"EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = {literal(name.text)})"

    def column(self, table: Name, column: str, *, required: bool = False) -> str:
        """There is a column, and it cannot be NULL."""
        more = ' AND "notnull" = 1' if required else ""
        listed = f"pragma_table_info({literal(table.text)})"
        return f"EXISTS (SELECT 1 FROM {listed} WHERE name = {literal(column)}{more})"

    def index(self, table: Name, name: str) -> str:
        """There is an index."""
        of = f"tbl_name = {literal(table.text)} AND name = {literal(name)}"
        return f"EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'index' AND {of})"

    def key(self, key: ForeignKey) -> str:
        """There is a foreign key over these columns; whether rows are held to it is asked of the rows."""
        pairs = " OR ".join(
            f'("from" = {literal(own)} AND "to" = {literal(theirs)})'
            for own, theirs in zip(key.columns, key.references, strict=True)
        )
        return (
            f"EXISTS (SELECT 1 FROM pragma_foreign_key_list({literal(key.table.text)})"
            f' WHERE "table" = {literal(key.target.text)} AND ({pairs})'
            f" GROUP BY id HAVING count(*) = {len(key.columns)})"
        )


class InSQLServer:
    """From `sys`."""

    nothing = ""

    def text(self, text: str) -> str:
        """A string, with N so that no letter is lost."""
        return f"N{sqlserver.literal(text).removeprefix('N')}"

    def id(self, name: Name) -> str:
        """What `sys` calls a table; NULL where there is none."""
        path = f"{sqlserver.identifier(name.schema)}.{sqlserver.identifier(name.text)}"
        return f"OBJECT_ID({self.text(path)}, N'U')"

    def table(self, name: Name) -> str:
        """There is a table."""
        return f"{self.id(name)} IS NOT NULL"

    def column(self, table: Name, column: str, *, required: bool = False) -> str:
        """There is a column, and it cannot be NULL."""
        return self._exists("columns", "object_id", table, column, " AND is_nullable = 0" if required else "")

    def index(self, table: Name, name: str) -> str:
        """There is an index, and it is not switched off."""
        return self._exists("indexes", "object_id", table, name, " AND is_disabled = 0")

    def key(self, key: ForeignKey) -> str:
        """There is a foreign key, and it is trusted: the rows of before were looked at."""
        trusted = " AND is_not_trusted = 0 AND is_disabled = 0"
        return self._exists("foreign_keys", "parent_object_id", key.table, key.name, trusted)

    def _exists(self, view: str, owner: str, table: Name, name: str, more: str) -> str:
        of = f"{owner} = {self.id(table)} AND name = {self.text(name)}{more}"
        return f"EXISTS (SELECT 1 FROM sys.{view} WHERE {of})"


def lookup_of(provider: str) -> Lookup:
    """How a provider is asked."""
    match provider:
        case "mysql":
            return InMySQL()
        case "sqlite":
            return InSQLite()
        case "sqlserver":
            return InSQLServer()
        case _:
            return InPostgreSQL()
