"""A small project, and each form of a migration on it: what the command line writes, an editor writes too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from support.folders import contents, fill

if TYPE_CHECKING:
    from pathlib import Path

    from support.command_line import CommandLine

FILE = "prisma/schema.prisma"

BEFORE = """\
datasource db {
  provider = "postgresql"
}

model Tenant {
  id       String    @id
  chatbots Chatbot[]
  folders  Folder[]
}

model Chatbot {
  id        String     @id
  tenantId  String
  name      String
  tenant    Tenant     @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  documents Document[]

  @@index([tenantId])
}

model Folder {
  id        String     @id
  tenantId  String
  name      String
  tenant    Tenant     @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  documents Document[]

  @@index([tenantId])
}

model Document {
  id        String  @id
  chatbotId String
  folderId  String
  title     String
  note      String?
  size      Int? // in bytes
  chatbot   Chatbot @relation(fields: [chatbotId], references: [id], onDelete: Cascade)
  folder    Folder  @relation(fields: [folderId], references: [id], onDelete: Cascade)

  @@index([chatbotId])
  @@index([folderId])
}
"""

# Another name for a model and for a field, a field that only looks like one that is gone, and a tenant key
# that two parents have: all that has to be asked.
_EDITS = (
    (
        "  id       String    @id\n  chatbots Chatbot[]\n  folders  Folder[]\n",
        "  id        String     @id\n  chatbots  Chatbot[]\n  folders   Binder[]\n  documents Document[]\n",
    ),
    ("model Folder {", "model Binder {"),
    ("folder    Folder ", "folder    Binder "),
    ("  title     String\n  note      S", "  tenantId  String\n  heading   String\n  remark    S"),
    (
        "\n  @@index([chatbotId])",
        """\
  tenant    Tenant  @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([chatbotId])""",
    ),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A migration: the end of its name, what the command line is told, and a statement in it."""

    name: str
    options: tuple[str, ...]
    sql: str


KEPT = Step(
    "kept_names",
    (
        *("--name", "kept_names", "--map", "Folder:Binder", "--map", "Document.title:heading"),
        *("--drop", "Document.note", "--orphans", "assign=t1", "--disagreeing", "delete"),
    ),
    'DROP COLUMN "note",',
)
"""Instead of the first step, where the database keeps its names."""

STEPS = (
    Step(
        "own_tenant",
        (
            *("--name", "own_tenant", "--rename", "Folder:Binder", "--rename", "Document.title:heading"),
            *("--drop", "Document.note", "--orphans", "assign=t1", "--disagreeing", "delete"),
        ),
        'UPDATE "Document" SET "tenantId" = \'t1\' WHERE "tenantId" IS NULL;',
    ),
    Step(
        "add_faq_entry",
        ("--entity", "FaqEntry", "--tenant-scoped"),
        'CREATE TABLE "FaqEntry" (',
    ),
    Step(
        "add_status_to_document",
        ("--modify", "Document", "--add-field", 'status String @default("draft")'),
        'ALTER TABLE "Document" ADD COLUMN     "status" TEXT NOT NULL DEFAULT \'draft\';',
    ),
    Step(
        "rename_heading_of_document",
        ("--modify", "Document", "--rename-field", "heading:title"),
        'ALTER TABLE "Document" RENAME COLUMN "heading" TO "title";',
    ),
    Step(
        "change_size_of_document",
        ("--modify", "Document", "--change-field", "size BigInt?"),
        'ALTER TABLE "Document" ALTER COLUMN "size" SET DATA TYPE BIGINT;',
    ),
    Step(
        "drop_remark_from_document",
        ("--modify", "Document", "--drop-field", "remark"),
        'ALTER TABLE "Document" DROP COLUMN "remark";',
    ),
    Step(
        "index_document_title_size",
        ("--indexes", "--table", "Document", "--fields", "title,size"),
        'CREATE INDEX "Document_title_size_idx" ON "Document"("title", "size");',
    ),
    Step(
        "unique_binder_tenant_id_name",
        ("--indexes", "--table", "Binder", "--fields", "tenantId,name", "--unique"),
        'CREATE UNIQUE INDEX "Binder_tenantId_name_key" ON "Binder"("tenantId", "name");',
    ),
    Step(
        "index_chatbot_name",
        ("--indexes", "--table", "Chatbot", "--fields", "name", "--where", "\"name\" <> ''"),
        'ON "Chatbot"("name") WHERE',
    ),
    Step(
        "seed_faq_defaults",
        ("--data", "--seed", "faq-defaults", "--table", "FaqEntry"),
        'INSERT INTO "FaqEntry"',
    ),
    Step(
        "transform_short_titles",
        ("--data", "--transform", "short-titles", "--table", "Document", "--fields", "title,size"),
        'UPDATE "Document"',
    ),
    Step(
        "cleanup_empty_binders",
        ("--data", "--cleanup", "empty-binders", "--table", "Binder"),
        'DELETE FROM "Binder"',
    ),
)


def project(folder: Path, partywall: CommandLine) -> Path:
    """A project whose schema is ahead of its one migration."""
    fill(folder, {FILE: BEFORE, "package.json": "{}\n"})
    assert partywall("create-migration", "--name", "init", str(folder)).code == 0
    pending = BEFORE
    for old, new in _EDITS:
        pending = pending.replace(old, new)
    return fill(folder, {FILE: pending})


def by_command_line(folder: Path, partywall: CommandLine) -> dict[str, str]:
    """The project after all steps, by the command line."""
    for step in STEPS:
        write(step, folder, partywall)
    return without_times(folder)


def write(step: Step, folder: Path, partywall: CommandLine) -> None:
    """Write one migration by the command line."""
    outcome = partywall("create-migration", *step.options, str(folder))
    assert outcome.code == 0, (step, outcome.err)
    assert step.sql in migration(folder, step.name), step


def migration(folder: Path, name: str) -> str:
    """The SQL of the migration of this name."""
    [file] = folder.glob(f"prisma/migrations/*_{name}/migration.sql")
    return file.read_text()


def without_times(folder: Path) -> dict[str, str]:
    """All that a folder holds, but for the moment in the names of migrations, and digests of such names."""
    return {
        re.sub(r"\d{14}", "", path): re.sub(r"\d{14}|(?<=, history )\w{12}", "", data.decode())
        for path, data in contents(folder).items()
    }
