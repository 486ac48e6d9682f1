"""Having the client apply an edit, and saying why it did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from partywall_server.lsp.convert import workspace_edit

if TYPE_CHECKING:
    from partywall_server.lsp.actions import Repair
    from partywall_server.lsp.app import Server


async def apply(ls: Server, repair: Repair) -> str | None:
    """Have the changes of a repair applied; the reason if they are not."""
    if not ls.abilities.apply_edit:
        return "this editor takes no edits from a language server"
    edit = workspace_edit(repair, ls.session.encoding, ls.abilities, annotated=False)
    # A refactoring: VS Code then saves the files that it had to open for it.
    metadata = types.WorkspaceEditMetadata(is_refactoring=True)
    answer = await ls.workspace_apply_edit_async(
        types.ApplyWorkspaceEditParams(edit, repair.title, metadata if ls.abilities.edit_metadata else None)
    )
    if answer.applied:
        return None
    why = f": {answer.failure_reason}" if answer.failure_reason else ""
    return f"the editor did not apply the changes{why}"
