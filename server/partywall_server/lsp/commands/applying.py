"""Having the client apply an edit, and saying why it did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from partywall_server.lsp.convert import workspace_edit

if TYPE_CHECKING:
    from partywall_server.lsp.actions import Repair
    from partywall_server.lsp.app import Server


async def apply(ls: Server, repair: Repair) -> None:
    """Apply the changes of a repair; an error with the client's reason if it does not."""
    if not ls.abilities.apply_edit:
        raise JsonRpcException("this editor takes no edits from a language server")
    edit = workspace_edit(repair, ls.session.encoding, ls.abilities, annotated=False)
    # A refactoring: VS Code then saves the files that it had to open for it.
    metadata = types.WorkspaceEditMetadata(is_refactoring=True)
    answer = await ls.workspace_apply_edit_async(
        types.ApplyWorkspaceEditParams(edit, repair.title, metadata if ls.abilities.edit_metadata else None)
    )
    if not answer.applied:
        why = f": {answer.failure_reason}" if answer.failure_reason else ""
        raise JsonRpcException(f"the editor did not apply the changes{why}")
