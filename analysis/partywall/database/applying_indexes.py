"""What statements on indexes do to a table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from partywall.database import ddl
from partywall.database.catalog import Catalog
from partywall.database.model import (
    Index,
    Name,
)
from partywall.database.table_drafts import Conflict, TableDraft


def put_index(table: TableDraft, index: Index) -> None:
    """An index takes the place of one that a foreign key has been given, and that it can stand for."""
    table.indexes = {
        each.name: each
        for each in table.indexes.values()
        if not (each.is_implicit and index.column_names[: len(each.columns)] == each.column_names)
    }
    table.indexes[index.name] = index


def create_index(catalog: Catalog, operation: ddl.CreateIndex) -> None:
    """An index on a table that is known; views have theirs elsewhere."""
    if catalog.is_view(catalog.resolved(operation.table)):
        return
    table = catalog.table(operation.table)
    taken = partial(catalog.is_taken_in, table)
    parts = tuple("expr" if each.is_expression else each.name for each in operation.columns)
    name = catalog.cut(operation.name or catalog.own_name(table, parts, "idx", taken))
    if taken(name):
        if operation.if_not_exists:
            return
        raise Conflict(f"there is something named `{name}` already")
    for column in operation.columns:
        if not column.is_expression:
            table.column(column.name)
    index = Index(
        name=name,
        columns=operation.columns,
        is_unique=operation.is_unique,
        method=operation.method,
        where=operation.where,
        clause=operation.clause,
        is_clustered=operation.is_clustered,
    )
    put_index(table, index)


def drop_index(catalog: Catalog, name: Name) -> None:
    """An index is gone, if it was there."""
    for table in catalog.tables.values():
        if table.name.schema == name.schema and name.text in table.indexes:
            del table.indexes[name.text]
            return


def rename_index(table: TableDraft, previous: str, next_: str) -> None:
    """An index has another name, in its place."""
    table.indexes = {
        each.name: each
        for each in (
            replace(index, name=next_) if index.name == previous else index
            for index in table.indexes.values()
        )
    }
