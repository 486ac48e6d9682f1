"""What a statement of SQL Server's does to the structure of a database.

Data, settings and rights are `Nothing`, and so is what stands around a script (`BEGIN TRY`, `COMMIT TRAN`). A
statement that is not known, or not to its end, is None: it is never guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from partywall.database.ddl import (
    AlterTable,
    CreateIndex,
    CreateOther,
    CreateSchema,
    CreateTable,
    DropIndex,
    DropOthers,
    DropSchemas,
    DropTables,
    Nothing,
    Operation,
    RenameColumn,
    RenameIndex,
    RenameObject,
)
from partywall.database.model import Name
from partywall.database.recognise_sqlserver_table import index_columns, table_actions, table_body
from partywall.database.sql_cursor import Cursor, Unread
from partywall.database.sql_statements import SqlStatement, cut_up, opens_group
from partywall.database.sql_tokens import Token, tokens
from partywall.database.sqlserver_types import LEXICON

_WITHOUT_EFFECT = frozenset(
    {
        *("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "TRUNCATE", "SET", "USE", "PRINT"),
        *("COMMIT", "ROLLBACK", "SAVE", "THROW", "RAISERROR", "DECLARE", "GRANT", "REVOKE", "DENY", "DBCC"),
    }
)
_AROUND = (
    ("BEGIN", "TRY"),
    ("BEGIN", "CATCH"),
    ("BEGIN", "TRAN"),
    ("BEGIN", "TRANSACTION"),
    ("END", "TRY"),
    ("END", "CATCH"),
    ("END",),
)
_OBJECTS = frozenset({"TABLE", "INDEX", "UNIQUE", "CLUSTERED", "NONCLUSTERED", "SCHEMA", "COLUMN"})
_ROUTINES = frozenset({"PROCEDURE", "PROC", "FUNCTION", "TRIGGER", "VIEW"})


def statements(text: str) -> Iterator[SqlStatement]:
    """Cut a script at its semicolons and at `GO`; a routine goes to the end of its batch."""
    for batch in _batches(text, list(tokens(text, lexicon=LEXICON))):
        if _is_routine(batch):
            line = text.count("\n", 0, batch[0].start) + 1
            yield SqlStatement(text, tuple(batch), line)
        else:
            yield from cut_up(text, batch, _opens)


def _opens(all_tokens: Sequence[Token], _: int, at: int) -> int:
    return opens_group(all_tokens[at])


def _batches(text: str, all_tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Between `GO`s; the end of what is around a script ends what it ends too, without a semicolon."""
    begin = 0
    for at, token in enumerate(all_tokens):
        if token.key == "GO" and _is_alone(text, token):
            yield all_tokens[begin:at]
            begin = at + 1
        elif token.key == "CATCH" and at and all_tokens[at - 1].key == "END":
            yield all_tokens[begin : at + 1]
            begin = at + 1
    yield all_tokens[begin:]


