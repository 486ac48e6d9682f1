"""`partywall.listSchemas`: the schemas of the workspace, for an editor with none in front."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from partywall_server.lsp.commands.migration import relative, roots
from partywall_server.lsp.convert import uri_of

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk

NAME = "partywall.listSchemas"
TITLE = "Looking for schemas"


async def run(ls: Server, _argument: Mapping[str, object]) -> dict[str, object]:
    """Return what each is called, and the address of a file that stands for it."""
    found = await ls.worker.ask(lambda desk, _job: _schemas(desk), is_shown=True)
    return {"schemas": [{"uri": uri, "path": relative(path, roots(ls))} for uri, path in found]}


def _schemas(desk: Desk) -> list[tuple[str, str]]:
    return [
        (uri_of((each.datasource or each.files[0]).as_posix()), each.name.as_posix())
        for each in desk.search().everywhere()
    ]
