"""The histories of real repositories, replayed, beside the schemas that they should build."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile, NotUnderstood, Replay, replay
from partywall.database.model import Database, Place
from partywall.database.providers import provider_of
from partywall.migrations.dialects import dialect_of
from partywall.migrations.diff import diff
from partywall.migrations.script import part
from partywall.migrations.steps import CreateIndex, Step
from partywall.schema.read import read
from support import shared
from support.postgres import run

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from support.postgres import Connection


@dataclass(frozen=True, slots=True)
class Cause:
    """The statement after which a step is needed and stays so."""

    place: Place
    statement: str


@dataclass(frozen=True, slots=True)
class Remainder:
    """A step that still leads from what a history builds to its schema.

    `cause` is None where no statement has anything to do with it: the schema asks for something that the
    history never heard of.
    """

    step: Step
    sql: str
    cause: Cause | None

    @property
    def kind(self) -> str:
        return type(self.step).__name__


@dataclass(frozen=True, slots=True)
class Replayed:
    """A repository: how many steps its schema takes from nothing, and what its history leaves of them."""

    schema: str
    provider: str
    files: int
    tables: int
    steps: int
    remainders: tuple[Remainder, ...]
    not_understood: tuple[NotUnderstood, ...]


@cache
def replayed() -> tuple[Replayed, ...]:
    """Replay every history of the corpus."""
    return tuple(_replayed(each) for each in shared.corpus().values() if shared.migrations_of(each))


def _replayed(schema: shared.CorpusSchema) -> Replayed:
    history = [HistoryFile(folder, text) for folder, text in shared.migrations_of(schema).items()]
    reading = read(schema.files)
    target = from_schema(reading.schema, reading.bodies)
    compares = "partialIndexes" in reading.schema.preview_features

    def steps_from(database: Database) -> tuple[Step, ...]:
        return diff(database, target, compares_conditions=compares)

    provider = provider_of(target.provider)
    nothing = Replay(provider).database
    whole = replay(history, provider)
    return Replayed(
        schema=schema.name,
        provider=schema.provider,
        files=len(history),
        tables=len(whole.database.tables),
        steps=len(steps_from(nothing)),
        remainders=tuple(_remainders(history, target, steps_from)),
        not_understood=whole.not_understood,
    )


_Key = tuple[str, str]
"""A step by what it writes: a new table and one that is there get an index in the same words."""


def _remainders(
    history: list[HistoryFile], target: Database, steps_from: Callable[[Database], tuple[Step, ...]]
) -> Iterator[Remainder]:
    provider = provider_of(target.provider)
    dialect = dialect_of(provider.name)

    def left(database: Database) -> dict[_Key, Step]:
        return {
            (part(each, dialect), each.on if isinstance(each, CreateIndex) else ""): each
            for each in steps_from(database)
        }

    final = left(replay(history, provider).database)
    befores = _befores(history, Replay(provider)) if final else []
    since: dict[_Key, tuple[HistoryFile, Replay]] = {}
    for file, before in reversed(befores):
        needed = left(before.database)
        since |= {key: (file, before) for key in final if key not in since and key not in needed}
        if since.keys() == final.keys():
            break
    for key, step in final.items():
        cause = None
        if key in since:
            file, before = since[key]
            cause = _cause(file, before, partial(_needs, left, key))
        yield Remainder(step, key[0], cause)


def _needs(left: Callable[[Database], Collection[_Key]], key: _Key, database: Database) -> bool:
    return key in left(database)


def _befores(history: list[HistoryFile], replay_: Replay) -> list[tuple[HistoryFile, Replay]]:
    """Each file with what those before it build."""
    found: list[tuple[HistoryFile, Replay]] = []
    for file in history:
        found.append((file, replay_.copy()))
        replay_.read(file)
    return found


def _cause(file: HistoryFile, before: Replay, holds: Callable[[Database], bool]) -> Cause:
    """The statement of a file after which something holds and goes on to."""
    provider = provider_of(before.database.provider)
    found, *earlier = reversed(list(provider.language.statements(file.text)))
    for statement in earlier:
        replay_ = before.copy()
        replay_.read(HistoryFile(file.folder, file.text[: statement.end]))
        if not holds(replay_.database):
            break
        found = statement
    return Cause(Place(file.path, found.line), " ".join(found.sql.split()))


# --- on a server ----------------------------------------------------------------------------------

# What histories use of `pgcrypto`, which the wheel does not have.
_RANDOM_BYTES = """
CREATE FUNCTION gen_random_bytes(integer) RETURNS bytea LANGUAGE sql
  AS $$ SELECT decode(string_agg(md5(random()::text), ''), 'hex') FROM generate_series(1, $1 / 16 + 1) $$;
"""
_EXTENSION = re.compile(r"(?i)CREATE EXTENSION[^;]*;")


def prepare(connection: Connection, history: Database) -> None:
    """Give a new database the extensions that a history asks for, as far as the server has them."""
    known = {row[0] for row in connection.execute("SELECT name FROM pg_available_extensions")}
    for each in history.extensions:
        if each.name in known:
            run(connection, f'CREATE EXTENSION IF NOT EXISTS "{each.name}"')
    if "pgcrypto" not in known:
        run(connection, _RANDOM_BYTES)


def apply(connection: Connection, schema: shared.CorpusSchema) -> None:
    """Apply the migrations of a repository; extensions are there already, see `prepare`.

    One repository has a runner of its own, and says in comments where it takes a file apart and where the
    name of the schema goes.
    """
    for text in shared.migrations_of(schema).values():
        written = _EXTENSION.sub("", text).replace("/* SCHEMA_NAME_SENTINEL */", '"public"')
        for statements in written.split("-- SPLIT_STATEMENT_SENTINEL"):
            run(connection, statements)
