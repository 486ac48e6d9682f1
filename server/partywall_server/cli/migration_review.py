"""What reviewing the migrations of one schema came to."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.review.hazard import Reviewed
from partywall.values import dataclass
from partywall_server.cli.inspection import Inspection, ReadingError
from partywall_server.workspace.migrations_folder import History
from partywall_server.workspace.review import ReviewedMigration


@dataclass(frozen=True, slots=True, eq=False)
class MigrationReview:
    """One history, and those of its migrations that were reviewed."""

    inspection: Inspection
    history: History
    reviewed: tuple[ReviewedMigration, ...]

    def findings(self) -> Iterator[tuple[ReviewedMigration, Reviewed]]:
        """All findings, migration by migration."""
        for each in self.reviewed:
            for found in each.found:
                yield each, found

    def internal_errors(self) -> Iterator[str]:
        """What went wrong in us."""
        for each in self.reviewed:
            yield from each.internal_errors

    def errors(self) -> Iterator[ReadingError]:
        """Migrations that cannot be read."""
        for each in self.history.faults:
            yield ReadingError(each.path, each.position, each.position, each.message)
