"""Where the SQL is not Prisma's to the byte, and why."""

from __future__ import annotations

from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile, replay
from partywall.database.model import Database
from partywall.migrations.create import Nothing, create
from partywall.migrations.diff import diff
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.script import script
from partywall.schema.read import read

HEAD = 'datasource db {\n  provider = "postgresql"\n}\n'


def database(text: str) -> Database:
    reading = read({"a": HEAD + text})
    return from_schema(reading.schema, reading.bodies)


def between(before: str | Database, after: str) -> str:
    source = database(before) if isinstance(before, str) else before
    return script(diff(source, database(after)), PostgreSQL())


def test_quotes_in_names_and_values_are_doubled() -> None:
    sql = between("", 'enum E {\n  a @map("it\'s")\n  @@map("a\\"b")\n}\n')
    assert "CREATE TYPE \"a\"\"b\" AS ENUM ('it''s');" in sql


def test_a_unique_that_was_declared_as_a_constraint_is_dropped_as_one() -> None:
    history = replay([HistoryFile("0", 'CREATE TABLE "A" (id integer PRIMARY KEY, b integer UNIQUE)')])
    sql = between(history.database, 'model A {\n  id Int @id(map: "A_pkey")\n  b Int?\n}\n')
    assert sql == '-- DropIndex\nALTER TABLE "A" DROP CONSTRAINT "A_b_key";\n'


def test_an_identity_column_stops_counting() -> None:
    columns = 'id integer GENERATED ALWAYS AS IDENTITY, CONSTRAINT "A_pkey" PRIMARY KEY (id)'
    history = replay([HistoryFile("0", f'CREATE TABLE "A" ({columns})')])
    sql = between(history.database, "model A {\n  id Int @id\n}\n")
    assert sql == '-- AlterTable\nALTER TABLE "A" ALTER COLUMN "id" DROP IDENTITY;\n'


def test_a_sequence_is_dropped_by_its_name() -> None:
    counting = "model A {\n  id Int @id @default(autoincrement())\n}\n"
    plain = "model A {\n  id Int @id\n}\n"
    assert between(counting, plain).endswith('DROP SEQUENCE "A_id_seq";\n')
    history = replay([HistoryFile("0", between("", counting) + 'ALTER SEQUENCE "A_id_seq" RENAME TO "s"')])
    assert between(history.database, plain).endswith('DROP SEQUENCE "s";\n')


def test_a_primary_key_that_is_made_anew_is_not_renamed_too() -> None:
    before = "model A {\n  x Int\n  y Int\n  @@id([x, y])\n}\n"
    after = before.replace("@@id([x, y])", '@@id([y, x], map: "other")')
    assert "RENAME" not in between(before, after)
    renamed = between(before, before.replace("@@id([x, y])", '@@id([x, y], map: "other")'))
    assert renamed == '-- AlterTable\nALTER TABLE "A" RENAME CONSTRAINT "A_pkey" TO "other";\n'


def test_a_column_cannot_become_serial_by_its_type() -> None:
    before = "model A {\n  id Int @id\n}\n"
    sql = between(before, "model A {\n  id BigInt @id @default(autoincrement())\n}\n")
    assert "SET DATA TYPE BIGINT" in sql


def test_a_foreign_key_follows_its_table_to_another_schema() -> None:
    """Prisma compares the names of tables without their schemas, and keeps a key to a table that goes."""

    def schema(name: str) -> str:
        return (
            'datasource db {\n  provider = "postgresql"\n  schemas = ["one", "two"]\n}\n'
            f'model A {{\n  id Int @id\n  bs B[]\n  @@schema("{name}")\n}}\n'
            "model B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n"
            '  @@schema("one")\n}\n'
        )

    readings = [read({"a": schema(name)}) for name in ("one", "two")]
    source, target = (from_schema(each.schema, each.bodies) for each in readings)
    sql = script(diff(source, target), PostgreSQL())
    assert '-- DropForeignKey\nALTER TABLE "one"."B" DROP CONSTRAINT "B_aId_fkey";\n' in sql
    assert 'REFERENCES "two"."A"("id")' in sql


def test_what_prisma_does_not_compare_is_told() -> None:
    reading = read({"a": HEAD + 'model A {\n  id Int @id\n  v Unsupported("vector(4)")?\n}\n'})
    sql = 'CREATE TABLE "A" (id integer, v vector(3), CONSTRAINT "A_pkey" PRIMARY KEY (id));'
    result = create(
        reading.schema, reading.bodies, history=[HistoryFile("0", sql)], name="x", now="20260101000000"
    )
    assert isinstance(result, Nothing)
    assert result.notes[0].startswith("A.v is `vector(3)` and the schema says `vector(4)`")


def test_several_new_values_of_an_enum_come_with_prismas_note() -> None:
    before = "enum E {\n  a\n}\n"
    sql = between(before, "enum E {\n  a\n  b\n  c\n}\n")
    assert sql.startswith("-- AlterEnum\n-- This migration adds more than one value to an enum.\n")
    assert sql.endswith("ALTER TYPE \"E\" ADD VALUE 'b';\nALTER TYPE \"E\" ADD VALUE 'c';\n")
