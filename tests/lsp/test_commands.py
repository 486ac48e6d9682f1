"""`workspace/executeCommand`: what each command answers and does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from support.lsp import session
from support.lsp_client import PROFILES, Profile

if TYPE_CHECKING:
    from support.lsp import Document, Editor, Found

MIGRATION = "add_mark"


def on_disk(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_migration_is_shown_then_written_whole(folder: Path, profile: Profile) -> None:
    before = on_disk(folder)
    async with session(profile, folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        argument = {"uri": schema.uri, "name": "first steps"}
        preview: dict[str, Any] = await editor.execute("partywall.previewMigration", argument)
        assert on_disk(folder) == before
        assert not preview["empty"]
        assert preview["refused"] is None
        assert preview["folder"].startswith("prisma/migrations/20")
        assert preview["folder"].endswith("_first_steps")
        texts = {file["path"]: file["text"] for file in preview["files"]}
        assert "prisma/migrations/migration_lock.toml" in texts
        assert 'CREATE TABLE "Tenant"' in texts[f"{preview['folder']}/migration.sql"]

        created: dict[str, Any] = await editor.execute("partywall.createMigration", argument)
        for file in created["files"]:
            assert (folder / file["path"]).read_text() == file["text"]
        assert on_disk(folder) == sorted([*before, *(file["path"] for file in created["files"])])
        script = folder / created["folder"] / "migration.sql"
        await editor.until(lambda: editor.client.shown_documents, "the migration to be shown")
        assert editor.client.shown_documents[0].uri == script.as_uri()

        again = await editor.execute("partywall.previewMigration", argument)
        assert (again["empty"], again["files"]) == (True, [])
        # What counts is the text in the editor, saved or not.
        schema.replace("  email    String\n", "  email    String\n  nickname String?\n")
        more = await editor.execute("partywall.previewMigration", argument)
        [script_text] = [each["text"] for each in more["files"] if each["path"].endswith("migration.sql")]
        assert 'ADD COLUMN     "nickname" TEXT' in script_text


async def test_a_migration_of_what_cannot_be_read_is_refused(folder: Path) -> None:
    before = on_disk(folder)
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        schema.replace("  email    String\n", "  email    String String\n")
        argument = {"uri": schema.uri, "name": "broken"}
        created = await editor.execute("partywall.createMigration", argument)
        assert "schema.prisma:" in created["refused"]
        assert created["files"] == []
    assert on_disk(folder) == before


async def test_fix_all_in_schema_reaches_all_files(tmp_path: Path) -> None:
    one = (
        'datasource db {\n  provider = "postgresql"\n}\n\n'
        "model Tenant {\n  id    String @id\n  a A[]\n  b B[]\n}\n"
    )
    model = (
        "model {0} {{\n  id       String @id\n  name     String @unique\n  tenantId String\n"
        "  tenant   Tenant @relation(fields: [tenantId], references: [id])\n}}\n"
    )
    for name, text in (("one", one), ("a", model.format("A")), ("b", model.format("B"))):
        (tmp_path / f"{name}.prisma").write_text(text)
    async with session("visual-studio-code", tmp_path) as editor:
        schema = await editor.open("one.prisma")
        found = await editor.execute("partywall.fixAllInSchema", {"uri": schema.uri})
        [asked] = editor.edits_asked
        assert asked.metadata is not None
        assert asked.metadata.is_refactoring
        assert "@@index([tenantId])" in editor.text("a.prisma")
        assert "@@index([tenantId])" in editor.text("b.prisma")
        assert found["applied"] >= 2
        assert found["remaining"] == 2
        found = await editor.execute("partywall.fixAllInSchema", {"uri": schema.uri, "unsafe": True})
        assert found == {"applied": 2, "remaining": 0}
        assert "@@unique([tenantId, name])" in editor.text("b.prisma")
        again = await editor.execute("partywall.fixAllInSchema", {"uri": schema.uri, "unsafe": True})
        assert again == {"applied": 0, "remaining": 0}


async def test_an_edit_that_is_declined_is_told_with_its_reason(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        editor.declines_edits = True
        with pytest.raises(JsonRpcException, match="declined"):
            await editor.execute("partywall.fixAllInSchema", {"uri": schema.uri})


async def test_a_model_is_made_tenant_scoped_by_command_and_by_refactoring(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        schema.edit(
            (len(schema.text), len(schema.text), "\nmodel Note {\n  id   String @id\n  text String\n}\n")
        )
        argument = {"uri": schema.uri, "model": "Note"}
        assert await editor.execute("partywall.makeTenantScoped", argument) == {
            "applied": True,
            "reason": None,
        }
        note = schema.text[schema.text.index("model Note") :]
        assert "tenantId String" in note
        assert "@@index([tenantId])" in note
        assert "notes" in schema.text[: schema.text.index("model Member")]
        again = await editor.execute("partywall.makeTenantScoped", argument)
        assert again["applied"] is False
        assert "`Note`" in again["reason"]
        other = await editor.execute("partywall.makeTenantScoped", {"uri": schema.uri, "model": "Nobody"})
        assert other["reason"] == "there is no model `Nobody`"

        schema.edit((len(schema.text), len(schema.text), "\nmodel Task {\n  id String @id\n}\n"))
        [action] = await schema.code_actions("Task", only="refactor")
        assert action.kind == "refactor.rewrite"
        assert action.title.startswith("Make this model tenant-scoped")
        await editor.apply(action)
        assert "tenantId String" in schema.text[schema.text.index("model Task") :]
        assert await schema.code_actions("model Tenant {", only="refactor") == []


RELATIONS = """\
datasource db {
  provider = "postgresql"
}

