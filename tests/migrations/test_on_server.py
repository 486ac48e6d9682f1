"""What is written runs on a real PostgreSQL, on tables with rows; the way back brings the catalog back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from partywall.database.from_sql import HistoryFile
from partywall.database.sql_statements import statements
from partywall.migrations.create import Migration, create
from partywall.migrations.renames import Answers
from partywall.schema.read import read
from support.postgres import Cluster, Connection, catalog, run

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.database

HEAD = """
datasource db {
  provider = "postgresql"
}
"""

BEFORE = (
    HEAD
    + """
enum Kind {
  a
  b
  c
}

model Tenant {
  id       String    @id
  name     String
  chatbots Chatbot[]

  @@map("tenants")
}

model Chatbot {
  id        String     @id
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id])
  documents Document[]
  kind      Kind       @default(a)

  @@index([tenantId])
  @@map("chatbots")
}

model Document {
  id        String   @id
  chatbotId String
  chatbot   Chatbot  @relation(fields: [chatbotId], references: [id], onDelete: Cascade)
  slug      String   @unique
  size      Int      @default(1)
  status    String?
  chunks    Chunk[]

  @@map("documents")
}

model Chunk {
  id         Int      @id @default(autoincrement())
  documentId String
  document   Document @relation(fields: [documentId], references: [id])
  number     Int
}
"""
)

AFTER = (
    HEAD
    + """
enum Kind {
  a
  c
}

model Tenant {
  id        String     @id
  name      String
  chatbots  Chatbot[]
  documents Document[]
  chunks    Chunk[]
  folders   Folder[]

  @@map("tenants")
}

model Chatbot {
  id        String     @id
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id])
  documents Document[]
  kind      Kind       @default(c)

  @@unique([tenantId, id])
  @@map("chatbots")
}

model Document {
  id        String   @id
  chatbotId String
  tenantId  String
  tenant    Tenant   @relation(fields: [tenantId], references: [id], onDelete: Restrict)
  chatbot   Chatbot  @relation(fields: [tenantId, chatbotId], references: [tenantId, id], onDelete: Cascade)
  slug      String   @db.VarChar(200)
  size      BigInt   @default(2)
  updatedAt DateTime @updatedAt
  chunks    Chunk[]

  @@unique([tenantId, slug])
  @@index([tenantId])
  @@map("documents")
}

model Chunk {
  tenantId   String
  tenant     Tenant   @relation(fields: [tenantId], references: [id], onDelete: Restrict)
  id         Int
  documentId String
  document   Document @relation(fields: [documentId], references: [id], onDelete: NoAction)
  number     Int

  @@id([tenantId, id])
}

