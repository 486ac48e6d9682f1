"""Hovering over a name: whose data it is, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from support.lsp import session

if TYPE_CHECKING:
    from pathlib import Path

    from support.lsp import Document


async def test_a_model_says_whose_data_it_is_and_why(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await schema.diagnostics()
        assert await schema.hover("Member {") == (
            "`Member`: **owned** by `Tenant`, by `tenantId`\n\n- `tenantId` → `Tenant`, key of 2 models"
        )
        # At a relation to it, at a key, at nothing.
        assert await schema.hover("List[]") == await schema.hover("List {")
        key = await schema.hover(_key(schema))
        assert key == "**Tenant key**: names `Tenant`"
        assert await schema.hover("provider") is None


async def test_a_file_that_is_opened_again_is_known_again(folder: Path) -> None:
    (folder / "prisma" / "other.prisma").write_text("// nothing yet\n")
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        other = await editor.open("prisma/other.prisma")
        await schema.diagnostics()
        await other.diagnostics()
        known = await schema.hover("Member {")
        schema.close()
        again = await editor.open("prisma/schema.prisma")
        await again.diagnostics()
        assert await again.hover("Member {") == known


async def test_a_rule_that_is_allowed_is_explained(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        schema.replace("@unique\n", "@unique // partywall: allow unique-without-tenant on purpose\n")
        await schema.diagnostics()
        answer = await schema.hover("unique-without-tenant")
        assert answer is not None
        assert answer.startswith("# unique-without-tenant\n\nA unique constraint spans")
        assert await schema.hover("on purpose") is None


def _key(schema: Document) -> types.Range:
    place = schema.position(schema.text.index("tenantId"))
    return types.Range(place, place)


async def test_a_client_without_markdown_gets_plain_text(folder: Path) -> None:
    async with session("neovim", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await schema.diagnostics()
        answer = await editor.client.text_document_hover_async(
            types.HoverParams(schema.identifier, schema.position(schema.text.index("Member {")))
        )
        assert answer is not None
        assert isinstance(answer.contents, types.MarkupContent)
        assert answer.range is not None
        assert schema.slice(answer.range) == "Member"
