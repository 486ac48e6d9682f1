"""Projects, and what is asked of `create-migration` in each, one after the other: every form there is."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from partywall.database.from_sql import HistoryFile
from partywall_server.cli.app import run as run_command
from support.oracle import modernised
from support.shared import PROJECT, SHARED, corpus, requires_shared

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from _pytest.mark import ParameterSet  # pytest exports no name for it

EXAMPLE = PROJECT / "examples" / "chatbots"
FIX = ("fix", "--unsafe")


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for.

    `edits` are made in the schema first, each a text and what stands in its place everywhere; `first` is a
    command before. `values` are for what a data migration leaves open, chosen by how their text begins.
    `has_sql`: there is something to migrate.
    """

    arguments: tuple[str, ...]
    edits: tuple[tuple[str, str], ...] = ()
    first: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    has_sql: bool = True

    @property
    def is_data(self) -> bool:
        """Whether it changes rows alone."""
        return "--data" in self.arguments

    def __str__(self) -> str:
        return " ".join(self.arguments)

    def write(self, project: Path) -> Path | None:
        """Ask for it in the folder of a project, which is the current one: the new migration, if any."""
        schema = project / "prisma" / "schema.prisma"
        text = schema.read_text()
        for old, new in self.edits:
            assert old in text, old
            text = text.replace(old, new)
        schema.write_text(text)
        if self.first:
            run_command(self.first, lambda _: 0)
        before = set(history(project))
        assert run_command(("create-migration", *self.arguments), lambda _: 0) == 0, str(self)
        added = [each.folder for each in history(project) if each not in before]
        assert bool(added) == self.has_sql, str(self)
        if not added:
            return None
        folder = project / "prisma" / "migrations" / added[0]
        for file in folder.glob("*.sql"):
            file.write_text(filled_in(file.read_text(), self.values))
        return folder


@dataclass(frozen=True, slots=True)
class Project:
    """A schema with migrations."""

    name: str
    forms: tuple[Form, ...]
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    """The table whose row n row n names in a tenant key that is no foreign key."""
    by_hand: str = ""
    """One more migration."""

    def copy(self, to: Path) -> Path:
        """Lay it out below a folder as the example is; the folder."""
        shutil.copytree(EXAMPLE, to, dirs_exist_ok=True)
        if self.by_hand:
            file = to / "prisma" / "migrations" / "20260501000000_by_hand" / "migration.sql"
            file.parent.mkdir()
            file.write_text(self.by_hand)
        if self.name == "the example":
            return to
        schema = corpus()[self.name]
        (text,) = schema.files.values()
        (to / "prisma" / "schema.prisma").write_text(modernised(text))
        shutil.rmtree(to / "prisma" / "migrations")
        shutil.copytree(SHARED / "corpus" / "migrations" / schema.folder.name, to / "prisma" / "migrations")
        return to


def history(project: Path) -> list[HistoryFile]:
    """The migrations in the folder of a project."""
    files = sorted(project.glob("prisma/migrations/*/migration.sql"))
    return [HistoryFile(file.parent.name, file.read_text()) for file in files]


def each_project() -> list[ParameterSet]:
    """Return every project as a parameter; those of the corpus with `requires_shared`."""
    return [
        pytest.param(each, id=each.name, marks=() if each is EXAMPLE_PROJECT else requires_shared)
        for each in (EXAMPLE_PROJECT, *CORPUS_PROJECTS)
    ]


def filled_in(script: str, values: Mapping[str, str]) -> str:
    """A script with a value for each place, chosen by how its text begins."""

    def value(found: re.Match[str]) -> str:
        return next((values[start] for start in values if found[1].startswith(start)), found[0])

    return re.sub(r"fill_this_in\('((?:[^']|'')*)'\)", value, script)


def below(line: str, *more: str) -> tuple[str, str]:
    """An edit that adds lines."""
    return line, line + "".join(f"{each}\n" for each in more)


def _data(kind: str, name: str, values: Mapping[str, str]) -> Form:
    return Form(("--data", f"--{kind}", name), values=values)