def _is_alone(text: str, token: Token) -> bool:
    line_start = text.rfind("\n", 0, token.start) + 1
    line_end = text.find("\n", token.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    return line.strip().upper() == "GO"


def _is_routine(batch: Sequence[Token]) -> bool:
    keys = [each.key for each in batch[:4]]
    return bool(keys) and keys[0] in {"CREATE", "ALTER"} and not _ROUTINES.isdisjoint(keys)


def recognise(statement: SqlStatement) -> Operation | None:
    """The operation that a statement is; None where it is not understood as a whole."""
    cursor = Cursor(statement)
    _step_over_frame(cursor)
    if not cursor.tokens[cursor.at :]:
        return Nothing()
    if cursor.token.key in _WITHOUT_EFFECT:
        return None if _hides_another(cursor.tokens[cursor.at :]) else Nothing()
    return _whole(cursor)


def _whole(cursor: Cursor) -> Operation | None:
    """What a statement does, if it is understood to its end."""
    try:
        operation = _read(cursor)
    except Unread:
        return None
    return operation if cursor.is_done else None


def _hides_another(parts: Sequence[Token]) -> bool:
    """Whether a statement about the structure follows without a semicolon."""
    keys = [each.key for each in parts]
    changing = {"CREATE", "ALTER", "DROP"}
    found = (first in changing and second in _OBJECTS for first, second in pairwise(keys))
    return "SP_RENAME" in keys or any(found)


def _step_over_frame(cursor: Cursor) -> None:
    while any(cursor.takes(*words) for words in _AROUND):
        pass


def _read(cursor: Cursor) -> Operation:
    match cursor.next().key:
        case "CREATE":
            return _create(cursor)
        case "ALTER":
            return _alter(cursor)
        case "DROP":
            return _drop(cursor)
        case "EXEC" | "EXECUTE":
            return _execute(cursor)
        case "IF":
            return _if(cursor)
        case _:
            raise Unread


# --- what is run under a condition, or from a string --------------------------------------------


def _if(cursor: Cursor) -> Operation:
    """What undoes a failed transaction; a refusal; and what asks first whether it has been done."""
    if cursor.takes("@@TRANCOUNT"):
        cursor.rest()
        return Nothing()
    is_negative = cursor.takes("NOT")
    cursor.needs("EXISTS")
    cursor.skip_group()
    if cursor.takes("RAISERROR"):
        cursor.rest()
        return Nothing()
    if not is_negative:
        raise Unread
    return _read(cursor)


def _execute(cursor: Cursor) -> Operation:
    if cursor.takes("SP_RENAME"):
        return _rename(cursor)
    if cursor.takes("("):
        inner = cursor.string()
        cursor.needs(")")
        return _inner(inner)
    if cursor.takes("SP_EXECUTESQL"):
        return _inner(cursor.string())
    raise Unread


def _inner(sql: str) -> Operation:
    found = [recognise(each) for each in statements(sql)]
    if len(found) == 1 and found[0] is not None:
        return found[0]
    raise Unread


def _rename(cursor: Cursor) -> Operation:
    path = [token.value for token in tokens(cursor.string(), lexicon=LEXICON) if token.is_name]
    cursor.needs(",")
    next_ = cursor.string()
    kind = cursor.string().upper() if cursor.takes(",") else "OBJECT"
    if kind in {"INDEX", "COLUMN"} and len(path) == len(("dbo", "table", "name")):
        action = RenameIndex(path[2], next_) if kind == "INDEX" else RenameColumn(path[2], next_)
        return AlterTable(Name(path[0], path[1]), if_exists=False, actions=(action,))
    if kind == "OBJECT" and 0 < len(path) <= len(("dbo", "name")):
        return RenameObject(Name(path[0] if len(path) > 1 else "", path[-1]), next_)
    raise Unread


# --- statements -------------------------------------------------------------------------------


def _create(cursor: Cursor) -> Operation:
    if cursor.takes("OR"):
        cursor.needs("ALTER")
    if cursor.takes("TABLE"):
        return _create_table(cursor)
    if cursor.takes("SCHEMA"):
        name = cursor.name()
        if cursor.takes("AUTHORIZATION"):
            cursor.name()
        return CreateSchema(name)
    if cursor.takes_one_of("LOGIN", "USER", "ROLE"):
        cursor.rest()
        return Nothing()
    kind = cursor.takes_one_of(*_ROUTINES, "TYPE", "SEQUENCE", "SYNONYM")
    if kind is not None:
        return _create_other(cursor, "FUNCTION" if kind in {"PROC", "PROCEDURE"} else kind)
    is_unique = cursor.takes("UNIQUE")
    clustering = cursor.takes_one_of("CLUSTERED", "NONCLUSTERED")
    cursor.needs("INDEX")
    return _create_index(cursor, is_unique=is_unique, is_clustered=_clustered(clustering))


def _clustered(word: str | None) -> bool | None:
    return None if word is None else word == "CLUSTERED"


def _create_table(cursor: Cursor) -> Operation:
    name = cursor.qualified()
    if name.text.startswith("#"):
        cursor.rest()
        return Nothing()
    columns, constraints = table_body(cursor)
    if not cursor.is_done and not cursor.peeks_one_of("ON", "TEXTIMAGE_ON", "WITH"):
        raise Unread
    return CreateTable(name, columns, constraints, (), cursor.rest(), if_not_exists=False)


def _create_index(cursor: Cursor, *, is_unique: bool, is_clustered: bool | None) -> Operation:
    name = cursor.name()
    cursor.needs("ON")
    table = cursor.qualified()
    begin = cursor.at
    columns = index_columns(cursor)
    clause_begin = cursor.at
    if cursor.takes("INCLUDE"):
        cursor.skip_group()
    clause = cursor.between(clause_begin)
    where = cursor.skip_expression("WITH", "ON") if cursor.takes("WHERE") else None
    words = cursor.words(begin)
    if not cursor.is_done and not cursor.peeks_one_of("WITH", "ON"):
        raise Unread
    cursor.rest()
    return CreateIndex(
        name,
        table,
        columns,
        is_unique,
        "btree",
        where,
        clause,
        if_not_exists=False,
        words=words,
        is_clustered=is_clustered,
    )


def _create_other(cursor: Cursor, kind: str) -> Operation:
    name = cursor.qualified()
    table = None
    if kind == "TRIGGER":
        cursor.needs("ON")
        table = cursor.qualified()
    cursor.rest()
    return CreateOther(kind, name, table, cursor.words())


def _alter(cursor: Cursor) -> Operation:
    if cursor.takes("TABLE"):
        name = cursor.qualified()
        return AlterTable(name, if_exists=False, actions=table_actions(cursor))
    kind = cursor.takes_one_of(*_ROUTINES)
    if kind is not None:
        return _create_other(cursor, "FUNCTION" if kind in {"PROC", "PROCEDURE"} else kind)
    if cursor.takes_one_of("DATABASE", "LOGIN", "USER", "ROLE", "AUTHORIZATION"):
        cursor.rest()
        return Nothing()
    raise Unread


def _drop(cursor: Cursor) -> Operation:
    kind = cursor.takes_one_of("TABLE", "INDEX", "SCHEMA", *_ROUTINES, "TYPE", "SEQUENCE", "SYNONYM")
    if kind is None:
        raise Unread
    cursor.takes("IF", "EXISTS")
    name = cursor.qualified()
    if kind == "INDEX":
        cursor.needs("ON")
        return AlterTable(cursor.qualified(), if_exists=False, actions=(DropIndex(name.text),))
    if kind == "SCHEMA":
        return DropSchemas((name.text,))
    names = [name]
    while cursor.takes(","):
        names.append(cursor.qualified())
    if kind == "TABLE":
        return DropTables(tuple(names))
    return DropOthers("FUNCTION" if kind in {"PROC", "PROCEDURE"} else kind, tuple(names), None)
