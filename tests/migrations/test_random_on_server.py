"""Random changes of real schemas are applied to a real PostgreSQL, and taken back without a trace."""

from __future__ import annotations

import random

import psycopg
import pytest

from migrations.changes import change
from partywall.database.from_sql import HistoryFile
from partywall.migrations.create import Migration, Refusal, Strategy, create
from partywall.migrations.renames import Answers
from partywall.schema.read import read
from support.oracle import Oracle, OracleError
from support.postgres import Cluster, catalog, run
from support.shared import corpus, requires_shared

# What only the random change asks for: a default of another type, an index on what has no order, a type or a
# function of an extension, a hash of two columns.
DROPPED = Answers(drops=("*",))
SENSELESS = (
    psycopg.errors.FeatureNotSupported,
    psycopg.errors.DatatypeMismatch,
    psycopg.errors.UndefinedFunction,
    psycopg.errors.UndefinedObject,
)


def migration(
    text: str, *history: str, strategy: Strategy = "safe", answers: Answers = DROPPED
) -> Migration | None:
    """The migration, if none is refused. Without answers, all that may be a rename is one."""
    reading = read({"a": text})
    result = create(
        reading.schema,
        reading.bodies,
        history=[HistoryFile(f"{number:014}_x", each) for number, each in enumerate(history)],
        name="next",
        now="20260101000000",
        strategy=strategy,
        lock_file='provider = "postgresql"',
        answers=answers,
    )
    if isinstance(result, Refusal) and result.questions:
        renames = (*answers.renames, *(each.subject for each in result.questions))
        return migration(text, *history, answers=Answers(renames))
    return result if isinstance(result, Migration) else None


@requires_shared
@pytest.mark.database
@pytest.mark.parametrize(
    ("strategy", "answers"), [("safe", DROPPED), ("safe", Answers()), ("simple", DROPPED)]
)
def test_there_and_back(server: Cluster, oracle: Oracle, strategy: Strategy, answers: Answers) -> None:
    rng = random.Random(f"{server.version} {strategy} {answers}")
    texts = ["\n".join(each.files.values()) for each in corpus().values() if each.provider == "postgresql"]
    texts = [text for text in texts if len(text) < 15_000]
    came_back = 0
    for _ in range(25):
        before = after = rng.choice(texts)
        for _ in range(rng.randint(1, 4)):
            after = change(after, rng)
        try:
            oracle.diff({"a": before}, {"a": after})
        except OracleError:
            continue  # not a schema any more
        first = migration(before)
        second = first and migration(after, first.script, strategy=strategy, answers=answers)
        if not first or not second:
            continue  # nothing changed, or it is refused
        with server.database() as connection:
            try:
                run(connection, first.script)
                at_first = catalog(connection)
                run(connection, second.files[f"{second.folder}/migration.sql"])
            except SENSELESS:
                continue
            run(connection, second.files[f"{second.folder}/down.sql"])
            assert sorted({*at_first} ^ {*catalog(connection)}) == []
            came_back += 1
    assert came_back >= 5