BY_HAND = """-- What no schema says, and no migration may lose.
ALTER TABLE "chatbots" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "chatbots" USING ("tenantId" = current_setting('app.tenant', true))
    WITH CHECK ("tenantId" = current_setting('app.tenant', true) AND "prompt" <> ';');
ALTER TABLE "documents" ADD CONSTRAINT "is_named" CHECK ("name" <> '');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."updatedAt" = now();
    RETURN NEW;
END
$$;
CREATE TRIGGER "touch" BEFORE UPDATE ON "documents" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE INDEX "documents_lower_name" ON "documents" (lower("name"));
CREATE VIEW "people" AS SELECT "id", "email" FROM "users";
COMMENT ON COLUMN "documents"."name" IS 'what people see; also in links';
COMMENT ON CONSTRAINT "chatbots_tenantId_fkey" ON "chatbots" IS 'whose it is';
GRANT SELECT ON "documents" TO PUBLIC;
ALTER TABLE "users" ADD CONSTRAINT "is_no_address" CHECK ("name" NOT LIKE '%@%' OR "name" = "email");
CREATE INDEX "users_lower_name" ON "users" (lower("name")) WHERE "name" <> '';
COMMENT ON COLUMN "users"."name" IS 'as they want to be called';
GRANT SELECT ("id", "name") ON "users" TO PUBLIC;
GRANT SELECT ("name", "description") ON "chatbots" TO PUBLIC;
COMMENT ON COLUMN "chatbots"."description" IS 'for editors';
"""

EXAMPLE_PROJECT = Project(
    "the example",
    (
        Form(("--name", "scope_to_tenant"), first=FIX),
        Form(("--entity", "FaqEntry", "--tenant-scoped", "--add-field", "question String")),
        Form(("--modify", "Document", "--add-field", 'mood String @default("draft")')),
        Form(("--modify", "Document", "--rename-field", "name:title")),
        Form(("--modify", "Chatbot", "--change-field", "name String @db.VarChar(300)")),
        Form(("--modify", "Chatbot", "--drop-field", "description")),
        Form(("--modify", "User", "--rename-field", "name:label")),
        Form(("--modify", "User", "--drop-field", "label")),
        Form(("--indexes", "--table", "chatbots", "--fields", "tenantId,createdAt")),
        Form(("--indexes", "--table", "documents", "--fields", "tenantId,id", "--unique")),
        Form(("--indexes", "--table", "chatbots", "--fields", "name", "--where", "name <> ''")),
        Form(
            ("--name", "feedback", "--rename", "ratings:Feedback", "--rename", "Author:Writer"),
            edits=(
                ("Rating[]", "Feedback[]"),
                ("model Rating {", "model Feedback {"),
                ('@@map("ratings")', '@@map("feedback")'),
                ("enum Author {", "enum Writer {"),
                ("author         Author", "author         Writer"),
            ),
        ),
        Form(
            ("--name", "mapped"),
            edits=(("hash       String    @unique", 'digest     String    @unique @map("hash")'),),
            has_sql=False,
        ),
        _data(
            "seed",
            "chatbot-defaults",
            {"what tells the seeded row": "old.name LIKE 'Welcome %'", "name": "'Welcome ' || owner.id"},
        ),
        _data(
            "transform",
            "chatbot-prompt",
            {"which rows": "old.prompt <> 'New'", "the new value": "'New'", "the earlier value": "'old'"},
        ),
        _data("cleanup", "old-invitations", {"which rows": 'old."expiresAt" < now()', "nothing": "1"}),
    ),
    by_hand=BY_HAND,
)

