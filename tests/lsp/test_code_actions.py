"""Quick fixes, refactorings, fix-all: what is offered, and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from partywall_server.lsp.abilities import as_mapping
from support.lsp import session
from support.lsp_client import PROFILES, Profile

if TYPE_CHECKING:
    from pathlib import Path

    from support.lsp import Found

ALL_SAFE = "Fix all safe Partywall findings in this file"


def one(found: Found, rule: str) -> types.Diagnostic:
    [match] = [each for each in found if each.code == rule]
    return match


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_quick_fix_mends_its_finding(folder: Path, profile: Profile) -> None:
    async with session(profile, folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        found = await schema.diagnostics()
        index = one(found, "missing-tenant-index")
        [fix, _] = await schema.code_actions(index.range, only="quickfix")
        assert fix.title == "Add an index on `tenantId`"
        assert fix.is_preferred
        assert list(fix.diagnostics or ()) == [index]
        assert fix.edit is None  # made when it is chosen
        await editor.apply(fix)
        assert "onDelete: Cascade)\n\n  @@index([tenantId])\n}\n\nmodel List" in schema.text
        assert [each.code for each in await schema.diagnostics()] == ["unique-without-tenant"]


async def test_an_unsafe_fix_says_why_and_is_not_preferred(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        unique = one(await schema.diagnostics(), "unique-without-tenant")
        [fix, _] = await schema.code_actions(unique.range, only="quickfix")
        assert fix.title.startswith("Make it unique for each `tenantId` (unsafe: `findUnique`")
        assert not fix.is_preferred
        await editor.apply(fix)
        assert "@@unique([tenantId, name])" in schema.text
        assert "@unique\n" not in schema.text


async def test_fix_all_applies_what_is_safe_in_this_file(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await schema.diagnostics()
        for only in ("source", "source.fixAll"):
            [action] = await schema.code_actions(schema_range(schema.text), only=only)
            assert (action.title, action.kind) == (ALL_SAFE, "source.fixAll.partywall")
            assert not action.diagnostics
        [action] = await schema.code_actions(schema_range(schema.text), only="source.fixAll.partywall")
        await editor.apply(action)
        assert [each.code for each in await schema.diagnostics()] == ["unique-without-tenant"]
        assert await schema.code_actions(schema_range(schema.text), only="source.fixAll") == []
        assert await schema.code_actions(schema_range(schema.text), only="source.organizeImports") == []


async def test_an_edit_elsewhere_does_not_spoil_a_chosen_fix(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        index = one(await schema.diagnostics(), "missing-tenant-index")
        [fix, _] = await schema.code_actions(index.range, only="quickfix")
        schema.edit((0, 0, "// 🦊\n\n"))
        await editor.apply(fix)
        assert "onDelete: Cascade)\n\n  @@index([tenantId])\n}\n\nmodel List" in schema.text


async def test_a_fix_whose_finding_is_gone_is_refused(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        index = one(await schema.diagnostics(), "missing-tenant-index")
        [fix, _] = await schema.code_actions(index.range, only="quickfix")
        schema.replace("model Member {", "model Member {\n  @@index([tenantId])")
        with pytest.raises(JsonRpcException) as refused:
            await editor.client.code_action_resolve_async(fix)
        assert refused.value.code == types.LSPErrorCodes.ContentModified


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_finding_is_allowed_with_a_reason(folder: Path, profile: Profile) -> None:
    async with session(profile, folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        unique = one(await schema.diagnostics(), "unique-without-tenant")
        [fix, allow] = await schema.code_actions(unique.range, only="quickfix")
        assert (allow.title, allow.kind) == ("Allow here… (unique-without-tenant)", "quickfix")
        assert not allow.is_preferred
        assert list(allow.diagnostics or ()) == list(fix.diagnostics or ()) == [unique]
        assert allow.edit is None
        assert allow.command is not None
        # The editor asks for the reason, and runs the command with it.
        assert allow.command.command == "partywall.allow"
        assert allow.command.arguments is not None
        [argument] = allow.command.arguments
        given = {**as_mapping(argument), "reason": "one list\nfor all"}
        assert await editor.execute("partywall.allow", given) == {"applied": True, "reason": None}
        assert "@unique // partywall: allow unique-without-tenant one list for all\n" in schema.text
        assert [each.code for each in await schema.diagnostics()] == ["missing-tenant-index"]
        again = await editor.execute("partywall.allow", given)
        assert again == {"applied": False, "reason": "the finding is no longer there"}


async def test_an_editor_that_asks_for_no_reason_leaves_one_to_be_written(folder: Path) -> None:
    async with session("neovim", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        index = one(await schema.diagnostics(), "missing-tenant-index")
        [_, allow] = await schema.code_actions(index.range, only="quickfix")
        await editor.apply(allow)
        line = "// partywall: allow missing-tenant-index TODO: say why"
        assert f"}}\n\n{line}\nmodel Member {{\n" in schema.text
        found = await schema.diagnostics()
        assert [each.code for each in found] == ["allowance-without-reason", "unique-without-tenant"]
        assert schema.slice(found[0].range) == line
        assert await schema.code_actions(found[0].range, only="quickfix") == []


async def test_an_allowance_that_nothing_needs_is_taken_away(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        before = schema.text
        schema.replace(
            "  email    String\n", "  email    String // partywall: allow nullable-tenant-key no\n"
        )
        unused = one(await schema.diagnostics(), "unused-allowance")
        assert list(unused.tags or ()) == [types.DiagnosticTag.Unnecessary]
        [remove] = await schema.code_actions(unused.range, only="quickfix")
        assert remove.title == "Remove this allowance"
        assert not remove.is_preferred
        [every] = await schema.code_actions(unused.range, only="source.fixAll")
        await editor.apply(every)
        assert "// partywall: allow" in schema.text, "it is no fix"
        await editor.apply(remove)
        assert "// partywall: allow" not in schema.text
        assert schema.text.replace("\n  @@index([tenantId])\n}\n\nmodel List", "}\n\nmodel List") == before


async def test_edits_name_the_version_they_were_made_for(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        index = one(await schema.diagnostics(), "missing-tenant-index")
        [fix, _] = await schema.code_actions(index.range, only="quickfix")
        resolved = await editor.client.code_action_resolve_async(fix)
        assert resolved.edit is not None
        assert resolved.edit.document_changes is not None
        [change] = resolved.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == 1
        assert resolved.edit.change_annotations is not None


async def test_a_client_without_versions_in_edits_gets_plain_changes(folder: Path) -> None:
    async with session("neovim", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        index = one(await schema.diagnostics(), "missing-tenant-index")
        [fix, _] = await schema.code_actions(index.range, only="quickfix")
        resolved = await editor.client.code_action_resolve_async(fix)
        assert resolved.edit is not None
        assert resolved.edit.document_changes is None
        assert resolved.edit.changes is not None
        assert list(resolved.edit.changes) == [schema.uri]


def schema_range(text: str) -> types.Range:
    return types.Range(types.Position(0, 0), types.Position(text.count("\n"), 0))
