"""`textDocument/codeAction`: a quick fix for a finding, a refactoring of a model, all that is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from partywall_server.lsp.abilities import as_mapping
from partywall_server.lsp.convert import place, span, workspace_edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from partywall.text import Span
    from partywall_server.lsp.actions import Offer, Repair
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job
    from partywall_server.lsp.session import Document

OPTIONS = types.CodeActionOptions(
    code_action_kinds=["quickfix", "refactor.rewrite", "source.fixAll.partywall"],
    resolve_provider=True,
)

Offered = tuple[tuple["Offer", "Repair | None"], ...]


async def code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Offer what there is; edits are made when one is chosen, where the client asks then."""
    document = ls.session.find(params.text_document.uri)
    if document is None or not ls.abilities.action_literals:
        return []
    only = params.context.only
    with_edits, can_apply = not ls.abilities.action_resolve, ls.abilities.apply_edit

    def run(desk: Desk, job: Job) -> Offered:
        where = span(document.source, params.range, ls.session.encoding)
        return _offers(desk, job, document, where, only, with_edits=with_edits, can_apply=can_apply)

    found = await ls.worker.ask(run, document.path)
    return [_action(ls, document, offer, repair, params.context.diagnostics) for offer, repair in found]


def _offers(  # noqa: PLR0913 (all that a request says)
    desk: Desk,
    job: Job,
    document: Document,
    where: Span,
    only: Sequence[str] | None,
    *,
    with_edits: bool,
    can_apply: bool,
) -> Offered:
    from partywall_server.lsp.actions import offers, repair  # noqa: PLC0415 (the engine)
    from partywall_server.lsp.migrations import is_migration  # noqa: PLC0415 (the engine)

    path = document.path
    if is_migration(path):
        wanted = desk.migrations.offers(path, where) if _is_wanted("quickfix", only) else ()
        return tuple(
            (each, repair(desk, path, each.choice, job.checkpoint) if with_edits else None) for each in wanted
        )
    analysis = desk.analysis(path, job.checkpoint)
    if analysis is None:
        return ()
    found = [*offers(analysis, path, where, lambda kind: _is_wanted(kind, only))]
    if _is_wanted("quickfix", only):
        found += desk.drift_offers(path, analysis, where)
    return tuple(
        (each, repair(desk, path, each.choice, job.checkpoint) if with_edits and not each.command else None)
        for each in found
        if can_apply or not each.command
    )


def _is_wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a client wants a kind: kinds are a tree, `source` asks for all that begin so."""
    if only is None:
        return True
    return any(each in {"", kind} or kind.startswith(f"{each}.") for each in only)


def _action(
    ls: Server,
    document: Document,
    offer: Offer,
    repair: Repair | None,
    reported: Sequence[types.Diagnostic],
) -> types.CodeAction:
    choice = offer.choice
    command = None
    if offer.command is not None:
        argument = {"uri": document.uri, **offer.command.argument}
        command = types.Command(offer.title, offer.command.name, arguments=[argument])
    edit = None
    if repair is not None:
        annotated = ls.abilities.action_annotations
        edit = workspace_edit(repair, ls.session.encoding, ls.abilities, annotated=annotated)
    return types.CodeAction(
        title=offer.title,
        kind=choice.kind,
        diagnostics=list(_repaired(ls, document, offer, reported)) or None,
        is_preferred=True if offer.is_preferred else None,
        edit=edit,
        command=command,
        data=None
        if command
        else {
            "uri": document.uri,
            "version": document.version,
            "kind": choice.kind,
            "rule": choice.rule,
            "fingerprint": choice.fingerprint,
            "refactoring": choice.refactoring,
            "model": choice.model,
            "field": choice.field,
            "root": choice.root,
        },
    )


def _repaired(
    ls: Server, document: Document, offer: Offer, reported: Sequence[types.Diagnostic]
) -> Iterable[types.Diagnostic]:
    """Those of the client's diagnostics that an action is for."""
    if offer.span is None:
        return
    here = place(document.source, offer.span, ls.session.encoding)
    for each in reported:
        if each.source != "partywall" or each.code != offer.choice.rule:
            continue
        fingerprint = as_mapping(each.data).get("fingerprint")
        if fingerprint == offer.choice.fingerprint or (fingerprint is None and each.range == here):
            yield each
