"""`textDocument/hover`: whose data a model is, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from partywall_server.lsp.convert import offset, place

if TYPE_CHECKING:
    from partywall.ide.hover import Hover
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job
    from partywall_server.lsp.session import Document

_NOT_YET = "Partywall is still reading this schema."


async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """Answer at once while a schema is read for the first time, which may take seconds."""
    document = ls.session.find(params.text_document.uri)
    if document is None:
        return None
    if not ls.session.is_known(document.path):
        return types.Hover(types.MarkupContent(types.MarkupKind.PlainText, _NOT_YET))
    encoding, at = ls.session.encoding, params.position
    found = await ls.worker.ask(
        lambda desk, job: _hover(desk, job, document, offset(document.source, at, encoding)),
        document.path,
    )
    if found is None:
        return None
    return types.Hover(_content(ls, found), place(document.source, found.span, encoding))


def _hover(desk: Desk, job: Job, document: Document, at: int) -> Hover | None:
    from partywall.ide.cursor import rule_at  # noqa: PLC0415 (the engine, on the worker)
    from partywall.ide.hover import Hover  # noqa: PLC0415 (same)
    from partywall.ide.hover import hover as ask  # noqa: PLC0415 (same)
    from partywall.rules.discovery import rule  # noqa: PLC0415 (same)

    analysis = desk.analysis(document.path, job.checkpoint)
    if analysis is None:
        return None
    named = rule_at(analysis.files[document.path], at)
    found = rule(named[0]) if named else None
    if named and found:
        return Hover(named[1], f"# {found.name}\n\n{found.documentation}")
    return ask(analysis.reading, analysis.tenancy, document.path, at)


def _content(ls: Server, found: Hover) -> types.MarkupContent:
    if ls.abilities.markdown_hover:
        return types.MarkupContent(types.MarkupKind.Markdown, found.markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, found.plain)
