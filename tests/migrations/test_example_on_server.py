"""The example's next migration, applied to its tables filled with rows, and taken back."""

from __future__ import annotations

import pytest

from migrations.deployed_projects import EXAMPLE, history
from partywall.database.from_sql import replay
from partywall.migrations.create import Migration, create
from partywall.schema.read import read
from support.postgres import Cluster, catalog, run
from support.rows import ROWS, inserts


@pytest.mark.database
def test_the_next_migration_of_the_example(server: Cluster) -> None:
    reading = read({"schema.prisma": (EXAMPLE / "prisma" / "schema.prisma").read_text()})
    files = history(EXAMPLE)
    found = create(
        reading.schema,
        reading.bodies,
        history=files,
        name="next",
        now="20260101000000",
        lock_file='provider = "postgresql"',
    )
    assert isinstance(found, Migration)
    assert found.files[f"{found.folder}/migration.sql"].startswith("-- For a maintenance window")
    with server.database() as connection:
        for file in files:
            run(connection, file.text)
        for statement in inserts(replay(files).database):
            run(connection, statement)
        before = catalog(connection)
        run(connection, found.files[f"{found.folder}/migration.sql"])
        after = catalog(connection)
        counted = connection.execute(
            'SELECT count(*), count(b."tenantId") FROM conversations c '
            'LEFT JOIN chatbots b ON b.id = c."chatbotId" AND b."tenantId" = c."tenantId"'
        ).fetchone()
        assert counted == (ROWS, ROWS)
        run(connection, found.files[f"{found.folder}/down.sql"])
        assert sorted({*before} ^ {*catalog(connection)}) == []
        run(connection, found.files[f"{found.folder}/migration.sql"])
        assert sorted({*after} ^ {*catalog(connection)}) == []
