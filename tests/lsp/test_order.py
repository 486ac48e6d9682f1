"""What is answered when: edits, questions, cancels and long work at the same time."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from support.lsp import session

if TYPE_CHECKING:
    from pathlib import Path

    from support.lsp import Document, Editor

MANY = 400
EVERYTHING = types.Range(types.Position(0, 0), types.Position(0, 0))


def large(models: int = MANY) -> str:
    """Return a schema that takes a while to be read for the first time."""
    names = [f"Thing{number}" for number in range(models)]
    lists = "\n".join(f"  list{name} {name}[]" for name in names)
    blocks = "\n\n".join(
        f"model {name} {{\n  id        String   @id @default(cuid())\n  name{name} String\n"
        f"  tenantId  String\n  tenant    Tenant   @relation(fields: [tenantId], references: [id])\n\n"
        f"  @@index([tenantId])\n}}"
        for name in names
    )
    return (
        'datasource db {\n  provider = "postgresql"\n}\n\n'
        f"model Tenant {{\n  id String @id\n{lists}\n}}\n\n{blocks}\n"
    )


def code_actions(document: Document) -> types.CodeActionParams:
    return types.CodeActionParams(document.identifier, EVERYTHING, types.CodeActionContext([]))


async def test_a_question_is_answered_for_the_text_as_it_was_when_it_came(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma")
        await schema.diagnostics()
        schema.replace("model Member {", "model Person {")
        schema.replace("Member[]", "Person[]")
        answer = await schema.hover("Person {")
        assert answer is not None
        assert answer.startswith("`Person`: **owned**")


async def test_a_question_that_is_overtaken_by_an_edit_is_told_so(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma", large())
        asked = asyncio.ensure_future(editor.client.text_document_code_action_async(code_actions(schema)))
        await asyncio.sleep(0)
        schema.edit((0, 0, "// new\n"))
        with pytest.raises(JsonRpcException) as overtaken:
            await asked
        assert overtaken.value.code == types.LSPErrorCodes.ContentModified
        assert await schema.diagnostics() == []


async def test_hover_and_cancel_do_not_wait_for_the_first_analysis(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma", large(2000))
        opened = time.perf_counter()
        answers: list[float] = []
        actions = send(editor, types.TEXT_DOCUMENT_CODE_ACTION, code_actions(schema))
        for _ in range(3):
            asked = time.perf_counter()
            at = schema.position(schema.text.index("Thing7 {"))
            answer = await editor.client.text_document_hover_async(types.HoverParams(schema.identifier, at))
            answers.append(time.perf_counter() - asked)
            assert answer is not None
            assert isinstance(answer.contents, types.MarkupContent)
            assert "reading" in answer.contents.value
        asked = time.perf_counter()
        editor.client.cancel_request(types.CancelParams(actions[0]))
        with pytest.raises(JsonRpcException) as cancelled:
            await actions[1]
        answers.append(time.perf_counter() - asked)
        assert cancelled.value.code == types.LSPErrorCodes.RequestCancelled
        await schema.diagnostics()
        taken = time.perf_counter() - opened
        assert max(answers) < taken / 5, (answers, taken)


async def test_a_cancelled_command_leaves_no_file(folder: Path) -> None:
    before = everything_in(folder)
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma", large(4000))
        argument = {"uri": schema.uri, "name": "never"}
        command = types.ExecuteCommandParams("partywall.createMigration", [argument])
        sent = send(editor, types.WORKSPACE_EXECUTE_COMMAND, command)
        await asyncio.sleep(0.2)
        editor.client.cancel_request(types.CancelParams(sent[0]))
        with pytest.raises(JsonRpcException) as cancelled:
            await sent[1]
        assert cancelled.value.code == types.LSPErrorCodes.RequestCancelled
        assert await schema.diagnostics() == []
        # Answered after all that was before it.
        await editor.execute("partywall.showTenancy", {"uri": schema.uri})
    assert everything_in(folder) == before


async def test_work_that_takes_long_is_shown_and_can_be_stopped_there(folder: Path) -> None:
    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("prisma/schema.prisma", large(12_000))
        reports = await editor.until(lambda: editor.client.progress_reports or None, "progress")
        [token] = reports
        editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        await editor.until(
            lambda: any(
                isinstance(each, types.WorkDoneProgressEnd) for each in editor.client.progress_reports[token]
            ),
            "the end of the progress",
        )
        assert schema.uri not in editor.published
        # The next edit begins anew.
        schema.set_text("model A {\n  id Int @id\n}\n")
        assert await schema.diagnostics() == []


async def test_a_rule_that_fails_is_reported_once_and_the_others_go_on(folder: Path) -> None:
    program = (
        "import partywall.rules.unique_without_tenant as rule\n"
        "def fails(model):\n    raise RuntimeError('the rule is broken')\n"
        "rule.check = fails\n"
        "from partywall_server.lsp.app import serve\nraise SystemExit(serve())\n"
    )
    async with session("visual-studio-code", folder, command=(sys.executable, "-c", program)) as editor:
        schema = await editor.open("prisma/schema.prisma")
        for number in range(3):
            assert [each.code for each in await schema.diagnostics()] == ["missing-tenant-index"]
            schema.edit((0, 0, f"// {number}\n"))
        schema.replace("email    String", "mail     String")
        assert len(await schema.diagnostics()) == 1
        [message] = editor.client.messages
        assert "unique-without-tenant" in message.message


async def test_an_engine_that_cannot_be_loaded_is_said_and_does_not_hang(folder: Path) -> None:
    program = (
        "import sys\nsys.modules['partywall.host'] = None\n"
        "from partywall_server.lsp.app import serve\nraise SystemExit(serve())\n"
    )
    async with session("visual-studio-code", folder, command=(sys.executable, "-c", program)) as editor:
        schema = await editor.open("prisma/schema.prisma")
        with pytest.raises(JsonRpcException, match=r"partywall\.host"):
            await editor.execute("partywall.showTenancy", {"uri": schema.uri})
        assert "cannot be loaded" in editor.client.messages[0].message


def everything_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def send(editor: Editor, method: str, params: object) -> tuple[str, asyncio.Future[object]]:
    """Send a request whose id is known, so that it can be cancelled."""
    name = f"test-{method}"
    answer = editor.client.protocol.send_request_async(method, params, msg_id=name)  # type: ignore[no-untyped-call]
    return name, asyncio.ensure_future(answer)
