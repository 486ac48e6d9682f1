"""What is wrong with a history is told at its migrations, though nobody opens them, and never twice."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from partywall.syntax.chunks import Source
from partywall.text import Encoding
from partywall_server.lsp.abilities import Abilities
from partywall_server.lsp.convert import uri_of
from partywall_server.lsp.desk import Desk, Outlet
from partywall_server.lsp.schedule import QUIET, Stopped
from partywall_server.lsp.session import Document
from partywall_server.lsp.settings import EditorSettings
from support.folders import fill, git
from support.lsp import Editor, session
from support.lsp_client import PROFILES, Profile

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "prisma/schema.prisma"
FIRST, LAST = "prisma/migrations/1_init/migration.sql", "prisma/migrations/3_last/migration.sql"
BETWEEN = "prisma/migrations/2_between/migration.sql"
INIT = '-- made once\nCREATE TABLE "Tenant" ("id" TEXT NOT NULL);\n'
EDITED = INIT.replace("TEXT", "VARCHAR(30)")
INDEX = 'CREATE INDEX "Tenant_id_idx" ON "Tenant"("id");\n'


@pytest.fixture
def history(folder: Path) -> Path:
    """Two migrations that the default branch has, and a branch begun there."""
    fill(folder, {FIRST: INIT, LAST: 'CREATE TABLE "Late" ("id" TEXT NOT NULL);\n'})
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "two migrations")
    git(folder, "checkout", "-q", "-b", "branch")
    return folder


def codes(editor: Editor, file: str) -> list[int | str | None]:
    params = editor.published.get((editor.folders[0] / file).as_uri())
    return [each.code for each in params.diagnostics] if params else []


def times(editor: Editor, file: str) -> int:
    return editor.publications[(editor.folders[0] / file).as_uri()]


async def changed(editor: Editor, file: str, text: str) -> None:
    """Write a file as another program does; who watches no files is told by a save."""
    fill(editor.folders[0], {file: text})
    editor.changed_on_disk(editor.folders[0] / file)
    for document in editor.documents.values():
        document.save()


@pytest.mark.parametrize("profile", PROFILES)
async def test_an_edited_file_is_told_until_it_is_mended(history: Path, profile: Profile) -> None:
    fill(history, {FIRST: EDITED})
    async with session(profile, history) as editor:
        await editor.open(SCHEMA)
        [found] = await editor.published_for(FIRST)
        assert (found.code, found.severity, found.source) == ("edited-after-applied", 2, "partywall")
        assert (found.range.start.line, found.range.end.line) == (1, 1)
        if found.code_description:
            assert found.code_description.href.endswith("/docs/hazards/edited-after-applied.md")
        await changed(editor, FIRST, INIT)
        await editor.published_for(FIRST, lambda found: not found)
        assert times(editor, FIRST) == 2
        assert times(editor, LAST) == 0


async def test_a_folder_out_of_order_and_a_base_that_changed_are_told(history: Path) -> None:
    base = "-- Made on 1_init, history 000000000000.\n"
    fill(history, {BETWEEN: INDEX, "prisma/migrations/4_next/migration.sql": INDEX})
    fill(history, {"prisma/migrations/4_next/down.sql": f'{base}DROP INDEX "Tenant_id_idx";\n'})
    async with session("visual-studio-code", history) as editor:
        await editor.open(SCHEMA)
        [late] = await editor.published_for(BETWEEN)
        assert late.code == "out-of-order"  # and nothing of its statements, which are for who opens it
        [moved] = await editor.published_for("prisma/migrations/4_next/migration.sql")
        assert moved.code == "base-changed"
        (history / BETWEEN).unlink()
        (history / BETWEEN).parent.rmdir()
        editor.changed_on_disk(history / BETWEEN)
        await editor.published_for(BETWEEN, lambda found: not found)


async def test_a_deleted_folder_is_told_by_the_next_until_it_is_back(history: Path) -> None:
    (history / FIRST).unlink()
    (history / FIRST).parent.rmdir()
    async with session("visual-studio-code", history) as editor:
        await editor.open(SCHEMA)
        [found] = await editor.published_for(LAST)
        assert found.code == "deleted-after-applied"
        assert found.message.startswith("`1_init` was applied and is gone")
        opened = await editor.open(LAST)
        assert [each.code for each in await opened.diagnostics()] == ["deleted-after-applied"]
        opened.close()
        await changed(editor, FIRST, INIT)
        await editor.published_for(LAST, lambda found: not found)


async def test_it_is_taken_back_as_the_schema_closes(history: Path) -> None:
    fill(history, {FIRST: EDITED})
    async with session("visual-studio-code", history) as editor:
        schema = await editor.open(SCHEMA)
        assert await editor.published_for(FIRST)
        schema.close()
        await editor.published_for(FIRST, lambda found: not found)
        await editor.open(SCHEMA)
        assert await editor.published_for(FIRST, bool)


async def test_an_open_file_is_told_by_its_review_alone(history: Path) -> None:
    fill(history, {BETWEEN: INDEX})
    async with session("visual-studio-code", history) as editor:
        await editor.open(SCHEMA)
        assert await editor.published_for(BETWEEN)
        sql = await editor.open(BETWEEN)
        found = await sql.diagnostics(lambda found: len(found) > 1)
        assert sorted(str(each.code) for each in found) == ["index-blocks-writes", "out-of-order"]
        before = times(editor, BETWEEN)
        await asyncio.sleep(3 * QUIET)
        assert times(editor, BETWEEN) == before
        sql.edit((0, 0, "-- a comment\n"))
        assert len(await sql.diagnostics()) == 2
        sql.close()
        await editor.until(lambda: codes(editor, BETWEEN) == ["out-of-order"], "what is told unopened")


async def test_a_file_that_is_spelt_otherwise_as_it_opens_is_told_once(history: Path) -> None:
    fill(history, {FIRST: EDITED})
    async with session("visual-studio-code", history) as editor:
        await editor.open(SCHEMA)
        assert await editor.published_for(FIRST)
        uri = (history / FIRST).as_uri().replace("migration.sql", "migration%2Esql")
        sql = editor._open(uri, EDITED)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        assert [each.code for each in await sql.diagnostics()] == ["edited-after-applied"]
        await editor.until(lambda: not codes(editor, FIRST), "the other address to be told of nothing")


async def test_settings_turn_it_off(history: Path) -> None:
    fill(history, {FIRST: EDITED, "partywall.toml": '[hazards]\nedited-after-applied = "off"\n'})
    async with session("visual-studio-code", history) as editor:
        schema = await editor.open(SCHEMA)
        await schema.diagnostics()
        config = await editor.open("partywall.toml")
        config.set_text('[hazards]\nedited-after-applied = "error"\n')
        [found] = await editor.published_for(FIRST)
        assert found.severity == 1
        assert times(editor, FIRST) == 1


@pytest.mark.parametrize("is_trusted", [True, False])
async def test_nothing_is_said_without_git_nor_where_it_may_not_be_asked(
    history: Path, *, is_trusted: bool
) -> None:
    """Seen by what is said as soon as git is there, if it may be asked."""
    (history / ".git").rename(history / "git")
    fill(history, {FIRST: EDITED, BETWEEN: INDEX})
    options = {"workspaceTrusted": is_trusted}
    async with session("visual-studio-code", history, initialization_options=options) as editor:
        schema = await editor.open(SCHEMA)
        await schema.diagnostics()
        await asyncio.sleep(3 * QUIET)
        (history / "git").rename(history / ".git")
        editor.changed_on_disk(history / FIRST)
        if is_trusted:
            assert await editor.published_for(FIRST)
            assert await editor.published_for(BETWEEN)
        else:
            await asyncio.sleep(3 * QUIET)
            assert not editor.published.keys() & {(history / each).as_uri() for each in (FIRST, BETWEEN)}


# --- how often it is asked -----------------------------------------------------------------------


class Session:
    """A desk with one open schema, without a client: what it tells is kept."""

    def __init__(self, folder: Path) -> None:
        self.told: list[dict[str, Any]] = []
        outlet = Outlet(
            publish=lambda params: self.told.append(json.loads(params)),
            know=lambda _paths: None,
            complain=pytest.fail,
            log=pytest.fail,
            redraw=lambda _lenses, _hints: None,
        )
        self.desk = Desk(Encoding.UTF16, Abilities(watched_files=True), outlet, is_trusted=True)
        self.desk.set_folders((folder.as_posix(),))
        self.path = (folder / SCHEMA).as_posix()
        self.text = (folder / SCHEMA).read_text()
        self.version = 1
        self.desk.open(self.document)
        self.desk.configure(self.path, EditorSettings({}))
        self.work()

    @property
    def document(self) -> Document:
        return Document(uri_of(self.path), self.path, self.version, Source.of(self.text))

    def type(self, text: str) -> None:
        self.text, self.version = text, self.version + 1
        self.desk.change(self.document)
        self.desk.refresh(lambda: None)

    def work(self) -> None:
        """Do all there is to do, as on a quiet afternoon."""
        self.desk.refresh(lambda: None)
        while self.desk.has_spare_work:
            self.desk.do_spare_work(lambda: None)

    @property
    def counts(self) -> tuple[int, int, int]:
        histories = self.desk.migrations.histories
        return (self.desk.history_drift.looks, histories.read, histories.asked)

    def of(self, file: str) -> list[list[str]]:
        """What a file was told, each time."""
        told = [each["diagnostics"] for each in self.told if each["uri"].endswith(f"/{file}")]
        return [[each["code"] for each in found] for found in told]


def test_what_is_typed_asks_for_nothing(history: Path) -> None:
    fill(history, {FIRST: EDITED})
    session = Session(history)
    assert session.counts == (1, 1, 1)
    assert session.of(FIRST) == [["edited-after-applied"]]
    for text in ("  name    String?\n", "  name    String @(\n", "  name    Int\n\n"):
        session.type(session.text.replace("  name    String\n", text, 1))
        session.work()
    assert session.counts == (1, 1, 1)
    assert session.of(FIRST) == [["edited-after-applied"]]


def test_the_disk_and_an_open_file_ask_once(history: Path) -> None:
    fill(history, {FIRST: EDITED})
    session = Session(history)
    session.desk.changed_on_disk([(history / FIRST).as_posix()])
    session.work()
    assert session.counts == (2, 2, 2)
    path = (history / FIRST).as_posix()
    session.desk.open(Document(uri_of(path), path, 1, EDITED))
    session.work()
    assert session.counts == (3, 2, 2)  # the review asks no second time
    for version in range(2, 5):
        session.desk.change(Document(uri_of(path), path, version, EDITED + "\n" * version))
        session.work()
    assert session.counts == (3, 2, 2)
    session.desk.close(path)
    session.work()
    assert session.counts == (4, 2, 2)
    edited = ["edited-after-applied"]
    assert session.of(FIRST) == [edited, edited, edited, edited, edited, [], edited]


def test_news_end_it_and_it_is_still_due(history: Path) -> None:
    fill(history, {FIRST: EDITED})
    session = Session(history)
    session.desk.changed_on_disk([(history / FIRST).as_posix()])

    def stop() -> None:
        if session.desk.migrations.histories.asked > 1:
            raise Stopped

    with pytest.raises(Stopped):
        session.desk.do_spare_work(stop)
    assert session.desk.has_spare_work
    session.work()
    assert session.of(FIRST) == [["edited-after-applied"]]
