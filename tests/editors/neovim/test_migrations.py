"""A migration in Neovim: from a finding to its files, looked at, declined, reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.folders import contents
from support.neovim import TAKE_FIRST_FIX, Neovim

pytestmark = pytest.mark.editor


def test_from_finding_to_migration(editor: Neovim, workspace: Path) -> None:
    """What the first minutes with Partywall are: see, mend, migrate; and everything is on disk."""
    schema = workspace / "prisma" / "schema.prisma"
    before = schema.read_text()
    migrations = set((workspace / "prisma" / "migrations").iterdir())
    finding = next(found for found in editor.diagnostics() if found["code"] == "missing-tenant-key")
    assert finding["source"] == "partywall"
    count = len(editor.diagnostics())

    editor.put_cursor(finding["lnum"] + 1, finding["col"] + 1)
    editor.lua(TAKE_FIRST_FIX)
    editor.until("return #vim.diagnostic.get(0) < ...", count, what="the finding to go")
    assert editor.text != before
    mended = editor.text

    editor.answer(typed="scope_to_tenant", choice=1)
    editor.command("PartywallMigration")
    editor.until(
        "return vim.api.nvim_buf_get_name(0):match('migration%.sql$')", what="the migration to be shown"
    )
    editor.until("return #_G.notices > 0", what="the notice")

    assert editor.unsaved == []
    assert schema.read_text() == mended
    [folder] = set((workspace / "prisma" / "migrations").iterdir()) - migrations
    assert folder.name.endswith("_scope_to_tenant")
    names = {file.name for file in folder.iterdir()}
    assert names == {"migration.sql", "down.sql", "verify.sql", "CHECKLIST.md"}
    assert "ALTER TABLE" in (folder / "migration.sql").read_text()
    assert (folder / "down.sql").read_text().strip()
    assert editor.text == (folder / "migration.sql").read_text()


def test_a_declined_migration_writes_nothing(editor: Neovim, workspace: Path) -> None:
    files = contents(workspace)
    editor.command("PartywallFixAll!")
    editor.until("return #_G.notices > 0", what="the notice")
    editor.answer(choices=["Refuse", "Cancel"])
    editor.command("PartywallMigration declined")
    editor.until("return #_G.asked == 2", what="the questions")
    editor.lua("vim.wait(1000)")
    assert contents(workspace) == files
    assert editor.file == workspace / "prisma" / "schema.prisma"


def test_the_preview_shows_what_will_be_written(editor: Neovim) -> None:
    editor.command("PartywallFixAll!")
    editor.until("return vim.bo.modified", what="the fixes")
    editor.lua("""
        vim.ui.select = function(items, _, done)
          if items[1] ~= "Write the migration" then
            return done(items[1])
          end
          _G.preview = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\\n")
          done(nil)
        end""")
    editor.command("PartywallMigration look")
    preview: str = editor.until("return _G.preview", what="the preview")
    assert preview.startswith("-- Partywall will write prisma/migrations/")
    assert "-- and save " in preview
    assert "/migration.sql\n" in preview
    assert "/down.sql\n" in preview
    assert "ALTER TABLE" in preview


def test_a_migration_is_reviewed_as_it_is_typed(editor: Neovim, workspace: Path) -> None:
    """Of SQL, the files of the history alone; the safe form is an action."""
    sql = workspace / "prisma" / "migrations" / "99991231000000_index" / "migration.sql"
    sql.parent.mkdir()
    sql.write_text('CREATE INDEX "chatbots_name_idx" ON "chatbots"("name");\n')
    editor.edit(sql)
    editor.until("return #vim.diagnostic.get(0) == 1", what="the hazard")
    [found] = editor.diagnostics()
    assert found["code"] == "index-blocks-writes"
    editor.put_cursor(found["lnum"] + 1, found["col"] + 1)
    editor.lua(TAKE_FIRST_FIX)
    editor.until("return #vim.diagnostic.get(0) == 0", what="the hazard to go")
    assert editor.text == 'CREATE INDEX CONCURRENTLY "chatbots_name_idx" ON "chatbots"("name");\n'
    other = workspace / "query.sql"
    other.write_text("SELECT 1;\n")
    attached = editor.lua("vim.cmd.edit((...)) return #vim.lsp.get_clients({ bufnr = 0 })", str(other))
    assert attached == 0
