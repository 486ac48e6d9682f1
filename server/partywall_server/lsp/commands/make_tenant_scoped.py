"""`partywall.makeTenantScoped`: give a model a tenant key, its relation, its index and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from partywall_server.lsp.commands.refactoring import refactor_model

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server

NAME = "partywall.makeTenantScoped"
TITLE = "Making the model tenant-scoped"


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return whether it was done, and why not."""
    return await refactor_model(ls, argument, "tenant-scoped")
