"""`partywall.makeTenantScoped`: give a model a tenant key, its relation, its index and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from partywall_server.lsp.commands.applying import apply
from partywall_server.lsp.commands.arguments import path_in, text_in

if TYPE_CHECKING:
    from partywall_server.lsp.actions import Repair
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job

NAME = "partywall.makeTenantScoped"
TITLE = "Making the model tenant-scoped"


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return whether it was done, and why not."""
    path, model = path_in(ls, argument), text_in(argument, "model")
    found = await ls.worker.ask(lambda desk, job: _repair(desk, job, path, model), path, is_shown=True)
    reason = found if isinstance(found, str) else await apply(ls, found)
    return {"applied": reason is None, "reason": reason}


def _repair(desk: Desk, job: Job, path: str, model: str) -> Repair | str:
    from partywall_server.lsp.actions import fix_repair, scoping  # noqa: PLC0415 (the engine)

    analysis = desk.analyse(desk.project_for(path), job.checkpoint)
    fix = scoping(analysis, model)
    if isinstance(fix, str):
        return fix
    return fix_repair(desk, analysis, fix) or f"`{model}` cannot be changed as it stands"