model Folder {
  id       Int    @id @default(autoincrement())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
"""
)

ROWS = """
INSERT INTO tenants SELECT 't' || n, 'name' FROM generate_series(1, 3) n;
INSERT INTO chatbots SELECT 'c' || n, 't' || (n % 3 + 1), 'a' FROM generate_series(1, 9) n;
INSERT INTO documents (id, "chatbotId", slug)
  SELECT 'd' || n, 'c' || (n % 9 + 1), 's' || n FROM generate_series(1, 50) n;
INSERT INTO "Chunk" ("documentId", number) SELECT 'd' || (n % 50 + 1), n FROM generate_series(1, 200) n;
"""

# What a schema cannot say, on tables that the migration changes.
BESIDE = """
CREATE POLICY own ON chatbots USING (true);
ALTER TABLE chatbots ENABLE ROW LEVEL SECURITY;
CREATE INDEX chatbots_lower ON chatbots (lower(id));
CREATE INDEX documents_part ON documents (size) WHERE size > 1;
ALTER TABLE documents ADD CONSTRAINT positive CHECK (size > 0);
COMMENT ON COLUMN documents.status IS 'what becomes of it';
COMMENT ON TABLE chatbots IS 'kept';
ALTER TABLE documents ADD CONSTRAINT later UNIQUE (id, size) DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER deferred AFTER UPDATE ON documents DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION nothing();
CREATE VIEW small AS SELECT id FROM tenants;
"""


def migration(schema: str, *history: str, strategy: str = "safe", drops: tuple[str, ...] = ()) -> Migration:
    reading = read({"schema.prisma": schema})
    result = create(
        reading.schema,
        reading.bodies,
        history=[HistoryFile(f"{number:014}_x", text) for number, text in enumerate(history)],
        name="next",
        now="20260101000000",
        strategy="safe" if strategy == "safe" else "simple",
        lock_file='provider = "postgresql"',
        answers=Answers(drops=drops),
    )
    assert isinstance(result, Migration), result
    return result


def up(found: Migration) -> str:
    return found.files[f"{found.folder}/migration.sql"]


def down(found: Migration) -> str:
    return found.files[f"{found.folder}/down.sql"]


def one_by_one(connection: Connection, script: str) -> None:
    """As Prisma from 7.4 on sends a script: each statement by itself."""
    for statement in statements(script):
        connection.execute(statement.sql.encode())


def as_one_file(connection: Connection, script: str) -> None:
    run(connection, script)


either_way = pytest.mark.parametrize("apply", [as_one_file, one_by_one])


@either_way
def test_a_tenant_key_comes_to_tables_with_rows(
    server: Cluster, apply: Callable[[Connection, str], None]
) -> None:
    first = up(migration(BEFORE))
    second = migration(AFTER, first, BESIDE)
    with server.database() as connection:
        run(connection, first)
        run(connection, BESIDE)
        run(connection, ROWS)
        before = catalog(connection)
        apply(connection, up(second))
        wrong = connection.execute(
            'SELECT count(*) FROM documents d JOIN chatbots c ON c.id = d."chatbotId" '
            'WHERE d."tenantId" <> c."tenantId"'
        ).fetchone()
        assert wrong == (0,)
        counted = connection.execute('SELECT count("tenantId"), count(*) FROM "Chunk"').fetchone()
        assert counted == (200, 200)
        after = catalog(connection)
        assert any("policy chatbots.own" in line for line in after)
        assert any("documents_part" in line for line in after)
        assert any("chatbots_lower" in line for line in after)
        assert any("documents.positive" in line for line in after)
        run(connection, down(second))
        assert "\n".join(differences(before, catalog(connection))) == ""
        apply(connection, up(second))
        assert differences(after, catalog(connection)) == []


def differences(one: list[str], other: list[str]) -> list[str]:
    return sorted({*one} ^ {*other})


def test_the_first_line_says_that_it_is_for_a_maintenance_window() -> None:
    found = migration(AFTER, up(migration(BEFORE)))
    assert up(found).startswith("-- For a maintenance window: ")
    assert any(note.startswith("For a maintenance window: ") for note in found.notes)
    assert up(found).count("DO $") == 1


@either_way
def test_rows_without_a_value_are_refused_and_nothing_is_half_done(
    server: Cluster, apply: Callable[[Connection, str], None]
) -> None:
    """The parent of a row is missing, since the foreign key was never validated."""
    first = up(migration(BEFORE))
    second = migration(AFTER, first)
    with server.database() as connection:
        run(connection, first)
        run(connection, ROWS)
        run(
            connection,
            "ALTER TABLE documents DISABLE TRIGGER ALL; UPDATE documents SET \"chatbotId\" = 'gone' "
            "WHERE id IN ('d1', 'd2'); ALTER TABLE documents ENABLE TRIGGER ALL",
        )
        before = catalog(connection)
        with pytest.raises(psycopg.errors.RaiseException, match=r"2 rows of documents\.tenantId have"):
            apply(connection, up(second))
        run(connection, "ROLLBACK")
        left = [line for line in differences(before, catalog(connection)) if "column" not in line]
        assert left == []
        run(connection, "DELETE FROM \"Chunk\" WHERE \"documentId\" IN ('d1', 'd2')")
        run(connection, "DELETE FROM documents WHERE id IN ('d1', 'd2')")
        apply(connection, up(second))


def test_parents_that_disagree_are_refused(server: Cluster) -> None:
    before = (
        HEAD
        + """
model Tenant {
  id String @id
  users User[]
  posts Post[]
}
model User {
  id String @id
  tenantId String
  tenant Tenant @relation(fields: [tenantId], references: [id])
  comments Comment[]
}
model Post {
  id String @id
  tenantId String
  tenant Tenant @relation(fields: [tenantId], references: [id])
  comments Comment[]
}
model Comment {
  id String @id
  postId String
  post Post @relation(fields: [postId], references: [id])
  authorId String
  author User @relation(fields: [authorId], references: [id])
}
"""
    )
    after = before.replace(
        "model Comment {\n",
        "model Comment {\n  tenantId String\n"
        "  tenant Tenant @relation(fields: [tenantId], references: [id])\n",
    ).replace("  posts Post[]\n", "  posts Post[]\n  comments Comment[]\n", 1)
    first = up(migration(before))
    second = migration(after, first)
    with server.database() as connection:
        run(connection, first)
        run(
            connection,
            """
            INSERT INTO "Tenant" VALUES ('t1'), ('t2');
            INSERT INTO "User" VALUES ('u1', 't1'), ('u2', 't2');
            INSERT INTO "Post" VALUES ('p1', 't1');
            INSERT INTO "Comment" VALUES ('x', 'p1', 'u1'), ('y', 'p1', 'u2');
            """,
        )
        with pytest.raises(psycopg.errors.RaiseException, match=r"1 rows of Comment\.tenantId have parents"):
            run(connection, up(second))
        run(connection, "DELETE FROM \"Comment\" WHERE id = 'y'")
        run(connection, up(second))
        value = connection.execute('SELECT "tenantId" FROM "Comment"').fetchone()
        assert value == ("t1",)


def test_prismas_own_form_fails_where_the_safe_form_works(server: Cluster) -> None:
    after = BEFORE.replace(
        "model Document {\n",
        "model Document {\n  tenantId String\n"
        "  tenant Tenant @relation(fields: [tenantId], references: [id])\n",
    ).replace("  chatbots Chatbot[]\n", "  chatbots Chatbot[]\n  documents Document[]\n", 1)
    first = up(migration(BEFORE))
    with server.database() as connection:
        run(connection, first)
        run(connection, ROWS)
        with pytest.raises(psycopg.errors.NotNullViolation):
            run(connection, up(migration(after, first, strategy="simple")))
        run(connection, up(migration(after, first)))


def test_the_way_back_refuses_where_the_data_no_longer_fits(server: Cluster) -> None:
    before = HEAD + "model A {\n  id Int @id\n  slug String @unique\n  size Int\n}\n"
    after = HEAD + "model A {\n  id Int @id\n  slug String\n  size Int?\n}\n"
    first = up(migration(before))
    second = migration(after, first)
    with server.database() as connection:
        run(connection, first)
        run(connection, up(second))
        at_the_end = catalog(connection)
        run(connection, "INSERT INTO \"A\" VALUES (1, 'a', 1), (2, 'a', 1)")
        with pytest.raises(psycopg.errors.RaiseException, match="there are duplicates"):
            run(connection, down(second))
        run(connection, "ROLLBACK")
        run(connection, 'UPDATE "A" SET slug = id, size = NULL')
        with pytest.raises(psycopg.errors.RaiseException, match="rows without a value"):
            run(connection, down(second))
        run(connection, "ROLLBACK")
        assert catalog(connection) == at_the_end
        run(connection, 'UPDATE "A" SET size = 1')
        run(connection, down(second))


def test_the_way_back_takes_the_migration_out_of_prismas_book(server: Cluster) -> None:
    found = migration(BEFORE)
    with server.database() as connection:
        run(
            connection,
            "CREATE TABLE _prisma_migrations (migration_name text);"
            "INSERT INTO _prisma_migrations VALUES ('20260101000000_next'), ('other')",
        )
        run(connection, up(found))
        run(connection, down(found))
        assert connection.execute("SELECT * FROM _prisma_migrations").fetchall() == [("other",)]


def test_a_key_that_foreign_keys_need_can_change(server: Cluster) -> None:
    """Prisma's own form fails here: it keeps the foreign key while its target goes."""
    before = (
        HEAD
        + """
model A {
  id Int @id
  code String @unique
  bs B[]
}
model B {
  id Int @id
  aCode String
  a A @relation(fields: [aCode], references: [code])
}
"""
    )
    after = before.replace("id Int @id\n  code String @unique", "id Int @unique\n  code String @id", 1)
    first = up(migration(before))
    with server.database() as connection:
        run(connection, first)
        run(connection, "INSERT INTO \"A\" VALUES (1, 'x'); INSERT INTO \"B\" VALUES (1, 'x')")
        at_first = catalog(connection)
        with pytest.raises(psycopg.errors.DependentObjectsStillExist):
            run(connection, up(migration(after, first, strategy="simple")))
        run(connection, up(migration(after, first)))
        run(connection, down(migration(after, first)))
        assert differences(at_first, catalog(connection)) == []


def test_an_enum_that_loses_a_value_lets_go_of_columns_that_leave(server: Cluster) -> None:
    before = (
        HEAD
        + """
enum E {
  a
  b
}
model A {
  id Int @id
  stays E @default(a)
  goes E @default(b)
  list E[]
}
model Gone {
  id Int @id
  e E
}
"""
    )
    after = (
        HEAD
        + """
enum E {
  a
  c
}
model A {
  id Int @id
  stays E @default(a)
  list E[]
  comes E @default(c)
}
"""
    )
    first = up(migration(before))
    second = migration(after, first, drops=("E.b",))
    with server.database() as connection:
        run(connection, first)
        run(
            connection,
            "INSERT INTO \"A\" VALUES (1, 'a', 'b', '{a,a}'); INSERT INTO \"Gone\" VALUES (1, 'b')",
        )
        at_first = catalog(connection)
        one_by_one(connection, up(second))
        row = connection.execute('SELECT stays::text, list::text, comes::text FROM "A"').fetchone()
        assert row == ("a", "{a,a}", "c")
        run(connection, 'DELETE FROM "A"')
        run(connection, down(second))
        assert differences(at_first, catalog(connection)) == []


@either_way
def test_a_new_value_of_an_enum_can_be_a_default_at_once(
    server: Cluster, apply: Callable[[Connection, str], None]
) -> None:
    before = HEAD + "enum E {\n  a\n}\nmodel A {\n  id Int @id\n  e E @default(a)\n}\n"
    after = before.replace("enum E {\n", "enum E {\n  b\n").replace("@default(a)", "@default(b)")
    first = up(migration(before))
    second = migration(after, first)
    with server.database() as connection:
        run(connection, first)
        run(connection, 'INSERT INTO "A" VALUES (1)')
        at_first = catalog(connection)
        with pytest.raises(psycopg.errors.UnsafeNewEnumValueUsage):
            run(connection, up(migration(after, first, strategy="simple")))
        apply(connection, up(second))
        run(connection, 'INSERT INTO "A" VALUES (2); DELETE FROM "A" WHERE id = 2')
        run(connection, down(second))
        assert differences(at_first, catalog(connection)) == []


def test_hostile_names_reach_no_further_than_their_quotes(server: Cluster) -> None:
    table, column = 'a"; DROP TABLE victim; --', "it's $fill$ 100%"
    before = HEAD + (
        'model Victim {\n  id Int @id\n  @@map("victim")\n}\n'
        "model Root {\n  id Int @id\n  parents Parent[]\n}\n"
        "model Parent {\n  id Int @id\n  rootId Int\n"
        "  root Root @relation(fields: [rootId], references: [id])\n"
        "  children Child[]\n}\n"
        "model Child {\n  id Int @id\n  parentId Int\n"
        "  parent Parent @relation(fields: [parentId], references: [id])\n"
        f"  @@map({_string(table)})\n}}\n"
    )
    after = before.replace(
        "model Child {\n",
        f"model Child {{\n  rootId Int @map({_string(column)})\n"
        "  root Root @relation(fields: [rootId], references: [id])\n",
    ).replace("  parents Parent[]\n", "  parents Parent[]\n  children Child[]\n")
    first = up(migration(before))
    second = migration(after, first)
    with server.database() as connection:
        run(connection, first)
        run(connection, 'INSERT INTO "Root" VALUES (7); INSERT INTO "Parent" VALUES (1, 7)')
        child = sql.Identifier(table)
        connection.execute(sql.SQL("INSERT INTO {} VALUES (1, 1)").format(child))
        at_first = catalog(connection)
        run(connection, up(second))
        assert any(line.startswith("column victim.id") for line in catalog(connection))
        run(connection, down(second))
        assert differences(at_first, catalog(connection)) == []


def _string(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
