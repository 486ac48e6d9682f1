"""The database that a migration history builds, read from its SQL; no database is asked.

What is not understood is kept aside, named and placed, for whoever writes on from there; reading goes on
behind it. Nothing here raises on any text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from partywall.database.catalog import Catalog, Conflict
from partywall.database.do_blocks import Guarded, body_of, guarded_statements
from partywall.database.model import Database, Place
from partywall.database.recognise import recognise
from partywall.database.sql_statements import SqlStatement, statements

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """A migration: the name of its folder, and the text of its `migration.sql`."""

    folder: str
    text: str

    @property
    def path(self) -> str:
        """Where its SQL stands in the folder of migrations."""
        return f"{self.folder}/migration.sql"


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A statement that was left out, and why."""

    place: Place
    statement: str
    """Its first words."""
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}: `{self.statement}`"


@dataclass(frozen=True, slots=True)
class History:
    """What a history builds, and what of it was not understood."""

    database: Database
    not_understood: tuple[NotUnderstood, ...]


def from_sql(files: Iterable[HistoryFile]) -> History:
    """Replay migrations in the order in which Prisma applies them, by the names of their folders."""
    catalog = Catalog()
    missed: list[NotUnderstood] = []
    for file in sorted(files, key=lambda each: each.folder.encode(errors="replace")):
        for statement in statements(file.text.removeprefix("\ufeff")):
            missed += _apply(catalog, file, statement)
    return History(catalog.database(), tuple(missed))


def _apply(catalog: Catalog, file: HistoryFile, statement: SqlStatement) -> Iterator[NotUnderstood]:
    body = body_of(statement)
    if body is None:
        yield from _apply_one(catalog, file, Guarded(statement))
        return
    for inner in guarded_statements(statement, body):
        yield from _apply_one(catalog, file, inner)


def _apply_one(catalog: Catalog, file: HistoryFile, guarded: Guarded) -> Iterator[NotUnderstood]:
    statement = guarded.statement
    place = Place(file.path, statement.line)
    operation = None if guarded.is_uncertain else recognise(statement)
    if operation is None:
        reason = "may or may not run" if guarded.is_uncertain else "not understood"
        yield NotUnderstood(place, _shortened(statement), reason)
        return
    try:
        catalog.apply(operation, place, statement.sql)
    except Conflict as conflict:
        if not guarded.is_tolerant:
            yield NotUnderstood(place, _shortened(statement), str(conflict))


def _shortened(statement: SqlStatement) -> str:
    text = " ".join(statement.sql.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
