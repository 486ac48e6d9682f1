"""A user's hour in Neovim: the real editor, the real plugin, the real server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.neovim import Neovim, neovim

PROJECT = Path(__file__).resolve().parents[3]
EXAMPLE = PROJECT / "examples" / "chatbots"
PARTYWALL = Path(sys.executable).with_name("partywall")

pytestmark = pytest.mark.editor


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the example."""
    return shutil.copytree(EXAMPLE, tmp_path / "chatbots")


@pytest.fixture(autouse=True)
def _server_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def editor(tmp_path: Path, workspace: Path) -> Iterator[Neovim]:
    """Neovim with the example's schema open and its findings shown."""
    with neovim(tmp_path / "home") as editor:
        editor.edit(workspace / "prisma" / "schema.prisma")
        editor.until(HAS_FINDINGS, what="findings")
        yield editor


MODEL = re.compile(r"^(?:///.*\n)*model (?P<name>\w+) \{$.*?^\}\n", re.MULTILINE | re.DOTALL)
HAS_FINDINGS = "return #vim.diagnostic.get(0) > 0"
FINDINGS_OF_RULE = """
return vim.iter(vim.diagnostic.get(0)):filter(function(d) return d.code == ... end):totable()
"""
TAKE_FIRST_FIX = """
vim.lsp.buf.code_action({
  context = { only = { "quickfix" } },
  filter = (function() local taken = false
    return function() local first = not taken; taken = true; return first end
  end)(),
  apply = true,
})
"""


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
    files = _files(workspace)
    editor.command("PartywallFixAll!")
    editor.until("return #_G.notices > 0", what="the notice")
    editor.answer(choice=2)
    editor.command("PartywallMigration declined")
    editor.lua("vim.wait(1000)")
    assert _files(workspace) == files
    assert editor.file == workspace / "prisma" / "schema.prisma"


