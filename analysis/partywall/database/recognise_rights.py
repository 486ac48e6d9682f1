"""Which tables a `GRANT` or a `REVOKE` of PostgreSQL is about.

Rights are no structure, but they go with a table or a column that is dropped, and whoever brings that back
has to give them again. Those on anything else (schemas, functions, roles) leave no trace here.
"""

from __future__ import annotations

from partywall.database.ddl import ChangeRights, Nothing, Operation
from partywall.database.sql_cursor import Cursor, Unread

_OTHER_OBJECTS = (
    *("SCHEMA", "SEQUENCE", "DATABASE", "DOMAIN", "FUNCTION", "PROCEDURE", "ROUTINE", "LANGUAGE", "TYPE"),
    *("FOREIGN", "LARGE", "PARAMETER", "TABLESPACE", "ALL"),
)


def change_rights(cursor: Cursor) -> Operation:
    """The rights on tables that a statement gives or takes."""
    try:
        return _on_tables(cursor)
    except Unread:
        return Nothing()  # a role granted to another; or it stays unknown, and so does no harm
    finally:
        cursor.rest()


def _on_tables(cursor: Cursor) -> Operation:
    columns: set[str] = set()
    while not cursor.peeks("ON"):
        if cursor.peeks("("):
            begin = cursor.at
            cursor.skip_group()
            columns |= cursor.words(begin)
        else:
            cursor.next()
    what = cursor.text[cursor.tokens[0].start : cursor.tokens[cursor.at - 1].end]
    cursor.needs("ON")
    is_of_schema = cursor.takes("ALL", "TABLES", "IN", "SCHEMA")
    if not is_of_schema and not cursor.takes("TABLE") and cursor.peeks_one_of(*_OTHER_OBJECTS):
        return Nothing()
    names = cursor.qualifieds()
    if not cursor.peeks_one_of("TO", "FROM"):
        raise Unread
    schemas = tuple(each.text for each in names) if is_of_schema else ()
    return ChangeRights(what, () if schemas else names, schemas, cursor.rest(), frozenset(columns))
