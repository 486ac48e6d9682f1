"""The forms of `partywall create-migration`: the schema and its SQL together, or neither."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.folders import fill, git

if TYPE_CHECKING:
    from support.command_line import CommandLine, Outcome
    from support.oracle import Oracle

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model Tenant {
  id        String    @id @default(uuid()) @db.Uuid
  name      String
  createdAt DateTime  @default(now()) @map("created_at")
  updatedAt DateTime  @updatedAt @map("updated_at")
  chatbots  Chatbot[]

  @@map("tenants")
}

model Chatbot {
  id        String     @id @default(uuid()) @db.Uuid
  tenantId  String     @map("tenant_id") @db.Uuid
  name      String // shown
  slug      String     @unique
  size      Int?
  createdAt DateTime   @default(now()) @map("created_at")
  updatedAt DateTime   @updatedAt @map("updated_at")
  tenant    Tenant     @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  documents Document[]

  @@unique([tenantId, name])
  @@index([tenantId, createdAt(sort: Desc)])
  @@map("chatbots")
}

model Document {
  id          String   @id @default(uuid()) @db.Uuid
  chatbotSlug String   @map("chatbot_slug")
  createdAt   DateTime @default(now()) @map("created_at")
  chatbot     Chatbot  @relation(fields: [chatbotSlug], references: [slug])

  @@map("documents")
}
"""


@pytest.fixture
def project(here: Path, partywall: CommandLine) -> Path:
    """A schema whose migrations lead to it."""
    fill(here, {"schema.prisma": SCHEMA})
    assert partywall("create-migration", "--name", "init").code == 0
    return here


def schema(folder: Path) -> str:
    return (folder / "schema.prisma").read_text()


def last(folder: Path, name: str = "migration.sql") -> str:
    return max(folder.glob(f"migrations/*/{name}")).read_text()


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def done(outcome: Outcome, folder: Path, partywall: CommandLine, oracle: Oracle) -> str:
    """What holds after every form: Prisma takes the schema in its own layout, and nothing is left to do."""
    assert outcome.code == 0, outcome.err
    assert oracle.errors({"schema.prisma": schema(folder)}) == []
    assert oracle.format(schema(folder)) == schema(folder)
    assert partywall("create-migration", "--stdout").out == "-- This is an empty migration.\n"
    return outcome.out


# --- a new model ---------------------------------------------------------------------------------


def test_a_new_model_is_as_the_others_are(project: Path, partywall: CommandLine, oracle: Oracle) -> None:
    outcome = partywall(
        "create-migration", "--entity", "FaqEntry", "--tenant-scoped", "--add-field", "text String"
    )
    done(outcome, project, partywall, oracle)
    expected = """
model FaqEntry {
  id        String   @id @default(uuid()) @db.Uuid
  tenantId  String   @map("tenant_id") @db.Uuid
  text      String
  createdAt DateTime @default(now()) @map("created_at")
  updatedAt DateTime @updatedAt @map("updated_at")
  tenant    Tenant   @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
  @@map("faq_entries")
}
"""
    assert schema(project).endswith(expected)
    assert "  faqEntries FaqEntry[]\n" in schema(project)
    (folder,) = (each for each in (project / "migrations").iterdir() if each.name.endswith("add_faq_entry"))
    assert re.fullmatch(r"\d{14}_add_faq_entry", folder.name)
    assert 'CREATE TABLE "faq_entries"' in last(project)
    assert "changed schema.prisma" in outcome.out


def test_without_tenants_a_model_has_no_key(project: Path, partywall: CommandLine, oracle: Oracle) -> None:
    done(partywall("create-migration", "--entity", "Country"), project, partywall, oracle)
    block = schema(project).partition("model Country")[2]
    assert "tenant" not in block
    assert '@@map("countries")' in block


