"""`partywall.listSchemas`: the schemas of the workspace, for an editor with none in front."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from partywall_server.lsp.convert import uri_of

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk

NAME = "partywall.listSchemas"
TITLE = "Looking for schemas"


async def run(ls: Server, _argument: Mapping[str, object]) -> dict[str, object]:
    """Return the path of each, a file's or a folder's, and the address of a file that stands for it.

    The paths are whole: in a workspace of several folders only the client knows how it tells them apart.
    """
    return {"schemas": await ls.worker.ask(lambda desk, _job: _schemas(desk), is_shown=True)}


def _schemas(desk: Desk) -> list[dict[str, str]]:
    found = desk.search().everywhere()
    main_files = [(each.datasource or each.files[0]).as_posix() for each in found]
    return [
        {"uri": uri_of(main), "path": each.name.as_posix()}
        for each, main in zip(found, main_files, strict=True)
    ]
