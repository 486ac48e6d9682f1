"""`partywall.createMigration`: write the migration that leads to the schema as it stands in the editor.

The server writes the files itself: an edit that creates files leaves an empty `migration.sql` on disk, and
the text in an unsaved buffer, which Prisma would record as applied.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lsprotocol import types

from partywall_server.lsp.commands.migration import planned, roots
from partywall_server.lsp.convert import uri_of

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server

NAME = "partywall.createMigration"
TITLE = "Creating the migration"


async def run(ls: Server, argument: Mapping[str, object]) -> dict[str, object]:
    """Return what was written, and show it."""
    found = await planned(ls, argument, write=True)
    script = next((path for path, _ in found.files if path.endswith("/migration.sql")), None)
    if script and ls.abilities.show_document:
        ls.start(_show(ls, script))
    return found.answer(roots(ls))


async def _show(ls: Server, path: str) -> None:
    await ls.window_show_document_async(types.ShowDocumentParams(uri_of(path), take_focus=True))
