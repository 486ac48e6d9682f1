"""What a statement of MySQL's or MariaDB's does to the structure of a database.

Data, settings and rights are `Nothing`. A statement that is not known, or not to its end, is None: it is
never guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.ddl import (
    AlterTable,
    CreateIndex,
    CreateOther,
    CreateTable,
    DropIndex,
    DropOthers,
    DropTables,
    Like,
    Nothing,
    Operation,
    RenameTable,
)
from partywall.database.model import Name
from partywall.database.mysql_types import LEXICON
from partywall.database.recognise_mysql_table import index_columns, table_actions, table_body
from partywall.database.sql_cursor import Cursor, Unread
from partywall.database.sql_statements import SqlStatement, cut_up, opens_group
from partywall.database.sql_tokens import Token, tokens

_WITHOUT_EFFECT = frozenset(
    {
        *("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "TRUNCATE", "LOAD", "CALL", "DO"),
        *("SET", "USE", "BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "LOCK", "UNLOCK"),
        *("ANALYZE", "OPTIMIZE", "CHECK", "REPAIR", "FLUSH", "GRANT", "REVOKE", "SHOW", "EXPLAIN"),
        *("PREPARE", "EXECUTE", "DEALLOCATE", "KILL"),
    }
)
_BODIES = frozenset({"TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"})
_PARTS_OF_END = frozenset({"IF", "LOOP", "WHILE", "REPEAT"})


def statements(text: str) -> Iterator[SqlStatement]:
    """Cut a script at its semicolons, but not inside of parentheses, strings, comments or bodies."""
    return cut_up(text, list(tokens(text, lexicon=LEXICON)), _opens)


def _opens(all_tokens: Sequence[Token], begin: int, at: int) -> int:
    """The body of a trigger or a routine: `BEGIN … END`, and `CASE` has an `END` too."""
    key = all_tokens[at].key
    if key not in {"BEGIN", "CASE", "END"} or not _has_body(all_tokens, begin, at):
        return opens_group(all_tokens[at])
    if key == "END":
        following = all_tokens[at + 1].key if at + 1 < len(all_tokens) else ""
        return 0 if following in _PARTS_OF_END else -1
    return 0 if all_tokens[at - 1].key == "END" else 1


def _has_body(all_tokens: Sequence[Token], begin: int, at: int) -> bool:
    first = [each.key for each in all_tokens[begin : min(at, begin + 12)]]
    return first[:1] == ["CREATE"] and not _BODIES.isdisjoint(first)


def recognise(statement: SqlStatement) -> Operation | None:
    """The operation that a statement is; None where it is not understood as a whole."""
    cursor = Cursor(statement)
    if cursor.token.key in _WITHOUT_EFFECT:
        return Nothing()
    try:
        operation = _read(cursor)
    except Unread:
        return None
    return operation if cursor.is_done else None


def _read(cursor: Cursor) -> Operation:
    match cursor.next().key:
        case "CREATE":
            return _create(cursor)
        case "ALTER":
            return _alter(cursor)
        case "DROP":
            return _drop(cursor)
        case "RENAME":
            cursor.needs("TABLE")
            name = _name(cursor)
            cursor.needs("TO")
            return AlterTable(name, if_exists=False, actions=(RenameTable(_name(cursor).text),))
        case _:
            raise Unread


def _name(cursor: Cursor) -> Name:
    """A table's name; the database that stands before it is taken to be this one."""
    return Name("", cursor.qualified().text)


def _create(cursor: Cursor) -> Operation:
    if cursor.takes("TEMPORARY"):
        cursor.rest()
        return Nothing()
    if cursor.takes("OR"):
        cursor.needs("REPLACE")
    if cursor.takes("TABLE"):
        return _create_table(cursor)
    kind = cursor.takes_one_of("UNIQUE", "FULLTEXT", "SPATIAL", "INDEX")
    if kind is not None:
        if kind != "INDEX":
            cursor.needs("INDEX")
        return _create_index(cursor, kind)
    if cursor.takes_one_of("DATABASE", "SCHEMA", "USER", "ROLE"):
        cursor.rest()
        return Nothing()
    return _create_other(cursor)


