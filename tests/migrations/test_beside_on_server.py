"""What stands beside a migration holds on a real PostgreSQL: the questions, the locks, the order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
import pytest

from partywall.database.sql_statements import statements
from partywall.migrations.create import Refusal
from support.migrations import HEAD, made, up, written
from support.postgres import Cluster, Connection, answers, run

if TYPE_CHECKING:
    from collections.abc import Container

    from partywall.migrations.create import Migration

pytestmark = pytest.mark.database

TENANT = """
model Tenant {
  id String @id
  bots Bot[]
  documents Document[]
}
model Bot {
  id String @id
  tenantId String
  tenant Tenant @relation(fields: [tenantId], references: [id])
  documents Document[]
}
"""
BEFORE = (
    HEAD
    + TENANT.replace("  documents Document[]\n", "", 1)
    + """
model Document {
  id String @id
  botId String
  bot Bot @relation(fields: [botId], references: [id])
  slug String @unique
  size Int?
  mood Mood?
}
enum Mood {
  good
  bad
}
"""
)
AFTER = (
    HEAD
    + TENANT
    + """
model Document {
  id String @id
  botId String
  bot Bot @relation(fields: [botId], references: [id])
  tenantId String
  tenant Tenant @relation(fields: [tenantId], references: [id])
  slug String @db.VarChar(100)
  size Int
  mood Mood?

  @@unique([tenantId, slug])
  @@index([size])
}
enum Mood {
  good
}
"""
)
ROWS = """
INSERT INTO "Tenant" VALUES ('t1'), ('t2');
INSERT INTO "Bot" VALUES ('b1', 't1'), ('b2', 't2');
INSERT INTO "Document" SELECT 'd' || n, 'b' || (n % 2 + 1), 's' || n, n FROM generate_series(1, 20) n;
"""

UNVALIDATED = """
ALTER TABLE "Document" DROP CONSTRAINT "Document_tenantId_fkey";
ALTER TABLE "Document" ADD CONSTRAINT "Document_tenantId_fkey" FOREIGN KEY ("tenantId")
  REFERENCES "Tenant" NOT VALID
