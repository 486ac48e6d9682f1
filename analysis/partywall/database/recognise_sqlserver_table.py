"""Columns and constraints of tables in SQL Server's SQL: `CREATE TABLE (…)`, and what `ALTER TABLE` does."""

from __future__ import annotations

from dataclasses import replace

from partywall.database.ddl import (
    AddColumn,
    AddConstraint,
    AddDefault,
    ColumnDefinition,
    Constraint,
    DropColumn,
    DropConstraint,
    SetNotNull,
    SetType,
    TableAction,
    TypeName,
)
from partywall.database.model import IndexColumn, Name
from partywall.database.recognise_table import foreign_key
from partywall.database.sql_cursor import Cursor, Unread
from partywall.database.sqlserver_types import IDENTITY

_CONSTRAINTS = ("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "DEFAULT")
_AFTER_DEFAULT = (
    *("NOT", "NULL", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "IDENTITY", "FOR", "WITH"),
    *("COLLATE", "DEFAULT"),
)


def table_body(cursor: Cursor) -> tuple[tuple[ColumnDefinition, ...], tuple[Constraint, ...]]:
    """What stands in the parentheses."""
    columns: list[ColumnDefinition] = []
    constraints: list[Constraint] = []
    cursor.needs("(")
    while not cursor.takes(")"):
        if cursor.peeks_one_of(*_CONSTRAINTS):
            constraints.append(constraint(cursor))
        else:
            columns.append(column(cursor))
        if not cursor.takes(",") and not cursor.peeks(")"):
            raise Unread
    return tuple(columns), tuple(constraints)


# --- columns ----------------------------------------------------------------------------------


def column(cursor: Cursor) -> ColumnDefinition:
    """A column's definition."""
    name = cursor.name()
    if cursor.peeks("AS"):
        return _computed(cursor, name)
    of = type_name(cursor)
    not_null = False
    default: str | None = None
    default_name = ""
    constraints: list[Constraint] = []
    clauses: list[str] = []
    while not cursor.is_done and not cursor.peeks_one_of(",", ")"):
        begin = cursor.at
        label = cursor.name() if cursor.takes("CONSTRAINT") else None
        if label is None and cursor.takes("NOT", "NULL"):
            not_null = True
        elif label is None and cursor.takes("NULL"):
            not_null = False
        elif label is None and cursor.takes("IDENTITY"):
            default = IDENTITY
            if cursor.peeks("("):
                cursor.skip_group()
        elif label is None and cursor.takes("COLLATE"):
            cursor.name()
            clauses.append(cursor.between(begin))
        elif cursor.takes("DEFAULT"):
            default, default_name = _default(cursor), label or ""
        else:
            cursor.at = begin
            constraints.append(constraint(cursor, name))
    return ColumnDefinition(name, of, not_null, default, tuple(constraints), " ".join(clauses), default_name)


def _default(cursor: Cursor) -> str:
    begin = cursor.at
    cursor.takes("NULL")
    cursor.skip_expression(*_AFTER_DEFAULT)
    return cursor.between(begin)


def _computed(cursor: Cursor, name: str) -> ColumnDefinition:
    begin = cursor.at
    cursor.needs("AS")
    cursor.skip_expression("PERSISTED")
    is_kept = cursor.takes("PERSISTED")
    not_null = is_kept and cursor.takes("NOT", "NULL")
    clause = f"GENERATED {cursor.between(begin)}"
    of = TypeName(Name("", ""), (), is_list=False, is_quoted=False)
    return ColumnDefinition(name, of, not_null, None, (), clause)


def type_name(cursor: Cursor) -> TypeName:
    """A type with its arguments."""
    name = cursor.qualified()
    if cursor.takes("PRECISION"):
        name = replace(name, text=f"{name.text} PRECISION")
    arguments: tuple[str, ...] = ()
    if cursor.peeks("("):
        arguments = tuple(each.strip() for each in cursor.skip_group().split(","))
    return TypeName(name, arguments, is_list=False, is_quoted=False)


# --- constraints ------------------------------------------------------------------------------


def constraint(cursor: Cursor, column_name: str | None = None) -> Constraint:
    """A constraint of the table, or of the column whose name is given."""
    begin = cursor.at
    name = cursor.name() if cursor.takes("CONSTRAINT") else None
    own = (column_name,) if column_name is not None else None
    if cursor.takes("PRIMARY", "KEY"):
        found = _key(cursor, Constraint("primary key", name, own or ()))
    elif cursor.takes("UNIQUE"):
        found = _key(cursor, Constraint("unique", name, own or ()))
    elif cursor.peeks_one_of("FOREIGN", "REFERENCES"):
        found = foreign_key(cursor, name, own)
    elif cursor.takes("CHECK"):
        cursor.skip_group()
        found = Constraint("check", name, own or ())
    else:
        raise Unread
    return replace(found, sql=cursor.between(begin), words=cursor.words(begin))


def _key(cursor: Cursor, key: Constraint) -> Constraint:
    clustering = cursor.takes_one_of("CLUSTERED", "NONCLUSTERED")
    if clustering is not None:
        key = replace(key, is_clustered=clustering == "CLUSTERED")
    if not key.columns or cursor.peeks("("):
        columns = index_columns(cursor)
        key = replace(key, columns=tuple(each.name for each in columns), members=columns)
    if cursor.takes("WITH"):
        cursor.skip_group()
    if cursor.takes("ON"):
        cursor.name()
    return key


def index_columns(cursor: Cursor) -> tuple[IndexColumn, ...]:
    """Columns in parentheses, with orders."""
    cursor.needs("(")
    found = [_index_column(cursor)]
    while cursor.takes(","):
        found.append(_index_column(cursor))
    cursor.needs(")")
    return tuple(found)


def _index_column(cursor: Cursor) -> IndexColumn:
    name = cursor.name()
    order = cursor.takes_one_of("ASC", "DESC")
    if order is None:
        return IndexColumn(name)
    return IndexColumn(name, "Desc" if order == "DESC" else "Asc")


# --- ALTER TABLE ------------------------------------------------------------------------------


def table_actions(cursor: Cursor) -> tuple[TableAction, ...]:
    """All that one `ALTER TABLE` does: additions, or removals, or one column."""
    if cursor.takes("WITH"):
        cursor.next()  # CHECK, NOCHECK
    if cursor.takes("ALTER", "COLUMN"):
        return _alter_column(cursor)
    if cursor.takes("ADD"):
        found = [_add(cursor)]
        while cursor.takes(","):
            found.append(_add(cursor))
        return tuple(found)
    if cursor.takes("DROP"):
        return tuple(_drop(cursor))
    if cursor.takes_one_of("CHECK", "NOCHECK"):
        cursor.needs("CONSTRAINT")
        cursor.name()
        return ()
    if cursor.takes_one_of("ENABLE", "DISABLE"):
        cursor.rest()
        return ()
    raise Unread


def _add(cursor: Cursor) -> TableAction:
    begin = cursor.at
    name = cursor.name() if cursor.takes("CONSTRAINT") else ""
    if cursor.takes("DEFAULT"):
        default = _default(cursor)
        cursor.needs("FOR")
        return AddDefault(cursor.name(), default, name)
    cursor.at = begin
    if cursor.peeks_one_of(*_CONSTRAINTS):
        return AddConstraint(constraint(cursor))
    return AddColumn(column(cursor), if_not_exists=False)


def _drop(cursor: Cursor) -> list[TableAction]:
    found: list[TableAction] = []
    kind = "CONSTRAINT"
    while True:
        kind = cursor.takes_one_of("CONSTRAINT", "COLUMN") or kind
        cursor.takes("IF", "EXISTS")
        name = cursor.name()
        found.append(DropColumn(name) if kind == "COLUMN" else DropConstraint(name))
        if not cursor.takes(","):
            return found


def _alter_column(cursor: Cursor) -> tuple[TableAction, ...]:
    name = cursor.name()
    of = type_name(cursor)
    if cursor.takes("COLLATE"):
        cursor.name()
    not_null = cursor.takes("NOT", "NULL")
    cursor.takes("NULL")
    return SetType(name, of), SetNotNull(name, not_null=not_null)
