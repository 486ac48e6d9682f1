"""What is kept between two migrations of one schema: the history as it was read, tables, what was compared.

A server is asked again and again for the migration of a schema of which a line has changed, behind a history
of which nothing has. Everything here is told apart by what it was made of, so nothing has to be told that
something else is so now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from partywall.database.from_schema import Tables
from partywall.database.from_sql import HistoryFile, Replay, in_order
from partywall.database.provider import Provider
from partywall.memo import Memo
from partywall.migrations.pairs import Pairs

_KEPT = 4
"""How many histories: the one on disk, what a file of it stands on, and the same for another branch."""


class Memory:
    """Kept as long as a schema is open. `files_read` counts the files that were replayed."""

    def __init__(self) -> None:
        self.tables: Tables = Memo()
        self.pairs = Pairs()
        self.files_read = 0
        self._replays: list[tuple[Provider, list[HistoryFile], Replay]] = []

    def replay(
        self,
        files: Sequence[HistoryFile],
        provider: Provider,
        checkpoint: Callable[[], None] = lambda: None,
    ) -> Replay:
        """A replay that has read these files, to go on with; on from one that has read the first of them."""
        wanted = in_order(files)
        known = [each for each in self._replays if each[0] is provider and each[1] == wanted[: len(each[1])]]
        best = max(known, key=lambda each: len(each[1]), default=None)
        at, replay = (len(best[1]), best[2].copy()) if best else (0, Replay(provider))
        for file in wanted[at:]:
            checkpoint()
            if file is wanted[-1] and len(wanted) - at > 1:  # the one that is most likely to change
                self._keep(provider, wanted[:-1], replay.copy())
            replay.read(file)
            self.files_read += 1
        if best is None or at < len(wanted):
            self._keep(provider, wanted, replay.copy())
        elif best is not self._replays[0]:
            self._replays.remove(best)
            self._replays.insert(0, best)
        return replay

    def turn(self) -> None:
        """End a run: of tables and pairs, what it did not ask for is forgotten at the end of the next."""
        self.tables.turn()
        self.pairs.turn()

    def _keep(self, provider: Provider, files: list[HistoryFile], replay: Replay) -> None:
        self._replays.insert(0, (provider, files, replay))
        del self._replays[_KEPT:]