"""


def verify(found: Migration) -> str:
    return found.files[f"{found.folder}/verify.sql"]


def checklist(found: Migration) -> str:
    return found.files[f"{found.folder}/CHECKLIST.md"]


def test_the_questions_give_no_row_when_all_is_well_and_one_for_each_fault(server: Cluster) -> None:
    first = up(made(BEFORE))
    found = made(AFTER, first)
    with server.database() as connection:
        run(connection, first)
        run(connection, ROWS)
        before = answers(connection, verify(made(BEFORE)))
        assert before == []
        run(connection, up(found))
        assert answers(connection, verify(found)) == []
        for damage, told in (
            ("UPDATE \"Document\" SET \"tenantId\" = 't1' WHERE id IN ('d1', 'd3')", "Bot.tenantId"),
            ('ALTER TABLE "Document" ALTER size DROP NOT NULL', "size"),
            ('DROP INDEX "Document_tenantId_slug_key"', "Document_tenantId_slug_key"),
            (
                UNVALIDATED,
                "Document_tenantId_fkey",
            ),
        ):
            with connection.transaction(force_rollback=True):
                run(connection, damage)
                assert told in str(answers(connection, verify(found))), damage


def test_a_unique_of_all_tenants_becomes_one_of_each_new_before_old(server: Cluster) -> None:
    first = up(made(BEFORE))
    found = made(AFTER, first)
    sql = up(found)
    assert sql.index('CREATE UNIQUE INDEX "Document_tenantId_slug_key"') < sql.index(
        'DROP INDEX "Document_slug_key"'
    )
    assert "Duplicates" not in checklist(found)  # the old one has kept them out
    with server.database() as connection:
        run(connection, first)
        run(connection, ROWS)
        run(connection, sql)
        with pytest.raises(psycopg.errors.UniqueViolation):
            run(connection, "UPDATE \"Document\" SET slug = 's1' WHERE id = 'd3'")
        run(connection, "UPDATE \"Document\" SET slug = 's1' WHERE id = 'd2'")


def test_a_unique_that_may_find_duplicates_lists_them_first(server: Cluster) -> None:
    before = HEAD + "model A {\n  id Int @id\n  a Int?\n  b Int?\n\n  @@unique([a, b])\n}\n"
    after = before.replace("a Int?\n", "a Int? @unique\n").replace("\n\n  @@unique([a, b])", "")
    first = up(made(before))
    found = made(after, first)
    (asked,) = re.findall(r"(SELECT \"a\", count.*?);", checklist(found), re.DOTALL)
    with server.database() as connection:
        run(connection, first)
        run(connection, 'INSERT INTO "A" VALUES (1, 1, 1), (2, 1, 2), (3, NULL, 1), (4, NULL, 1)')
        assert answers(connection, asked) == [(1, 2)]
        with pytest.raises(psycopg.errors.UniqueViolation):
            run(connection, up(found))
        run(connection, 'DELETE FROM "A" WHERE id = 2')
        assert answers(connection, asked) == []
        run(connection, up(found))


def test_a_unique_that_a_foreign_key_references_is_not_taken_away() -> None:
    other = (
        "model Link {\n  id Int @id\n  slug String\n"
        "  document Document @relation(fields: [slug], references: [slug])\n}\n"
    )
    before = BEFORE.replace("  size Int?\n", "  size Int?\n  links Link[]\n") + other
    after = AFTER.replace("  size Int\n", "  size Int\n  links Link[]\n") + other.replace(
        "slug String\n", "slug String @db.VarChar(100)\n"
    )
    result = written(after, up(made(before)))
    assert isinstance(result, Refusal)
    assert any("`Link.slug` references `Document.slug`" in each for each in result.names)


LOCKS = {
    "ACCESS EXCLUSIVE": "AccessExclusiveLock",
    "SHARE ROW EXCLUSIVE": "ShareRowExclusiveLock",
    "SHARE": "ShareLock",
    "SHARE UPDATE EXCLUSIVE": "ShareUpdateExclusiveLock",
}
CHANGES = [
    (BEFORE, AFTER),
    (
        AFTER,
        BEFORE.replace("bot Bot @relation", "bot Bot? @relation").replace("botId String", "botId String?"),
    ),
]


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_the_locks_and_rewrites_are_those_that_the_server_takes(
    server: Cluster, before: str, after: str
) -> None:
    """Each statement in a transaction: the locks on each table of before, and which is written anew."""
    first = up(made(before))
    found = made(after, first)
    told = dict(_told(checklist(found)))
    assert len(told) >= 5, "there is something to compare"
    with server.database() as connection:
        run(connection, first)
        run(connection, ROWS if before is BEFORE else ROWS_AFTER)
        tables = _files(connection)
        for number, statement in enumerate(statements(up(found)), start=1):
            if number not in told or statement.sql in {"BEGIN", "COMMIT"}:
                connection.execute(statement.sql.encode())
                tables = _files(connection)
                continue
            lock, named, how_long = told[number]
            with connection.transaction():
                connection.execute(statement.sql.encode())
                taken = _locks(connection, tables)
                assert {table for table, mode in taken if mode == LOCKS[lock]} >= set(named), statement.sql
                strong = {table for table, mode in taken if mode in LOCKS.values()}
                assert strong == set(named), statement.sql
                files = _files(connection)
                rewritten = {each for each in tables if each in files and files[each] != tables[each]}
                assert rewritten <= set(named), statement.sql
                assert bool(rewritten) <= ("anew" in how_long), statement.sql
            tables = _files(connection)
        assert answers(connection, verify(found)) == []


ROWS_AFTER = """
INSERT INTO "Tenant" VALUES ('t1'), ('t2');
INSERT INTO "Bot" VALUES ('b1', 't1'), ('b2', 't2');
INSERT INTO "Document" SELECT 'd' || n, 'b' || (n % 2 + 1), 't' || (n % 2 + 1), 's' || n, n
FROM generate_series(1, 20) n;
"""


def _told(text: str) -> list[tuple[int, tuple[str, list[str], str]]]:
    """The rows of the table of locks that speak of one statement."""
    table = text.partition("## Locks")[2].partition("## Deploy")[0]
    rows = re.findall(r"^\| (\d+) `.*` \| \d+ \| ([A-Z ]+) on (.*?) \| .*? \| (.*) \|$", table, re.MULTILINE)
    return [
        (int(number), (lock, re.findall(r'"(\w+)"', tables), how_long))
        for number, lock, tables, how_long in rows
    ]


def _locks(connection: Connection, tables: Container[str]) -> set[tuple[str, str]]:
    rows = connection.execute(
        "SELECT c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation "
        "WHERE l.pid = pg_backend_pid() AND c.relkind = 'r'"
    ).fetchall()
    return {(name, mode) for name, mode in rows if name in tables}


def _files(connection: Connection) -> dict[str, int]:
    """Where the rows of each table lie; a table written anew gets another file."""
    rows = connection.execute(
        "SELECT relname, relfilenode FROM pg_class WHERE relkind = 'r' "
        "AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    return dict(rows)