CORPUS_PROJECTS = (
    Project(
        "usesend/useSend",
        (
            Form(
                ("--name", "tenant_keys"),
                edits=(
                    below(
                        "  contactBookId     String\n",
                        "  teamId Int",
                        "  team Team @relation(fields: [teamId], references: [id])",
                    ),
                    below("  contactBooks     ContactBook[]\n", "  contacts Contact[]"),
                    ("  teamId    Int?\n", "  teamId    Int\n"),  # of `EmailEvent`
                ),
            ),
            Form(("--name", "indexes"), first=FIX),
            Form(("--entity", "Snippet", "--tenant-scoped", "--add-field", "body String")),
            Form(("--modify", "Campaign", "--add-field", 'mood String @default("draft")')),
            Form(("--modify", "Template", "--rename-field", "name:title")),
            Form(("--modify", "Domain", "--change-field", 'region String @default("eu") @db.VarChar(60)')),
            Form(("--modify", "Campaign", "--drop-field", "previewText")),
            Form(("--indexes", "--table", "Email", "--fields", "teamId,createdAt")),
            Form(("--indexes", "--table", "Template", "--fields", "teamId,title", "--unique")),
            Form(("--indexes", "--table", "ApiKey", "--fields", "teamId", "--where", '"lastUsed" IS NULL')),
            Form(
                (
                    "--name",
                    "suppressions",
                    "--rename",
                    "SuppressionList:Suppression",
                    "--rename",
                    "Plan:Tier",
                ),
                edits=(
                    ("model SuppressionList {", "model Suppression {"),
                    ("SuppressionList[]", "Suppression[]"),
                    ("enum Plan {", "enum Tier {"),
                    ("plan             Plan ", "plan             Tier "),
                ),
            ),
            Form(
                ("--name", "mapped"),
                edits=(("  tokenHash    String\n", '  digest       String @map("tokenHash")\n'),),
                has_sql=False,
            ),
            _data(
                "seed",
                "template-defaults",
                {
                    "what tells the seeded row": "old.title = 'Welcome'",
                    "title": "'Welcome'",
                    "subject": "'Hello'",
                },
            ),
            _data(
                "transform",
                "domain-region",
                {
                    "which rows": "old.region <> 'eu'",
                    "the new value": "'eu'",
                    "the earlier value": "'us-east-1'",
                },
            ),
            _data("cleanup", "old-suppressions", {"which rows": "old.source IS NOT NULL", "nothing": "1"}),
        ),
    ),
    Project(
        "msgbyte/tianji",
        (
            Form(("--name", "what_the_schema_has_already")),
            Form(
                ("--name", "scope_to_tenant"),
                edits=(("model StatusPageIncident {", "// partywall: shared\nmodel StatusPageIncident {"),),
                first=FIX,
            ),
            Form(
                ("--name", "results"),
                edits=(
                    below(
                        "  surveyId       String   @db.VarChar(30)\n",
                        "  workspaceId String @db.VarChar(30)",
                        "  workspace Workspace @relation(fields: [workspaceId], references: [id])",
                    ),
                    below("  surveys                Survey[]\n", "  surveyResults SurveyResult[]"),
                ),
            ),
            Form(("--entity", "Snippet", "--tenant-scoped", "--add-field", "body String")),
            Form(("--modify", "Monitor", "--add-field", 'mood String @default("draft")')),
            Form(("--modify", "Notification", "--rename-field", "name:title")),
            Form(("--modify", "Survey", "--change-field", "name String @db.VarChar(200)")),
            Form(("--modify", "Monitor", "--drop-field", "recentError")),
            Form(("--indexes", "--table", "Survey", "--fields", "workspaceId,createdAt")),
            Form(("--indexes", "--table", "ShortLink", "--fields", "workspaceId,code", "--unique")),
            Form(("--indexes", "--table", "Page", "--fields", "type", "--where", "domain IS NOT NULL")),
            Form(
                ("--name", "incidents", "--rename", "StatusPageIncident:Incident"),
                edits=(("model StatusPageIncident {", "model Incident {"),),
            ),
            Form(
                ("--name", "mapped"),
                edits=(("  maxRetries          Int ", '  retries Int @map("maxRetries") '),),
                has_sql=False,
            ),
            _data(
                "seed",
                "survey-defaults",
                {
                    "what tells the seeded row": "old.name = 'Welcome'",
                    "id": "substr(owner.id, 1, 30)",
                    "name": "'Welcome'",
                    "payload": "'{}'::json",
                },
            ),
            _data(
                "transform",
                "notification-title",
                {"which rows": "old.title <> 'New'", "the new value": "'New'", "the earlier value": "'old'"},
            ),
            _data("cleanup", "old-pages", {"which rows": "old.domain IS NOT NULL", "nothing": "1"}),
        ),
        keys={"workspaceId": "Workspace"},
    ),
)