@pytest.mark.parametrize(
    "name", ["chat bot", "1A", "Chatbot", "String", "async", 'a"; DROP', "../x", "", "Ä"]
)
def test_a_name_that_is_none_is_refused(project: Path, partywall: CommandLine, name: str) -> None:
    before = everything(project)
    outcome = partywall("create-migration", "--entity", name)
    assert (outcome.code, outcome.out) == (3, "")
    assert everything(project) == before


def test_a_schema_that_knows_no_tenants_says_so(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": SCHEMA.partition("model Tenant")[0] + "model A {\n  id Int @id\n}\n"})
    outcome = partywall("create-migration", "--entity", "B", "--tenant-scoped")
    assert outcome.code == 3
    assert "no model is known to be a tenant root" in outcome.err


# --- changes -------------------------------------------------------------------------------------


def test_a_field_comes(project: Path, partywall: CommandLine, oracle: Oracle) -> None:
    field = 'status String @default("draft")'
    done(
        partywall("create-migration", "--modify", "Document", "--add-field", field),
        project,
        partywall,
        oracle,
    )
    assert 'status      String   @default("draft")\n' in schema(project)
    assert "ADD COLUMN     \"status\" TEXT NOT NULL DEFAULT 'draft'" in last(project)
    assert max(project.glob("migrations/*/")).name.endswith("_add_status_to_document")


def test_a_field_gets_another_name_everywhere(project: Path, partywall: CommandLine, oracle: Oracle) -> None:
    names = (
        "--rename-field",
        "name:title",
        "--rename-field",
        "slug:path",
        "--rename-field",
        "createdAt:since",
    )
    done(partywall("create-migration", "--modify", "Chatbot", *names), project, partywall, oracle)
    text = schema(project)
    assert "title     String // shown\n" in text
    assert "@@unique([tenantId, title])" in text
    assert "@@index([tenantId, since(sort: Desc)])" in text
    assert "references: [path]" in text
    sql = last(project)
    assert 'RENAME COLUMN "name" TO "title"' in sql
    assert 'RENAME COLUMN "slug" TO "path"' in sql
    assert "created_at" not in sql, "`@map` keeps the column"
    assert "DROP" not in sql
    assert 'RENAME TO "chatbots_tenant_id_title_key"' in sql


def test_a_field_changes(project: Path, partywall: CommandLine, oracle: Oracle) -> None:
    outcome = partywall(
        "create-migration", "--modify", "chatbots", "--change-field", "size BigInt? @default(1)"
    )
    done(outcome, project, partywall, oracle)
    assert "SET DATA TYPE BIGINT" in last(project)


def test_a_field_goes_with_its_index_and_its_other_side(
    project: Path, partywall: CommandLine, oracle: Oracle
) -> None:
    outcome = partywall(
        "create-migration", "--modify", "Document", "--drop-field", "chatbot", "--drop-field", "chatbotSlug"
    )
    done(outcome, project, partywall, oracle)
    assert "chatbotSlug" not in schema(project)
    assert "Document[]" not in schema(project)
    assert "All the data in the column will be lost" in outcome.out
    assert 'DROP COLUMN "chatbot_slug"' in last(project)


def test_what_is_dropped_and_added_at_once_is_no_rename(
    project: Path, partywall: CommandLine, oracle: Oracle
) -> None:
    changes = ("--drop-field", "size", "--add-field", "pages Int?")
    done(partywall("create-migration", "--modify", "Chatbot", *changes), project, partywall, oracle)
    assert 'DROP COLUMN "size"' in last(project)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (("--add-field", "name String"), "has a field `name` already"),
        (("--add-field", "x Strin"), "there is no type `Strin`"),
        (("--add-field", "x"), "is not a field"),
        (("--add-field", "x String\n  y Int"), "is not a field"),
        (("--add-field", "x String // no"), "is not a field"),
        (("--add-field", "@@index([name])"), "is not a field"),
        (("--add-field", "owner Tenant"), "is a relation"),
        (("--drop-field", "id"), "needs `id`"),
        (("--drop-field", "gone"), "has no field `gone`"),
        (("--drop-field", "slug"), "the relation `Document.chatbot` references `slug`"),
        (("--drop-field", "tenantId"), "needs `tenantId`"),
        (("--drop-field", "name"), "`@@unique([tenantId, name])` of `Chatbot` needs `name`"),
        (("--rename-field", "name:size"), "has a field `size` already"),
        (("--rename-field", "name:a b"), "is no name of a field"),
        (("--change-field", "gone Int"), "has no field `gone`"),
        (("--change-field", "tenant Int"), "is a relation: change it in the schema"),
        (("--rename-field", "size:a", "--drop-field", "size"), "is named twice"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    project: Path, partywall: CommandLine, changes: tuple[str, ...], said: str
) -> None:
    before = everything(project)
    outcome = partywall("create-migration", "--modify", "Chatbot", *changes)
    assert (outcome.code, outcome.out) == (3, "")
    assert said in outcome.err
    assert everything(project) == before


# --- indexes -------------------------------------------------------------------------------------


def test_an_index_by_table_and_columns(project: Path, partywall: CommandLine, oracle: Oracle) -> None:
    outcome = partywall(
        "create-migration", "--indexes", "--table", "chatbots", "--fields", "tenant_id, size", "--unique"
    )
    done(outcome, project, partywall, oracle)
    assert "@@unique([tenantId, size])" in schema(project)
    assert 'CREATE UNIQUE INDEX "chatbots_tenant_id_size_key"' in last(project)


def test_an_index_with_a_condition_is_sql_alone_and_comes_back(
    project: Path, partywall: CommandLine, oracle: Oracle
) -> None:
    before = schema(project)
    condition = ("--where", "size > 3 AND slug <> ')'")
    index = ("--indexes", "--table", "Chatbot", "--fields", "size")
    done(partywall("create-migration", *index, *condition), project, partywall, oracle)
    assert schema(project) == before
    assert 'ON "chatbots"("size") WHERE (size > 3 AND slug <> \')\')' in last(project)
    assert 'DROP INDEX "chatbots_size_' in last(project, "down.sql")


def test_an_index_with_a_condition_is_in_a_schema_that_can_say_it(
    here: Path, partywall: CommandLine, oracle: Oracle
) -> None:
    generator = (
        'generator client {\n  provider        = "prisma-client"\n  output          = "./a"\n'
        '  previewFeatures = ["partialIndexes"]\n}\n\n'
    )
    fill(here, {"schema.prisma": generator + SCHEMA})
    partywall("create-migration", "--name", "init")
    index = ("--indexes", "--table", "Chatbot", "--fields", "size", "--where", "slug <> '\"'")
    done(partywall("create-migration", *index), here, partywall, oracle)
    assert '@@index([size], where: raw("slug <> \'\\"\'"))' in schema(here)
    assert "WHERE (slug <> '\"')" in last(here)


@pytest.mark.parametrize(
    ("table", "fields", "more"),
    [
        ("gone", "size", ()),
        ("Chatbot", "gone", ()),
        ("Chatbot", "size,size", ()),
        ("Chatbot", "slug", ()),
        ("Chatbot", "tenant", ()),
        ("Chatbot", "size", ("--where", "true); DROP TABLE chatbots; --")),
        ("Chatbot", "size", ("--where", "true) OR (true")),
        ("Chatbot", "size", ("--where", "true -- ")),
        ("Chatbot", "size", ("--where", "'")),
        ("Chatbot", "size", ("--where", "")),
    ],
)
def test_an_index_that_cannot_be_is_refused(
    project: Path, partywall: CommandLine, table: str, fields: str, more: tuple[str, ...]
) -> None:
    before = everything(project)
    outcome = partywall("create-migration", "--indexes", "--table", table, "--fields", fields, *more)
    assert (outcome.code, outcome.out) == (3, "")
    assert everything(project) == before


# --- data ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "name", "sql"),
    [
        (("--seed", "chatbot-defaults"), "seed_chatbot_defaults", 'INSERT INTO "chatbots"'),
        (("--transform", "chatbot-names"), "transform_chatbot_names", 'SET "name" = fill_this_in'),
        (
            ("--transform", "x", "--table", "documents", "--fields", "chatbotSlug"),
            "transform_x",
            "chatbot_slug",
        ),
        (("--cleanup", "old documents"), "cleanup_old_documents", 'DELETE FROM "documents"'),
    ],
)
def test_a_data_migration_has_places_to_fill_in(
    project: Path, partywall: CommandLine, arguments: tuple[str, ...], name: str, sql: str
) -> None:
    before = schema(project)
    outcome = partywall("create-migration", "--data", *arguments)
    assert outcome.code == 0, outcome.err
    assert schema(project) == before
    folder = max(each for each in (project / "migrations").iterdir() if each.is_dir())
    assert re.fullmatch(rf"\d{{14}}_{name}", folder.name)
    assert sql in (folder / "migration.sql").read_text()
    for each in ("migration.sql", "verify.sql", "down.sql", "CHECKLIST.md"):
        assert "fill_this_in" in (folder / each).read_text()
    fill(
        project,
        {"schema.prisma": before.replace("  size      Int?\n", "  size      Int?\n  more      Int?\n")},
    )
    following = partywall("create-migration", "--name", "next")
    assert following.code == 0, following.err
    assert "Left out" not in following.out


