"""What `ALTER TABLE` does to a table and its columns."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from partywall.database import ddl
from partywall.database.applying_constraints import (
    add_constraint,
    alter_primary_key,
    drop_constraint,
    drop_foreign_key,
    rename_constraint,
    validate_constraint,
)
from partywall.database.applying_indexes import rename_index
from partywall.database.catalog import Catalog
from partywall.database.model import (
    BuiltIn,
    Index,
    Name,
    Other,
)
from partywall.database.sql_renaming import with_column_renamed, with_table_renamed
from partywall.database.sql_text import identifier, literal
from partywall.database.table_drafts import ColumnDraft, Conflict, TableDraft

_BODIES = frozenset({"FUNCTION", "PROCEDURE", "EVENT"})
"""What keeps its text: nothing in a body of code follows a rename."""
_OF_ONE_TABLE = frozenset({"CHECK", "EXCLUDE", "GRANT"})


def alter_table(catalog: Catalog, operation: ddl.AlterTable) -> None:
    """All actions that fit; those that do not make one `Conflict` of their reasons."""
    name = catalog.resolved(operation.name)
    if name not in catalog.tables:
        if catalog.is_view(name) or operation.if_exists:
            return
        raise Conflict(f"there is no table `{name.text}` here")
    table = catalog.tables[name]
    reasons: list[str] = []
    for action in operation.actions:
        try:
            _act(catalog, table, action)
        except Conflict as conflict:
            reasons.append(str(conflict))
    if reasons:
        raise Conflict("; ".join(reasons))


def _act(catalog: Catalog, table: TableDraft, action: ddl.TableAction) -> None:  # noqa: C901, PLR0912, PLR0915 - one case an action
    match action:
        case ddl.AddColumn(column, if_not_exists):
            if column.name not in table.columns:
                add_column(catalog, table, column)
            elif not if_not_exists:
                raise Conflict(f"`{table.name.text}` has a column `{column.name}` already")
        case ddl.DropColumn(name):
            _drop_column(catalog, table, name)
        case ddl.SetNotNull(name, not_null):
            table.column(name).not_null = not_null
        case ddl.SetDefault(name, default):
            table.column(name).default = default
        case ddl.SetType(name, written):
            column_now = table.column(name)
            column_now.type, column_now.is_list = catalog.type_of(written), written.is_list
        case ddl.SetClause(name, clause):
            column_now = table.column(name)
            column_now.clause = clause
            column_now.not_null |= "AS IDENTITY" in clause.upper()
        case ddl.AddConstraint(constraint):
            add_constraint(catalog, table, constraint)
        case ddl.DropConstraint(name):
            drop_constraint(catalog, table, name)
        case ddl.ValidateConstraint(name):
            validate_constraint(catalog, table, name)
        case ddl.RenameConstraint(previous, next_):
            rename_constraint(catalog, table, previous, catalog.cut(next_))
        case ddl.RenameColumn(previous, next_):
            _rename_column(catalog, table, previous, catalog.cut(next_))
        case ddl.RenameTable(next_):
            move_table(catalog, table, Name(table.name.schema, catalog.cut(next_)))
        case ddl.MoveTable(schema):
            move_table(catalog, table, Name(schema, table.name.text))
        case ddl.AddDefault(name, default, constraint_name):
            column_now = table.column(name)
            column_now.default, column_now.default_name = default, catalog.cut(constraint_name)
        case ddl.DropPrimaryKey():
            table.primary_key = None
        case ddl.DropForeignKey(name):
            drop_foreign_key(catalog, table, catalog.cut(name))
        case ddl.DropIndex(name):
            del table.indexes[catalog.index_of(table, name).name]
        case ddl.RenameIndex(previous, next_):
            rename_index(table, catalog.index_of(table, previous).name, catalog.cut(next_))
        case ddl.ModifyColumn(previous, definition):
            _modify_column(catalog, table, catalog.cut(previous), definition)
        case ddl.AlterPrimaryKey(columns):
            alter_primary_key(table, tuple(map(catalog.cut, columns)))
        case ddl.AttachPartition(name):
            _attach_partition(catalog, table, name)
        case ddl.SetRowSecurity():
            _set_row_security(catalog, table, action)


def _attach_partition(catalog: Catalog, table: TableDraft, name: Name) -> None:
    """A table is one for itself no more; its text is not that of the whole."""
    attached = catalog.resolved(name)
    catalog.tables.pop(attached, None)
    catalog.foreign_keys = [each for each in catalog.foreign_keys if each.table != attached]
    catalog.keep("PARTITION", name, table.name, frozenset(), "")


def move_table(catalog: Catalog, table: TableDraft, name: Name) -> None:
    """A table has another name or schema: whatever speaks of it follows."""
    old = table.name
    table.name = name
    catalog.tables = {each.name: each for each in catalog.tables.values()}
    catalog.foreign_keys = [
        replace(
            each,
            table=name if each.table == old else each.table,
            target=name if each.target == old else each.target,
        )
        for each in catalog.foreign_keys
    ]
    catalog.others = [_with_table(catalog, each, old, name) for each in catalog.others]


def _with_table(catalog: Catalog, other: Other, old: Name, name: Name) -> Other:
    """Something after a table has got another name."""
    table = name if other.table == old else other.table
    if (old.text not in other.words and other.table != old) or other.kind in _BODIES:
        return replace(other, table=table)
    words = other.words - {old.text} | {name.text} if old.text in other.words else other.words
    sql = other.sql
    if catalog.provider.follows_renames:
        sql = with_table_renamed(sql, old, name.text, catalog.provider.language)
    return replace(other, table=table, words=words, sql=sql)


def _set_row_security(catalog: Catalog, table: TableDraft, action: ddl.SetRowSecurity) -> None:
    kind = "FORCE ROW LEVEL SECURITY" if action.is_forced else "ROW LEVEL SECURITY"
    catalog.forget(kind, (table.name,), table.name)
    if action.is_on:
        catalog.keep(kind, table.name, table.name, frozenset())


def add_column(catalog: Catalog, table: TableDraft, written: ddl.ColumnDefinition) -> None:
    """A column with its constraints; a `SERIAL` brings its sequence."""
    name = catalog.cut(written.name)
    serial = None
    if not written.type.is_quoted and not written.type.name.schema:
        serial = catalog.provider.types.serials.get(written.type.name.text.upper())
    default = written.default
    type_ = catalog.type_of(written.type)
    if serial is not None and catalog.provider.types.serial_default:
        default, type_ = catalog.provider.types.serial_default, BuiltIn(serial)
    elif serial is not None:
        taken = partial(catalog.is_taken, table.name.schema)
        sequence = catalog.own_name(table, (name,), "seq", taken)
        default = f"nextval({literal(identifier(sequence))}::regclass)"
        type_ = BuiltIn(serial)
    not_null = written.not_null or serial is not None
    table.columns[name] = ColumnDraft(
        name, type_, written.type.is_list, not_null, default, written.clause, written.default_name
    )
    for constraint in written.constraints:
        add_constraint(catalog, table, constraint)


def _modify_column(
    catalog: Catalog, table: TableDraft, previous: str, definition: ddl.ColumnDefinition
) -> None:
    name = catalog.cut(definition.name)
    if name != previous:
        _rename_column(catalog, table, previous, name)
    column = table.column(name)
    column.type, column.not_null = catalog.type_of(definition.type), definition.not_null
    column.default, column.clause = definition.default, definition.clause
    if table.primary_key and name in table.primary_key.columns:
        column.not_null = True
    for constraint in definition.constraints:
        add_constraint(catalog, table, constraint)


def _drop_column(catalog: Catalog, table: TableDraft, name: str) -> None:
    table.columns.pop(name, None)
    key = table.primary_key
    if key and name in key.columns:
        table.primary_key = None
    table.indexes = {
        each.name: each
        for each in table.indexes.values()
        if name not in each.column_names and not _mentions(catalog, each, name)
    }
    catalog.foreign_keys = [
        each
        for each in catalog.foreign_keys
        if not (each.table == table.name and name in each.columns)
        and not (each.target == table.name and name in each.references)
    ]
    catalog.others = [
        each
        for each in catalog.others
        if not (each.table == table.name and name in each.words and _goes_along(each))
    ]


def _mentions(catalog: Catalog, index: Index, column: str) -> bool:
    """Whether an expression, a condition or an `INCLUDE` is about a column."""
    texts = [each.name for each in index.columns if each.is_expression]
    texts += [index.where or "", index.clause]
    return any(column in catalog.provider.language.words(text) for text in texts if text)


def _rename_column(catalog: Catalog, table: TableDraft, previous: str, next_: str) -> None:
    table.column(previous).name = next_
    table.columns = {each.name: each for each in table.columns.values()}

    def renamed(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(next_ if each == previous else each for each in names)

    def text(sql: str) -> str:
        return with_column_renamed(sql, table.name.schema, previous, next_, catalog.provider.language)

    if (key := table.primary_key) is not None:
        members = tuple(replace(each, name=next_) if each.name == previous else each for each in key.members)
        table.primary_key = replace(key, columns=renamed(key.columns), members=members)
    for index in table.indexes.values():
        columns = tuple(
            replace(each, name=text(each.name))
            if each.is_expression
            else replace(each, name=next_)
            if each.name == previous
            else each
            for each in index.columns
        )
        where = None if index.where is None else text(index.where)
        table.indexes[index.name] = replace(index, columns=columns, where=where)
    for column in table.columns.values():
        if "GENERATED" in column.clause.upper():
            column.clause = text(column.clause)
    catalog.foreign_keys = [
        replace(
            each,
            columns=renamed(each.columns) if each.table == table.name else each.columns,
            references=(renamed(each.references) if each.target == table.name else each.references),
        )
        for each in catalog.foreign_keys
    ]
    catalog.others = [_with_column(catalog, each, table, previous, next_) for each in catalog.others]


def _with_column(catalog: Catalog, other: Other, table: TableDraft, previous: str, next_: str) -> Other:
    """Something after a column has got another name.

    What speaks of another table with such a column too may mean that one: its text is then not known.
    """
    is_about = table.name.text in {*other.words, _text(other.table)}
    if not is_about or previous not in other.words or other.kind in _BODIES:
        return other
    sql = other.sql
    if catalog.provider.follows_renames:
        rivals = (each for each in catalog.tables.values() if each is not table)
        is_clear = other.kind in _OF_ONE_TABLE or not any(
            previous in each.columns and each.name.text in other.words for each in rivals
        )
        schema, language = table.name.schema, catalog.provider.language
        sql = with_column_renamed(sql, schema, previous, next_, language) if is_clear else ""
    return replace(other, words=other.words - {previous} | {next_}, sql=sql)


def _goes_along(other: Other) -> bool:
    """Whether something about a column goes with it."""
    if other.kind == "COMMENT":
        return other.name.upper().startswith("COLUMN")
    return other.kind in _OF_ONE_TABLE


def _text(name: Name | None) -> str:
    return name.text if name else ""
