"""Columns, keys and constraints of tables in MySQL's SQL: `CREATE TABLE (…)`, and what `ALTER TABLE` does."""

from __future__ import annotations

from dataclasses import replace

from partywall.database.ddl import (
    AddColumn,
    AddConstraint,
    ColumnDefinition,
    Constraint,
    DropColumn,
    DropConstraint,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    ModifyColumn,
    RenameColumn,
    RenameIndex,
    RenameTable,
    SetDefault,
    TableAction,
    TypeName,
)
from partywall.database.model import IndexColumn, Name
from partywall.database.mysql_types import AUTO_INCREMENT
from partywall.database.recognise_table import foreign_key
from partywall.database.sql_cursor import Cursor, Unread

_KEYS = ("CONSTRAINT", "PRIMARY", "UNIQUE", "INDEX", "KEY", "FULLTEXT", "SPATIAL", "CHECK", "FOREIGN")


def table_body(cursor: Cursor) -> tuple[tuple[ColumnDefinition, ...], tuple[Constraint, ...]]:
    """What stands in the parentheses: columns, and constraints with the indexes."""
    columns: list[ColumnDefinition] = []
    constraints: list[Constraint] = []
    cursor.needs("(")
    while True:
        if cursor.peeks_one_of(*_KEYS):
            constraints.append(key(cursor))
        else:
            columns.append(column(cursor))
        if not cursor.takes(","):
            cursor.needs(")")
            return tuple(columns), tuple(constraints)


# --- columns ----------------------------------------------------------------------------------

_AFTER_DEFAULT = (
    *("NOT", "NULL", "CONSTRAINT", "PRIMARY", "UNIQUE", "KEY", "CHECK", "REFERENCES", "GENERATED", "AS"),
    *("COLLATE", "CHARACTER", "CHARSET", "COMMENT", "ON", "AUTO_INCREMENT", "FIRST", "AFTER", "INVISIBLE"),
)


def column(cursor: Cursor) -> ColumnDefinition:
    """A column's definition."""
    name = cursor.name()
    of = _type(cursor)
    not_null = False
    default: str | None = None
    constraints: list[Constraint] = []
    clauses: list[str] = []
    while not cursor.is_done and not cursor.peeks_one_of(",", ")", "FIRST", "AFTER"):
        if cursor.takes("NOT", "NULL"):
            not_null = True
        elif cursor.takes("NULL"):
            not_null = False
        elif cursor.takes("AUTO_INCREMENT"):
            default = AUTO_INCREMENT
        elif cursor.takes("DEFAULT"):
            begin = cursor.at
            cursor.takes("NULL")
            cursor.skip_expression(*_AFTER_DEFAULT)
            default = cursor.between(begin)
        elif cursor.peeks("PRIMARY") or cursor.peeks("KEY"):
            cursor.takes("PRIMARY")
            cursor.needs("KEY")
            constraints.append(Constraint("primary key", None, (name,)))
        elif cursor.takes("UNIQUE"):
            cursor.takes("KEY")
            constraints.append(Constraint("unique", None, (name,)))
        elif cursor.takes("REFERENCES"):
            raise Unread  # MySQL ignores it there, MariaDB does not
        elif cursor.peeks_one_of("CONSTRAINT", "CHECK"):
            constraints.append(_check(cursor, (name,)))
        else:
            clauses.append(_clause(cursor))
    clauses.sort(
        key=lambda each: not each.upper().startswith("CHAR")
    )  # `CHARACTER SET` is a part of the type
    return ColumnDefinition(name, of, not_null, default, tuple(constraints), " ".join(clauses))


def _type(cursor: Cursor) -> TypeName:
    first = cursor.name()
    if cursor.takes("PRECISION"):
        first += " PRECISION"
    if cursor.takes("VARYING"):
        first += " VARYING"
    arguments: tuple[str, ...] = ()
    if first.upper() == "ENUM":
        arguments = cursor.strings()
    elif first.upper() == "SET":
        arguments = tuple(map(_quoted, cursor.strings()))
    elif cursor.peeks("("):
        arguments = tuple(each.strip() for each in cursor.skip_group().split(","))
    sign = ""
    while cursor.peeks_one_of("UNSIGNED", "SIGNED", "ZEROFILL"):
        if cursor.next().key != "SIGNED":
            sign = " UNSIGNED"
    if sign and arguments and first.upper() in _DECIMALS:  # Prisma knows none without a sign
        first, arguments = f"{first}({','.join(arguments)})", ()
    return TypeName(Name("", first + sign), arguments, is_list=False, is_quoted=False)


