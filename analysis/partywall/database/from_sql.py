"""The database that a migration history builds, read from its SQL; no database is asked.

What is not understood is kept aside, named and placed, for whoever writes on from there; reading goes on
behind it. Nothing here raises on any text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from partywall.database.applying import apply
from partywall.database.catalog import Catalog
from partywall.database.ddl import Nothing
from partywall.database.do_blocks import Guarded, body_of, guarded_statements
from partywall.database.do_texts import is_about_rows
from partywall.database.model import Database, Place
from partywall.database.postgresql import POSTGRESQL
from partywall.database.provider import Provider
from partywall.database.sql_statements import SqlStatement
from partywall.database.table_drafts import Conflict
from partywall.values import dataclass

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
    """A statement that was left out, and why. `words` are all names in it, those in strings too."""

    place: Place
    statement: str
    """Its first words."""
    reason: str
    words: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}: `{self.statement}`"


class Replay:
    """Applies migrations one after the other; the database can be asked for in between."""

    def __init__(self, provider: Provider = POSTGRESQL) -> None:
        self._provider = provider
        self._catalog = Catalog(provider)
        self._missed: list[NotUnderstood] = []
        self._database: Database | None = None

    @property
    def database(self) -> Database:
        """What has been built so far; tables that a file leaves alone are the same objects after it."""
        if self._database is None:
            self._database = self._catalog.database()
        return self._database

    @property
    def not_understood(self) -> tuple[NotUnderstood, ...]:
        """What of it was not understood."""
        return tuple(self._missed)

    def copy(self) -> Replay:
        """Another one that goes on from here."""
        other = Replay(self._provider)
        other._catalog = self._catalog.copy()
        other._missed = list(self._missed)
        other._database = self._database
        return other

    def read(self, file: HistoryFile) -> None:
        """Apply one migration."""
        self._database = None
        for statement in self._provider.language.statements(file.text.removeprefix("\ufeff")):
            self._missed += self._apply(file, statement)

    def _apply(self, file: HistoryFile, statement: SqlStatement) -> Iterator[NotUnderstood]:
        body = body_of(statement)
        if body is None:
            yield from self._apply_one(file, Guarded(statement))
            return
        for inner in guarded_statements(statement, body):
            if not inner.texts and not is_about_rows(inner.statement.tokens):
                yield from self._apply_one(file, inner)
            for text in inner.texts:
                for each in self._provider.language.statements(text):
                    said = replace(each, line=inner.statement.line)
                    yield from self._apply_one(file, Guarded(said, is_tolerant=True))

    def _apply_one(self, file: HistoryFile, guarded: Guarded) -> Iterator[NotUnderstood]:
        statement = guarded.statement
        place = Place(file.path, statement.line)
        operation = self._provider.language.recognise(statement)
        if isinstance(operation, Nothing):
            return
        if operation is None or guarded.is_uncertain:
            reason = "may or may not run" if guarded.is_uncertain else "not understood"
            yield _missed(place, statement, reason, self._provider)
            return
        try:
            apply(self._catalog, operation, place, statement.sql)
        except Conflict as conflict:
            if not guarded.is_tolerant:
                yield _missed(place, statement, str(conflict), self._provider)


def replay(files: Iterable[HistoryFile], provider: Provider = POSTGRESQL) -> Replay:
    """Apply migrations in the order in which Prisma does."""
    result = Replay(provider)
    for file in in_order(files):
        result.read(file)
    return result


def in_order(files: Iterable[HistoryFile]) -> list[HistoryFile]:
    """Migrations by the names of their folders, as Prisma sorts them."""
    return sorted(files, key=lambda each: each.folder.encode(errors="replace"))


def _missed(place: Place, statement: SqlStatement, reason: str, provider: Provider) -> NotUnderstood:
    text = " ".join(statement.sql.split())
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    words = {token.value for token in statement.tokens if token.is_name}
    for token in statement.tokens:
        if token.kind == "string":
            words |= provider.language.words(token.value)
    return NotUnderstood(place, shown, reason, frozenset(words))
