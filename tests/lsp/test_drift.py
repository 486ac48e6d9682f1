"""What a schema is ahead of its migrations is told beside its findings, once nobody types."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

import pytest

from partywall.database.from_schema import from_schema
from partywall.database.model import Database
from partywall.migrations.diff import diff
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.script import script
from partywall.schema.read import read
from partywall_server.lsp.schedule import QUIET
from support.folders import fill
from support.lsp import session
from support.lsp_client import PROFILES, Profile

if TYPE_CHECKING:
    from pathlib import Path

    from lsprotocol import types

SCHEMA, FIRST = "prisma/schema.prisma", "prisma/migrations/1_init/migration.sql"
LOCK = "prisma/migrations/migration_lock.toml"


@pytest.fixture
def history(folder: Path) -> Path:
    """A schema with the migration that makes it."""
    reading = read({SCHEMA: (folder / SCHEMA).read_text()})
    steps = diff(Database(schemas=("public",)), from_schema(reading.schema, reading.bodies))
    return fill(folder, {FIRST: script(steps, PostgreSQL()), LOCK: 'provider = "postgresql"\n'})


def hints(found: list[types.Diagnostic]) -> list[str]:
    return [each.message.partition("\n")[0] for each in found if each.code == "unmigrated"]


STATUS = ["not in any migration yet: the column `status`"]


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_line_that_no_migration_makes_is_told_until_one_does(history: Path, profile: Profile) -> None:
    async with session(profile, history) as editor:
        schema = await editor.open(SCHEMA)
        assert hints(await schema.diagnostics()) == []
        schema.replace("  email    String\n", "  email    String\n  status   String?\n")
        found = await schema.diagnostics(lambda found: hints(found) == STATUS)
        [hint] = [each for each in found if each.code == "unmigrated"]
        assert (hint.severity, hint.source) == (4, "partywall")
        assert schema.slice(hint.range) == "status   String?"
        if hint.code_description:
            assert hint.code_description.href.endswith("/docs/rules/unmigrated.md")
        [action] = [
            each
            for each in await schema.code_actions(hint.range, only="quickfix")
            if each.title == "Create migration…"
        ]
        assert list(action.diagnostics or ()) == [hint]
        assert action.command is not None
        assert action.command.command == "partywall.createMigration"
        made = await editor.execute(action.command.command, *(action.command.arguments or ()))
        assert made["refused"] is None
        editor.changed_on_disk(history / made["folder"] / "migration.sql")
        if profile == "neovim":
            schema.save()
        await schema.diagnostics(lambda found: hints(found) == [])


async def test_a_hint_keeps_its_line_as_the_text_moves(history: Path) -> None:
    async with session("visual-studio-code", history) as editor:
        schema = await editor.open(SCHEMA)
        schema.replace("  email    String\n", "  email    String\n  status   String?\n")
        await schema.diagnostics(lambda found: hints(found) == STATUS)
        schema.edit((0, 0, "// a comment\n\n"))
        found = await schema.diagnostics()
        [hint] = [each for each in found if each.code == "unmigrated"]
        assert schema.slice(hint.range) == "status   String?"
        schema.replace("  lists   List[]\n", "  lists   List[\n")  # what cannot be read takes nothing back
        assert hints(await schema.diagnostics()) == STATUS
        schema.replace("  lists   List[\n", "  lists   List[]\n")
        schema.replace("  status   String?\n", "")
        assert hints(await schema.diagnostics()) == []


async def test_settings_turn_it_off(history: Path) -> None:
    fill(history, {"partywall.toml": '[rules]\nunmigrated = "off"\n'})
    async with session("visual-studio-code", history) as editor:
        schema = await editor.open(SCHEMA)
        schema.replace("  email    String\n", "  email    String\n  status   String?\n")
        await schema.diagnostics()
        config = await editor.open("partywall.toml")
        config.set_text('[rules]\nunmigrated = "information"\n')
        found = await schema.diagnostics(lambda found: hints(found) == STATUS)
        assert [each.severity for each in found if each.code == "unmigrated"] == [3]


async def test_a_provider_that_is_not_the_migrations_is_told_at_once_instead(history: Path) -> None:
    fill(history, {LOCK: 'provider = "sqlite"\n'})
    async with session("visual-studio-code", history) as editor:
        schema = await editor.open(SCHEMA)
        schema.replace("  email    String\n", "  email    String\n  status   String?\n")
        found = await schema.diagnostics(lambda found: any(each.code == "wrong-provider" for each in found))
        [wrong] = [each for each in found if each.code == "wrong-provider"]
        assert wrong.severity == 2
        assert schema.slice(wrong.range) == 'provider = "postgresql"'
        assert hints(found) == []
        fill(history, {LOCK: 'provider = "postgresql"\n'})
        editor.changed_on_disk(history / LOCK)
        await schema.diagnostics(lambda found: hints(found) == STATUS)


@pytest.mark.parametrize(
    "files",
    [
        {FIRST: None, LOCK: None},
        {FIRST: None},
        {"prisma/migrations/2_next/migration.sql": "FROBNICATE;\n"},
        {"prisma/migrations/2_next/note.txt": "no SQL"},
    ],
    ids=["no folder", "no migration yet", "a statement that nobody knows", "a folder without its file"],
)
async def test_nothing_is_said_where_it_cannot_be_known(history: Path, files: dict[str, str | None]) -> None:
    """Seen by what is said as soon as it can be."""
    kept = {name: (history / name).read_text() for name in (FIRST, LOCK)}
    for name, text in files.items():
        if text is None:
            (history / name).unlink()
        else:
            fill(history, {name: text})
    async with session("visual-studio-code", history) as editor:
        schema = await editor.open(SCHEMA)
        schema.replace("  email    String\n", "  email    String\n  status   String?\n")
        assert hints(await schema.diagnostics()) == []
        await asyncio.sleep(2 * QUIET)
        schema.edit((0, 0, "// a comment\n"))
        assert hints(await schema.diagnostics()) == []
        for name, text in kept.items():
            fill(history, {name: text})
        for name in files:
            if name not in kept:
                shutil.rmtree((history / name).parent)
        editor.changed_on_disk(history / FIRST)
        await schema.diagnostics(lambda found: hints(found) == STATUS)