model Tenant {
  id    String @id
  lists List[]
  tasks Task[]
  tags  Tag[]
}

model List {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  tasks    Task[]

  @@index([tenantId])
}

model Task {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  listId   String
  list     List   @relation(fields: [listId], references: [id], onDelete: Cascade)
  tags     Tag[]

  @@index([tenantId])
  @@index([listId])
}

model Tag {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  tasks    Task[]

  @@index([tenantId])
}
"""


async def test_a_relation_is_made_tenant_consistent_by_command_and_by_refactoring(tmp_path: Path) -> None:
    (tmp_path / "schema.prisma").write_text(RELATIONS)
    async with session("visual-studio-code", tmp_path) as editor:
        schema = await editor.open("schema.prisma")
        [action] = await schema.code_actions("list     List", only="refactor")
        assert action.title.startswith("Make this relation tenant-consistent (unsafe: ")
        for elsewhere in ("lists List[]", "listId   String", "model Task {"):
            assert await schema.code_actions(elsewhere, only="refactor") == [], elsewhere

        uri = {"uri": schema.uri}
        found = await editor.execute("partywall.makeTenantConsistent", uri)
        assert found["choices"] == [{"model": "Task", "field": "list"}]
        # From either side.
        back = {**uri, "model": "List", "field": "tasks"}
        done = await editor.execute("partywall.makeTenantConsistent", back)
        assert done == {"applied": True, "reason": None}
        assert "@relation(fields: [tenantId, listId], references: [tenantId, id]" in schema.text
        again = await editor.execute("partywall.makeTenantConsistent", back)
        assert again["reason"] == "the foreign key holds a tenant key already: `tenantId, listId`"
        scalar = {**uri, "model": "Task", "field": "listId"}
        refused = await editor.execute("partywall.makeTenantConsistent", scalar)
        assert refused["reason"] == "`Task.listId` is no relation field"

        [action] = await schema.code_actions("tags     Tag[]", only="refactor.rewrite")
        assert action.title.startswith("Turn this implicit many-to-many into an explicit join (unsafe: ")
        found = await editor.execute("partywall.makeJoinExplicit", uri)
        assert found["choices"] == [{"model": "Tag", "field": "tasks"}]
        await editor.apply(action)
        assert "model TagTask {" in schema.text
        assert (await editor.execute("partywall.makeJoinExplicit", uri))["choices"] == []


async def test_code_in_the_reason_of_a_title_does_not_end_it(tmp_path: Path) -> None:
    by_default = RELATIONS.replace(
        "[listId], references: [id], onDelete: Cascade", "[listId], references: [id]"
    )
    (tmp_path / "schema.prisma").write_text(by_default)
    async with session("visual-studio-code", tmp_path) as editor:
        schema = await editor.open("schema.prisma")
        [action] = await schema.code_actions("list     List", only="refactor")
        reason = "`onDelete: Restrict`, the default so far, is written out"
        assert action.title == f"Make this relation tenant-consistent (unsafe: {reason})"


UNCERTAIN = """\
datasource db {
  provider = "postgresql"
}

model User {
  id      String   @id
  members Member[]
}

model Choir {
  id       String    @id
  members  Member[]
  concerts Concert[]
}

model Member {
  id      String @id
  userId  String
  choirId String
  role    String
  user    User   @relation(fields: [userId], references: [id])
  choir   Choir  @relation(fields: [choirId], references: [id])

  @@unique([choirId, userId])
}

model Concert {
  id      String @id
  choirId String
  choir   Choir  @relation(fields: [choirId], references: [id])
}

model Composer {
  id     String  @id
  pieces Piece[]
}

model Piece {
  id         String      @id
  composerId String
  composer   Composer    @relation(fields: [composerId], references: [id])
  recordings Recording[]
}

