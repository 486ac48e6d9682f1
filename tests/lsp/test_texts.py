"""The server's text is the client's, whatever is in it and however it counts columns."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from support.lsp import Document, session

if TYPE_CHECKING:
    from pathlib import Path

ODD = (
    "// 🦊 a\u2028b\u0085c\x0cd\n"
    'datasource db {\n  provider = "postgresql"\n}\n\n'
    "model Tenant { // 🏢🏢\n  id String @id\n  lists List[]\n}\n\n"
    "/// 名前 and \U0001f9d1\u200d\U0001f33e\r\n"
    "model List {\r\n  id String @id\r\n"
    '  name String @default("🦊🦊") @unique // é\r\n'
    "  tenantId String\r\n"
    "  tenant Tenant @relation(fields: [tenantId], references: [id])\r\n"
    "\r\n  @@index([tenantId])\r\n}\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_ranges_hold_what_they_speak_of(folder: Path, encoding: str) -> None:
    async with session("neovim", folder, encodings=[encoding]) as editor:
        assert editor.encoding == encoding
        schema = await editor.open("prisma/schema.prisma", ODD)
        [found] = await schema.diagnostics()
        assert schema.slice(found.range) == "@unique"
        schema.replace("🦊🦊", "🦊🐺🦊 \u2028")
        schema.edit((0, 0, "// 🦊\u2028"), (0, 0, "// old\r"))
        [found] = await schema.diagnostics()
        assert schema.slice(found.range) == "@unique"
        [fix, _] = await schema.code_actions(found.range, only="quickfix")
        await editor.apply(fix)
        assert "@@unique([tenantId, name])\r\n" in schema.text
        assert await schema.diagnostics() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_many_edits_leave_the_same_text_as_the_client_has(folder: Path, encoding: str) -> None:
    random.seed(7)
    async with session("neovim", folder, encodings=[encoding]) as editor:
        schema = await editor.open("prisma/schema.prisma", ODD)
        for _ in range(100):
            start = place(schema.text, random.randrange(len(schema.text) + 1))
            end = place(schema.text, start + random.choice((0, 0, 1, 5)))
            schema.edit((start, end, random.choice(("", "🦊", "\n", "x", "\u2028", "\r\n", "}", "//"))))
        wanted = schema.text + "\nmodel Mark {\n  id Bogus Bogus\n}\n"
        schema.edit((len(schema.text), len(schema.text), wanted[len(schema.text) :]))
        found = await schema.diagnostics(bool)
        other = await editor.open("other.prisma", wanted)
        again = await other.diagnostics()
        assert [each.range for each in found if each.code == "syntax"] == [
            each.range for each in again if each.code == "syntax"
        ]


def place(text: str, offset: int) -> int:
    """Return an offset that has a position: there is none inside of a line end."""
    offset = min(offset, len(text))
    return offset + 1 if text[offset - 1 : offset + 1] == "\r\n" else offset


async def test_a_whole_text_may_be_sent_instead_of_a_change(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        assert await schema.diagnostics()
        schema.set_text("model A {\n  id Int @id\n}\n")
        assert await schema.diagnostics() == []
        schema.set_text("")
        assert await schema.diagnostics() == []


async def test_positions_beyond_the_text_are_its_end(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma", "model A {\n  id Int @id\n}\n")
        far = types.Position(100, 100)
        editor.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=schema.uri, version=2),
                [
                    types.TextDocumentContentChangePartial(
                        range=types.Range(far, far), text="model B {\n  id Bogus Bogus\n}\n"
                    )
                ],
            )
        )
        schema.version = 2
        [found] = await schema.diagnostics()
        assert found.range.start.line == 4
        answer = await editor.client.text_document_hover_async(types.HoverParams(schema.identifier, far))
        assert answer is None


async def test_one_file_has_one_text_however_its_address_is_spelt(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        assert len(await schema.diagnostics()) == 2
        spelt = Document(editor, schema.uri.replace("/prisma/", "/%70risma/"), schema.text)
        spelt.version = 1
        spelt.set_text("")
        schema.version = 2
        assert await schema.diagnostics() == []
