"""A review as JSON: the shape of `check`'s, with `rule` the name of the hazard. Add, never change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partywall.review.hazard import Reviewed
from partywall.text import LineIndex, Span
from partywall_server.cli.migration_review import MigrationReview
from partywall_server.cli.places import shown
from partywall_server.cli.render.as_json import VERSION
from partywall_server.workspace.review import ReviewedMigration


def report(reviews: Sequence[MigrationReview]) -> dict[str, Any]:
    """What `partywall review-migration --format json` prints."""
    return {
        "version": VERSION,
        "findings": [
            _finding(review, migration, found) for review in reviews for migration, found in review.findings()
        ],
        "errors": [
            {"file": shown(error.path), "message": error.message}
            for review in reviews
            for error in review.errors()
        ],
        "files": [shown(each.migration.path) for review in reviews for each in review.reviewed],
    }


def _finding(review: MigrationReview, migration: ReviewedMigration, found: Reviewed) -> dict[str, Any]:
    risk = found.risk
    return {
        "rule": found.hazard,
        "severity": found.severity.name.lower(),
        "message": risk.message,
        "help": risk.help,
        "schema": shown(review.inspection.schema.name),
        "file": shown(migration.migration.path),
        "range": _range(migration.migration.sql, risk.span),
        "migration": found.folder,
        "applied": migration.is_applied,
        "related": [],
        "fingerprint": found.fingerprint,
        "fix": {"title": risk.fix.title, "safety": risk.fix.safety.value} if risk.fix else None,
    }


def _range(text: str, span: Span) -> dict[str, dict[str, int]]:
    index = LineIndex(text)
    start, end = index.position(span.start), index.position(span.end)
    return {
        "start": {"line": start.line + 1, "column": start.column + 1},
        "end": {"line": end.line + 1, "column": end.column + 1},
    }
