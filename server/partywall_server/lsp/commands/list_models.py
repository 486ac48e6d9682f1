"""`partywall.listModels`: the models of a schema and their fields, in all its files.

For the questions of the forms: an editor knows the file in front, and the schema is more than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from partywall_server.lsp.commands.arguments import path_in
from partywall_server.lsp.commands.migration import relative, roots

if TYPE_CHECKING:
    from partywall.ide.model_list import ListedModel
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job

NAME = "partywall.listModels"
TITLE = "Reading the schema"


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return the models, those of the file that was named first."""
    path = path_in(ls, argument)
    found = await ls.worker.ask(lambda desk, job: _models(desk, job, path), path, is_shown=True)
    return {"models": [_told(each, relative(each.file, roots(ls))) for each in found]}


def _models(desk: Desk, job: Job, path: str) -> tuple[ListedModel, ...]:
    from partywall.ide.model_list import model_list  # noqa: PLC0415 (the engine, on the worker)

    return model_list(desk.analyse(desk.project_for(path), job.checkpoint).reading, path)


def _told(model: ListedModel, path: str) -> dict[str, object]:
    fields = [{"name": each.name, "text": each.text, "isScalar": each.is_scalar} for each in model.fields]
    return {"name": model.name, "path": path, "fields": fields}
