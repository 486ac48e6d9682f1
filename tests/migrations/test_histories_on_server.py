"""A history, read and written again by us, builds what the history itself builds on a real PostgreSQL."""

from __future__ import annotations

import re

import pytest

from partywall.database.from_sql import HistoryFile, replay
from partywall.database.model import Database
from partywall.migrations.diff import diff
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.script import script
from support.postgres import Cluster, catalog, run
from support.shared import corpus, migrations_of, requires_shared

KINDS = ("schema", "column", "constraint", "index", "sequence", "enum")

# Its history asks for `pg_cron`, which no server here has.
LEFT_OUT = "stack-auth/stack-auth"
# What histories use of `pgcrypto`, which the wheel does not have.
RANDOM_BYTES = """
CREATE FUNCTION gen_random_bytes(integer) RETURNS bytea LANGUAGE sql
  AS $$ SELECT decode(string_agg(md5(random()::text), ''), 'hex') FROM generate_series(1, $1 / 16 + 1) $$;
"""

NAMES = [name for name, each in corpus().items() if name != LEFT_OUT and migrations_of(each)] or ["-"]


def structure(lines: list[str]) -> set[str]:
    """What the physical model holds: all but checks, policies, triggers, views, comments."""
    return {line for line in lines if line.startswith(KINDS) and " CHECK " not in line}


@requires_shared
@pytest.mark.database
@pytest.mark.parametrize("name", NAMES)
def test_a_real_history(server: Cluster, name: str) -> None:
    texts = migrations_of(corpus()[name])
    history = replay(HistoryFile(folder, text) for folder, text in texts.items())
    functions = "".join(f"{each.sql};" for each in history.database.others if each.kind == "FUNCTION")
    with server.database() as connection:
        known = {row[0] for row in connection.execute("SELECT name FROM pg_available_extensions")}
        extensions = [each.name for each in history.database.extensions if each.name in known]
        add = "".join(f'CREATE EXTENSION IF NOT EXISTS "{each}";' for each in extensions)
        add += "" if "pgcrypto" in known else RANDOM_BYTES
        run(connection, add)
        for text in texts.values():
            run(connection, re.sub(r"(?i)CREATE EXTENSION[^;]*;", "", text))
        expected = structure(catalog(connection))
    with server.database() as connection:
        nothing = Database(schemas=("public",), extensions=history.database.extensions)
        steps = diff(nothing, history.database)
        run(connection, add + functions)
        run(connection, script(steps, PostgreSQL()))
        found = structure(catalog(connection))
    assert sorted(expected ^ found) == []