@pytest.mark.parametrize("arguments", [("--seed", "nothing-known"), ("--seed", "x", "--table", "gone")])
def test_a_data_migration_of_no_table_is_refused(
    project: Path, partywall: CommandLine, arguments: tuple[str, ...]
) -> None:
    before = everything(project)
    assert partywall("create-migration", "--data", *arguments).code == 3
    assert everything(project) == before


# --- one edit ------------------------------------------------------------------------------------

ADDED = ("create-migration", "--modify", "Chatbot", "--add-field", "more Int?")


def test_a_dry_run_is_a_diff_of_all_and_writes_nothing(project: Path, partywall: CommandLine) -> None:
    before = everything(project)
    outcome = partywall(*ADDED, "--dry-run")
    assert outcome.code == 0
    assert everything(project) == before
    assert "+++ b/schema.prisma\n" in outcome.out
    assert re.search(
        r"^--- /dev/null\n\+\+\+ b/migrations/\d+_add_more_to_chatbot/migration\.sql$",
        outcome.out,
        re.MULTILINE,
    )
    git(project, "init", "--quiet")
    (project / "a.diff").write_text(outcome.out)
    git(project, "apply", "a.diff")
    assert "  more      Int?\n" in schema(project)
    assert 'ADD COLUMN     "more" INTEGER;' in last(project)


