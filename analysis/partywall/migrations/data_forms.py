"""Data migrations on the other databases: what each of them writes otherwise than `Form` does.

From the manuals of CockroachDB ("Common Table Expressions", "UPDATE", "DELETE"), MySQL and MariaDB ("UPDATE
Statement", "DELETE Statement", "Statements That Cause an Implicit Commit"), SQLite ("UPDATE FROM") and SQL
Server ("UPDATE", "DELETE", "RAISERROR", "User-defined functions": one without its schema is an error of the
whole batch). Who waits is from CockroachDB's "Transaction Layer", MySQL's "Locks Set by Different SQL
Statements in InnoDB", SQLite's "File Locking And Concurrency", SQL Server's "Transaction Locking and Row
Versioning Guide". MariaDB and SQLite were asked; what is written for CockroachDB, PostgreSQL was.
"""

# ruff: noqa: S608 - names and values are quoted by the dialect and by `Writing`

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from partywall.database.model import BuiltIn, Column
from partywall.database.sql_text import literal
from partywall.migrations.data_form import Form
from partywall.migrations.data_postgresql import OnPostgreSQL
from partywall.migrations.data_writing import Writing
from partywall.migrations.sqlserver import SQLServer, raised

_IN_THE_OUTPUT = (
    " The message is in the output of the deploy: what Prisma notes of it may go with the open transaction."
)


class OnCockroachDB(Form):
    """One statement: it is atomic however Prisma sends it.

    In a transaction of the file's own the error would be lost: Prisma's note of it would fail too. `DO` is
    known from 24.1 on only. All parts of a statement see the table as it was before it, so the question is
    put to the rows that came back.
    """

    locks = "One statement, one transaction on {table}: who reads or writes other rows goes on."

    def migration(self) -> str:
        """The statement, and around it the question."""
        return "\n".join(self.lines()) + ";\n"

    def lines(self) -> Iterator[str]:
        """The lines of both."""
        returned = {"seed": "*", "transform": "old.*", "cleanup": "1"}[self.writing.kind]
        yield "WITH done AS ("
        yield from (f"    {each}" for each in self.statement())
        yield f"    RETURNING {returned}"
        yield ")"
        yield "-- What must hold now, or nothing of it stays. The table is seen here as it was before."
        yield "SELECT CASE"
        yield f"    WHEN {f'{chr(10)}      OR '.join(self.failed())}"
        yield f"    THEN concat({literal(self.writing.wrong)})::INT8"
        yield "    ELSE (SELECT count(*) FROM done)"
        yield "END AS done"

    def failed(self) -> Iterator[str]:
        """The conditions of which none may hold."""
        if self.writing.kind == "seed":
            yield f"EXISTS (SELECT 1 FROM done AS old WHERE ({self.condition}) IS NOT TRUE)"
            return
        if self.writing.kind == "transform":
            yield f"EXISTS (SELECT 1 FROM done AS old WHERE {self.condition})"
        meant = f"SELECT count(*) FROM {self.writing.table} AS old WHERE {self.condition}"
        yield f"(SELECT count(*) FROM done) < ({meant})"


class OnMySQL(Form):
    """Rows are joined before `SET` and `WHERE`. What changes rows alone can be taken back."""

    transaction = ("\nSTART TRANSACTION;\n", "\nCOMMIT;\n")
    locks = (
        "One transaction on {table}: all go on reading. InnoDB locks each row that a condition has to look "
        "at, and the gaps between them: all there are, where no index leads to the rows."
    )
    where_it_failed = _IN_THE_OUTPUT

    def update(
        self, values: Sequence[tuple[str, str]], some: str, *, is_owned: bool = False
    ) -> Iterator[str]:
        """Rows get values."""
        yield f"UPDATE {self.writing.table} AS old"
        yield from self.joined(is_owned=is_owned)
        yield f"SET {self.assigned(values, 'old.')}"
        yield f"WHERE {some}"

    def delete(self, some: str, *, is_owned: bool = False) -> Iterator[str]:
        """Rows go; with another name a table is named before `FROM`."""
        yield f"DELETE old FROM {self.writing.table} AS old"
        yield from self.joined(is_owned=is_owned)
        yield f"WHERE {some}"

    def joined(self, *, is_owned: bool) -> Iterator[str]:
        """The owners of rows."""
        if is_owned:
            yield f"JOIN {self.writing.owner} AS owner ON {self.writing.belongs}"

    def now(self, column: Column, /) -> str:
        """The time, as exact as the column."""
        arguments = column.type.arguments if isinstance(column.type, BuiltIn) else ()
        return f"CURRENT_TIMESTAMP({arguments[0]})" if arguments else "CURRENT_TIMESTAMP"


class OnSQLite(Form):
    """Foreign keys hold for who does not switch them on, too; a time may be a number or a text here."""

    transaction = ("\nPRAGMA foreign_keys=ON;\nBEGIN;\n", "\nCOMMIT;\n")
    present = None
    locks = "One transaction: until it commits nobody else writes to any table."
    locks_rows = False
    where_it_failed = _IN_THE_OUTPUT

    def refusing(self) -> Iterator[str]:
        """The row that is not let in ends the transaction too: Prisma's note of it is then kept.

        And whoever sends the file with a program that goes on after errors commits nothing.
        """
        for each in super().refusing():
            yield re.sub(r"^INSERT\b", "INSERT OR ROLLBACK", each)


class OnSQLServer(Form):
    """A transaction as Prisma writes it. Rows are joined behind `FROM`."""

    transaction = SQLServer.transaction
    present = "SYSUTCDATETIME()"
    locks = (
        "One transaction on {table}: who reads the rows that it changes waits too, unless the database has "
        "READ_COMMITTED_SNAPSHOT on. From about 5,000 rows on it is one lock on the whole table."
    )

    def update(
        self, values: Sequence[tuple[str, str]], some: str, *, is_owned: bool = False
    ) -> Iterator[str]:
        """Rows get values."""
        yield "UPDATE old"
        yield f"SET {self.assigned(values)}"
        yield f"FROM {self.writing.table} AS old"
        yield from self.joined(is_owned=is_owned)
        yield f"WHERE {some}"

    def delete(self, some: str, *, is_owned: bool = False) -> Iterator[str]:
        """Rows go."""
        yield f"DELETE old FROM {self.writing.table} AS old"
        yield from self.joined(is_owned=is_owned)
        yield f"WHERE {some}"

    def joined(self, *, is_owned: bool) -> Iterator[str]:
        """The owners of rows."""
        if is_owned:
            yield f"JOIN {self.writing.owner} AS owner ON {self.writing.belongs}"

    def refusing(self) -> Iterator[str]:
        """Not as text, in which every quote that is filled in would have to be doubled."""
        yield raised(self.guard())


_FORMS: dict[str, type[Form]] = {
    "cockroachdb": OnCockroachDB,
    "mysql": OnMySQL,
    "sqlite": OnSQLite,
    "sqlserver": OnSQLServer,
}


def form_of(writing: Writing) -> Form:
    """The statements of a data migration, as its provider has them."""
    return _FORMS.get(writing.source.provider, OnPostgreSQL)(writing)