def test_the_preview_shows_what_will_be_written(editor: Neovim) -> None:
    editor.command("PartywallFixAll!")
    editor.until("return vim.bo.modified", what="the fixes")
    editor.lua("""
        vim.ui.select = function(_, _, done)
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


def test_fix_all_then_undo(editor: Neovim) -> None:
    before = editor.text
    editor.command("PartywallFixAll!")
    notice: str = editor.until("return _G.notices[1]", what="the notice")
    assert " fixed, " in notice
    assert editor.text != before
    editor.command("undo")
    assert editor.text == before


@pytest.mark.parametrize(
    "layout", ["as it is", "one file a model", "no line end at the end", "windows line ends"]
)
def test_the_buffers_become_what_the_command_line_writes(
    tmp_path: Path, workspace: Path, layout: str
) -> None:
    """Neovim 0.11 leaves a stray line where an edit begins below the last line, and guesses line ends."""
    _lay_out(workspace / "prisma", layout)
    twin = shutil.copytree(workspace, tmp_path / "twin")
    before = _files(twin)
    subprocess.run([PARTYWALL, "fix", "--unsafe"], cwd=twin, check=False, capture_output=True)

    with neovim(tmp_path / "home") as editor:
        files = (workspace / "prisma").glob("*.prisma")
        editor.edit(next(file for file in files if "model Chatbot " in file.read_text()))
        editor.until(HAS_FINDINGS, what="findings")
        editor.command("PartywallFixAll!")
        editor.until("return #_G.notices > 0", what="the notice")
        # By default Neovim ends the last line of what it writes.
        editor.command("set nofixendofline | wall")
    assert _files(workspace) == _files(twin) != before


def test_hover_says_whose_data_it_is(editor: Neovim) -> None:
    line = editor.text.split("\n").index(_header_of_first_model(editor.text)) + 1
    editor.put_cursor(line, len("model ") + 1)
    editor.lua("vim.lsp.buf.hover()")
    shown: str = editor.until(
        """
        for _, window in ipairs(vim.api.nvim_list_wins()) do
          if vim.api.nvim_win_get_config(window).relative ~= "" then
            local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true)
            return table.concat(lines, "\\n")
          end
        end""",
        what="the hover",
    )
    assert "tenant" in shown.lower()


def test_scope_the_model_under_the_cursor(editor: Neovim) -> None:
    finding = next(found for found in editor.diagnostics() if found["code"] == "missing-tenant-key")
    before = len(editor.diagnostics())
    editor.put_cursor(finding["lnum"] + 2, 1)
    editor.command("PartywallScope")
    editor.until("return #vim.diagnostic.get(0) < ...", before, what="the finding to go")
    assert editor.unsaved == [str(editor.file)]


def test_relations_are_refactored_under_the_cursor_or_as_chosen(editor: Neovim) -> None:
    lines = editor.text.split("\n")
    editor.put_cursor(lines.index("") + 1, 1)
    editor.answer(choice=1)
    editor.command("PartywallConsistent")
    editor.until("return vim.bo.modified", what="a relation to be chosen and changed")
    assert editor.notices == []
    assert "references: [tenantId, id]" in editor.text

    field = next(n for n, line in enumerate(editor.text.split("\n"), 1) if line.startswith("  name "))
    editor.put_cursor(field, 1)
    editor.command("PartywallJoin")
    editor.until("return #_G.notices > 0", what="the notice")
    assert editor.notices == ["Partywall: `Tenant.name` is no relation field"]


def test_scope_outside_a_model_says_so(editor: Neovim) -> None:
    blank = editor.text.split("\n").index("") + 1
    editor.put_cursor(blank, 1)
    editor.command("PartywallScope")
    assert editor.notices == ["Partywall: the cursor is in no model"]


TAKE_ALLOW = """
vim.lsp.buf.code_action({
  context = { only = { "quickfix" } },
  filter = function(action) return vim.startswith(action.title, "Allow here…") end,
  apply = true,
})
"""


def test_a_finding_is_allowed_with_a_reason(editor: Neovim) -> None:
    by_action, by_command = (
        next(found for found in editor.diagnostics() if found["code"] == rule)
        for rule in ("unique-without-tenant", "unindexed-foreign-key")
    )
    editor.answer(typed="one of each for all tenants")
    editor.put_cursor(by_action["lnum"] + 1, by_action["col"] + 1)
    editor.lua(TAKE_ALLOW)
    gone = """
        local rule = ...
        return vim.iter(vim.diagnostic.get(0)):all(function(d) return d.code ~= rule end)"""
    editor.until(gone, "unique-without-tenant", what="the finding to go")
    written = "// partywall: allow unique-without-tenant one of each for all tenants"
    assert written in editor.text

    at = next(found for found in editor.diagnostics() if found["code"] == "unindexed-foreign-key")
    assert at["message"] == by_command["message"]
    editor.put_cursor(at["lnum"] + 1, at["col"] + 1)
    editor.command("PartywallAllow read by its key alone")
    editor.until(gone, "unindexed-foreign-key", what="the finding to go")
    assert "// partywall: allow unindexed-foreign-key read by its key alone" in editor.text
    assert editor.notices == []

    editor.put_cursor(editor.text[: editor.text.index(written)].count("\n") + 1, 1)
    editor.command("PartywallAllow")
    assert editor.notices == ["Partywall: no finding in this line"]


def test_lenses_and_hints_are_shown_if_wanted(tmp_path: Path, workspace: Path) -> None:
    wanted = "{ settings = { partywall = { codeLens = true, inlayHints = true } } }"
    init = f"vim.lsp.config('partywall', {wanted}); vim.lsp.enable('partywall')"
    with neovim(tmp_path / "home", init) as editor:
        editor.edit(workspace / "prisma" / "schema.prisma")
        editor.until("return #vim.lsp.codelens.get(0) > 0", what="code lenses")
        titles: list[str] = editor.lua(
            "return vim.iter(vim.lsp.codelens.get(0)):map(function(l) return l.command.title end):totable()"
        )
        assert titles[0] == "tenant root: each row is a tenant"
        editor.until("return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0", what="inlay hints")
        labels: list[str] = editor.lua(
            "return vim.iter(vim.lsp.inlay_hint.get({ bufnr = 0 })):map("
            "function(h) return h.inlay_hint.label end):totable()"
        )
        assert ", onUpdate: Cascade" in labels

        line = next(n for n, text in enumerate(editor.text.split("\n"), 1) if text.startswith("model Tenant"))
        editor.put_cursor(line, 1)
        editor.lua("vim.lsp.codelens.run()")
        editor.until("return vim.bo.filetype == 'markdown'", what="the tenancy")


def test_tenancy_and_explanations_are_shown(editor: Neovim) -> None:
    finding = editor.diagnostics()[0]
    completed = editor.lua("return vim.fn.getcompletion('PartywallExplain ', 'cmdline')")
    assert finding["code"] in completed

    editor.put_cursor(finding["lnum"] + 1, 1)
    editor.command("PartywallExplain")
    editor.until("return vim.bo.filetype == 'markdown'", what="the explanation")
    assert finding["code"] in editor.text
    editor.command("close")

    editor.command("PartywallTenancy")
    editor.until("return vim.bo.filetype == 'markdown'", what="the tenancy")
    assert "Tenant" in editor.text


def test_restart(editor: Neovim) -> None:
    before = editor.lua("return vim.lsp.get_clients({ name = 'partywall' })[1].id")
    editor.command("PartywallRestart")
    editor.until(
        """
        local client = vim.lsp.get_clients({ bufnr = 0, name = "partywall" })[1]
        return client and client.id ~= ... and client.initialized and #vim.diagnostic.get(0) > 0""",
        before,
        what="the new server's findings",
    )


