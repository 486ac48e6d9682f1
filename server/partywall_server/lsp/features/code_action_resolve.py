"""`codeAction/resolve`: the edit of the action that was chosen, for the texts as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from partywall_server.lsp.abilities import as_mapping
from partywall_server.lsp.convert import path_of, workspace_edit

if TYPE_CHECKING:
    from partywall_server.lsp.actions import Choice, Repair
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job


async def code_action_resolve(ls: Server, action: types.CodeAction) -> types.CodeAction:
    """Edits meanwhile do no harm as long as the finding is still there; else: `ContentModified`."""
    data = as_mapping(action.data)
    uri = data.get("uri")
    if action.edit is not None or not isinstance(uri, str):
        return action
    path = path_of(uri)
    found = await ls.worker.ask(lambda desk, job: _repair(desk, job, path, dict(data)), path)
    if found is None:
        raise JsonRpcContentModified("the finding is no longer there")
    action.edit = workspace_edit(
        found, ls.session.encoding, ls.abilities, annotated=ls.abilities.action_annotations
    )
    return action


def _repair(desk: Desk, job: Job, path: str, data: dict[str, object]) -> Repair | None:
    from partywall_server.lsp.actions import Choice, repair  # noqa: PLC0415 (the engine)

    return repair(desk, path, _choice(data, Choice), job.checkpoint)


def _choice(data: dict[str, object], make: type[Choice]) -> Choice:
    names = ("kind", "rule", "fingerprint", "refactoring", "model", "field", "root")
    return make(*(str(data.get(name, "")) for name in names))
