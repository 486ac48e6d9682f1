"""`CREATE TABLE` in PostgreSQL's SQL: with its columns, as a part of another table, of another's rows."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import CreateOther, CreateTable, CreateTableAs, Like, Operation
from partywall.database.model import Name
from partywall.database.recognise_table import table_body
from partywall.database.sql_cursor import Cursor, Unread

_AFTER_COLUMNS = ("PARTITION", "INHERITS", "WITH", "WITHOUT", "TABLESPACE", "USING", "ON")


def create_table(cursor: Cursor) -> Operation:
    """What stands behind the words `CREATE TABLE`."""
    if_not_exists = cursor.takes("IF", "NOT", "EXISTS")
    name = cursor.qualified()
    if cursor.takes("PARTITION", "OF"):
        return _partition(cursor, name)
    if cursor.takes("AS"):
        return _of_rows(cursor, name, if_not_exists=if_not_exists)
    columns, constraints, like = table_body(cursor)
    if not cursor.is_done and not cursor.peeks_one_of(*_AFTER_COLUMNS):
        raise Unread
    return CreateTable(name, columns, constraints, (*_inherited(cursor), *like), cursor.rest(), if_not_exists)


def _inherited(cursor: Cursor) -> Iterator[Like]:
    """The tables whose columns it has as well; the words stay a part of the clause."""
    begin = cursor.at
    if cursor.takes("INHERITS", "("):
        for each in cursor.qualifieds():
            yield Like(each, frozenset({"DEFAULTS", "CONSTRAINTS", "GENERATED"}))
    cursor.at = begin


def _partition(cursor: Cursor, name: Name) -> CreateOther:
    """A part of a table, which Prisma does not see."""
    table = cursor.qualified()
    cursor.rest()
    return CreateOther("PARTITION", name, table, cursor.words())


def _of_rows(cursor: Cursor, name: Name, *, if_not_exists: bool) -> CreateTableAs:
    """Plain columns of one table, whichever rows; what is computed has a type that nothing says."""
    cursor.needs("SELECT")
    columns: list[str] = []
    if not cursor.takes("*"):
        columns.append(cursor.name())
        while cursor.takes(","):
            columns.append(cursor.name())
    cursor.needs("FROM")
    source = cursor.qualified()
    if not cursor.is_done and not cursor.peeks_one_of("WHERE", "ORDER", "LIMIT", "WITH"):
        raise Unread
    if {"UNION", "EXCEPT", "INTERSECT"} & {each.key for each in cursor.tokens[cursor.at :]}:
        raise Unread
    cursor.rest()
    return CreateTableAs(name, source, tuple(columns), if_not_exists)
