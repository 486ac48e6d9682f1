"""`partywall.makeTenantConsistent`: put the tenant key into the foreign key of a relation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from partywall_server.lsp.commands.refactoring import refactor_relation

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server

NAME = "partywall.makeTenantConsistent"
TITLE = "Making the relation tenant-consistent"


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return whether it was done and why not, or the relations that it can be done for."""
    return await refactor_relation(ls, argument, "tenant-consistent")
