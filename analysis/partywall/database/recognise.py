"""What a PostgreSQL statement does to the structure of a database.

Data and settings are `Nothing`. A statement that is not known, or not to its end, is None: it
is never guessed at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from partywall.database.ddl import (
    AddEnumValue,
    AlterExtension,
    AlterSequence,
    AlterTable,
    CreateEnum,
    CreateExtension,
    CreateIndex,
    CreateOther,
    CreateSchema,
    DropEnumValue,
    DropExtensions,
    DropIndexes,
    DropOthers,
    DropSchemas,
    DropTables,
    DropTypes,
    Nothing,
    Operation,
    RenameEnumValue,
    RenameOther,
    RenameRelation,
    RenameType,
)
from partywall.database.model import IndexColumn, Name
from partywall.database.recognise_create_table import create_table
from partywall.database.recognise_rights import change_rights
from partywall.database.recognise_table import table_actions
from partywall.database.sql_cursor import Cursor, Unread
from partywall.database.sql_statements import SqlStatement

Reader = Callable[[Cursor], Operation]

_WITHOUT_EFFECT = frozenset(
    {
        *("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "TRUNCATE", "COPY", "VALUES"),
        *("SET", "RESET", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"),
        *("LOCK", "ANALYZE", "VACUUM", "REINDEX", "CLUSTER", "REFRESH", "NOTIFY", "CHECKPOINT"),
        *("PERFORM", "SHOW", "EXPLAIN", "CALL", "RAISE", "NULL", "RETURN"),
    }
)


def recognise(statement: SqlStatement) -> Operation | None:
    """The operation that a statement is; None where it is not understood as a whole."""
    cursor = Cursor(statement)
    keyword = cursor.token.key
    if keyword in _WITHOUT_EFFECT:
        return Nothing()
    reader = _STATEMENTS.get(keyword)
    if reader is None:
        return None
    cursor.at = 1
    try:
        operation = reader(cursor)
    except Unread:
        return None
    return operation if cursor.is_done else None


def _by_keywords(readers: Mapping[tuple[str, ...], Reader]) -> Reader:
    """A reader that goes on by what follows; longer ones stand first."""

    def read(cursor: Cursor) -> Operation:
        for keywords, reader in readers.items():
            if cursor.takes(*keywords):
                return reader(cursor)
        raise Unread

    return read


# --- schemas, extensions, types ---------------------------------------------------------------


def _create_schema(cursor: Cursor) -> Operation:
    cursor.takes("IF", "NOT", "EXISTS")
    name = cursor.name()
    if cursor.takes("AUTHORIZATION"):
        cursor.name()
    return CreateSchema(name)


def _create_extension(cursor: Cursor) -> Operation:
    cursor.takes("IF", "NOT", "EXISTS")
    name = cursor.name()
    said = {"SCHEMA": "", "VERSION": ""}
    cursor.takes("WITH")
    while not cursor.is_done:
        key = cursor.takes_one_of("SCHEMA", "VERSION", "CASCADE")
        if key is None:
            raise Unread
        if key in said:
            said[key] = cursor.next().value
    return CreateExtension(name, said["SCHEMA"], said["VERSION"])


def _alter_extension(cursor: Cursor) -> Operation:
    name = cursor.name()
    if cursor.takes("SET", "SCHEMA"):
        return AlterExtension(name, cursor.name(), "")
    cursor.needs("UPDATE")
    return AlterExtension(name, "", cursor.next().value if cursor.takes("TO") else "")


def _create_type(cursor: Cursor) -> Operation:
    name = cursor.qualified()
    if cursor.takes("AS", "ENUM"):
        return CreateEnum(name, cursor.strings())
    return _kept(cursor, "TYPE", name)


def _alter_type(cursor: Cursor) -> Operation:
    name = cursor.qualified()
    if cursor.takes("ADD", "VALUE"):
        cursor.takes("IF", "NOT", "EXISTS")
        value = cursor.string()
        side = cursor.takes_one_of("BEFORE", "AFTER")
        neighbour = cursor.string() if side else None
        return AddEnumValue(name, value, neighbour, side == "BEFORE")
    if cursor.takes("DROP", "VALUE"):
        return DropEnumValue(name, cursor.string())
    if cursor.takes("RENAME", "VALUE"):
        previous = cursor.string()
        cursor.needs("TO")
        return RenameEnumValue(name, previous, cursor.string())
    if cursor.takes("RENAME", "TO"):
        return RenameType(name, Name("", cursor.name()))
    if cursor.takes("SET", "SCHEMA"):
        return RenameType(name, Name(cursor.name(), name.text))
    cursor.needs("OWNER", "TO")
    cursor.next()
    return Nothing()


# --- tables and indexes -----------------------------------------------------------------------


def _alter_table(cursor: Cursor) -> Operation:
    if_exists = cursor.takes("IF", "EXISTS")
    cursor.takes("ONLY")
    name = cursor.qualified()
    cursor.takes("*")
    return AlterTable(name, if_exists, table_actions(cursor))


def _create_index(cursor: Cursor, *, is_unique: bool = False) -> Operation:
    cursor.takes("CONCURRENTLY")
    if_not_exists = cursor.takes("IF", "NOT", "EXISTS")
    name = None if cursor.peeks("ON") else cursor.qualified().text
    cursor.needs("ON")
    cursor.takes("ONLY")
    table = cursor.qualified()
    method = cursor.name() if cursor.takes("USING") else "btree"
    begin = cursor.at
    columns = _index_columns(cursor)
    clause_begin = cursor.at
    while not cursor.is_done and not cursor.peeks("WHERE"):
        cursor.next()
    clause = cursor.between(clause_begin)
    where = _condition(cursor) if cursor.takes("WHERE") else None
    words = cursor.words(begin)
    return CreateIndex(name, table, columns, is_unique, method, where, clause, if_not_exists, words)


def _create_unique_index(cursor: Cursor) -> Operation:
    return _create_index(cursor, is_unique=True)


def _index_columns(cursor: Cursor) -> tuple[IndexColumn, ...]:
    cursor.needs("(")
    columns = [_index_column(cursor)]
    while cursor.takes(","):
        columns.append(_index_column(cursor))
    cursor.needs(")")
    return tuple(columns)


def _index_column(cursor: Cursor) -> IndexColumn:
    is_call = cursor.token.is_name and cursor.peeks(cursor.token.key, "(")
    if cursor.peeks("("):
        name, is_expression = cursor.skip_group(), True
    elif is_call:
        begin = cursor.at
        cursor.qualified()
        cursor.skip_group()
        name, is_expression = cursor.between(begin), True
    else:
        name, is_expression = cursor.name(), False
    collation = ""
    if cursor.takes("COLLATE"):
        begin = cursor.at
        cursor.qualified()
        collation = cursor.between(begin)
    operators = None
    if cursor.token.is_name and not cursor.peeks_one_of("ASC", "DESC", "NULLS"):
        operators = cursor.qualified().text
        if cursor.peeks("("):
            operators += f"({cursor.skip_group()})"
    order = cursor.takes_one_of("ASC", "DESC")
    nulls = f"NULLS {cursor.next().key}" if cursor.takes("NULLS") else ""
    if nulls == ("NULLS FIRST" if order == "DESC" else "NULLS LAST"):
        nulls = ""
    return IndexColumn(
        name,
        "Desc" if order == "DESC" else "Asc" if order == "ASC" else None,
        operators,
        is_expression,
        collation,
        nulls,
    )


def _condition(cursor: Cursor) -> str:
    """The rest of the statement, without the parentheses around the whole of it."""
    begin = cursor.at
    if cursor.peeks("("):
        inner = cursor.skip_group()
        if cursor.is_done:
            return inner
    cursor.rest()
    return cursor.between(begin)


def _rename_relation(kind: str) -> Reader:
    def read(cursor: Cursor) -> Operation:
        cursor.takes("IF", "EXISTS")
        name = cursor.qualified()
        if cursor.takes("RENAME", "TO"):
            return RenameRelation(kind, name, Name("", cursor.name()))
        if kind != "INDEX" and cursor.takes("SET", "SCHEMA"):
            return RenameRelation(kind, name, Name(cursor.name(), name.text))
        options = cursor.rest()
        return AlterSequence(name, options) if kind == "SEQUENCE" else Nothing()

    return read


# --- everything else --------------------------------------------------------------------------


def _kept(cursor: Cursor, kind: str, name: Name, table: Name | None = None) -> CreateOther:
    cursor.rest()
    return CreateOther(kind, name, table, cursor.words())


def _create_named(kind: str) -> Reader:
    def read(cursor: Cursor) -> Operation:
        cursor.takes("IF", "NOT", "EXISTS")
        return _kept(cursor, kind, cursor.qualified())

    return read


def _create_on_table(kind: str) -> Reader:
    """A policy, trigger or rule: its name is its own on each table."""

    def read(cursor: Cursor) -> Operation:
        name = Name("", cursor.name())
        while not cursor.takes("ON"):
            cursor.next()
        if kind == "RULE":
            while not cursor.takes("TO"):
                cursor.next()
        return _kept(cursor, kind, name, cursor.qualified())

    return read


def _alter_on_table(kind: str) -> Reader:
    def read(cursor: Cursor) -> Operation:
        cursor.takes("IF", "EXISTS")
        name = cursor.name()
        cursor.needs("ON")
        table = cursor.qualified()
        if cursor.takes("RENAME", "TO"):
            return RenameOther(kind, name, table, cursor.name())
        cursor.rest()
        return Nothing()

    return read


def _drop_on_table(kind: str) -> Reader:
    def read(cursor: Cursor) -> Operation:
        cursor.takes("IF", "EXISTS")
        name = Name("", cursor.name())
        cursor.needs("ON")
        table = cursor.qualified()
        cursor.takes_one_of("CASCADE", "RESTRICT")
        return DropOthers(kind, (name,), table)

    return read


def _drop(make: Callable[[tuple[Name, ...]], Operation]) -> Reader:
    def read(cursor: Cursor) -> Operation:
        cursor.takes("CONCURRENTLY")
        cursor.takes("IF", "EXISTS")
        names = [_dropped_name(cursor)]
        while cursor.takes(","):
            names.append(_dropped_name(cursor))
        cursor.takes_one_of("CASCADE", "RESTRICT")
        return make(tuple(names))

    return read


def _dropped_name(cursor: Cursor) -> Name:
    """A name, and the types of its arguments if it is a function."""
    name = cursor.qualified()
    if cursor.peeks("("):
        cursor.skip_group()
    return name


def _drop_other(kind: str) -> Reader:
    return _drop(lambda names: DropOthers(kind, names, None))


def _comment(cursor: Cursor) -> Operation:
    cursor.needs("ON")
    begin = cursor.at
    kind = cursor.next().key
    name = cursor.qualified()
    while not cursor.takes("IS"):
        cursor.next()
    label = Name("", cursor.text[cursor.tokens[begin].start : cursor.tokens[cursor.at - 2].end])
    table = None
    if kind == "TABLE":
        table = name
    elif kind == "COLUMN" and name.schema:
        table = Name("", name.schema)
    if cursor.takes("NULL"):
        return DropOthers("COMMENT", (label,), None)
    cursor.string()
    return CreateOther("COMMENT", label, table, cursor.words())


def _without_effect(cursor: Cursor) -> Operation:
    cursor.rest()
    return Nothing()


_CREATE = _by_keywords(
    {
        ("UNIQUE", "INDEX"): _create_unique_index,
        ("INDEX",): _create_index,
        ("TABLE",): create_table,
        ("UNLOGGED", "TABLE"): create_table,
        ("TEMP",): _without_effect,  # what ends with the session leaves nothing
        ("TEMPORARY",): _without_effect,
        ("GLOBAL", "TEMPORARY"): _without_effect,
        ("LOCAL", "TEMPORARY"): _without_effect,
        ("TYPE",): _create_type,
        ("DOMAIN",): _create_named("DOMAIN"),
        ("SCHEMA",): _create_schema,
        ("EXTENSION",): _create_extension,
        ("SEQUENCE",): _create_named("SEQUENCE"),
        ("MATERIALIZED", "VIEW"): _create_named("VIEW"),
        ("RECURSIVE", "VIEW"): _create_named("VIEW"),
        ("VIEW",): _create_named("VIEW"),
        ("FUNCTION",): _create_named("FUNCTION"),
        ("PROCEDURE",): _create_named("FUNCTION"),
        ("AGGREGATE",): _create_named("AGGREGATE"),
        ("CONSTRAINT", "TRIGGER"): _create_on_table("TRIGGER"),
        ("TRIGGER",): _create_on_table("TRIGGER"),
        ("EVENT", "TRIGGER"): _create_named("EVENT TRIGGER"),
        ("POLICY",): _create_on_table("POLICY"),
        ("RULE",): _create_on_table("RULE"),
        ("STATISTICS",): _create_named("STATISTICS"),
        ("PUBLICATION",): _create_named("PUBLICATION"),
        ("COLLATION",): _create_named("COLLATION"),
        ("CAST",): _without_effect,
        ("ROLE",): _without_effect,
        ("USER",): _without_effect,
    }
)


def _create(cursor: Cursor) -> Operation:
    if cursor.takes("OR"):
        cursor.needs("REPLACE")
    return _CREATE(cursor)


_STATEMENTS: dict[str, Reader] = {
    "CREATE": _create,
    "COMMENT": _comment,
    "GRANT": change_rights,
    "REVOKE": change_rights,
    "ALTER": _by_keywords(
        {
            ("TABLE",): _alter_table,
            ("TYPE",): _alter_type,
            ("EXTENSION",): _alter_extension,
            ("INDEX",): _rename_relation("INDEX"),
            ("SEQUENCE",): _rename_relation("SEQUENCE"),
            ("MATERIALIZED", "VIEW"): _rename_relation("VIEW"),
            ("VIEW",): _rename_relation("VIEW"),
            ("POLICY",): _alter_on_table("POLICY"),
            ("TRIGGER",): _alter_on_table("TRIGGER"),
            ("FUNCTION",): _without_effect,
            ("PROCEDURE",): _without_effect,
            ("DATABASE",): _without_effect,
            ("ROLE",): _without_effect,
            ("USER",): _without_effect,
            ("SYSTEM",): _without_effect,
            ("DEFAULT", "PRIVILEGES"): _without_effect,
            ("PUBLICATION",): _without_effect,
            ("SCHEMA",): _without_effect,
        }
    ),
    "DROP": _by_keywords(
        {
            ("TABLE",): _drop(DropTables),
            ("INDEX",): _drop(DropIndexes),
            ("TYPE",): _drop(DropTypes),
            ("DOMAIN",): _drop_other("DOMAIN"),
            ("SCHEMA",): _drop(lambda names: DropSchemas(tuple(each.text for each in names))),
            ("EXTENSION",): _drop(lambda names: DropExtensions(tuple(each.text for each in names))),
            ("SEQUENCE",): _drop_other("SEQUENCE"),
            ("MATERIALIZED", "VIEW"): _drop_other("VIEW"),
            ("VIEW",): _drop_other("VIEW"),
            ("FUNCTION",): _drop_other("FUNCTION"),
            ("PROCEDURE",): _drop_other("FUNCTION"),
            ("AGGREGATE",): _drop_other("AGGREGATE"),
            ("TRIGGER",): _drop_on_table("TRIGGER"),
            ("EVENT", "TRIGGER"): _drop_other("EVENT TRIGGER"),
            ("POLICY",): _drop_on_table("POLICY"),
            ("RULE",): _drop_on_table("RULE"),
            ("STATISTICS",): _drop_other("STATISTICS"),
            ("PUBLICATION",): _drop_other("PUBLICATION"),
            ("COLLATION",): _drop_other("COLLATION"),
            ("ROLE",): _without_effect,
            ("USER",): _without_effect,
        }
    ),
}
