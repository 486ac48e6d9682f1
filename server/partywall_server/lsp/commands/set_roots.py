"""`partywall.setRoots`: write which models are tenants, or which keys name one, into `partywall.toml`.

A text that is open in the editor is edited there, a file on disk is written whole. The nearest one counts;
where there is none, it is made beside the project's other files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from pygls.exceptions import JsonRpcInvalidParams

from partywall_server.lsp.commands.applying import apply
from partywall_server.lsp.commands.arguments import path_in

if TYPE_CHECKING:
    from partywall_server.lsp.answering import Answered
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job

NAME = "partywall.setRoots"
TITLE = "Writing the answer to partywall.toml"


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return whether it was written and to which file, and why not."""
    path = path_in(ls, argument)
    key = "roots" if "roots" in argument else "keys"
    names = _names(argument.get(key), key)
    found = await ls.worker.ask(lambda desk, job: _answer(desk, job, path, key, names), path, is_shown=True)
    reason = await apply(ls, found.repair) if found.repair else found.refused
    return {"applied": reason is None, "reason": reason, "file": found.file}


def _names(value: object, key: str) -> tuple[str, ...]:
    names = cast("list[object]", value) if isinstance(value, list | tuple) else [None]
    texts = tuple(each for each in names if isinstance(each, str) and each.strip())
    if len(texts) != len(names):
        raise JsonRpcInvalidParams(f"`{key}` is missing, a list of names")
    return texts


def _answer(desk: Desk, job: Job, path: str, key: str, names: tuple[str, ...]) -> Answered:
    from partywall_server.lsp.answering import answer  # noqa: PLC0415 (the engine, on the worker)

    return answer(desk, job, path, key, names)
