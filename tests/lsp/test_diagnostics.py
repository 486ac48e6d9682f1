"""What the server publishes, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from support.lsp import Found, session

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "  @@index([tenantId])\n"


def rules(found: Found) -> list[object]:
    return [each.code for each in found]


async def test_findings_come_change_and_go_as_one_types(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        found = await schema.diagnostics()
        assert rules(found) == ["missing-tenant-index", "unique-without-tenant"]
        schema.replace("  name     String @unique\n", "  name     String\n")
        assert rules(await schema.diagnostics()) == ["missing-tenant-index"]
        schema.replace("onDelete: Cascade)\n}\n", f"onDelete: Cascade)\n\n{INDEX}}}\n")
        assert await schema.diagnostics() == []


async def test_a_diagnostic_says_all_that_the_client_can_show(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        found = await schema.diagnostics()
        [unique] = [each for each in found if each.code == "unique-without-tenant"]
        assert schema.slice(unique.range) == "@unique"
        assert unique.source == "partywall"
        assert unique.severity is types.DiagnosticSeverity.Warning
        assert unique.code_description is not None
        assert unique.code_description.href.endswith("/docs/rules/unique-without-tenant.md")
        assert unique.message.startswith("`name` is unique across all tenants\n")
        assert unique.related_information
        [related] = unique.related_information
        assert related.location.uri == schema.uri
        assert schema.slice(related.location.range) == "Tenant"


async def test_a_directive_that_does_nothing_is_faded_out(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        schema.replace("@unique\n", "@unique // partywall: allow unique-with-tenant\n")
        [found] = [each for each in await schema.diagnostics() if each.code == "invalid-directive"]
        assert list(found.tags or ()) == [types.DiagnosticTag.Unnecessary]
        assert schema.slice(found.range) == "unique-with-tenant"
        assert found.code_description is not None
        assert found.code_description.href.endswith("/docs/rules/invalid-directive.md")


async def test_a_client_gets_no_more_than_it_says_it_shows(folder: Path) -> None:
    async with session("neovim", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        for each in await schema.diagnostics():
            assert each.code_description is None  # Neovim 0.11 does not say that it shows one


async def test_each_version_of_the_edited_text_is_answered(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        before = await schema.diagnostics()
        schema.edit((0, 0, "// a comment\n\n"))
        after = await schema.diagnostics()
        assert [each.range.start.line - 2 for each in after] == [each.range.start.line for each in before]
        assert editor.published[schema.uri].version == schema.version


async def test_all_files_of_a_schema_are_published_and_taken_back_when_it_is_closed(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "prisma/schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\n\n'
            "model Tenant {\n  id      String   @id\n  members Member[]\n  lists   List[]\n}\n",
            "prisma/models/member.prisma": "model Member {\n  id       String @id\n  tenantId String\n"
            "  tenant   Tenant @relation(fields: [tenantId], references: [id])\n}\n\n"
            "model List {\n  id       String @id\n  tenantId String\n"
            "  tenant   Tenant @relation(fields: [tenantId], references: [id])\n}\n",
        },
    )
    member = tmp_path / "prisma/models/member.prisma"
    async with session("visual-studio-code", tmp_path) as editor:
        schema = await editor.open("prisma/schema.prisma")
        found = await editor.published_for(member)
        assert rules(found) == ["missing-tenant-index", "missing-tenant-index"]
        assert editor.published[member.as_uri()].version is None
        # The text on disk changes: the watcher says so.
        member.write_text(member.read_text().replace("}\n", INDEX + "}\n"))
        editor.changed_on_disk(member)
        await editor.published_for(member, lambda found: not found)
        # It is opened and edited: what is open counts.
        open_member = await editor.open(member)
        open_member.edit((len(open_member.text), len(open_member.text), "model X {\n  id Bogus @@\n}\n"))
        assert await open_member.diagnostics()
        open_member.close()
        await editor.published_for(member, lambda found: not found)
        # The last open file of the schema goes, and what was said of the others with it.
        member.write_text(member.read_text().replace(INDEX, ""))
        editor.changed_on_disk(member)
        await editor.published_for(member, lambda found: len(found) == 2)
        schema.close()
        await editor.published_for(member, lambda found: not found)


async def test_a_file_that_is_deleted_takes_its_findings_with_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\n\n'
            "model Tenant {\n  id    String @id\n  a A[]\n  b B[]\n}\n\n"
            "model B {\n  id       String @id\n  tenantId String\n"
            "  tenant   Tenant @relation(fields: [tenantId], references: [id])\n\n  @@index([tenantId])\n}\n",
            "a.prisma": "model A {\n  id       String @id\n  tenantId String\n"
            "  tenant   Tenant @relation(fields: [tenantId], references: [id])\n}\n",
        },
    )
    async with session("visual-studio-code", tmp_path) as editor:
        await editor.open("schema.prisma")
        await editor.published_for("a.prisma", lambda found: rules(found) == ["missing-tenant-index"])
        (tmp_path / "a.prisma").rename(tmp_path / "renamed.prisma")
        editor.changed_on_disk(tmp_path / "a.prisma", tmp_path / "renamed.prisma")
        await editor.published_for("a.prisma", lambda found: not found)
        await editor.published_for("renamed.prisma", lambda found: rules(found) == ["missing-tenant-index"])


async def test_several_schemas_do_not_mix(tmp_path: Path, folder: Path) -> None:
    other = tmp_path / "other"
    write(other, {"package.json": "{}", "schema.prisma": 'datasource db {\n  provider = "mysql"\n}\n'})
    async with session("visual-studio-code", folder, other) as editor:
        one = await editor.open("prisma/schema.prisma")
        two = await editor.open(other / "schema.prisma")
        assert len(await one.diagnostics()) == 2
        assert await two.diagnostics() == []
        published = editor.publications[one.uri]
        two.edit((0, 0, "// another\n"))
        assert await two.diagnostics() == []
        assert editor.publications[one.uri] == published


async def test_a_datasource_that_appears_decides_anew_what_belongs_together(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\n\n'
            "model Tenant {\n  id    String @id\n  a A[]\n  b B[]\n}\n\n"
            "model B {\n  id       String @id\n  tenantId String\n"
            "  tenant   Tenant @relation(fields: [tenantId], references: [id])\n\n  @@index([tenantId])\n}\n",
            "below/a.prisma": "model A {\n  id       String @id\n  tenantId String\n"
            "  tenant   Tenant @relation(fields: [tenantId], references: [id])\n}\n",
        },
    )
    async with session("visual-studio-code", tmp_path) as editor:
        await editor.open("schema.prisma")
        below = await editor.open("below/a.prisma")
        await below.diagnostics(lambda found: rules(found) == ["missing-tenant-index"])
        # On its own it has no tenant.
        below.edit((0, 0, 'datasource mine {\n  provider = "postgresql"\n}\n\n'))
        await below.diagnostics(lambda found: not found)


async def test_two_datasources_in_one_folder_are_told(tmp_path: Path) -> None:
    source = 'datasource db {\n  provider = "postgresql"\n}\n'
    write(tmp_path, {"a.prisma": source, "b.prisma": source})
    async with session("visual-studio-code", tmp_path) as editor:
        schema = await editor.open("a.prisma")
        [found] = await schema.diagnostics()
        assert found.code == "several-datasources"
        assert "`b.prisma`" in found.message


async def test_a_file_of_another_prisma_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {"schema.prisma": "// use prisma-next\nnamespace x { ??? }\n"})
    async with session("visual-studio-code", tmp_path) as editor:
        schema = await editor.open("schema.prisma")
        assert await schema.diagnostics() == []


async def test_a_text_on_no_disk_is_a_schema_of_its_own(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        text = (folder / "prisma/schema.prisma").read_text()
        editor.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem("untitled:Untitled-1", "prisma", 1, text))
        )
        await editor.until(lambda: editor.published.get("untitled:Untitled-1"), "diagnostics")
        assert len(editor.published["untitled:Untitled-1"].diagnostics) == 2


async def test_a_file_of_another_language_is_none_of_ours(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        uri = (folder / "query.sql").as_uri()
        editor.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "sql", 1, "SELECT 1"))
        )
        schema = await editor.open("prisma/schema.prisma")
        await schema.diagnostics()
        assert list(editor.published) == [schema.uri]


async def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\n\nmodel A {\n  id Int @id\n}\n'},
    )
    (tmp_path / "broken.prisma").write_bytes(b"model B {\n  id Int @id // \xff\n}\n")
    async with session("visual-studio-code", tmp_path) as editor:
        await editor.open("schema.prisma")
        [found] = await editor.published_for("broken.prisma")
        assert found.code == "unreadable"
        assert "UTF-8" in found.message
        assert found.range.start.line == 1


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
