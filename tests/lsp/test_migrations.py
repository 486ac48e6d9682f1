"""Migrations are reviewed as they are typed, by what stands before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.folders import fill
from support.lsp import session
from support.lsp_client import PROFILES, Profile

if TYPE_CHECKING:
    from pathlib import Path

INIT = 'CREATE TABLE "List" (\n  "id" TEXT NOT NULL\n);\n'
INDEX = 'CREATE INDEX "List_name_idx" ON "List"("name");\n'
FIRST, SECOND = "prisma/migrations/1_init/migration.sql", "prisma/migrations/2_next/migration.sql"


@pytest.fixture
def history(folder: Path) -> Path:
    return fill(folder, {FIRST: INIT, SECOND: INDEX})


@pytest.mark.parametrize("profile", PROFILES)
async def test_findings_come_change_and_go_as_one_types(history: Path, profile: Profile) -> None:
    async with session(profile, history) as editor:
        sql = await editor.open(SECOND)
        [found] = await sql.diagnostics()
        assert found.code == "index-blocks-writes"
        assert sql.slice(found.range) == "INDEX"
        sql.replace("CREATE INDEX", "CREATE INDEX CONCURRENTLY")
        assert await sql.diagnostics() == []
        sql.edit((0, 0, 'ALTER TABLE "List" ADD COLUMN "é" TEXT NOT NULL;\n'))
        codes = [each.code for each in await sql.diagnostics()]
        assert codes == ["required-column-without-default", "concurrently-in-transaction"]


async def test_a_fix_is_taken_in_the_text_of_the_moment(history: Path) -> None:
    async with session("visual-studio-code", history) as editor:
        sql = await editor.open(SECOND)
        [found] = await sql.diagnostics()
        [fix] = await sql.code_actions(found.range, only="quickfix")
        assert fix.title == "Build it concurrently (unsafe)"
        assert list(fix.diagnostics or ()) == [found]
        sql.edit((0, 0, "-- a comment\n"))
        await editor.apply(fix)
        assert sql.text == '-- a comment\nCREATE INDEX CONCURRENTLY "List_name_idx" ON "List"("name");\n'
        assert await sql.diagnostics() == []


async def test_the_migration_before_counts_as_it_is_typed(history: Path) -> None:
    async with session("visual-studio-code", history) as editor:
        first = await editor.open(FIRST)
        assert await first.diagnostics() == []
        second = await editor.open(SECOND)
        assert [each.code for each in await second.diagnostics()] == ["index-blocks-writes"]
        second.edit((0, 0, 'ALTER TABLE "List" ALTER COLUMN "name" SET NOT NULL;\n'))
        assert [each.code for each in await second.diagnostics()] == ["not-null-scan", "index-blocks-writes"]
        first.replace("NOT NULL\n", 'NOT NULL, "name" TEXT NOT NULL\n')
        second.edit((0, 0, "-- a comment\n"))
        assert [each.code for each in await second.diagnostics()] == ["index-blocks-writes"]


async def test_the_settings_and_the_schema_count(history: Path) -> None:
    fill(history, {"partywall.toml": '[hazards]\nindex-blocks-writes = "error"\n'})
    async with session("visual-studio-code", history) as editor:
        sql = await editor.open(SECOND)
        [found] = await sql.diagnostics()
        assert found.severity == 1
        assert found.code_description is not None
        assert found.code_description.href.endswith("/docs/hazards/index-blocks-writes.md")


async def test_the_database_is_that_of_the_schema(folder: Path) -> None:
    schema = (folder / "prisma/schema.prisma").read_text()
    column = "ALTER TABLE `List` ADD COLUMN `name` VARCHAR(191) NOT NULL;\n"
    fill(folder, {"prisma/schema.prisma": schema.replace("postgresql", "mysql"), SECOND: column})
    async with session("visual-studio-code", folder) as editor:
        sql = await editor.open(SECOND)
        [found] = await sql.diagnostics()
        assert found.code == "implicit-default"
        sql.replace("NOT NULL", "NULL")
        assert await sql.diagnostics() == []


async def test_a_file_of_no_history_is_left_alone_and_what_is_closed_is_taken_back(history: Path) -> None:
    fill(history, {"elsewhere/1_x/migration.sql": INDEX})
    async with session("visual-studio-code", history) as editor:
        other = await editor.open("elsewhere/1_x/migration.sql")
        assert await other.diagnostics() == []
        sql = await editor.open(SECOND)
        assert await sql.diagnostics()
        sql.close()
        schema = await editor.open("prisma/schema.prisma")
        assert await schema.diagnostics()
        assert not editor.published[sql.uri].diagnostics
