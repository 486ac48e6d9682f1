"""`textDocument/inlayHint`: the referential actions that hold where none is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from partywall_server.lsp.convert import position, span

if TYPE_CHECKING:
    from partywall.ide.inlay_hints import InlayHint
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job
    from partywall_server.lsp.session import Document

OPTIONS = types.InlayHintOptions(resolve_provider=False)


async def inlay_hint(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Answer at once while a schema is read for the first time, if the client can be told to ask again."""
    document = ls.session.find(params.text_document.uri)
    if document is None:
        return []
    if ls.abilities.inlay_hint_refresh and not ls.session.is_known(document.path):
        return []
    found = await ls.worker.ask(
        lambda desk, job: _hints(desk, job, document, params.range, ls), document.path
    )
    return [_hint(ls, document, each) for each in found]


def _hint(ls: Server, document: Document, hint: InlayHint) -> types.InlayHint:
    at = position(document.source, hint.offset, ls.session.encoding)
    return types.InlayHint(
        position=at,
        label=hint.text,
        text_edits=[types.TextEdit(types.Range(at, at), hint.text)],
        tooltip=hint.tooltip,
    )


def _hints(
    desk: Desk, job: Job, document: Document, within: types.Range, ls: Server
) -> tuple[InlayHint, ...]:
    from partywall.ide.inlay_hints import inlay_hints  # noqa: PLC0415 (the engine, on the worker)

    path = document.path
    analysis = desk.analysis(path, job.checkpoint) if desk.settings(path).inlay_hints else None
    if analysis is None:
        return ()
    return tuple(inlay_hints(analysis.reading, path, span(document.source, within, ls.session.encoding)))
