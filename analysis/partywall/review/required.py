"""New columns for which the rows that are there have no value, and what such a column says of its table.

The database refuses it on any row, so where the migration goes on the table is empty.
"""

from __future__ import annotations

from partywall.database.ddl import AddColumn
from partywall.database.model import Name
from partywall.database.postgresql_types import SERIALS
from partywall.review.statements import Change, Statement
from partywall.review.view import MigrationView

_FILLED_BY_ITSELF = frozenset({*SERIALS, "ROWVERSION"})


def finds_rows(view: MigrationView, table: Name, at: Statement) -> bool:
    """Whether a statement that has all rows of a table read, or it locked, may find any.

    It finds none where it or one before it adds a required column without a default. What is lost with the
    table's rows or columns asks `has_rows`: that a file fails is no reason to be silent of it.
    """
    if not view.has_rows(table, at):
        return False
    earlier = view.earlier_name(table, at)
    return not any(
        change.statement.source.start <= at.source.start
        and lacks_value(view, change)
        and view.earlier_name(change.table, change.statement) == earlier
        and not (isinstance(change.action, AddColumn) and change.action.if_not_exists)
        for change in view.changes
    )


def lacks_value(view: MigrationView, change: Change) -> bool:
    """Whether a change adds a required column that nothing gives the old rows a value for.

    MySQL makes one up.
    """
    if not isinstance(change.action, AddColumn) or view.provider.name == "mysql":
        return False
    column = change.action.column
    is_serial = not column.type.is_quoted and column.type.name.text.upper() in _FILLED_BY_ITSELF
    has_value = column.default is not None and column.default.upper() != "NULL"
    if not column.not_null or has_value or is_serial or "GENERATED" in column.clause.upper():
        return False
    return not _counts(view, change.table, column.name)


def _counts(view: MigrationView, name: Name, column: str) -> bool:
    """Whether the database numbers the rows, as it does for the `INTEGER PRIMARY KEY` of SQLite."""
    table = view.after.table(name)
    known = table.column(column) if table else None
    return known is not None and known.is_autoincrement
