"""`partywall create-migration`: written whole, or refused with a reason and nothing written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from support.folders import DATASOURCE, fill, git

if TYPE_CHECKING:
    from pathlib import Path

    from support.command_line import CommandLine
    from support.oracle import Oracle

ONE = DATASOURCE + "model A {\n  id Int @id\n}\n"
TWO = DATASOURCE + "model A {\n  id   Int    @id\n  name String?\n}\n"
EMPTY = "-- This is an empty migration.\n"
CREATE_TABLE = '-- CreateTable\nCREATE TABLE "A" (\n    "id" INTEGER NOT NULL,\n'
ADD_COLUMN = '-- AlterTable\nALTER TABLE "A" ADD COLUMN     "name" TEXT;\n'
WITH_KEY = """\
datasource db {
  provider = "postgresql"
}

model Tenant {
  id    String @id
  bots  Bot[]
  words Word[]
}

model Bot {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  words    Word[]

  @@index([tenantId])
}

model Word {
  id       String @id
  botId    String
  bot      Bot    @relation(fields: [botId], references: [id], onDelete: Cascade)
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([botId])
}
"""
KEY = """\
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
"""
WITHOUT_KEY = "".join(WITH_KEY.replace("  words Word[]\n", "", 1).rpartition(KEY)[::2])


def everything(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


# --- writing -------------------------------------------------------------------------------------


def test_a_first_migration_starts_from_nothing(here: Path, partywall: CommandLine) -> None:
    fill(here, {"prisma/schema.prisma": ONE})
    outcome = partywall("create-migration", "--name", "Init 1")
    assert outcome.code == 0
    assert outcome.err == ""
    (folder,) = (path for path in (here / "prisma/migrations").iterdir() if path.is_dir())
    assert re.fullmatch(r"\d{14}_init_1", folder.name)
    assert (folder / "migration.sql").read_text().endswith('CONSTRAINT "A_pkey" PRIMARY KEY ("id")\n);\n')
    assert 'DROP TABLE "A"' in (folder / "down.sql").read_text()
    assert 'provider = "postgresql"' in (here / "prisma/migrations/migration_lock.toml").read_text()
    listed = [line.removeprefix("created ") for line in outcome.out.splitlines()]
    assert sorted(listed) == sorted(everything(here).keys() - {"prisma/schema.prisma"})
    again = partywall("create-migration", "--name", "again")
    assert again.code == 0
    assert again.out.startswith("Nothing to do")


def test_the_next_one_starts_from_what_there_is_and_sorts_behind(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": ONE})
    partywall("create-migration", "--name", "init")
    (first,) = (path for path in (here / "migrations").iterdir() if path.is_dir())
    first.rename(first.with_name("20991231235959_init"))
    fill(here, {"schema.prisma": TWO})
    assert partywall("create-migration", "--name", "add_name").code == 0
    last = max(path for path in (here / "migrations").iterdir() if path.is_dir())
    assert last.name.endswith("_add_name")
    assert (last / "migration.sql").read_text() == ADD_COLUMN


def test_without_migrations_it_starts_from_the_last_commit(here: Path, partywall: CommandLine) -> None:
    fill(here, {"prisma/schema.prisma": ONE})
    git(here, "init", "--quiet")
    git(here, "add", "--all")
    git(here, "commit", "--quiet", "--message", "x")
    fill(here, {"prisma/schema.prisma": TWO})
    outcome = partywall("create-migration", "--stdout")
    assert outcome.code == 0
    assert outcome.out == ADD_COLUMN
    assert "last commit" in outcome.err
    assert "--from empty --name baseline" in outcome.err
    git(here, "commit", "--quiet", "--all", "--message", "y")
    same = partywall("create-migration", "--name", "x")
    assert same.out.startswith("Nothing to do")
    assert "There are no migrations yet" in same.out
    assert "P3005" not in same.out
    assert partywall("create-migration", "--from", "empty", "--name", "baseline").code == 0
    assert partywall("create-migration", "--name", "x").out.count("\n") == 1


def test_what_starts_from_nothing_beside_migrations_is_told(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": ONE})
    first = partywall("create-migration", "--from", "empty", "--name", "init")
    assert "though there are migrations" not in first.out
    again = partywall("create-migration", "--from", "empty", "--name", "squashed")
    assert again.code == 0
    assert "though there are migrations" in again.out


def test_the_last_commit_of_several_files_is_whole(here: Path, partywall: CommandLine) -> None:
    model_b = "model B {\n  id Int @id\n}\n"
    fill(here, {"db/main.prisma": ONE, "db/more/b.prisma": model_b, "db/other/schema.prisma": ONE})
    git(here, "init", "--quiet")
    git(here, "add", "--all")
    git(here, "commit", "--quiet", "--message", "x")
    (here / "db/more/b.prisma").rename(here / "db/more/c.prisma")
    fill(here, {"db/main.prisma": TWO})
    assert partywall("create-migration", "db/main.prisma", "--stdout").out == ADD_COLUMN


def test_a_required_column_is_filled_for_a_maintenance_window(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": WITHOUT_KEY})
    partywall("create-migration", "--name", "init")
    fill(here, {"schema.prisma": WITH_KEY})
    printed = partywall("create-migration", "--stdout")
    assert "maintenance window" in printed.out.splitlines()[0]
    assert "maintenance window" in printed.err
    assert "LOCK TABLE" in printed.out
    written = partywall("create-migration", "--name", "key")
    assert "maintenance window" in written.out
    sql = max((here / "migrations").glob("*/migration.sql")).read_text()
    assert "maintenance window" in sql.splitlines()[0]
    assert "IN SHARE ROW EXCLUSIVE MODE" in sql


def test_the_example_has_a_model_and_a_required_column_that_are_not_migrated(
    example: Path, partywall: CommandLine
) -> None:
    before = everything(example)
    outcome = partywall("create-migration", "--stdout")
    assert outcome.code == 0
    assert outcome.out.count("CREATE TABLE") == 1
    assert 'CREATE TABLE "ratings"' in outcome.out
    assert 'UPDATE "conversations" AS t0 SET "tenantId" = t1."tenantId"' in outcome.out
    assert everything(example) == before


def test_the_history_of_the_example_is_what_prisma_writes(
    example: Path, partywall: CommandLine, oracle: Oracle
) -> None:
    """Its migrations and the one that is missing lead to the schema, which is what Prisma takes it for."""
    schema = (example / "prisma/schema.prisma").read_text()
    assert partywall("create-migration", "--name", "add_ratings").code == 0
    written = partywall("create-migration", "--from", "prisma/migrations", "--stdout")
    assert written.out == EMPTY
    whole = partywall("create-migration", "--from", "empty", "--strategy", "simple", "--stdout")
    # Prisma makes sure of the schema that each database has; it leaves that out where there is one.
    start = '-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n'
    assert whole.out == oracle.diff(None, {"schema.prisma": schema}).removeprefix(start)


# --- from and to ---------------------------------------------------------------------------------


def test_from_nothing_from_a_schema_and_from_migrations(here: Path, partywall: CommandLine) -> None:
    fill(here, {"a/schema.prisma": ONE, "b/schema.prisma": TWO})
    partywall("create-migration", "a", "--name", "init")
    to_two = ("--to", "b", "--strategy", "simple", "--stdout")
    assert CREATE_TABLE in partywall("create-migration", "--from", "empty", *to_two).out
    assert partywall("create-migration", "--from", "a/schema.prisma", *to_two).out == ADD_COLUMN
    assert partywall("create-migration", "--from", "a", *to_two).out == ADD_COLUMN
    assert partywall("create-migration", "--from", "a/migrations", *to_two).out == ADD_COLUMN
    assert partywall("create-migration", "--from", "b", *to_two).out == EMPTY


def test_two_versions_side_by_side_are_not_one_schema(here: Path, partywall: CommandLine) -> None:
    fill(here, {"old.prisma": ONE, "new.prisma": TWO.removeprefix(DATASOURCE)})
    outcome = partywall("create-migration", "--from", "old.prisma", "--to", "new.prisma", "--stdout")
    assert outcome.code == 3, "the second has no datasource, and does not borrow the first one's"
    fill(here, {"new.prisma": TWO})
    outcome = partywall("create-migration", "--from", "old.prisma", "--to", "new.prisma", "--stdout")
    assert (outcome.code, outcome.out) == (0, ADD_COLUMN)


# --- refusing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"schema.prisma": ONE + "model B {\n  id Int @@\n}\n"}, "schema.prisma:8:"),
        ({"schema.prisma": ONE.replace("Int", "Itn")}, "there is no type `Itn`"),
        ({"schema.prisma": ONE + ONE.removeprefix(DATASOURCE)}, "A: declared 2 times"),
        ({"schema.prisma": ONE.replace("postgresql", "mongodb")}, "mongodb"),
        ({"schema.prisma": ONE.removeprefix(DATASOURCE)}, "datasource"),
        ({"schema.prisma": ONE, "migrations/1_a/notes.txt": ""}, "1_a cannot be read"),
        ({"schema.prisma": ONE, "migrations/migration_lock.toml": 'provider = "mysql"\n'}, "mysql"),
    ],
)
def test_what_is_not_understood_is_refused_and_nothing_is_written(
    here: Path, partywall: CommandLine, files: dict[str, str], said: str
) -> None:
    fill(here, files)
    before = everything(here)
    outcome = partywall("create-migration", "--name", "x")
    assert outcome.code == 3
    assert outcome.out == ""
    assert outcome.err.startswith("partywall: ")
    assert said in outcome.err
    assert everything(here) == before


def test_a_file_that_cannot_be_read_is_refused(here: Path, partywall: CommandLine) -> None:
    (here / "schema.prisma").write_bytes(ONE.encode() + b"\xff")
    assert partywall("create-migration", "--name", "x").code == 3
    assert [path.name for path in here.iterdir()] == ["schema.prisma"]


def test_a_folder_that_cannot_be_made_is_refused_and_nothing_is_left(
    here: Path, partywall: CommandLine
) -> None:
    fill(here, {"prisma/schema.prisma": ONE, "prisma/migrations": "a file"})
    outcome = partywall("create-migration", "--name", "x")
    assert outcome.code == 3
    assert "nothing is written" in outcome.err
    assert everything(here).keys() == {"prisma/schema.prisma", "prisma/migrations"}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--name", "x", "a", "--to", "b"),
        ("--name", "x", "--from", "gone"),
        ("--name", "x", "gone"),
        ("--name", "x", "--strategy", "brave"),
        ("--name", "x"),
    ],
)
def test_wrong_arguments_are_a_usage_error(
    here: Path, partywall: CommandLine, arguments: tuple[str, ...]
) -> None:
    fill(here, {"a/schema.prisma": ONE, "b/schema.prisma": TWO})
    before = everything(here)
    outcome = partywall("create-migration", *arguments)
    assert outcome.code == 2
    assert outcome.err
    assert everything(here) == before


# --- renames ---------------------------------------------------------------------------------------


def test_a_possible_rename_is_asked_about_with_its_three_answers(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": TWO})
    partywall("create-migration", "--name", "init")
    fill(here, {"schema.prisma": TWO.replace("name", "title")})
    before = everything(here)
    outcome = partywall("create-migration", "--name", "x")
    assert (outcome.code, outcome.out) == (3, "")
    for answer in ("--rename A.name:title", "--map A.name:title", "--drop A.name"):
        assert answer in outcome.err
    assert everything(here) == before
    assert 'DROP COLUMN "name"' in partywall("create-migration", "--stdout", "--drop", "A.name").out
    assert partywall("create-migration", "--name", "x", "--rename", "A.name:title").code == 0
    sql = max((here / "migrations").glob("*/migration.sql")).read_text()
    assert 'ALTER TABLE "A" RENAME COLUMN "name" TO "title";' in sql
    assert "DROP" not in sql


def test_a_name_that_is_kept_goes_into_the_schema_alone(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": TWO})
    partywall("create-migration", "--name", "init")
    fill(here, {"schema.prisma": TWO.replace("name", "title")})
    before = everything(here)
    shown = partywall("create-migration", "--dry-run", "--map", "A.name:title")
    assert '@map("name")' in shown.out
    assert everything(here) == before
    kept = partywall("create-migration", "--name", "x", "--map", "A.name:title")
    note = '`@map("name")` on `A.title`: the database keeps this name, without any SQL.'
    assert (kept.code, kept.out.splitlines()) == (0, ["changed schema.prisma", note])
    assert '@map("name")' in (here / "schema.prisma").read_text()
    assert len(list((here / "migrations").glob("*/migration.sql"))) == 1
    assert "Nothing to do" in partywall("create-migration", "--name", "x").out


LOOSE = """\
datasource db {
  provider = "postgresql"
}

