"""Forms on a schema of several files, in a workspace with several schemas, and from a migration."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from pygls.exceptions import JsonRpcException

from support.folders import contents, fill
from support.lsp import session
from support.lsp_client import PROFILES, Profile
from support.several_files import FILES, FOLDER, MAIN, PEOPLE, SALES

if TYPE_CHECKING:
    from pathlib import Path

    from support.lsp import Editor

FIRST = "db/migrations/1_init/migration.sql"


@pytest.fixture
def several(tmp_path: Path) -> Path:
    return fill(tmp_path, FILES)


async def listed(editor: Editor, file: Path) -> dict[str, Any]:
    answer = await editor.execute("partywall.listModels", {"uri": file.as_uri()})
    return {each["name"]: each for each in answer["models"]}


async def test_the_models_of_all_files_are_listed_those_of_the_one_in_front_first(several: Path) -> None:
    async with session("visual-studio-code", several) as editor:
        sales = await editor.open(SALES)
        models = await listed(editor, several / SALES)
        assert {name: each["path"] for name, each in models.items()} == {
            "Order": SALES,
            "Tenant": MAIN,
            "Person": PEOPLE,
        }
        assert next(iter(models)) == "Order"
        assert [(each["name"], each["isScalar"]) for each in models["Person"]["fields"]] == [
            *(("id", True), ("tenantId", True), ("email", True)),
            *(("tenant", False), ("orders", False)),
        ]
        texts = {each["name"]: each["text"] for each in models["Order"]["fields"]}
        assert texts["note"] == 'note String @default("// none")'
        # As it is typed, not as it is on disk.
        sales.replace("  note ", "  text String\n  note ")
        assert "text" in {each["name"] for each in (await listed(editor, several / MAIN))["Order"]["fields"]}


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_form_changes_the_files_that_have_the_models(several: Path, profile: Profile) -> None:
    async with session(profile, several) as editor:
        main = await editor.open(MAIN)
        await editor.execute("partywall.createMigration", {"uri": main.uri, "name": "init"})
        before = {each: editor.text(each) for each in FILES}

        modify = {"model": "Order", "add": ["paidAt DateTime?"]}
        argument = {"uri": main.uri, "modify": modify}
        preview = await editor.execute("partywall.previewMigration", argument)
        assert [each["path"] for each in preview["schema"]] == [SALES]
        assert {each: editor.text(each) for each in FILES} == before
        created = await editor.execute("partywall.createMigration", argument)
        assert created["folder"].startswith("db/migrations/20")
        assert "paidAt   DateTime?" in editor.text(SALES)
        assert {each for each in FILES if editor.text(each) != before[each]} == {SALES}

        entity = {"name": "Invoice", "tenantScoped": True}
        created = await editor.execute("partywall.createMigration", {"uri": main.uri, "entity": entity})
        assert [each["path"] for each in created["schema"]] == [MAIN]
        script = (several / created["folder"] / "migration.sql").read_text()
        assert 'CREATE TABLE "Invoice"' in script


async def test_a_form_called_from_a_migration_is_for_its_schema(several: Path) -> None:
    async with session("visual-studio-code", several) as editor:
        uri = {"uri": (several / MAIN).as_uri()}
        await editor.execute("partywall.createMigration", {**uri, "name": "init"})
        [script] = (several / "db/migrations").glob("*/migration.sql")
        sql = await editor.open(script)
        assert set(await listed(editor, script)) == {"Tenant", "Person", "Order"}
        index = {"table": "Person", "fields": ["email"]}
        created = await editor.execute("partywall.createMigration", {"uri": sql.uri, "index": index})
        assert created["refused"] is None
        assert "@@index([email])" in editor.text(PEOPLE)
        nothing = {"uri": sql.uri, "name": "x"}
        assert (await editor.execute("partywall.previewMigration", nothing))["empty"]


async def test_a_migration_of_no_schema_is_said_to_be_that(several: Path) -> None:
    fill(several, {"elsewhere/1_x/migration.sql": "SELECT 1;\n"})
    before = contents(several)
    async with session("visual-studio-code", several) as editor:
        sql = await editor.open("elsewhere/1_x/migration.sql")
        with pytest.raises(JsonRpcException, match="no schema has its migrations in"):
            await editor.execute("partywall.createMigration", {"uri": sql.uri, "name": "x"})
    assert contents(several) == before


async def test_the_migrations_of_a_configured_folder_are_reviewed(several: Path) -> None:
    fill(several, {FIRST: 'CREATE INDEX "x" ON "Person"("email");\n'})
    async with session("visual-studio-code", several) as editor:
        sql = await editor.open(FIRST)
        assert [each.code for each in await sql.diagnostics()] == ["index-blocks-writes"]


async def test_the_schemas_of_a_workspace_are_listed_whole(several: Path) -> None:
    single = "".join(text for name, text in FILES.items() if name.endswith(".prisma"))
    fill(several, {"apps/shop/prisma/schema.prisma": single, "apps/shop/package.json": "{}\n"})
    shutil.copytree(several / FOLDER, several / "node_modules" / "x" / "prisma")
    async with session("visual-studio-code", several) as editor:
        found = (await editor.execute("partywall.listSchemas", {}))["schemas"]
        assert [each["path"] for each in found] == [
            (several / "apps/shop/prisma/schema.prisma").as_posix(),
            (several / FOLDER).as_posix(),
        ]
        assert [each["uri"] for each in found] == [
            (several / "apps/shop/prisma/schema.prisma").as_uri(),
            (several / MAIN).as_uri(),
        ]
        shop = await editor.execute("partywall.previewMigration", {"uri": found[0]["uri"], "name": "x"})
        assert shop["folder"].startswith("apps/shop/prisma/migrations/")


def one_each() -> dict[str, str]:
    files = {name: text for name, text in FILES.items() if name not in {MAIN, PEOPLE, SALES}}
    head, tenant = FILES[MAIN].split("\n\n")
    models = {"main": head + "\n", "tenant": tenant, "person": FILES[PEOPLE], "order": FILES[SALES]}
    return files | {f"{FOLDER}/{name}.prisma": text for name, text in models.items()}


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_model_in_a_file_of_its_own_is_there_at_once(tmp_path: Path, profile: Profile) -> None:
    fill(tmp_path, one_each())
    async with session(profile, tmp_path) as editor:
        tenant = await editor.open(f"{FOLDER}/tenant.prisma")
        await editor.execute("partywall.createMigration", {"uri": tenant.uri, "name": "init"})
        argument = {"uri": tenant.uri, "entity": {"name": "Invoice", "tenantScoped": True}}
        preview = await editor.execute("partywall.previewMigration", argument)
        assert [each["path"] for each in preview["schema"]] == [f"{FOLDER}/tenant.prisma"]
        new = preview["files"][0]
        assert new["path"] == f"{FOLDER}/invoice.prisma"
        assert new["text"].startswith("model Invoice {\n")
        assert not (tmp_path / new["path"]).exists()

        created = await editor.execute("partywall.createMigration", argument)
        assert created["refused"] is None
        assert (tmp_path / new["path"]).read_text() == new["text"]
        assert "Invoice[]" in tenant.text
        # No client has told of the new file yet.
        nothing = await editor.execute("partywall.previewMigration", {"uri": tenant.uri, "name": "x"})
        assert nothing["empty"]


async def test_where_the_client_declines_no_file_is_left(tmp_path: Path) -> None:
    fill(tmp_path, one_each())
    async with session("visual-studio-code", tmp_path) as editor:
        tenant = await editor.open(f"{FOLDER}/tenant.prisma")
        before = contents(tmp_path)
        editor.declines_edits = True
        scoped = {"uri": tenant.uri, "entity": {"name": "Invoice", "tenantScoped": True}}
        assert "declined" in (await editor.execute("partywall.createMigration", scoped))["refused"]
        assert contents(tmp_path) == before
        assert "Invoice" not in await listed(editor, tmp_path / f"{FOLDER}/tenant.prisma")
