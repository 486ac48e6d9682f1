"""Rows whose tenant cannot be told: refused, assigned or deleted, as was chosen, on a real PostgreSQL."""

from __future__ import annotations

import psycopg
import pytest

from partywall.migrations.create import Refusal
from partywall.migrations.strays import Strays, choice
from support.migrations import HEAD, down, made, up, written
from support.postgres import Cluster, Connection, catalog, run

pytestmark = pytest.mark.database

BEFORE = HEAD + (
    "model Tenant {\n  id String @id\n  users User[]\n  posts Post[]\n}\n"
    "model User {\n  id String @id\n  tenantId String\n"
    "  tenant Tenant @relation(fields: [tenantId], references: [id])\n  comments Comment[]\n}\n"
    "model Post {\n  id String @id\n  tenantId String\n"
    "  tenant Tenant @relation(fields: [tenantId], references: [id])\n  comments Comment[]\n}\n"
    "model Comment {\n  id String @id\n  postId String\n"
    "  post Post @relation(fields: [postId], references: [id])\n"
    "  authorId String\n  author User @relation(fields: [authorId], references: [id])\n  likes Like[]\n}\n"
    "model Like {\n  id String @id\n  commentId String\n"
    "  comment Comment @relation(fields: [commentId], references: [id], onDelete: Cascade)\n}\n"
)
AFTER = BEFORE.replace(
    "model Comment {\n",
    "model Comment {\n  tenantId String\n  tenant Tenant @relation(fields: [tenantId], references: [id])\n",
).replace("  posts Post[]\n", "  posts Post[]\n  comments Comment[]\n", 1)
FIRST = up(made(BEFORE))

# `fine` has one tenant, `torn` two, `lost` none: its parents are gone.
ROWS = """
INSERT INTO "Tenant" VALUES ('t1'), ('t2'), ('t3');
INSERT INTO "User" VALUES ('u1', 't1'), ('u2', 't2');
INSERT INTO "Post" VALUES ('p1', 't1');
INSERT INTO "Comment" VALUES ('fine', 'p1', 'u1'), ('torn', 'p1', 'u2'), ('lost', 'p1', 'u1');
INSERT INTO "Like" VALUES ('a', 'fine'), ('b', 'torn'), ('c', 'lost');
ALTER TABLE "Comment" DISABLE TRIGGER ALL;
UPDATE "Comment" SET "postId" = 'gone', "authorId" = 'gone' WHERE id = 'lost';
ALTER TABLE "Comment" ENABLE TRIGGER ALL;
"""


def strays(orphans: str, disagreeing: str) -> Strays:
    one, other = choice(orphans), choice(disagreeing)
    assert one is not None
    assert other is not None
    return Strays(one, other)


def tenants(connection: Connection) -> dict[str, str]:
    return dict(connection.execute('SELECT id, "tenantId" FROM "Comment"').fetchall())


@pytest.mark.parametrize(
    ("orphans", "disagreeing", "expected"),
    [
        ("assign=t3", "assign=t2", {"fine": "t1", "torn": "t2", "lost": "t3"}),
        ("delete", "assign=t3", {"fine": "t1", "torn": "t3"}),
        ("assign=t3", "delete", {"fine": "t1", "lost": "t3"}),
        ("delete", "delete", {"fine": "t1"}),
    ],
)
def test_rows_become_what_was_chosen(
    server: Cluster, orphans: str, disagreeing: str, expected: dict[str, str]
) -> None:
    found = made(AFTER, FIRST, strays=strays(orphans, disagreeing))
    with server.database() as connection:
        run(connection, FIRST)
        run(connection, up(found))  # on empty tables, as in a shadow database
    with server.database() as connection:
        run(connection, FIRST)
        run(connection, ROWS)
        run(connection, up(found))
        assert tenants(connection) == expected
        likes = connection.execute('SELECT count(*) FROM "Like"').fetchone()
        assert likes == (len(expected),)


@pytest.mark.parametrize(
    ("orphans", "disagreeing", "said"),
    [
        ("refuse", "delete", r"1 rows of Comment\.tenantId have no value"),
        ("delete", "refuse", r"1 rows of Comment\.tenantId have parents that disagree"),
        (
            "assign=t9",
            "delete",
            r"1 rows of Comment\.tenantId are to be those of t9, which no row of Tenant is",
        ),
        (
            "delete",
            "assign=t9",
            r"1 rows of Comment\.tenantId are to be those of t9, which no row of Tenant is",
        ),
    ],
)
def test_the_rest_is_refused_and_nothing_is_done(
    server: Cluster, orphans: str, disagreeing: str, said: str
) -> None:
    found = made(AFTER, FIRST, strays=strays(orphans, disagreeing))
    with server.database() as connection:
        run(connection, FIRST)
        run(connection, ROWS)
        with pytest.raises(psycopg.errors.RaiseException, match=said):
            run(connection, up(found))
        run(connection, "ROLLBACK")
        assert connection.execute('SELECT count(*) FROM "Comment"').fetchone() == (3,)


def test_what_is_deleted_is_said_at_the_top_and_in_the_checklist() -> None:
    found = made(AFTER, FIRST, strays=strays("delete", "assign=t1"))
    head = "\n".join(up(found).splitlines()[:4])
    assert "LOSS: rows without a value are deleted" in head
    assert "rows whose parents disagree become those of t1" in head
    assert any("LOSS" in note for note in found.notes)
    checklist = found.files[f"{found.folder}/CHECKLIST.md"]
    assert "It destroys the rows of `Comment` whose `tenantId` is unclear" in checklist
    plain = up(made(AFTER, FIRST))
    assert "DELETE FROM" not in plain
    assert "LOSS" not in plain


