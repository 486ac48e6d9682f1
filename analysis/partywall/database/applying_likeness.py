"""Tables that are made after others: `LIKE …`, and `AS SELECT …`."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from partywall.database import ddl
from partywall.database.catalog import Catalog
from partywall.database.model import Index, Name
from partywall.database.table_drafts import ColumnDraft, Conflict, TableDraft


def copy_likeness(catalog: Catalog, table: TableDraft, like: ddl.Like) -> None:
    """The columns of another table, with what is asked for; foreign keys never come along."""
    model = catalog.table(like.table)
    for column in model.columns.values():
        table.columns[column.name] = _column(column, like.including)
    if "CONSTRAINTS" in like.including:
        for check in [each for each in catalog.others if each.table == model.name and each.kind == "CHECK"]:
            catalog.keep("CHECK", Name("", check.name), table.name, check.words, check.sql)
    if "INDEXES" in like.including:
        _copy_indexes(catalog, table, model)


def create_of_rows(catalog: Catalog, operation: ddl.CreateTableAs) -> None:
    """Columns with their types and nothing else."""
    name = catalog.resolved(operation.name)
    if name in catalog.tables:
        if operation.if_not_exists:
            return
        raise Conflict(f"there is a table `{name.text}` already")
    source = catalog.table(operation.source)
    columns = [source.column(each) for each in operation.columns or source.columns]
    table = TableDraft(name, "", catalog.owner)
    table.columns = {each.name: replace(_column(each, frozenset()), not_null=False) for each in columns}
    catalog.tables[name] = table


def _column(column: ColumnDraft, including: frozenset[str]) -> ColumnDraft:
    kind = "IDENTITY" if "AS IDENTITY" in column.clause.upper() else "GENERATED"
    is_counting_or_computed = "GENERATED" in column.clause.upper()
    return replace(
        column,
        default=column.default if "DEFAULTS" in including else None,
        clause=column.clause if kind in including or not is_counting_or_computed else "",
    )


def _copy_indexes(catalog: Catalog, table: TableDraft, model: TableDraft) -> None:
    """Under names of their own where a schema's indexes share them."""
    shares = catalog.provider.shares_index_names
    if (key := model.primary_key) is not None:
        taken = partial(catalog.is_taken, table.name.schema)
        name = catalog.own_name(table, (), "pkey", taken) if shares else key.name
        table.primary_key = replace(key, name=name)
    for index in model.indexes.values():
        name = _own_name(catalog, table, index) if shares else index.name
        table.indexes[name] = replace(index, name=name)


def _own_name(catalog: Catalog, table: TableDraft, index: Index) -> str:
    parts = tuple("expr" if each.is_expression else each.name for each in index.columns)
    label = "key" if index.is_constraint else "idx"
    return catalog.own_name(table, parts, label, partial(catalog.is_taken_in, table))
