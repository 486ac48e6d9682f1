"""`textDocument/codeLens`: whose data each model is, above its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from partywall_server.lsp.convert import place

if TYPE_CHECKING:
    from partywall.text import Encoding
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job
    from partywall_server.lsp.session import Document

OPTIONS = types.CodeLensOptions(resolve_provider=False)


async def code_lens(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    """Answer at once while a schema is read for the first time, if the client can be told to ask again."""
    document = ls.session.find(params.text_document.uri)
    if document is None:
        return []
    if ls.abilities.code_lens_refresh and not ls.session.is_known(document.path):
        return []
    encoding = ls.session.encoding
    # The answer is made on the worker: of a thousand models it would hold up the next keystroke.
    return await ls.worker.ask(lambda desk, job: _lenses(desk, job, document, encoding), document.path)


def _lenses(desk: Desk, job: Job, document: Document, encoding: Encoding) -> list[types.CodeLens]:
    from partywall.ide.lenses import lenses  # noqa: PLC0415 (the engine, on the worker)

    path = document.path
    analysis = desk.analysis(path, job.checkpoint) if desk.settings(path).code_lens else None
    if analysis is None:
        return []
    found: list[types.CodeLens] = []
    for each in lenses(analysis.reading, analysis.tenancy, path):
        job.checkpoint()
        command = types.Command(each.title, "partywall.showTenancy", arguments=[{"uri": document.uri}])
        found.append(types.CodeLens(place(document.source, each.span, encoding), command))
    return found
