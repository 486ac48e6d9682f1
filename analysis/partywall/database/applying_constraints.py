"""What constraints do to a table that gets or loses them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from partywall.database import ddl
from partywall.database.applying_indexes import put_index, rename_index
from partywall.database.catalog import Catalog
from partywall.database.key_indexes import implicit_index
from partywall.database.model import (
    ForeignKey,
    Index,
    IndexColumn,
    Name,
    PrimaryKey,
)
from partywall.database.table_drafts import Conflict, TableDraft


def add_constraint(catalog: Catalog, table: TableDraft, constraint: ddl.Constraint) -> None:
    """A constraint of any kind; one without a name gets the database's."""
    columns = tuple(map(catalog.cut, constraint.columns))
    for column in columns:
        table.column(column)
    match constraint.kind:
        case "primary key":
            _add_primary_key(catalog, table, constraint, columns)
        case "unique":
            _add_unique(catalog, table, constraint, columns)
        case "index":
            _add_index(catalog, table, constraint)
        case "foreign key":
            _add_foreign_key(catalog, table, constraint, columns)
        case "not null":
            for column in columns:
                table.column(column).not_null = True
        case "check" | "exclude":
            label = "check" if constraint.kind == "check" else "excl"
            taken = {each.name for each in catalog.others if each.table == table.name}
            single = columns if len(columns) == 1 else ()
            name = constraint.name or catalog.own_name(table, single, label, taken.__contains__)
            catalog.keep(
                constraint.kind.upper(),
                Name("", catalog.cut(name)),
                table.name,
                constraint.words,
                constraint.sql,
            )


def _add_primary_key(
    catalog: Catalog, table: TableDraft, constraint: ddl.Constraint, columns: tuple[str, ...]
) -> None:
    if table.primary_key:
        raise Conflict(f"`{table.name.text}` has a primary key already")
    name = constraint.name
    if constraint.index is not None:
        index = catalog.index_of(table, constraint.index)
        del table.indexes[index.name]
        columns, name = index.column_names, name or index.name
    taken = partial(catalog.is_taken, table.name.schema)
    name = name or catalog.own_name(table, (), "pkey", taken)
    if not catalog.provider.names_primary_keys:
        name = ""
    members = constraint.members if any(each.sort or each.length for each in constraint.members) else ()
    table.primary_key = PrimaryKey(catalog.cut(name), columns, members, constraint.is_clustered)
    for column in columns:
        table.column(column).not_null = True


def alter_primary_key(table: TableDraft, columns: tuple[str, ...]) -> None:
    """CockroachDB keeps the old key as a unique, and Prisma knows nothing of that."""
    if table.primary_key is None:
        raise Conflict(f"`{table.name.text}` has no primary key here")
    for column in columns:
        table.column(column).not_null = True
    table.primary_key = replace(table.primary_key, columns=columns)


def _add_unique(
    catalog: Catalog, table: TableDraft, constraint: ddl.Constraint, columns: tuple[str, ...]
) -> None:
    if constraint.index is not None:
        index = catalog.index_of(table, constraint.index)
        del table.indexes[index.name]
        name = catalog.cut(constraint.name or index.name)
        table.indexes[name] = replace(index, name=name, is_constraint=True)
        return
    taken = partial(catalog.is_taken_in, table)
    name = constraint.name or catalog.own_name(table, columns, "key", taken)
    put_index(
        table,
        Index(
            name=catalog.cut(name),
            columns=constraint.members or tuple(IndexColumn(each) for each in columns),
            is_unique=True,
            is_constraint=catalog.provider.has_unique_constraints,
            clause=constraint.clause,
            is_clustered=constraint.is_clustered,
        ),
    )


def _add_index(catalog: Catalog, table: TableDraft, constraint: ddl.Constraint) -> None:
    """An index that stands inside of `CREATE TABLE`."""
    taken = partial(catalog.is_taken_in, table)
    name = constraint.name or catalog.own_name(table, constraint.columns, "idx", taken)
    put_index(table, Index(catalog.cut(name), constraint.members, method=constraint.method))


def _add_foreign_key(
    catalog: Catalog, table: TableDraft, constraint: ddl.Constraint, columns: tuple[str, ...]
) -> None:
    target = catalog.resolved(constraint.target or Name("", ""))
    references = tuple(map(catalog.cut, constraint.references))
    if not references:
        key = catalog.table(target).primary_key
        references = key.columns if key else ()
    taken = {each.name for each in catalog.foreign_keys if each.table == table.name}
    name = constraint.name or catalog.own_name(table, columns, "fkey", taken.__contains__)
    if catalog.cut(name) in taken:
        raise Conflict(f"`{table.name.text}` has a constraint `{name}` already")
    catalog.foreign_keys.append(
        ForeignKey(
            name=catalog.cut(name),
            table=table.name,
            columns=columns,
            target=target,
            references=references,
            on_delete=constraint.on_delete,
            on_update=constraint.on_update,
            clause=constraint.clause,
        )
    )
    if catalog.provider.keys_make_indexes:
        added = catalog.foreign_keys[-1]
        implicit = implicit_index(added, table.primary_key, table.indexes.values())
        if implicit is not None:
            is_taken = partial(catalog.is_taken_in, table)
            own = implicit.name if constraint.name else catalog.own_name(table, columns, "idx", is_taken)
            table.indexes[own] = replace(implicit, name=own)


def drop_foreign_key(catalog: Catalog, table: TableDraft, name: str) -> None:
    """A foreign key is gone, or `Conflict`."""
    left = [each for each in catalog.foreign_keys if (each.table, each.name) != (table.name, name)]
    if len(left) == len(catalog.foreign_keys):
        raise Conflict(f"`{table.name.text}` has no foreign key `{name}` here")
    catalog.foreign_keys = left


def drop_constraint(catalog: Catalog, table: TableDraft, name: str) -> None:
    """Whatever constraint has that name is gone."""
    name = catalog.cut(name)
    if table.primary_key and table.primary_key.name == name:
        table.primary_key = None
    table.indexes.pop(name, None)
    for column in table.columns.values():
        if column.default_name == name:
            column.default, column.default_name = None, ""
    catalog.foreign_keys = [
        each for each in catalog.foreign_keys if not (each.table == table.name and each.name == name)
    ]
    catalog.others = [
        each
        for each in catalog.others
        if not (each.table == table.name and each.name == name and each.kind in {"CHECK", "EXCLUDE"})
    ]


def validate_constraint(catalog: Catalog, table: TableDraft, name: str) -> None:
    """A foreign key or check that was `NOT VALID` is valid."""
    catalog.foreign_keys = [
        replace(each, clause=each.clause.replace("NOT VALID", "").strip())
        if (each.table, each.name) == (table.name, catalog.cut(name))
        else each
        for each in catalog.foreign_keys
    ]
    catalog.others = [
        replace(each, sql=each.sql.replace("NOT VALID", "").strip())
        if each.kind == "CHECK" and (each.table, each.name) == (table.name, catalog.cut(name))
        else each
        for each in catalog.others
    ]


def rename_constraint(catalog: Catalog, table: TableDraft, previous: str, next_: str) -> None:
    """Whatever constraint has that name gets another one."""
    if table.primary_key and table.primary_key.name == previous:
        table.primary_key = replace(table.primary_key, name=next_)
    if previous in table.indexes:
        rename_index(table, previous, next_)
    catalog.foreign_keys = [
        replace(each, name=next_) if each.table == table.name and each.name == previous else each
        for each in catalog.foreign_keys
    ]
    catalog.rename_other("CHECK", previous, table.name, next_)
