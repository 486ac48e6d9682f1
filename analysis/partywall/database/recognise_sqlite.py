"""What a statement of SQLite's does to the structure of a database.

Data, pragmas and transactions are `Nothing`. A statement that is not known, or not to its end, is None: it
is never guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from partywall.database.ddl import (
    AddColumn,
    AlterTable,
    ColumnDefinition,
    Constraint,
    CreateIndex,
    CreateOther,
    CreateTable,
    DropColumn,
    DropIndexes,
    DropOthers,
    DropTables,
    Nothing,
    Operation,
    RenameColumn,
    RenameTable,
    TableAction,
    TypeName,
)
from partywall.database.model import IndexColumn, Name
from partywall.database.recognise_table import foreign_key
from partywall.database.sql_cursor import Cursor, Unread
from partywall.database.sql_statements import SqlStatement, cut_up, opens_group
from partywall.database.sql_tokens import Token, tokens
from partywall.database.sqlite_types import LEXICON

_WITHOUT_EFFECT = frozenset(
    {
        *("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES", "PRAGMA", "EXPLAIN"),
        *("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ANALYZE", "VACUUM", "REINDEX"),
        *("ATTACH", "DETACH"),
    }
)


def statements(text: str) -> Iterator[SqlStatement]:
    """Cut a script at its semicolons, but not inside of parentheses, strings, comments or triggers."""
    return cut_up(text, list(tokens(text, lexicon=LEXICON)), _opens)


def _opens(all_tokens: Sequence[Token], begin: int, at: int) -> int:
    """The body of a trigger is opened by `BEGIN`, and `CASE` has an `END` too."""
    key = all_tokens[at].key
    if key in {"BEGIN", "CASE", "END"} and _is_trigger(all_tokens, begin, at):
        return -1 if key == "END" else 1
    return opens_group(all_tokens[at])


def _is_trigger(all_tokens: Sequence[Token], begin: int, at: int) -> bool:
    first = [each.key for each in all_tokens[begin : min(at, begin + 3)]]
    return first[:1] == ["CREATE"] and "TRIGGER" in first


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
            cursor.needs("TABLE")
            return AlterTable(_unqualified(cursor), if_exists=False, actions=table_actions(cursor))
        case "DROP":
            return _drop(cursor)
        case _:
            raise Unread


def _create(cursor: Cursor) -> Operation:
    if cursor.takes_one_of("TEMP", "TEMPORARY"):
        cursor.rest()
        return Nothing()
    if cursor.takes("TABLE"):
        return _create_table(cursor)
    if cursor.takes("UNIQUE", "INDEX"):
        return _create_index(cursor, is_unique=True)
    if cursor.takes("INDEX"):
        return _create_index(cursor, is_unique=False)
    kind = "VIRTUAL TABLE" if cursor.takes("VIRTUAL", "TABLE") else cursor.takes_one_of("VIEW", "TRIGGER")
    if kind is None:
        raise Unread
    cursor.takes("IF", "NOT", "EXISTS")
    name = cursor.qualified()
    table = None
    if kind == "TRIGGER":
        while not cursor.takes("ON"):
            cursor.next()
        table = cursor.qualified()
    cursor.rest()
    return CreateOther(kind, Name("", name.text), table, cursor.words())


def _drop(cursor: Cursor) -> Operation:
    kind = cursor.takes_one_of("TABLE", "INDEX", "VIEW", "TRIGGER")
    cursor.takes("IF", "EXISTS")
    name = _unqualified(cursor)
    match kind:
        case "TABLE":
            return DropTables((name,))
        case "INDEX":
            return DropIndexes((name,))
        case "VIEW" | "TRIGGER":
            return DropOthers(kind, (name,), None)
        case _:
            raise Unread


def _unqualified(cursor: Cursor) -> Name:
    """A name; `main.` before it says nothing, and another database is not this one."""
    name = cursor.qualified()
    if name.schema.lower() == "temp":
        return Name("temp", name.text)
    if name.schema.lower() not in {"", "main"}:
        raise Unread
    return Name("", name.text)


# --- tables -----------------------------------------------------------------------------------


def _create_table(cursor: Cursor) -> Operation:
    if_not_exists = cursor.takes("IF", "NOT", "EXISTS")
    name = _unqualified(cursor)
    columns: list[ColumnDefinition] = []
    constraints: list[Constraint] = []
    cursor.needs("(")
    while True:
        if cursor.peeks_one_of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"):
            constraints.append(_constraint(cursor, None))
        else:
            columns.append(_column(cursor))
        if cursor.takes(")"):
            break
        cursor.takes(",")
    begin = cursor.at
    while not cursor.is_done:
        if not (cursor.takes("WITHOUT", "ROWID") or cursor.takes("STRICT") or cursor.takes(",")):
            raise Unread
    return CreateTable(name, tuple(columns), tuple(constraints), (), cursor.between(begin), if_not_exists)


def table_actions(cursor: Cursor) -> tuple[TableAction, ...]:
    """The one thing that an `ALTER TABLE` does."""
    if cursor.takes("RENAME", "TO"):
        return (RenameTable(cursor.name()),)
    if cursor.takes("RENAME"):
        cursor.takes("COLUMN")
        previous = cursor.name()
        cursor.needs("TO")
        return (RenameColumn(previous, cursor.name()),)
    if cursor.takes("ADD"):
        cursor.takes("COLUMN")
        return (AddColumn(_column(cursor), if_not_exists=False),)
    cursor.needs("DROP")
    cursor.takes("COLUMN")
    return (DropColumn(cursor.name()),)


_OF_COLUMN = frozenset(
    {
        *("CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES"),
        *("GENERATED", "AS", "ON", "DEFERRABLE", "INITIALLY"),
    }
)


def _column(cursor: Cursor) -> ColumnDefinition:
    name = cursor.name()
    of = _type(cursor)
    not_null = False
    default: str | None = None
    constraints: list[Constraint] = []
    clauses: list[str] = []
    while not cursor.is_done and not cursor.peeks_one_of(",", ")"):
        if cursor.takes("NOT", "NULL"):
            not_null = True
            _conflict_clause(cursor)
        elif cursor.takes("NULL"):
            _conflict_clause(cursor)
        elif cursor.takes("DEFAULT"):
            begin = cursor.at
            cursor.takes("NULL")
            cursor.skip_expression(*_OF_COLUMN)
            default = cursor.between(begin)
        elif cursor.peeks_one_of("COLLATE", "GENERATED", "AS"):
            clauses.append(_clause(cursor))
        else:
            constraints.append(_constraint(cursor, name))
    return ColumnDefinition(name, of, not_null, default, tuple(constraints), " ".join(clauses))


def _type(cursor: Cursor) -> TypeName:
    """A type of any number of words, or none at all."""
    begin = cursor.at
    while cursor.token.is_name and cursor.token.key not in _OF_COLUMN:
        cursor.next()
    name = " ".join(each.value for each in cursor.tokens[begin : cursor.at])
    arguments: tuple[str, ...] = ()
    if name and cursor.peeks("("):
        arguments = tuple(each.strip() for each in cursor.skip_group().split(","))
    return TypeName(Name("", name), arguments, is_list=False, is_quoted=False)


def _clause(cursor: Cursor) -> str:
    begin = cursor.at
    if cursor.takes("COLLATE"):
        cursor.name()
        return cursor.between(begin)
    cursor.takes("GENERATED", "ALWAYS")
    cursor.needs("AS")
    cursor.skip_group()
    cursor.takes_one_of("STORED", "VIRTUAL")
    text = cursor.between(begin)
    return text if text.upper().startswith("GENERATED") else f"GENERATED ALWAYS {text}"


def _constraint(cursor: Cursor, column: str | None) -> Constraint:
    begin = cursor.at
    name = cursor.name() if cursor.takes("CONSTRAINT") else None
    own = (column,) if column is not None else None
    if cursor.takes("PRIMARY", "KEY"):
        columns = own or _key_columns(cursor)
        cursor.takes_one_of("ASC", "DESC")
        found = Constraint("primary key", name, columns)
    elif cursor.takes("UNIQUE"):
        found = Constraint("unique", name, own or _key_columns(cursor))
    elif cursor.peeks_one_of("FOREIGN", "REFERENCES"):
        found = foreign_key(cursor, name, own)
    elif cursor.takes("CHECK"):
        cursor.skip_group()
        found = Constraint("check", name, own or ())
    elif cursor.takes("NOT", "NULL"):
        found = Constraint("not null", name, own or ())
    else:
        raise Unread
    _conflict_clause(cursor)
    cursor.takes("AUTOINCREMENT")
    clause = found.clause
    if cursor.takes("DEFERRABLE"):
        clause = "DEFERRABLE"
        if cursor.takes("INITIALLY", "DEFERRED"):
            clause += " INITIALLY DEFERRED"
        cursor.takes("INITIALLY", "IMMEDIATE")
    cursor.takes("NOT", "DEFERRABLE")
    return replace(found, clause=clause, sql=cursor.between(begin), words=cursor.words(begin))


def _key_columns(cursor: Cursor) -> tuple[str, ...]:
    cursor.needs("(")
    columns = [cursor.name()]
    while True:
        if cursor.takes("COLLATE"):
            cursor.name()
        cursor.takes_one_of("ASC", "DESC", "AUTOINCREMENT")
        if not cursor.takes(","):
            cursor.needs(")")
            return tuple(columns)
        columns.append(cursor.name())


def _conflict_clause(cursor: Cursor) -> None:
    if cursor.takes("ON", "CONFLICT"):
        cursor.next()


# --- indexes ----------------------------------------------------------------------------------


def _create_index(cursor: Cursor, *, is_unique: bool) -> Operation:
    if_not_exists = cursor.takes("IF", "NOT", "EXISTS")
    name = _unqualified(cursor).text
    cursor.needs("ON")
    table = Name("", cursor.name())
    begin = cursor.at
    cursor.needs("(")
    columns = [_index_column(cursor)]
    while cursor.takes(","):
        columns.append(_index_column(cursor))
    cursor.needs(")")
    where = cursor.rest() if cursor.takes("WHERE") else None
    words = cursor.words(begin)
    return CreateIndex(name, table, tuple(columns), is_unique, "btree", where, "", if_not_exists, words)


def _index_column(cursor: Cursor) -> IndexColumn:
    begin = cursor.at
    text = cursor.skip_expression("COLLATE", "ASC", "DESC")
    is_column = cursor.at == begin + 1 and cursor.tokens[begin].is_name
    collation = cursor.name() if cursor.takes("COLLATE") else ""
    order = cursor.takes_one_of("ASC", "DESC")
    return IndexColumn(
        cursor.tokens[begin].value if is_column else text,
        {"ASC": "Asc", "DESC": "Desc"}.get(order or ""),  # type: ignore[arg-type]  # the two words
        is_expression=not is_column,
        collation=collation,
    )