def _create_table(cursor: Cursor) -> Operation:
    if_not_exists = cursor.takes("IF", "NOT", "EXISTS")
    name = _name(cursor)
    if cursor.takes("LIKE"):
        like = Like(_name(cursor), frozenset({"DEFAULTS", "CONSTRAINTS", "INDEXES", "IDENTITY", "GENERATED"}))
        return CreateTable(name, (), (), (like,), "", if_not_exists)
    columns, constraints = table_body(cursor)
    if any(each.key in {"SELECT", "AS"} for each in cursor.tokens[cursor.at :]):
        raise Unread
    return CreateTable(name, columns, constraints, (), cursor.rest(), if_not_exists)


def _create_index(cursor: Cursor, kind: str) -> Operation:
    if_not_exists = cursor.takes("IF", "NOT", "EXISTS")
    name = cursor.name()
    if cursor.takes("USING"):
        cursor.name()
    cursor.needs("ON")
    table = _name(cursor)
    begin = cursor.at
    columns = index_columns(cursor)
    words = cursor.words(begin)
    cursor.rest()  # how it is built, a comment
    method = kind.lower() if kind in {"FULLTEXT", "SPATIAL"} else "btree"
    return CreateIndex(name, table, columns, kind == "UNIQUE", method, None, "", if_not_exists, words)


def _create_other(cursor: Cursor) -> Operation:
    while not cursor.peeks_one_of("VIEW", *_BODIES):  # ALGORITHM = …, DEFINER = …, SQL SECURITY …
        cursor.next()
    kind = cursor.next().key
    cursor.takes("IF", "NOT", "EXISTS")
    name = _name(cursor)
    table = None
    if kind == "TRIGGER":
        while not cursor.takes("ON"):
            cursor.next()
        table = _name(cursor)
    cursor.rest()
    return CreateOther("FUNCTION" if kind == "PROCEDURE" else kind, name, table, cursor.words())


def _alter(cursor: Cursor) -> Operation:
    if cursor.takes("TABLE"):
        name = _name(cursor)
        return AlterTable(name, if_exists=False, actions=table_actions(cursor))
    if cursor.takes_one_of("DATABASE", "SCHEMA", "USER"):
        cursor.rest()
        return Nothing()
    if cursor.takes("VIEW"):
        return _create_other_view(cursor)
    raise Unread


def _create_other_view(cursor: Cursor) -> Operation:
    name = _name(cursor)
    cursor.rest()
    return CreateOther("VIEW", name, None, cursor.words())


def _drop(cursor: Cursor) -> Operation:
    if cursor.takes("TEMPORARY"):
        cursor.rest()
        return Nothing()
    kind = cursor.takes_one_of("TABLE", "INDEX", "VIEW", *_BODIES, "USER", "DATABASE", "SCHEMA")
    if kind == "USER":
        cursor.rest()
        return Nothing()
    cursor.takes("IF", "EXISTS")
    name = _name(cursor)
    match kind:
        case "TABLE":
            names = [name]
            while cursor.takes(","):
                names.append(_name(cursor))
            cursor.takes_one_of("CASCADE", "RESTRICT")
            return DropTables(tuple(names))
        case "INDEX":
            cursor.needs("ON")
            table = _name(cursor)
            cursor.rest()  # ALGORITHM, LOCK
            return AlterTable(table, if_exists=False, actions=(DropIndex(name.text),))
        case "VIEW" | "TRIGGER" | "FUNCTION" | "EVENT":
            return DropOthers(kind, (name,), None)
        case "PROCEDURE":
            return DropOthers("FUNCTION", (name,), None)
        case _:
            raise Unread