_DECIMALS = frozenset({"DECIMAL", "NUMERIC", "DEC", "FIXED"})


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _clause(cursor: Cursor) -> str:
    """What a schema cannot say of a column, and what must be said again where it is changed."""
    begin = cursor.at
    if cursor.takes("ON", "UPDATE"):
        cursor.name()
        if cursor.peeks("("):
            cursor.skip_group()
    elif cursor.takes("CHARACTER", "SET") or cursor.takes("CHARSET") or cursor.takes("COLLATE"):
        cursor.next()
    elif cursor.takes("COMMENT"):
        cursor.string()
    elif cursor.takes_one_of("INVISIBLE", "VISIBLE"):
        pass
    else:
        cursor.takes("GENERATED", "ALWAYS")
        cursor.needs("AS")
        cursor.skip_group()
        cursor.takes_one_of("STORED", "VIRTUAL", "PERSISTENT")
        text = cursor.between(begin)
        return text if text.upper().startswith("GENERATED") else f"GENERATED ALWAYS {text}"
    return cursor.between(begin)


# --- keys -------------------------------------------------------------------------------------


def key(cursor: Cursor) -> Constraint:
    """A key, an index or a constraint of the table."""
    begin = cursor.at
    name = None
    if cursor.takes("CONSTRAINT") and not cursor.peeks_one_of("PRIMARY", "UNIQUE", "FOREIGN", "CHECK"):
        name = cursor.name()
    if cursor.peeks("CHECK"):
        cursor.at = begin
        return _check(cursor, ())
    if cursor.takes("PRIMARY", "KEY"):
        _method(cursor)
        columns = index_columns(cursor)
        found = Constraint("primary key", None, tuple(each.name for each in columns), members=columns)
    elif cursor.takes("FOREIGN", "KEY"):
        own = None if cursor.peeks("(") else cursor.name()
        found = foreign_key(cursor, name or own, cursor.names())
    else:
        found = _index(cursor, name)
    _method(cursor)
    cursor.takes_one_of("VISIBLE", "INVISIBLE")
    if cursor.takes("COMMENT"):
        cursor.string()
    return replace(found, sql=cursor.between(begin), words=cursor.words(begin))


def _index(cursor: Cursor, name: str | None) -> Constraint:
    kind = cursor.takes_one_of("UNIQUE", "FULLTEXT", "SPATIAL")
    if not cursor.takes_one_of("INDEX", "KEY") and kind is None:
        raise Unread
    if cursor.token.is_name and not cursor.peeks_one_of("USING"):
        name = cursor.name()
    _method(cursor)
    columns = index_columns(cursor)
    method = kind.lower() if kind in {"FULLTEXT", "SPATIAL"} else "btree"
    names = tuple(each.name for each in columns)
    if kind == "UNIQUE":
        return Constraint("unique", name, names, members=columns)
    return Constraint("index", name, names, members=columns, method=method)


def _method(cursor: Cursor) -> None:
    if cursor.takes("USING"):
        cursor.name()


def index_columns(cursor: Cursor) -> tuple[IndexColumn, ...]:
    """Columns in parentheses, with lengths and orders."""
    cursor.needs("(")
    found = [_index_column(cursor)]
    while cursor.takes(","):
        found.append(_index_column(cursor))
    cursor.needs(")")
    return tuple(found)


def _index_column(cursor: Cursor) -> IndexColumn:
    if cursor.peeks("("):
        found = IndexColumn(cursor.skip_group(), is_expression=True)
    else:
        found = IndexColumn(cursor.name())
        if cursor.peeks("("):
            length = cursor.skip_group()
            if not length.isdigit():
                raise Unread
            found = replace(found, length=int(length))
    order = cursor.takes_one_of("ASC", "DESC")
    if order is None:
        return found
    return replace(found, sort="Desc" if order == "DESC" else "Asc")


def _check(cursor: Cursor, columns: tuple[str, ...]) -> Constraint:
    begin = cursor.at
    name = None
    if cursor.takes("CONSTRAINT") and not cursor.peeks("CHECK"):
        name = cursor.name()
    cursor.needs("CHECK")
    cursor.skip_group()
    cursor.takes("NOT")
    cursor.takes("ENFORCED")
    return Constraint("check", name, columns, sql=cursor.between(begin), words=cursor.words(begin))


