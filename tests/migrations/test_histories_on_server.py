"""Real histories on a real PostgreSQL: what they build, and what Prisma still proposes afterwards."""

from __future__ import annotations

import pytest

from partywall.database.from_sql import HistoryFile, replay
from partywall.database.model import Database
from partywall.migrations.diff import diff
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.script import script
from support.histories import apply, prepare, replayed
from support.oracle import Oracle
from support.postgres import Cluster, catalog, run
from support.shared import corpus, migrations_of, requires_shared

KINDS = ("schema", "column", "constraint", "index", "sequence", "enum")

NAMES = [name for name, each in corpus().items() if migrations_of(each)] or ["-"]
# Its history leaves temporary tables behind, a sequence without a column, `now()` for `CURRENT_TIMESTAMP`.
LEFT_OUT = "stack-auth/stack-auth"


def structure(lines: list[str]) -> set[str]:
    """What the physical model holds: all but checks, policies, triggers, views, comments."""
    return {line for line in lines if line.startswith(KINDS) and " CHECK " not in line}


@requires_shared
@pytest.mark.database
@pytest.mark.parametrize("name", [each for each in NAMES if each != LEFT_OUT])
def test_a_real_history_is_written_again_as_what_it_builds(server: Cluster, name: str) -> None:
    schema = corpus()[name]
    history = replay(HistoryFile(folder, text) for folder, text in migrations_of(schema).items())
    functions = "".join(f"{each.sql};" for each in history.database.others if each.kind == "FUNCTION")
    with server.database() as connection:
        prepare(connection, history.database)
        apply(connection, schema)
        expected = structure(catalog(connection))
    with server.database() as connection:
        nothing = Database(schemas=("public",), extensions=history.database.extensions)
        steps = diff(nothing, history.database)
        prepare(connection, history.database)
        run(connection, functions)
        run(connection, script(steps, PostgreSQL()))
        found = structure(catalog(connection))
    assert sorted(expected ^ found) == []


@requires_shared
@pytest.mark.database
@pytest.mark.parametrize("name", NAMES)
def test_what_remains_of_a_real_history_is_what_prisma_still_proposes(
    server: Cluster, oracle: Oracle, name: str
) -> None:
    """Prisma is asked about the database to which the files were applied: its own drift."""
    schema = corpus()[name]
    history = replay(HistoryFile(folder, text) for folder, text in migrations_of(schema).items())
    (ours,) = (each for each in replayed() if each.schema == name)
    with server.database() as connection:
        prepare(connection, history.database)
        apply(connection, schema)
        prismas = oracle.drift(server.address(connection), schema.files)
    steps = [each.step for each in ours.remainders]
    assert script(steps, PostgreSQL()).strip() == prismas.strip()
