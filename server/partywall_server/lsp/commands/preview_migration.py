"""`partywall.previewMigration`: what *Create migration* would write. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from partywall_server.lsp.commands.migration import planned, roots

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server

NAME = "partywall.previewMigration"
TITLE = "Planning the migration"


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return folder, files, notes, and whether it is empty or refused."""
    found = await planned(ls, argument, write=False)
    return found.answer(roots(ls))