# --- ALTER TABLE ------------------------------------------------------------------------------

_OPTIONS = frozenset(
    {
        *("ENGINE", "DEFAULT", "CHARACTER", "CHARSET", "COLLATE", "CONVERT", "COMMENT", "AUTO_INCREMENT"),
        *("ALGORITHM", "LOCK", "ROW_FORMAT", "FORCE", "KEY_BLOCK_SIZE", "STATS_PERSISTENT", "ORDER"),
    }
)


def table_actions(cursor: Cursor) -> tuple[TableAction, ...]:
    """All that one `ALTER TABLE` does."""
    found = list(_actions(cursor))
    while cursor.takes(","):
        found += _actions(cursor)
    return tuple(found)


def _actions(cursor: Cursor) -> tuple[TableAction, ...]:
    match cursor.next().key:
        case "ADD":
            return _add(cursor)
        case "DROP":
            return (_drop(cursor),)
        case "MODIFY":
            cursor.takes("COLUMN")
            changed = column(cursor)
            _place(cursor)
            return (ModifyColumn(changed.name, changed),)
        case "CHANGE":
            cursor.takes("COLUMN")
            previous = cursor.name()
            changed = column(cursor)
            _place(cursor)
            return (ModifyColumn(previous, changed),)
        case "ALTER":
            return (_alter_column(cursor),)
        case "RENAME":
            return (_rename(cursor),)
        case "ENABLE" | "DISABLE":
            cursor.needs("KEYS")
            return ()
        case word if word in _OPTIONS:
            cursor.skip_expression()
            return ()
        case _:
            raise Unread


def _add(cursor: Cursor) -> tuple[TableAction, ...]:
    if cursor.peeks_one_of(*_KEYS):
        return (AddConstraint(key(cursor)),)
    cursor.takes("COLUMN")
    if_not_exists = cursor.takes("IF", "NOT", "EXISTS")
    if cursor.takes("("):
        found = [AddColumn(column(cursor), if_not_exists)]
        while cursor.takes(","):
            found.append(AddColumn(column(cursor), if_not_exists))
        cursor.needs(")")
        return tuple(found)
    added = AddColumn(column(cursor), if_not_exists)
    _place(cursor)
    return (added,)


def _place(cursor: Cursor) -> None:
    """Where the column comes to stand; Prisma does not compare that."""
    if not cursor.takes("FIRST") and cursor.takes("AFTER"):
        cursor.name()


def _drop(cursor: Cursor) -> TableAction:
    if cursor.takes("PRIMARY", "KEY"):
        return DropPrimaryKey()
    kind = cursor.takes_one_of("INDEX", "KEY", "CONSTRAINT", "CHECK")
    if kind is None and cursor.takes("FOREIGN", "KEY"):
        kind = "FOREIGN KEY"
    if kind is None:
        cursor.takes("COLUMN")
    cursor.takes("IF", "EXISTS")
    name = cursor.name()
    if kind == "FOREIGN KEY":
        return DropForeignKey(name)
    if kind in {"INDEX", "KEY"}:
        return DropIndex(name)
    if kind in {"CONSTRAINT", "CHECK"}:
        return DropConstraint(name)
    cursor.takes_one_of("CASCADE", "RESTRICT")
    return DropColumn(name)


def _alter_column(cursor: Cursor) -> TableAction:
    if cursor.peeks_one_of("INDEX", "CONSTRAINT", "CHECK"):
        raise Unread
    cursor.takes("COLUMN")
    name = cursor.name()
    if cursor.takes("DROP", "DEFAULT"):
        return SetDefault(name, None)
    cursor.needs("SET", "DEFAULT")
    return SetDefault(name, cursor.skip_expression())


def _rename(cursor: Cursor) -> TableAction:
    kind = cursor.takes_one_of("INDEX", "KEY", "COLUMN")
    if kind is None:
        cursor.takes_one_of("TO", "AS")
        return RenameTable(cursor.qualified().text)
    previous = cursor.name()
    cursor.needs("TO")
    next_ = cursor.name()
    return RenameColumn(previous, next_) if kind == "COLUMN" else RenameIndex(previous, next_)