def test_where_the_folder_cannot_be_made_the_schema_stays(project: Path, partywall: CommandLine) -> None:
    """The longest names that Prisma allows, below folders of migrations that sort last."""
    (project / "migrations" / ("9" * 14 + "_" + "x" * 230)).mkdir()
    (project / "migrations" / ("9" * 14 + "_" + "x" * 230) / "migration.sql").write_text("")
    before = everything(project)
    outcome = partywall(*ADDED)
    assert outcome.code == 3
    assert "nothing is written" in outcome.err
    assert everything(project) == before


def refuse_to_write(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system refuses the last step, in which a file gets its new text."""
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == name:
            raise PermissionError(1, "Operation not permitted")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)


def test_where_the_schema_cannot_be_written_there_is_no_migration(
    project: Path, partywall: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(project)
    refuse_to_write("schema.prisma", monkeypatch)
    outcome = partywall(*ADDED)
    assert outcome.code == 3
    assert "nothing is written" in outcome.err
    assert everything(project) == before


def test_line_ends_and_the_mark_stay(here: Path, partywall: CommandLine) -> None:
    text = "\ufeff" + SCHEMA.replace("\n", "\r\n")
    (here / "schema.prisma").write_bytes(text.encode())
    assert partywall("create-migration", "--name", "init").code == 0
    assert partywall("create-migration", "--entity", "Note", "--tenant-scoped").code == 0
    data = (here / "schema.prisma").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"model Note {\r\n" in data


def test_what_was_pending_goes_along_and_is_told(project: Path, partywall: CommandLine) -> None:
    fill(
        project,
        {"schema.prisma": SCHEMA.replace("  size      Int?\n", "  size      Int?\n  late      Int?\n")},
    )
    outcome = partywall(*ADDED)
    assert outcome.code == 0
    assert "Also in it: what the schema asked for before and no migration did yet (1 step)." in outcome.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--entity", "A", "--modify", "Chatbot"),
        ("--modify", "Chatbot"),
        ("--tenant-scoped",),
        ("--add-field", "x Int"),
        ("--indexes", "--table", "Chatbot"),
        ("--indexes", "--fields", "size"),
        ("--data",),
        ("--data", "--seed", "a", "--cleanup", "b"),
        ("--seed", "a"),
        ("--modify", "Chatbot", "--rename-field", "name"),
        ("--entity", "A", "--unique"),
    ],
)
def test_options_that_do_not_belong_together_are_a_usage_error(
    project: Path, partywall: CommandLine, arguments: tuple[str, ...]
) -> None:
    before = everything(project)
    outcome = partywall("create-migration", *arguments)
    assert outcome.code == 2
    assert everything(project) == before


# --- several files -------------------------------------------------------------------------------


@pytest.fixture
def a_file_each(here: Path, partywall: CommandLine) -> Path:
    head, *models = SCHEMA.split("\nmodel ")
    names = [each.split()[0].lower() for each in models]
    texts = {f"schema/{name}.prisma": f"model {text}" for name, text in zip(names, models, strict=True)}
    fill(here, {"schema/schema.prisma": head, **texts})
    assert partywall("create-migration", "--name", "init").code == 0
    return here


def test_a_new_model_gets_a_file_where_each_has_one(
    a_file_each: Path, partywall: CommandLine, oracle: Oracle
) -> None:
    before = everything(a_file_each)
    form = ("create-migration", "--entity", "FaqEntry", "--tenant-scoped")
    diff = partywall(*form, "--dry-run")
    assert "--- /dev/null\n+++ b/schema/faq_entry.prisma\n" in diff.out
    assert everything(a_file_each) == before
    outcome = partywall(*form)
    assert outcome.code == 0
    assert "changed schema/tenant.prisma\n" in outcome.out
    assert "created schema/faq_entry.prisma\n" in outcome.out
    assert (a_file_each / "schema/faq_entry.prisma").read_text().startswith("model FaqEntry {\n")
    assert "faqEntries FaqEntry[]" in (a_file_each / "schema/tenant.prisma").read_text()
    files = (a_file_each / "schema").glob("*.prisma")
    assert oracle.errors({each.name: each.read_text() for each in files}) == []
    assert partywall("create-migration", "--name", "x").out.startswith("Nothing to do")


def test_where_one_of_the_files_cannot_be_written_none_is(
    a_file_each: Path, partywall: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(a_file_each)
    refuse_to_write("tenant.prisma", monkeypatch)
    outcome = partywall("create-migration", "--entity", "FaqEntry", "--tenant-scoped")
    assert outcome.code == 3
    assert everything(a_file_each) == before


def test_a_new_model_goes_to_the_file_that_is_named(a_file_each: Path, partywall: CommandLine) -> None:
    (a_file_each / "schema/faq.prisma").write_text("")
    outcome = partywall("create-migration", "--entity", "FaqEntry", "schema/faq.prisma")
    assert outcome.code == 0
    assert (a_file_each / "schema/faq.prisma").read_text().startswith("model FaqEntry {\n")
