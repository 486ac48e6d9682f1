"""The way back on a real PostgreSQL: what a schema cannot say returns with its table, by its names of now."""

from __future__ import annotations

import pytest

from partywall.migrations.renames import Answers
from support.migrations import HEAD, down, made, up
from support.postgres import Cluster, catalog, run

pytestmark = pytest.mark.database

BEFORE = (
    HEAD
    + """
model Tenant {
  id    Int    @id
  notes Note[]
}
model Note {
  id       Int     @id
  tenantId Int
  title    String?
  tenant   Tenant  @relation(fields: [tenantId], references: [id])
}
"""
)
BY_HAND = """
CREATE VIEW "counted" AS SELECT count(*) FROM "Tenant";
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Note" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "Note" AS RESTRICTIVE FOR SELECT TO PUBLIC
    USING ("Note"."title" <> 'Note' AND "tenantId" IN (SELECT "Tenant"."id" FROM "Tenant"));
ALTER TABLE "Note" ADD CONSTRAINT "has_title" CHECK ("title" <> 'title');
CREATE FUNCTION title() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW."title" = 'x'; RETURN NEW; END $$;
CREATE TRIGGER "title" BEFORE UPDATE OF "title" ON "Note" FOR EACH ROW EXECUTE FUNCTION title();
CREATE INDEX "by_title" ON "Note" (lower("title")) WHERE "title" IS NOT NULL;
COMMENT ON TABLE "Note" IS 'a Note';
COMMENT ON COLUMN "Note"."title" IS 'its title';
GRANT SELECT ("title"), UPDATE ON "Note" TO PUBLIC;
GRANT DELETE ON ALL TABLES IN SCHEMA "public" TO PUBLIC;
REVOKE UPDATE ON TABLE "Note", "Tenant" FROM PUBLIC;
"""
RENAMED = BEFORE.replace("Note", "Paper").replace("title", "name")


NOTHING_LEFT = HEAD + "model Tenant {\n  id Int @id\n}\n"
AMBIGUOUS = """
CREATE POLICY "own" ON "Note" USING ("tenantId" IN (SELECT "id" FROM "Tenant"));
ALTER TABLE "Note" RENAME "id" TO "number";
"""


def test_what_has_no_known_text_any_more_is_named() -> None:
    """Both tables had an `id`: which of them the policy means would have to be guessed."""
    found = down(made(NOTHING_LEFT, up(made(BEFORE)), AMBIGUOUS, answers=Answers(drops=("*",))))
    assert "-- Not brought back: policy `own` (00000000000001_x/migration.sql:2)\n" in found
    assert "CREATE POLICY" not in found


def test_all_that_went_with_a_table_comes_back_after_it_has_been_renamed(server: Cluster) -> None:
    first = up(made(BEFORE))
    answers = Answers(renames=("Note:Paper", "Paper.title:name"))
    second = made(RENAMED, first, BY_HAND, answers=answers)
    third = made(NOTHING_LEFT, first, BY_HAND, up(second), answers=Answers(drops=("*",)))
    with server.database() as connection:
        for script in (first, BY_HAND):
            run(connection, script)
        at_first = catalog(connection)
        run(connection, up(second))
        renamed = catalog(connection)
        run(connection, 'INSERT INTO "Tenant" VALUES (1); INSERT INTO "Paper" VALUES (1, 1, \'a\')')
        run(connection, up(third))
        run(connection, down(third))
        assert sorted({*renamed} ^ {*catalog(connection)}) == []
        run(connection, down(second))
        assert sorted({*at_first} ^ {*catalog(connection)}) == []


def test_a_schema_that_is_new_goes_again_if_nothing_else_is_in_it(server: Cluster) -> None:
    head = HEAD.replace("}", '  schemas = ["public", "audit \\"log\\""]\n}')
    before = head + 'model A {\n  id Int @id\n  @@schema("public")\n}\n'
    first = up(made(before))
    second = made(before + 'model B {\n  id Int @id\n  @@schema("audit \\"log\\"")\n}\n', first)
    with server.database() as connection:
        run(connection, first)
        at_first = catalog(connection)
        run(connection, up(second))
        run(connection, down(second))
        assert catalog(connection) == at_first
        run(connection, up(second))
        run(connection, 'CREATE TABLE "audit ""log"""."Mine" ()')
        run(connection, down(second))
        left = {*catalog(connection)} - {*at_first}
        assert left == {'schema audit "log" ', "row security Mine false false"}


@pytest.mark.parametrize("dropped", ["model Event {\n  id Int @id\n}\n", ""])
def test_types_and_defaults_come_back_as_they_were_spelled(server: Cluster, dropped: str) -> None:
    """`timestamptz` is not `timestamptz(6)` to a catalog, nor `now()` `CURRENT_TIMESTAMP`."""
    by_hand = (
        'CREATE TABLE "Event" (id int NOT NULL CONSTRAINT "Event_pkey" PRIMARY KEY, '
        "at timestamptz NOT NULL DEFAULT now(), since timestamp without time zone, daily time[], "
        "until timestamptz(3) DEFAULT CURRENT_TIMESTAMP, price numeric, code char);"
    )
    found = made(HEAD + dropped + "model Other {\n  id Int @id\n}\n", by_hand, answers=Answers(drops=("*",)))
    with server.database() as connection:
        run(connection, by_hand)
        at_first = catalog(connection)
        run(connection, up(found))
        run(connection, down(found))
        assert sorted({*at_first} ^ {*catalog(connection)}) == []
