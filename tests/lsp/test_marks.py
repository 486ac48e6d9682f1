"""Code lenses and inlay hints: what stands beside the text, when, and that it is kept current."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from support.lsp import session
from support.lsp_client import PROFILES, Profile

if TYPE_CHECKING:
    from pathlib import Path

    from support.lsp import Document

NOTE = """\
model Note {
  id    String  @id
  above String?
  list  String
  upper Note?  @relation("tree", fields: [above], references: [id])
  of    List   @relation(fields: [list], references: [id], onUpdate: NoAction)
  lower Note[] @relation("tree")
}
"""
ALL = types.Range(types.Position(0, 0), types.Position(1000, 0))


async def titles(schema: Document) -> list[tuple[str, str]]:
    return [(above, command.title) for above, command in await schema.code_lenses()]


@pytest.mark.parametrize("profile", PROFILES)
async def test_each_model_says_above_whose_data_it_is(folder: Path, profile: Profile) -> None:
    async with session(profile, folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await schema.diagnostics()
        assert await titles(schema) == [
            ("Tenant", "tenant root: each row is a tenant"),
            ("Member", "owned by Tenant, by tenantId"),
            ("List", "owned by Tenant, by tenantId"),
        ]
        [(_, command), *_] = await schema.code_lenses()
        shown = await editor.execute(command.command, *(command.arguments or ()))
        assert "Tenants: `Tenant`" in shown["markdown"]


async def test_there_are_no_lenses_without_tenants_nor_against_the_setting(folder: Path) -> None:
    async with session("neovim", folder, settings={"codeLens": False}) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await schema.diagnostics()
        assert await schema.code_lenses() == []
        assert await schema.inlay_hints(ALL) == [], "they are off unless somebody wants them"
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma", "model Note {\n  id Int @id\n}\n")
        await schema.diagnostics()
        assert await schema.code_lenses() == []


async def test_the_editor_asks_again_when_the_answer_is_another(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await editor.until(lambda: editor.refreshes["lenses"] == 1, "the first lenses")
        schema.replace("email    String", "mail     String")
        await schema.diagnostics()
        assert editor.refreshes == {"lenses": 1}, "whose data it is did not change"
        schema.replace("model List {", "// partywall: shared\nmodel List {")
        await editor.until(lambda: editor.refreshes["lenses"] == 2, "the lenses to be asked for again")
        assert ("List", "shared: belongs to no tenant") in await titles(schema)
        editor.configure({"codeLens": False, "inlayHints": True})
        await editor.until(lambda: editor.refreshes == {"lenses": 3, "hints": 1}, "both to be asked for")
        assert await schema.code_lenses() == []


async def test_the_actions_that_nobody_wrote_are_shown_and_can_be_taken(folder: Path) -> None:
    async with session("visual-studio-code", folder, settings={"inlayHints": True}) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await schema.diagnostics()
        schema.set_text(f"{schema.text}\n{NOTE}")
        await schema.diagnostics()
        hints = await schema.inlay_hints(ALL)
        assert [(each.position.line, each.label) for each in hints] == [
            (15, ", onUpdate: Cascade"),
            (22, ", onUpdate: Cascade"),
            (31, ", onDelete: SetNull, onUpdate: Cascade"),
            (32, ", onDelete: Restrict"),
        ]
        assert hints[2].tooltip == "Prisma's default for an optional relation"
        schema.apply([edit for each in hints for edit in each.text_edits or ()])
        assert "references: [id], onDelete: SetNull, onUpdate: Cascade)\n" in schema.text
        await schema.diagnostics()
        assert await schema.inlay_hints(ALL) == []
