"""Migrations in few words: what the commands take beside a name, and what they ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException

from support.folders import contents
from support.lsp import session


async def test_a_form_changes_the_buffers_and_writes_the_migration(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await editor.execute("partywall.createMigration", {"uri": schema.uri, "name": "init"})
        before, text = contents(folder), schema.text
        argument = {"uri": schema.uri, "entity": {"name": "Note", "tenantScoped": True}}
        preview = await editor.execute("partywall.previewMigration", argument)
        assert (contents(folder), schema.text) == (before, text)
        assert "model Note {" in preview["schema"][0]["text"]
        assert preview["folder"].endswith("_add_note")

        created = await editor.execute("partywall.createMigration", argument)
        assert created["refused"] is None
        assert schema.text == preview["schema"][0]["text"]
        assert (folder / created["folder"] / "migration.sql").read_text().count("CREATE TABLE") == 1
        nothing = await editor.execute("partywall.previewMigration", {"uri": schema.uri, "name": "x"})
        assert nothing["empty"]

        modify = {"model": "Note", "add": ["body String?"], "rename": []}
        created = await editor.execute("partywall.createMigration", {"uri": schema.uri, "modify": modify})
        assert created["folder"].endswith("_add_body_to_Note".lower())
        data = {"kind": "seed", "name": "note-defaults"}
        created = await editor.execute("partywall.createMigration", {"uri": schema.uri, "data": data})
        assert created["folder"].endswith("_seed_note_defaults")


async def test_where_the_client_declines_nothing_is_written(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        before, text = contents(folder), schema.text
        editor.declines_edits = True
        argument = {"uri": schema.uri, "entity": {"name": "Note"}}
        created = await editor.execute("partywall.createMigration", argument)
        assert "declined" in created["refused"]
        assert (contents(folder), schema.text) == (before, text)


async def test_a_possible_rename_comes_as_a_question_with_its_answers(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await editor.execute("partywall.createMigration", {"uri": schema.uri, "name": "init"})
        schema.replace("  email    String\n", "  address  String\n")
        argument: dict[str, Any] = {"uri": schema.uri, "name": "x"}
        asked = await editor.execute("partywall.createMigration", argument)
        [question] = asked["questions"]
        assert question["rename"].endswith(".email:address")
        argument["answers"] = {"rename": [question["rename"]]}
        created = await editor.execute("partywall.previewMigration", argument)
        script = next(each["text"] for each in created["files"] if each["path"].endswith("migration.sql"))
        assert 'RENAME COLUMN "email" TO "address"' in script


async def test_a_name_that_is_kept_goes_into_the_buffer_alone(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await editor.execute("partywall.createMigration", {"uri": schema.uri, "name": "init"})
        schema.replace("  email    String\n", "  address  String\n")
        before, text = contents(folder), schema.text
        argument = {"uri": schema.uri, "name": "x", "answers": {"map": ["Member.email:address"]}}
        preview = await editor.execute("partywall.previewMigration", argument)
        assert (preview["refused"], preview["empty"], preview["files"]) == (None, False, [])
        assert schema.text == text
        created = await editor.execute("partywall.createMigration", argument)
        assert created["refused"] is None
        assert '  address  String @map("email")\n' in schema.text
        assert schema.text == preview["schema"][0]["text"]
        assert contents(folder) == before
        nothing = await editor.execute("partywall.previewMigration", {"uri": schema.uri, "name": "x"})
        assert nothing["empty"]


KEYED = """\
model Note {
  id       String @id
  memberId String
  listId   String
  tenantId String
  member   Member @relation(fields: [memberId], references: [id])
  list     List   @relation(fields: [listId], references: [id])
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
"""
BARE = "\n".join(line for line in KEYED.split("\n") if "enant" not in line)


async def test_what_becomes_of_rows_whose_tenant_cannot_be_told_is_asked(folder: Path) -> None:
    schema_file = folder / "prisma" / "schema.prisma"
    before = schema_file.read_text().replace("@id @default(cuid())\n", "@id\n  notes Note[]\n")
    schema_file.write_text(before.replace("  notes Note[]\n", "", 1) + BARE)
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        created = await editor.execute("partywall.createMigration", {"uri": schema.uri, "name": "init"})
        assert created["strays"] == []
        schema.set_text(before + KEYED)
        argument = {"uri": schema.uri, "name": "own_tenant"}
        planned = await editor.execute("partywall.previewMigration", argument)
        assert {each["option"]: each["text"] for each in planned["strays"]} == {
            "orphans": "What of rows that get no tenant: `Note` along memberId → Member.tenantId?",
            "disagreeing": "What of rows that get two tenants: "
            "`Note` along memberId → Member.tenantId and along listId → List.tenantId?",
        }
        chosen = {**argument, "orphans": "assign=t1", "disagreeing": "delete"}
        created = await editor.execute("partywall.createMigration", chosen)
        script = (folder / created["folder"] / "migration.sql").read_text()
        assert 'UPDATE "Note" SET "tenantId" = \'t1\' WHERE "tenantId" IS NULL;' in script
        assert 'DELETE FROM "Note"' in script


@pytest.mark.parametrize(
    "wish",
    [
        {"entity": 1},
        {"entity": {}},
        {"entity": {"name": "A"}, "modify": {"model": "B"}},
        {"modify": {"model": "Tenant", "add": "x"}},
        {"modify": {"model": "Tenant", "rename": [["a"]]}},
        {"data": {"kind": "wish", "name": "x"}},
        {"name": "x", "orphans": "perhaps"},
        {"name": "x", "answers": {"rename": [1]}},
    ],
)
async def test_an_absurd_wish_is_an_error_of_the_client(folder: Path, wish: dict[str, Any]) -> None:
    before = contents(folder)
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        with pytest.raises(JsonRpcException):
            await editor.execute("partywall.createMigration", {"uri": schema.uri, **wish})
    assert contents(folder) == before
