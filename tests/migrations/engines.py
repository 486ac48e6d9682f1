"""MariaDB and SQLite behind one set of words, for tests that ask the same of both."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import pymysql

from support import mariadb, sqlite

if TYPE_CHECKING:
    from collections.abc import Generator

    from pymysql.connections import Connection

ERRORS = (sqlite3.Error, pymysql.err.MySQLError)


class Engine(Protocol):
    """A database of a real server."""

    provider: str

    def run(self, script: str) -> None:
        """Apply a script as Prisma does."""
        ...

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of one statement."""
        ...

    def catalog(self) -> object:
        """All that stands in it, by name."""
        ...

    def hang_up(self) -> None:
        """What the end of a connection does: a transaction that is open is taken back."""
        ...


class OnMariaDB:
    """A database of MariaDB, whose provider is called `mysql`."""

    provider = "mysql"

    def __init__(self, connection: Connection[Any]) -> None:
        self.connection = connection

    def run(self, script: str) -> None:
        """Send the script whole."""
        mariadb.run(self.connection, script)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of one statement."""
        return mariadb.query(self.connection, sql)

    def catalog(self) -> list[str]:
        """All that stands in it, by name."""
        return mariadb.catalog(self.connection)

    def hang_up(self) -> None:
        """Take back what is open."""
        self.connection.rollback()


class OnSQLite:
    """A database of SQLite: a new one in memory, or another."""

    provider = "sqlite"

    def __init__(self, connection: sqlite3.Connection | None = None) -> None:
        self.connection = connection or sqlite.database()

    def run(self, script: str) -> None:
        """Send the script whole; statement by statement the database commits."""
        self.connection.executescript(script)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of one statement."""
        return sqlite.rows(self.connection, sql)

    def catalog(self) -> dict[str, object]:
        """All that stands in it, by name."""
        return sqlite.catalog(self.connection)

    def hang_up(self) -> None:
        """Take back what is open."""
        self.connection.rollback()


@contextmanager
def on_mariadb(server: mariadb.MariaDB) -> Generator[Engine, None, None]:
    """A new database of a running server, with Prisma's bookkeeping."""
    with server.database() as connection:
        mariadb.run(
            connection, "CREATE TABLE `_prisma_migrations` (`migration_name` VARCHAR(255) PRIMARY KEY)"
        )
        yield OnMariaDB(connection)
