"""Real schemas, and random changes of them, get the SQL that Prisma's engine gives them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from migrations.changes import change
from migrations.other_providers import converted, converted_without_engine
from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile, replay
from partywall.database.model import Database
from partywall.database.providers import provider_of
from partywall.migrations.create import Migration, Nothing, Refusal, create
from partywall.migrations.dialects import dialect_of
from partywall.migrations.diff import diff
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.script import script
from partywall.schema.read import read
from support.oracle import Oracle, OracleError
from support.shared import CorpusSchema, corpus, each_schema, requires_shared

if TYPE_CHECKING:
    from collections.abc import Mapping


def database(files: Mapping[str, str]) -> Database:
    reading = read(files)
    return from_schema(reading.schema, reading.bodies)


def creation(text: str, history: list[HistoryFile]) -> Migration | Nothing | Refusal:
    reading = read({"a": text})
    return create(
        reading.schema,
        reading.bodies,
        history=history,
        name="next",
        now="20260101120000",
        strategy="simple",
    )


def is_postgresql(schema: CorpusSchema) -> bool:
    return schema.provider == "postgresql"


@pytest.mark.parametrize("schema", each_schema())
def test_a_real_schema_from_nothing(schema: CorpusSchema, oracle: Oracle) -> None:
    if not is_postgresql(schema):
        return
    try:
        expected = oracle.diff(None, schema.files)
    except OracleError as error:  # one has a view with a key, which Prisma accepts no more
        assert "Views cannot have primary keys" in str(error)  # noqa: PT017
        return
    assert script(diff(Database(), database(schema.files)), PostgreSQL()) == expected


@requires_shared
@pytest.mark.parametrize("seed", range(4))
def test_random_changes_of_real_schemas(seed: int, oracle: Oracle) -> None:
    rng = random.Random(seed)
    texts = ["\n".join(each.files.values()) for each in corpus().values() if is_postgresql(each)]
    texts = [text for text in texts if len(text) < 30_000]
    compared = 0
    for _ in range(25):
        before = rng.choice(texts)
        after = before
        for _ in range(rng.randint(1, 3)):
            after = change(after, rng)
        if rng.random() < 0.5:
            before, after = after, before
        try:
            expected = oracle.diff({"a": before}, {"a": after})
        except OracleError:
            continue  # not a schema any more
        compared += 1
        steps = diff(database({"a": before}), database({"a": after}))
        assert script(steps, PostgreSQL()) == expected
    assert compared >= 10


@requires_shared
@pytest.mark.parametrize("provider", ["cockroachdb", "sqlite"])
def test_random_changes_for_another_provider(provider: str, oracle: Oracle) -> None:
    rng = random.Random(provider)
    texts = ["\n".join(each.files.values()) for each in corpus().values() if is_postgresql(each)]
    texts = [converted(text, provider) for text in texts if len(text) < 30_000]
    compared = 0
    for number in range(40):
        before = rng.choice(texts)
        after = before
        for _ in range(rng.randint(1, 3)):
            after = converted(change(after, rng), provider)
        if rng.random() < 0.5:
            before, after = after, before
        try:
            expected = oracle.diff(None if number % 8 == 0 else {"a": before}, {"a": after})
        except OracleError:
            continue  # not a schema of that provider
        compared += 1
        source = Database(provider) if number % 8 == 0 else database({"a": before})
        steps = diff(source, database({"a": after}))
        assert script(steps, dialect_of(provider)) == expected
    assert compared >= 10


@requires_shared
@pytest.mark.parametrize("provider", ["mysql", "sqlserver"])
def test_what_is_written_is_read_again_where_no_engine_runs(provider: str, oracle: Oracle) -> None:
    """`create` reads what it has written, and the way back; a difference would be its refusal."""
    rng = random.Random(provider)
    texts = ["\n".join(each.files.values()) for each in corpus().values() if is_postgresql(each)]
    texts = [converted_without_engine(text, provider) for text in texts if len(text) < 30_000]
    texts = [text for text in texts if not oracle.errors({"a": text})]
    written = 0
    for _ in range(15):
        before = rng.choice(texts)
        after = before
        for _ in range(rng.randint(1, 3)):
            after = converted_without_engine(change(after, rng), provider)
        if oracle.errors({"a": after}):
            continue
        first, second = (creation(each, []) for each in (before, after))
        assert isinstance(first, Migration), first
        assert isinstance(second, Migration), second
        result = creation(after, [HistoryFile("20250101000000_a", first.script)])
        assert isinstance(result, Migration | Nothing), result
        if isinstance(result, Migration):
            written += 1
            down = result.files[f"{result.folder}/down.sql"]
            files = [first.script, result.script, down]
            back = replay([HistoryFile(f"{n}_x", sql) for n, sql in enumerate(files)], provider_of(provider))
            assert not back.not_understood
            assert not diff(back.database, database({"a": before}))
    assert written >= 5