model Recording {
  id      String @id
  pieceId String
  piece   Piece  @relation(fields: [pieceId], references: [id])
}
"""


def _is_answered(found: Found) -> bool:
    return all(each.code != "uncertain-tenant-root" for each in found)


async def _answer(editor: Editor, schema: Document, title: str) -> dict[str, Any]:
    [asked] = [each for each in await schema.diagnostics() if each.code == "uncertain-tenant-root"]
    offered = {each.title: each for each in await schema.code_actions(asked.range, only="quickfix")}
    command = offered[title].command
    assert command
    answer: dict[str, Any] = await editor.execute(command.command, *(command.arguments or ()))
    return answer


async def test_the_answer_to_which_model_is_the_tenant_goes_to_the_settings(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{}\n")
    (tmp_path / "schema.prisma").write_text(UNCERTAIN)
    settings = tmp_path / "partywall.toml"
    async with session("visual-studio-code", tmp_path) as editor:
        schema = await editor.open("schema.prisma")
        done = await _answer(editor, schema, "Each row of `Choir` is a tenant")
        assert done == {"applied": True, "reason": None, "file": settings.as_posix()}
        assert settings.read_text() == '[tenancy]\nroots = ["Choir"]\n'
        await editor.published_for("schema.prisma", _is_answered)
        other = {"uri": schema.uri, "roots": ["Nobody"]}
        refused = await editor.execute("partywall.setRoots", other)
        assert refused["reason"] == "there is no model `Nobody`"
        settings.write_text("[tenancy\n")
        refused = await editor.execute("partywall.setRoots", {"uri": schema.uri, "roots": []})
        assert "write it yourself" in refused["reason"]
        assert settings.read_text() == "[tenancy\n"


async def test_settings_that_are_open_are_edited_there(tmp_path: Path) -> None:
    settings = tmp_path / "partywall.toml"
    settings.write_text("# ours\n")
    (tmp_path / "schema.prisma").write_text(UNCERTAIN)
    async with session("visual-studio-code", tmp_path) as editor:
        opened = await editor.open("partywall.toml", "# ours, and being written\n")
        schema = await editor.open("schema.prisma")
        done = await _answer(editor, schema, "This schema has no tenants")
        assert done["applied"]
        assert opened.text == "# ours, and being written\n\n[tenancy]\nroots = []\n"
        assert settings.read_text() == "# ours\n"


async def test_nothing_is_written_in_a_workspace_that_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "schema.prisma").write_text(UNCERTAIN)
    untrusted = {"workspaceTrusted": False}
    async with session("visual-studio-code", tmp_path, initialization_options=untrusted) as editor:
        schema = await editor.open("schema.prisma")
        refused = await _answer(editor, schema, "Each row of `Choir` is a tenant")
        assert refused["applied"] is False
        assert "not trusted" in refused["reason"]
    assert on_disk(tmp_path) == ["schema.prisma"]


async def test_the_tenancy_and_the_rules_are_explained(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        shown = await editor.execute("partywall.showTenancy", {"uri": schema.uri})
        assert "Tenants: `Tenant`" in shown["markdown"]
        assert "- `Member`: " in shown["markdown"]
        # The only open schema is meant where none is named.
        assert await editor.execute("partywall.showTenancy", {}) == shown
        rule = await editor.execute("partywall.explainRule", {"rule": "unique-without-tenant"})
        assert rule["markdown"].startswith("# unique-without-tenant\n")
        assert "## Why it matters" in rule["markdown"]


async def test_a_schema_of_which_nothing_is_open_is_read(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        uri = (folder / "prisma/schema.prisma").as_uri()
        shown = await editor.execute("partywall.showTenancy", {"uri": uri})
        assert "Tenants: `Tenant`" in shown["markdown"]
        assert editor.published == {}


ABSURD: list[tuple[str, object]] = [
    ("partywall.explainRule", {"rule": "no-such-rule"}),
    ("partywall.explainRule", {"rule": None}),
    ("partywall.explainRule", None),
    ("partywall.explainRule", [1, 2]),
    ("partywall.createMigration", {"uri": 3, "name": "x"}),
    ("partywall.createMigration", {"uri": "file:///nowhere/schema.prisma"}),
    ("partywall.nothing", {}),
    ("partywall.setRoots", {}),
    ("partywall.setRoots", {"roots": "Tenant"}),
    ("partywall.setRoots", {"roots": [1]}),
    ("partywall.allow", {"rule": "missing-tenant-index"}),
    ("partywall.makeTenantConsistent", {"field": "x"}),
]


async def test_absurd_arguments_are_answered_with_an_error(tmp_path: Path) -> None:
    async with session("visual-studio-code", tmp_path) as editor:
        for command, argument in ABSURD:
            with pytest.raises(JsonRpcException) as refused:
                await editor.execute(command, argument)
            assert refused.value.code == types.ErrorCodes.InvalidParams, (command, argument)