def test_syntax_errors_are_left_to_prisma_while_its_server_is_attached(editor: Neovim) -> None:
    is_reported = """
        return vim.iter(vim.diagnostic.get(0)):any(function(d)
          return d.source == "partywall" and d.severity == vim.diagnostic.severity.ERROR
        end) == ..."""
    editor.lua("vim.api.nvim_buf_set_lines(0, -1, -1, true, { '', 'model {' })")
    editor.until(is_reported, True, what="the syntax error")  # noqa: FBT003 - an argument to Lua
    # Its name is all that counts; Partywall's own server stands in for it, and reports as `prismals`.
    editor.lua(
        """
        vim.lsp.config("prismals", { cmd = { "partywall", "server", "--stdio" }, filetypes = { "prisma" },
          handlers = { ["textDocument/publishDiagnostics"] = function() end } })
        vim.lsp.enable("prismals")"""
    )
    editor.until(is_reported, False, what="the syntax error to go")  # noqa: FBT003
    editor.lua("vim.lsp.enable('prismals', false)")
    editor.until(is_reported, True, what="the syntax error to come back")  # noqa: FBT003


def test_a_missing_server_is_one_clear_line(
    tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with neovim(tmp_path / "home") as editor:
        editor.command(f"edit {workspace / 'prisma' / 'schema.prisma'}")
        editor.command("PartywallMigration any")
        notices = [notice for notice in editor.notices if notice.startswith("Partywall: ")]
        assert notices == [
            "Partywall: no server for this buffer; open a Prisma schema, or see :help partywall"
        ]
        editor.command("checkhealth partywall")
        assert "is not on the PATH" in editor.text


def test_a_hostile_workspace_leaves_no_mark(tmp_path: Path, workspace: Path) -> None:
    """Nothing that lies in the workspace is run, however it is named."""
    mark = tmp_path / "mark"
    _make_hostile(workspace, mark)
    with neovim(
        tmp_path / "home", init=f"vim.cmd.cd({str(workspace)!r}) vim.lsp.enable('partywall')"
    ) as editor:
        editor.edit(workspace / "prisma" / "schema.prisma")
        editor.until(HAS_FINDINGS, what="findings")
        editor.answer(choice=1)
        editor.command("PartywallFixAll!")
        editor.until("return #_G.notices > 0", what="the notice")
        editor.command("PartywallMigration! hostile")
        editor.until("return #_G.notices > 1", what="the migration")
    assert not mark.exists(), mark.read_text()


def test_a_hostile_workspace_would_mark_who_trusts_it(tmp_path: Path, workspace: Path) -> None:
    mark = tmp_path / "mark"
    _make_hostile(workspace, mark)
    for command in ([sys.executable, "-c", "import json"], ["git", "status"], ["./python3"]):
        mark.unlink(missing_ok=True)
        subprocess.run(command, cwd=workspace, check=False, capture_output=True)
        assert mark.exists(), command


def _make_hostile(workspace: Path, mark: Path) -> None:
    for name in ("json", "lark", "typing", "pygls", "sitecustomize", "usercustomize"):
        (workspace / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write({name!r})\n")
    for package in ("partywall", "partywall_server", "lsprotocol"):
        (workspace / package).mkdir()
        (workspace / package / "__init__.py").write_text(f"open({str(mark)!r}, 'a').write({package!r})\n")
    programs = ["partywall", "python", "python3", "git", "node", ".venv/bin/python", ".venv/bin/partywall"]
    for program in programs:
        path = workspace / program
        if path.is_dir():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho {program} >>{mark}\n")
        path.chmod(0o755)
    hook = workspace / "git"
    (workspace / ".git" / "hooks").mkdir(parents=True)
    for folder in ("objects", "refs"):
        (workspace / ".git" / folder).mkdir()
    (workspace / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (workspace / ".git" / "config").write_text(
        "[core]\n"
        "\trepositoryformatversion = 0\n"
        f"\tfsmonitor = {hook}\n\tsshCommand = {hook}\n\tpager = {hook}\n\teditor = {hook}\n"
        f'[filter "any"]\n\tclean = {hook}\n\tsmudge = {hook}\n\tprocess = {hook}\n'
        f"[diff]\n\texternal = {hook}\n"
    )
    (workspace / ".gitattributes").write_text("* filter=any\n")


def _lay_out(folder: Path, layout: str) -> None:
    schema = folder / "schema.prisma"
    text = schema.read_text()
    match layout:
        case "one file a model":
            for model in MODEL.finditer(text):
                (folder / f"{model['name'].lower()}.prisma").write_text(model[0])
            schema.write_text(MODEL.sub("", text).rstrip() + "\n")
            config = folder.parent / "prisma.config.ts"
            config.write_text(config.read_text().replace("prisma/schema.prisma", "prisma"))
        case "no line end at the end":
            schema.write_text(text.rstrip())
        case "windows line ends":
            schema.write_bytes(text.replace("\n", "\r\n").encode())
        case _:
            pass


def _header_of_first_model(text: str) -> str:
    return next(line for line in text.split("\n") if line.startswith("model "))


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


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


def test_the_forms_change_the_schema_and_write_its_migration(editor: Neovim, workspace: Path) -> None:
    schema = workspace / "prisma" / "schema.prisma"
    migrations = workspace / "prisma" / "migrations"
    editor.command("PartywallMigration! pending")
    editor.until("return #_G.notices > 0", what="the notice")
    for number, (form, part, name) in enumerate(
        (
            ("Entity! FaqEntry", "model FaqEntry {", "add_faq_entry"),
            ("Field! FaqEntry status String?", "status    String?", "add_status_to_faq_entry"),
            ("Index! FaqEntry tenantId status", "@@index([tenantId, status])", "index_faq_entries"),
            ("Data! seed faq-entry-defaults", "", "seed_faq_entry_defaults"),
        ),
        start=2,
    ):
        editor.command(f"edit {schema}")
        editor.until("return #vim.lsp.get_clients({ bufnr = 0 }) > 0", what="the server")
        editor.command(f"Partywall{form}")
        editor.until("return #_G.notices >= ...", number, what="the notice")
        assert part in schema.read_text()
        assert name in max(migrations.iterdir()).name or any(
            name in each.name for each in migrations.iterdir()
        )
        assert editor.unsaved == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PartywallField Cha", ["Chatbot"]),
        ("PartywallIndex Chatbot tenant", ["tenantId", "tenant"]),
        ("PartywallData s", ["seed"]),
    ],
)
def test_the_forms_are_completed(editor: Neovim, line: str, expected: list[str]) -> None:
    assert editor.lua("return vim.fn.getcompletion(..., 'cmdline')", line) == expected