model Tenant {
  id       String    @id
  chatbots Chatbot[]
  sources  Source[]
}

model Chatbot {
  id       String    @id
  tenantId String
  tenant   Tenant    @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  messages Message[]

  @@index([tenantId])
}

model Source {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Message {
  id        String   @id
  chatbotId String?
  chatbot   Chatbot? @relation(fields: [chatbotId], references: [id], onDelete: Cascade)

  @@index([chatbotId])
}
"""


def test_a_key_that_fix_adds_has_a_migration_where_the_parent_is_optional(
    here: Path, partywall: CommandLine
) -> None:
    fill(here, {"schema.prisma": LOOSE})
    partywall("create-migration", "--name", "init")
    partywall("fix", "--unsafe")
    assert (here / "schema.prisma").read_text().count("tenantId  String") == 1
    refusing = partywall("create-migration", "--stdout")
    assert refusing.code == 0
    assert "RAISE EXCEPTION" in refusing.out
    assert "filled along chatbotId → Chatbot.tenantId; rows where none is set are refused" in refusing.err
    assert 'DELETE FROM "Message" WHERE "tenantId" IS NULL;' in (
        partywall("create-migration", "--stdout", "--orphans", "delete").out
    )


def test_rows_without_a_tenant_are_refused_assigned_or_deleted(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": WITHOUT_KEY})
    partywall("create-migration", "--name", "init")
    fill(here, {"schema.prisma": WITH_KEY})
    assert "RAISE EXCEPTION" in partywall("create-migration", "--stdout").out
    deleted = partywall("create-migration", "--stdout", "--orphans", "delete")
    assert 'DELETE FROM "Word" WHERE "tenantId" IS NULL;' in deleted.out
    assert "LOSS" in deleted.err
    assert "= 'x' WHERE" in partywall("create-migration", "--stdout", "--orphans", "assign=x").out
    assert partywall("create-migration", "--stdout", "--orphans", "perhaps").code == 2
