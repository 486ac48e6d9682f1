"""The locks that a migration holds while a later statement of the same transaction works.

On PostgreSQL `DROP INDEX` and each `ALTER TABLE`, but for those that `_lets_read` names, keep readers out up
to the end of the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from partywall.database.ddl import AddConstraint, DropIndexes, DropTables, TableAction, ValidateConstraint
from partywall.database.model import Name
from partywall.review.execution import Certainty
from partywall.review.statements import Statement
from partywall.review.view import MigrationView
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that keeps readers out of a table with rows, and how sure it is that it is still held."""

    table: Name
    statement: Statement
    certainty: Certainty


def readers_wait(view: MigrationView, at: Statement) -> Lock | None:
    """The lock of an earlier statement that keeps readers out while one runs."""
    return _with_rows(view, _held(view, at))


def meanwhile(view: MigrationView, at: Statement, table: Name, *, is_read: bool) -> str:
    """What to say of such a lock beside what a statement does to a table; empty where there is none.

    `is_read`: whether the statement itself lets readers of that table through.
    """
    held = list(_held(view, at))
    own = [each for each in held if each.table == table]
    lock = _with_rows(view, own if is_read else ()) or _with_rows(
        view, (each for each in held if each.table != table)
    )
    if lock is None:
        return ""
    when = "" if lock.certainty == "yes" or view.execution.is_uncut else "on Prisma before 7.4 "
    line = lock.statement.source.line
    return f"; {when}nobody can read `{lock.table.text}` meanwhile, which line {line} has locked"


def _with_rows(view: MigrationView, locks: Iterable[Lock]) -> Lock | None:
    """The first of those of which it is surest that they are held."""
    found = sorted(locks, key=lambda each: each.certainty != "yes")
    return next((each for each in found if view.has_rows(each.table, each.statement)), None)


def _held(view: MigrationView, at: Statement) -> Iterator[Lock]:
    """The locks on tables that are not dropped meanwhile, in the order of the text."""
    earlier = [each for each in view.statements if each.source.start < at.source.start]
    altered: dict[int, list[Name]] = {}
    for change in view.changes:
        if not _lets_read(change.action):
            altered.setdefault(change.statement.source.start, []).append(change.table)
    gone = {
        view.resolved(name)
        for each in earlier
        if isinstance(each.operation, DropTables)
        for name in each.operation.names
    }
    for statement in earlier:
        certainty = view.execution.together(statement, at)
        if certainty != "no":
            tables = altered.get(statement.source.start, ()) or _tables(view, statement)
            yield from (
                Lock(each, statement, certainty) for each in dict.fromkeys(tables) if each not in gone
            )


def _tables(view: MigrationView, statement: Statement) -> Iterator[Name]:
    """The tables of the indexes that a statement drops while all wait."""
    dropped = statement.operation
    if not isinstance(dropped, DropIndexes) or statement.is_uncertain or statement.has("CONCURRENTLY"):
        return
    for name in map(view.resolved, dropped.names):
        for table in view.before.tables:
            if table.name.schema == name.schema and any(each.name == name.text for each in table.indexes):
                yield table.name


def _lets_read(action: TableAction) -> bool:
    """Whether the lock of an action stops writers at most."""
    if isinstance(action, AddConstraint):
        return action.constraint.kind == "foreign key"
    return isinstance(action, ValidateConstraint)
