"""A table with partitions on a real PostgreSQL: it changes as a whole, and they come back with it."""

from __future__ import annotations

import pytest

from partywall.migrations.renames import Answers
from support.migrations import HEAD, down, made, up
from support.postgres import Cluster, catalog, run

pytestmark = pytest.mark.database

HISTORY = """
CREATE TABLE "Reading" (
    "id" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "value" INTEGER,
    CONSTRAINT "Reading_pkey" PRIMARY KEY ("id", "at")
) PARTITION BY RANGE ("at");
CREATE TABLE "Reading_2024" PARTITION OF "Reading" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "Reading_rest" PARTITION OF "Reading" DEFAULT;
"""
READING = "model Reading {\n  id Int\n  at DateTime\n  value Int?\n\n  @@id([id, at])\n}\n"
OTHER = "model Other {\n  id Int @id\n}\n"


@pytest.mark.parametrize(
    "after",
    [
        READING.replace(
            "  value Int?\n", '  value BigInt?\n  unit String @default("m")\n  @@index([value])\n'
        ),
        OTHER,
    ],
)
def test_what_changes_comes_back(server: Cluster, after: str) -> None:
    found = made(HEAD + after, HISTORY, answers=Answers(drops=("*",)))
    with server.database() as connection:
        run(connection, HISTORY)
        run(connection, "INSERT INTO \"Reading\" VALUES (1, '2024-05-05', 7), (2, '2020-01-01', 8)")
        at_first = catalog(connection)
        run(connection, up(found))
        assert catalog(connection) != at_first
        run(connection, down(found))
        assert sorted({*at_first} ^ {*catalog(connection)}) == []
