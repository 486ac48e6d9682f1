"""What the commands that refactor have in common: without a target they say which there are."""

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


async def refactor_model(ls: Server, argument: Mapping[str, object], name: str) -> dict[str, object]:
    """Refactor a model; return whether it was done, and why not."""
    return await _refactor(ls, argument, name, (text_in(argument, "model"), ""))


async def refactor_relation(ls: Server, argument: Mapping[str, object], name: str) -> dict[str, object]:
    """Refactor a relation; without a field, return the `choices` there are."""
    if not argument.get("field"):
        path = path_in(ls, argument)
        found = await ls.worker.ask(lambda desk, job: _choices(desk, job, path, name), path, is_shown=True)
        choices = [{"model": model, "field": field} for model, field in found]
        return {"applied": False, "reason": None, "choices": choices}
    return await _refactor(ls, argument, name, (text_in(argument, "model"), text_in(argument, "field")))


async def _refactor(
    ls: Server, argument: Mapping[str, object], name: str, target: tuple[str, str]
) -> dict[str, object]:
    path = path_in(ls, argument)
    found = await ls.worker.ask(lambda desk, job: _repair(desk, job, path, name, target), path, is_shown=True)
    reason = found if isinstance(found, str) else await apply(ls, found)
    return {"applied": reason is None, "reason": reason}


def _repair(desk: Desk, job: Job, path: str, name: str, target: tuple[str, str]) -> Repair | str:
    from partywall.ide.refactorings import Target, refactored  # noqa: PLC0415 (the engine, on the worker)
    from partywall_server.lsp.actions import fix_repair  # noqa: PLC0415 (same)

    analysis = desk.analyse(desk.project_for(path), job.checkpoint)
    fix = refactored(name, Target(*target), analysis.schema, analysis.view)
    if isinstance(fix, str):
        return fix
    named = ".".join(filter(None, target))
    return fix_repair(desk, analysis, fix) or f"`{named}` cannot be changed as it stands"


def _choices(desk: Desk, job: Job, path: str, name: str) -> list[tuple[str, str]]:
    from partywall.ide.refactorings import possible  # noqa: PLC0415 (the engine, on the worker)

    analysis = desk.analyse(desk.project_for(path), job.checkpoint)
    return [(each.model, each.field) for each in possible(name, analysis.schema, analysis.view)]
