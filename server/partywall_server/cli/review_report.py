"""What `review-migration` found, as a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.diagnostics.finding import Severity
from partywall.hazards.discovery import hazards
from partywall.review.hazard import Reviewed, SqlFix
from partywall.text import LineIndex
from partywall_server.cli.migration_review import MigrationReview
from partywall_server.cli.places import HOME, shown
from partywall_server.cli.render.report import (
    UNREADABLE,
    Described,
    Entry,
    Group,
    Place,
    Remedy,
    Report,
    Unreadable,
    counted,
    many,
)
from partywall_server.workspace.review import ReviewedMigration


def review_report(reviews: Sequence[MigrationReview], worst: Severity | None = Severity.WARNING) -> Report:
    """All histories that were reviewed."""
    groups = [_group(each) for each in reviews]
    files = sum(len(each.files) for each in groups)
    present = sum(len(each.history.migrations) for each in reviews)
    said = many(files, "migration", "migrations")
    count = counted(groups)
    if count:
        return Report(groups, worst, f"{count} in {said}.", "", is_good=False, catalogue=_catalogue)
    if present and not files:
        whole = many(present, "migration is", "migrations are")
        idle = f"Nothing to review: {whole} applied. `--all` reviews them, `--file NAME` one of them."
        return Report(groups, worst, idle, "", is_good=False, catalogue=_catalogue)
    return Report(groups, worst, f"Nothing found in {said}.", "", is_good=bool(files), catalogue=_catalogue)


def _group(review: MigrationReview) -> Group:
    return Group(
        name=shown(review.inspection.schema.name),
        entries=[entry for each in review.reviewed for entry in _entries(each)],
        unreadable=[
            Unreadable(each.path.as_posix(), each.start, each.end, each.message) for each in review.errors()
        ],
        files=[each.migration.path.as_posix() for each in review.reviewed],
    )


def _entries(reviewed: ReviewedMigration) -> Iterator[Entry]:
    index = LineIndex(reviewed.migration.sql)
    for found in reviewed.found:
        yield _entry(reviewed, found, index)


def _entry(reviewed: ReviewedMigration, found: Reviewed, index: LineIndex) -> Entry:
    path, risk = reviewed.migration.path.as_posix(), found.risk
    return Entry(
        rule=found.hazard,
        severity=found.severity,
        message=risk.message,
        help=risk.help,
        place=Place(path, index, risk.span),
        subject=found.folder,
        kind="module",
        fingerprint=found.fingerprint,
        remedy=_remedy(risk.fix, path, index) if risk.fix else None,
        remarks=("this migration is applied: leave its text as it is",) if reviewed.is_applied else (),
        details={"migration": found.folder, "applied": reviewed.is_applied},
    )


def _remedy(fix: SqlFix, path: str, index: LineIndex) -> Remedy:
    def changes() -> Sequence[tuple[Place, str]]:
        return [(Place(path, index, each.span), each.text) for each in fix.edits]

    return Remedy(fix.title, fix.safety.value, fix.note, changes)


def _catalogue() -> Iterator[Described]:
    tags = ("multi-tenancy", "prisma", "migrations")
    for hazard in hazards():
        page = f"{HOME}/blob/main/docs/hazards/{hazard.name}.md"
        yield Described(hazard.name, hazard.documentation, hazard.severities["recommended"], page, tags)
    yield Described(UNREADABLE, "A migration cannot be read.")
