"""`partywall.fixAllInSchema`: all safe fixes of a schema, in all its files; the unsafe ones if asked to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pygls.exceptions import JsonRpcException

from partywall_server.lsp.commands.applying import apply
from partywall_server.lsp.commands.arguments import path_in

if TYPE_CHECKING:
    from partywall_server.lsp.actions import Repair
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job

NAME = "partywall.fixAllInSchema"
TITLE = "Fixing the schema"

Fixed = tuple[int, int, "Repair"]


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return how many fixes were applied and how many findings are left."""
    path = path_in(ls, argument)
    unsafe = argument.get("unsafe") is True
    applied, remaining, repair = await ls.worker.ask(
        lambda desk, job: _fixed(desk, job, path, unsafe=unsafe), path, is_shown=True
    )
    if repair.changes and (reason := await apply(ls, repair)):
        raise JsonRpcException(reason)
    return {"applied": applied, "remaining": remaining}


def _fixed(desk: Desk, job: Job, path: str, *, unsafe: bool) -> Fixed:
    from partywall_server.lsp.actions import ALL, SAFE, Repair, fixed  # noqa: PLC0415 (the engine)

    allowed = ALL if unsafe else SAFE
    result, changes = fixed(desk, desk.project_for(path), allowed, None, job.checkpoint)
    title = "Partywall: fix all in schema"
    return len(result.applied), result.remaining, Repair(title, "", changes)
