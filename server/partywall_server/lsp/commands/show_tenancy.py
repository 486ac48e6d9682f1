"""`partywall.showTenancy`: whose data each model of a schema is, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from partywall_server.lsp.commands.arguments import path_in

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job

NAME = "partywall.showTenancy"
TITLE = "Collecting the evidence"


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return Markdown."""
    path = path_in(ls, argument)
    markdown = await ls.worker.ask(lambda desk, job: _markdown(desk, job, path), path, is_shown=True)
    return {"markdown": markdown}


def _markdown(desk: Desk, job: Job, path: str) -> str:
    from partywall.ide.tenancy_report import tenancy_report  # noqa: PLC0415 (the engine, on the worker)

    analysis = desk.analyse(desk.project_for(path), job.checkpoint)
    return tenancy_report(analysis.schema, analysis.tenancy, job.checkpoint)
