"""`partywall.explainRule`: the documentation of a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pygls.exceptions import JsonRpcInvalidParams

from partywall_server.lsp.commands.arguments import text_in

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server

NAME = "partywall.explainRule"
TITLE = "Explaining the rule"


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return Markdown."""
    name = text_in(argument, "rule")
    documentation = await ls.worker.ask(lambda _desk, _job: _documentation(name))
    if documentation is None:
        raise JsonRpcInvalidParams(f"there is no rule `{name}`")
    return {"markdown": f"# {name}\n\n{documentation}"}


def _documentation(name: str) -> str | None:
    from partywall.rules.discovery import explained  # noqa: PLC0415 (the engine, on the worker)

    return explained(name)
