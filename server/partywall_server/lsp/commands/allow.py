"""`partywall.allow`: write the directive that allows a finding, with the reason that the user gave.

An editor that asked for none sends none: then a text stands in its place that is reported until somebody
writes the reason.
"""

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

NAME = "partywall.allow"
TITLE = "Allowing the finding"


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return whether it was written, and why not."""
    path = path_in(ls, argument)
    finding = (text_in(argument, "rule"), text_in(argument, "fingerprint"))
    given = argument.get("reason")
    reason = given if isinstance(given, str) else ""
    found = await ls.worker.ask(
        lambda desk, job: _repair(desk, job, path, finding, reason), path, is_shown=True
    )
    failure = await apply(ls, found) if found else "the finding is no longer there"
    return {"applied": failure is None, "reason": failure}


def _repair(desk: Desk, job: Job, path: str, finding: tuple[str, str], reason: str) -> Repair | None:
    from partywall_server.lsp.actions import allowing  # noqa: PLC0415 (the engine)

    return allowing(desk, path, finding, reason, job.checkpoint)
