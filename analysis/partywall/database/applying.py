"""What one operation does to a catalog.

It does what a database does along with a statement: a dropped column takes its indexes and constraints
with it, a `SERIAL` makes a sequence, what has no name gets one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from partywall.database import ddl
from partywall.database.applying_constraints import add_constraint, rename_constraint
from partywall.database.applying_indexes import create_index, drop_index, rename_index
from partywall.database.applying_likeness import copy_likeness, create_of_rows
from partywall.database.applying_to_tables import add_column, alter_table, move_table
from partywall.database.catalog import Catalog
from partywall.database.identity import clause_of, said_options, sequence_options
from partywall.database.model import (
    Constant,
    ConstantList,
    EnumOf,
    Extension,
    FromSequence,
    Name,
    Place,
)
from partywall.database.sql_text import identifier, literal
from partywall.database.table_drafts import Conflict, TableDraft


def apply(catalog: Catalog, operation: ddl.Operation, place: Place, sql: str) -> None:  # noqa: C901, PLR0912, PLR0915 - one case an operation
    """Apply one operation, or raise `Conflict` with the reason why it cannot be."""
    catalog.place, catalog.sql = place, sql
    catalog.own(operation)
    match operation:
        case ddl.CreateSchema(name):
            catalog.schemas.add(name)
        case ddl.DropSchemas(names):
            _drop_schemas(catalog, names)
        case ddl.CreateExtension(name, schema, version):
            catalog.extensions.setdefault(name, Extension(name, schema, version))
        case ddl.AlterExtension():
            _alter_extension(catalog, operation)
        case ddl.DropExtensions(names):
            for name in names:
                catalog.extensions.pop(name, None)
        case ddl.CreateEnum(name, values):
            _create_enum(catalog, catalog.resolved(name), values)
        case ddl.AddEnumValue():
            _add_enum_value(catalog, operation)
        case ddl.DropEnumValue(name, value):
            if value not in catalog.enum(name):
                raise Conflict(f"`{name.text}` has no value `{value}` here")
            catalog.enum(name).remove(value)
        case ddl.AlterSequence(name, options):
            _alter_sequence(catalog, catalog.resolved(name), options)
        case ddl.RenameEnumValue():
            _rename_enum_value(catalog, operation)
        case ddl.RenameType(name, next_):
            _rename_type(catalog, catalog.resolved(name), next_)
        case ddl.DropTypes(dropped):
            for each in dropped:
                catalog.enums.pop(catalog.resolved(each), None)
            catalog.forget("TYPE", dropped, None)
        case ddl.CreateTable():
            _create_table(catalog, operation)
        case ddl.CreateTableAs():
            create_of_rows(catalog, operation)
        case ddl.AlterTable():
            alter_table(catalog, operation)
        case ddl.DropTables(dropped):
            for each in dropped:
                _drop_table(catalog, catalog.resolved(each))
            catalog.forget("PARTITION", dropped, None)
        case ddl.CreateIndex():
            create_index(catalog, operation)
        case ddl.DropIndexes(dropped):
            for each in dropped:
                drop_index(catalog, catalog.resolved(each))
        case ddl.RenameRelation():
            _rename_relation(catalog, operation)
        case ddl.RenameObject():
            _rename_object(catalog, catalog.resolved(operation.name), catalog.cut(operation.next))
        case ddl.CreateOther(kind, name, table, words):
            catalog.keep(kind, name, table, words)
        case ddl.DropOthers(kind, dropped, table):
            catalog.forget(kind, dropped, table)
        case ddl.RenameOther(kind, previous, table, next_):
            catalog.rename_other(kind, previous, table, next_)
        case ddl.ChangeRights():
            _change_rights(catalog, operation)
        case ddl.Nothing():
            pass


def _drop_schemas(catalog: Catalog, names: Iterable[str]) -> None:
    for name in names:
        catalog.schemas.discard(name)
        for table in [each for each in catalog.tables if each.schema == name]:
            _drop_table(catalog, table)
        for enum in [each for each in catalog.enums if each.schema == name]:
            del catalog.enums[enum]


def _alter_extension(catalog: Catalog, operation: ddl.AlterExtension) -> None:
    old = catalog.extensions.get(operation.name)
    if old is None:
        raise Conflict(f"there is no extension `{operation.name}` here")
    catalog.extensions[operation.name] = Extension(
        old.name, operation.schema or old.schema, operation.version or old.version
    )


def _create_enum(catalog: Catalog, name: Name, values: Iterable[str]) -> None:
    if name in catalog.enums:
        raise Conflict(f"there is an enum `{name.text}` already")
    catalog.enums[name] = list(values)


def _add_enum_value(catalog: Catalog, operation: ddl.AddEnumValue) -> None:
    values = catalog.enum(operation.enum)
    if operation.value in values:
        return
    at = len(values)
    if operation.neighbour in values:
        at = values.index(operation.neighbour) + (0 if operation.is_before else 1)
    values.insert(at, operation.value)


def _rename_enum_value(catalog: Catalog, operation: ddl.RenameEnumValue) -> None:
    """The defaults that are this value follow: a database does not keep them as text."""
    values = catalog.enum(operation.enum)
    if operation.previous not in values:
        raise Conflict(f"`{operation.enum.text}` has no value `{operation.previous}` here")
    values[values.index(operation.previous)] = operation.next
    of = EnumOf(catalog.resolved(operation.enum))

    def renamed(constant: Constant) -> str:
        return literal(operation.next if constant.text == operation.previous else constant.text)

    for column in (each for table in catalog.tables.values() for each in table.columns.values()):
        if column.type != of or column.default is None:
            continue
        match catalog.provider.types.read_default(column.default, of, is_list=column.is_list):
            case Constant() as value:
                column.default = renamed(value)
            case ConstantList(items):
                column.default = f"ARRAY[{', '.join(map(renamed, items))}]"
            case _:
                pass


def _rename_type(catalog: Catalog, name: Name, next_: Name) -> None:
    if name not in catalog.enums:
        return  # a composite type or a domain
    renamed = Name(next_.schema or name.schema, catalog.cut(next_.text))
    catalog.enums[renamed] = catalog.enums.pop(name)
    for table in catalog.tables.values():
        for column in table.columns.values():
            if column.type == EnumOf(name):
                column.type = EnumOf(renamed)


def _create_table(catalog: Catalog, operation: ddl.CreateTable) -> None:
    name = catalog.resolved(operation.name)
    if name in catalog.tables:
        if operation.if_not_exists:
            return
        raise Conflict(f"there is a table `{name.text}` already")
    table = TableDraft(name, operation.clause, catalog.owner)
    catalog.tables[name] = table
    for like in operation.like:
        copy_likeness(catalog, table, like)
    for column in operation.columns:
        add_column(catalog, table, column)
    for constraint in operation.constraints:
        add_constraint(catalog, table, constraint)


def _drop_table(catalog: Catalog, name: Name) -> None:
    catalog.tables.pop(name, None)
    catalog.foreign_keys = [
        each
        for each in catalog.foreign_keys
        if each.table != name and (each.target != name or catalog.provider.keeps_references)
    ]
    catalog.others = [each for each in catalog.others if each.table != name]


def _rename_relation(catalog: Catalog, operation: ddl.RenameRelation) -> None:
    name, next_ = catalog.resolved(operation.name), catalog.cut(operation.next.text)
    for table in catalog.tables.values():
        if table.name.schema != name.schema:
            continue
        if name.text in table.indexes:
            rename_index(table, name.text, next_)
        if table.primary_key and table.primary_key.name == name.text:
            table.primary_key = replace(table.primary_key, name=next_)
    if operation.kind == "SEQUENCE":
        _rename_sequence(catalog, name, next_)
    catalog.rename_other(operation.kind, name.text, None, next_)


def _alter_sequence(catalog: Catalog, name: Name, options: str) -> None:
    """An identity counts by a sequence that is named after its column."""
    for table in catalog.tables.values():
        for column in table.columns.values():
            is_its = name == Name(table.name.schema, catalog.cut(f"{table.name.text}_{column.name}_seq"))
            if is_its and "AS IDENTITY" in column.clause.upper():
                changed = {**sequence_options(column.clause), **said_options(options)}
                column.clause = clause_of(changed)


def _rename_object(catalog: Catalog, name: Name, next_: str) -> None:
    table = catalog.tables.get(name)
    if table is not None:
        move_table(catalog, table, Name(name.schema, next_))
        return
    for each in catalog.tables.values():
        if each.name.schema == name.schema:
            rename_constraint(catalog, each, name.text, next_)


def _rename_sequence(catalog: Catalog, name: Name, next_: str) -> None:
    for table in catalog.tables.values():
        for column in table.columns.values():
            read = catalog.provider.types.read_default
            default = read(column.default or "NULL", column.type, is_list=False)
            if default == FromSequence(name.text):
                column.default = f"nextval({literal(identifier(next_))}::regclass)"


def _change_rights(catalog: Catalog, operation: ddl.ChangeRights) -> None:
    """Rights on each table by itself, in the order in which they were given and taken."""
    named = [catalog.resolved(each) for each in operation.tables]
    named += [each for each in catalog.tables if each.schema in operation.schemas]
    quoted = catalog.provider.language.identifier
    label = Name("", f"{operation.what} {operation.whose}")
    for table in named:
        if table in catalog.tables:
            sql = f"{operation.what} ON {quoted(table.schema)}.{quoted(table.text)} {operation.whose}"
            catalog.keep("GRANT", label, table, operation.columns, sql)
