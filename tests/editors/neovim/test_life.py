"""What Neovim shows, and the server's life beside Prisma's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.neovim import Neovim, neovim

pytestmark = pytest.mark.editor


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


def _header_of_first_model(text: str) -> str:
    return next(line for line in text.split("\n") if line.startswith("model "))