@pytest.mark.parametrize("value", ["it's", '"; DROP TABLE "Like"; --', "$fill$", "100%"])
def test_a_hostile_value_stays_a_value(server: Cluster, value: str) -> None:
    found = made(AFTER, FIRST, strays=strays(f"assign={value}", f"assign={value}"))
    with server.database() as connection:
        run(connection, FIRST)
        run(connection, ROWS)
        connection.execute('INSERT INTO "Tenant" VALUES (%s)', (value,))
        run(connection, up(found))
        assert tenants(connection) == {"fine": "t1", "torn": value, "lost": value}
        assert connection.execute('SELECT count(*) FROM "Like"').fetchone() == (3,)


def test_a_value_of_another_type_is_refused_before_anything_is_written() -> None:
    before, after = (each.replace("String", "Int") for each in (BEFORE, AFTER))
    result = written(after, up(made(before)), strays=strays("assign=t1", "refuse"))
    assert isinstance(result, Refusal)
    assert result.names == ("`t1` is no value of `Comment.tenantId`, which is INTEGER",)
    large = written(after, up(made(before)), strays=strays("assign=3000000000", "refuse"))
    assert isinstance(large, Refusal)


@pytest.mark.parametrize("text", ["", "assign", "assign=", "delete=1", "refuse=x", "Delete", "assing=1"])
def test_other_words_are_no_choice(text: str) -> None:
    assert choice(text) is None


# --- parents that need not be set ------------------------------------------------------------------

OPTIONAL, OPTIONAL_AFTER = (
    each.replace("postId String\n  post Post ", "postId String?\n  post Post? ").replace(
        "authorId String\n  author User ", "authorId String?\n  author User? "
    )
    for each in (BEFORE, AFTER)
)
OPTIONAL_ROWS = """
INSERT INTO "Tenant" VALUES ('t1'), ('t2'), ('t3');
INSERT INTO "User" VALUES ('u1', 't1'), ('u2', 't2');
INSERT INTO "Post" VALUES ('p1', 't1');
INSERT INTO "Comment" VALUES ('both', 'p1', 'u1'), ('post', 'p1', NULL), ('author', NULL, 'u2');
"""
LOST = """INSERT INTO "Comment" VALUES ('lost', NULL, NULL);"""
TORN = """INSERT INTO "Comment" VALUES ('torn', 'p1', 'u2');"""
KNOWN = {"both": "t1", "post": "t1", "author": "t2"}


@pytest.mark.parametrize(
    ("rows", "orphans", "disagreeing", "expected"),
    [
        ("", "refuse", "refuse", {}),
        (LOST, "assign=t3", "refuse", {"lost": "t3"}),
        (LOST, "delete", "refuse", {}),
        (LOST + TORN, "delete", "assign=t2", {"torn": "t2"}),
        (LOST + TORN, "assign=t3", "delete", {"lost": "t3"}),
    ],
)
def test_each_parent_that_is_set_says_the_tenant(
    server: Cluster, rows: str, orphans: str, disagreeing: str, expected: dict[str, str]
) -> None:
    first = up(made(OPTIONAL))
    found = made(OPTIONAL_AFTER, first, strays=strays(orphans, disagreeing))
    assert [each.option for each in found.strays] == ["orphans", "disagreeing"]
    with server.database() as connection:
        run(connection, first + OPTIONAL_ROWS + rows)
        before = catalog(connection)
        run(connection, up(found))
        assert tenants(connection) == KNOWN | expected
        run(connection, down(found))
        assert catalog(connection) == before


@pytest.mark.parametrize(
    ("rows", "said"), [(LOST, "1 rows of .* have no value"), (TORN, "parents that disagree")]
)
def test_rows_without_a_tenant_are_refused_unless_something_is_said(
    server: Cluster, rows: str, said: str
) -> None:
    first = up(made(OPTIONAL))
    found = made(OPTIONAL_AFTER, first)
    with server.database() as connection:
        run(connection, first + OPTIONAL_ROWS + rows)
        before = catalog(connection)
        with pytest.raises(psycopg.errors.RaiseException, match=said):
            run(connection, up(found))
        run(connection, "ROLLBACK")
        assert catalog(connection) == before


ALONE = BEFORE + "model Note {\n  id String @id\n}\n"
ALONE_AFTER = BEFORE.replace("  posts Post[]\n", "  posts Post[]\n  notes Note[]\n", 1) + (
    "model Note {\n  id String @id\n"
    "  tenantId String\n  tenant Tenant @relation(fields: [tenantId], references: [id])\n}\n"
)
NOTES = """INSERT INTO "Tenant" VALUES ('t1'); INSERT INTO "Note" VALUES ('n');"""


@pytest.mark.parametrize(
    ("rows", "orphans", "expected"),
    [("", "refuse", []), (NOTES, "assign=t1", [("n", "t1")]), (NOTES, "delete", []), (NOTES, "refuse", None)],
)
def test_rows_that_no_relation_leads_from_are_without_a_tenant(
    server: Cluster, rows: str, orphans: str, expected: list[tuple[str, str]] | None
) -> None:
    first = up(made(ALONE))
    found = made(ALONE_AFTER, first, strays=strays(orphans, "refuse"))
    with server.database() as connection:
        run(connection, first + rows)
        if expected is None:
            with pytest.raises(psycopg.errors.RaiseException, match=r"1 rows of .* have no value"):
                run(connection, up(found))
            return
        run(connection, up(found))
        assert connection.execute('SELECT id, "tenantId" FROM "Note"').fetchall() == expected
