"""Migrations as they are on disk, and which are applied: read once, until something there changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall_server.workspace.migrations_folder import History, read_history

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from partywall_server.workspace.review import Applied


class Histories:
    """What the folders of migrations hold. `version` is another after each change on disk.

    `read` counts the folders that were read, `asked` those about which git was asked.
    """

    def __init__(self, *, ask_git: bool) -> None:
        self._ask_git = ask_git
        self._histories: dict[Path, History] = {}
        self._applied: dict[Path, Applied | None] = {}
        self.version = 0
        self.read = self.asked = 0

    def outdate(self) -> None:
        """Something on disk is another now."""
        self._histories.clear()
        self._applied.clear()
        self.version += 1

    def history(self, folder: Path) -> History:
        """The migrations of a folder."""
        known = self._histories.get(folder)
        if known is None:
            self.read += 1
            known = self._histories[folder] = read_history(folder)
        return known

    def applied(self, folder: Path, checkpoint: Callable[[], None] = lambda: None) -> Applied | None:
        """Those that are applied, as they were then; None where nobody can tell."""
        from partywall_server.workspace.review import applied_migrations  # noqa: PLC0415 (with the first one)

        if folder not in self._applied:
            self.asked += 1
            self._applied[folder] = applied_migrations(
                self.history(folder), ask_git=self._ask_git, checkpoint=checkpoint
            )
        return self._applied[folder]
