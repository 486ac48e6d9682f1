"""What MySQL and MariaDB are told of how a table may be changed, so that they refuse rather than copy it.

From MySQL's manual ("Online DDL Operations") and MariaDB's ("InnoDB Online DDL"). What cannot be done
without a copy is left as it is: there a clause would only be a way to fail. `INSTANT` is known since MySQL
8.0.12 and MariaDB 10.3.
"""

from __future__ import annotations

from partywall.database.model import Column, Computed
from partywall.migrations.steps import (
    AddColumn,
    AlterColumn,
    AlterTable,
    Change,
    CreateIndex,
    DropColumn,
    DropIndex,
    Step,
)

INSTANT = "ALGORITHM=INSTANT"
IN_PLACE = "ALGORITHM=INPLACE, LOCK=NONE"
SHARED = "ALGORITHM=INPLACE, LOCK=SHARED"


_TEXTS = frozenset({"fulltext", "spatial"})
"""A table with such an index is not made anew beside those who write, and gets no column in an instant."""


def clause_for(step: Step) -> str | None:
    """The clause for a step; None where the table is new, or has to be copied."""
    match step:
        case CreateIndex(_, index, on) if on != "new table":
            return SHARED if index.method in _TEXTS else IN_PLACE
        case DropIndex():
            return None if step.orders_rows else IN_PLACE
        case AlterTable():
            clauses = {clause_of(each) for each in step.changes}
            if None in clauses:
                return None
            is_text = any(each.method in _TEXTS for each in step.previous.indexes)
            if clauses == {INSTANT} and not (is_text and _adds(step)):
                return INSTANT
            return SHARED if is_text else IN_PLACE
        case _:
            return None


def clause_of(change: Change) -> str | None:
    """The clause for one change of a table."""
    match change:
        case AddColumn(column):
            return None if column.is_autoincrement or _is_computed(column) else INSTANT
        case DropColumn():
            return IN_PLACE
        case AlterColumn():
            if change.cast is not None or change.autoincrement:
                return None
            return IN_PLACE if change.arity else INSTANT
        case _:
            return None


def _adds(step: AlterTable) -> bool:
    return any(isinstance(each, AddColumn) for each in step.changes)


def _is_computed(column: Column) -> bool:
    return column.is_generated or isinstance(column.default, Computed)
