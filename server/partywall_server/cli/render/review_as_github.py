"""A review as the workflow commands of GitHub Actions: each finding beside its line (see `as_github`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from partywall.review.hazard import Reviewed
from partywall.text import LineIndex
from partywall_server.cli.migration_review import MigrationReview
from partywall_server.cli.render.as_github import COMMANDS, command, place_of
from partywall_server.cli.render.report import in_repository
from partywall_server.workspace.review import ReviewedMigration


def write(reviews: Sequence[MigrationReview], out: TextIO) -> None:
    """Write a command for each finding."""
    for review in reviews:
        for error in review.errors():
            place = place_of(in_repository(error.path), error.start, error.end)
            out.write(command("error", place, "cannot be read", error.message))
        out.writelines(_finding(migration, found) for migration, found in review.findings())


def _finding(migration: ReviewedMigration, found: Reviewed) -> str:
    index = LineIndex(migration.migration.sql)
    start, end = index.position(found.risk.span.start), index.position(found.risk.span.end)
    place = place_of(in_repository(migration.migration.path), start, end)
    lines = [found.risk.message, found.risk.help]
    if found.risk.fix:
        lines.append(f"fix: {found.risk.fix.title} ({found.risk.fix.safety.value})")
    return command(COMMANDS[found.severity], place, found.hazard, "\n".join(lines))
