"""A review as SARIF 2.1.0 (see `as_sarif`): the hazards as rules, the safe forms as fixes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from partywall import __version__
from partywall.hazards.discovery import hazards
from partywall.review.hazard import Hazard, Reviewed
from partywall.text import LineIndex, Span
from partywall_server.cli.migration_review import MigrationReview
from partywall_server.cli.render.as_sarif import HOME, LEVELS, SCHEMA, artifact, region
from partywall_server.workspace.review import ReviewedMigration

_UNREADABLE = "cannot-be-read"


def write(reviews: Sequence[MigrationReview], out: TextIO) -> None:
    """Write the log: one run, with all hazards and all findings."""
    described = [*map(_rule, hazards()), {"id": _UNREADABLE}]
    index = {each["id"]: number for number, each in enumerate(described)}
    results = [result for review in reviews for result in _results(review)]
    driver = {"name": "Partywall", "version": __version__, "informationUri": HOME, "rules": described}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [{**each, "ruleIndex": index[each["ruleId"]]} for each in results],
    }
    out.write(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n")


def _rule(hazard: Hazard) -> dict[str, Any]:
    usual = hazard.severities["recommended"]
    configuration: dict[str, Any] = {"level": LEVELS[usual]} if usual else {"enabled": False}
    return {
        "id": hazard.name,
        "shortDescription": {"text": hazard.documentation.partition("\n\n")[0].replace("\n", " ")},
        "help": {"text": hazard.documentation, "markdown": hazard.documentation},
        "helpUri": f"{HOME}/blob/main/docs/hazards/{hazard.name}.md",
        "defaultConfiguration": configuration,
        "properties": {"tags": ["multi-tenancy", "prisma", "migrations"]},
    }


def _results(review: MigrationReview) -> Iterator[dict[str, Any]]:
    for error in review.errors():
        place = {
            "artifactLocation": artifact(error.path.as_posix()),
            "region": region(error.start, error.end),
        }
        yield {
            "ruleId": _UNREADABLE,
            "level": "error",
            "message": {"text": error.message},
            "locations": [{"physicalLocation": place}],
        }
    for migration, found in review.findings():
        yield _finding(migration, found)


def _finding(migration: ReviewedMigration, found: Reviewed) -> dict[str, Any]:
    index = LineIndex(migration.migration.sql)
    file = artifact(migration.migration.path.as_posix())
    place = {"artifactLocation": file, "region": _region(index, found.risk.span)}
    result: dict[str, Any] = {
        "ruleId": found.hazard,
        "level": LEVELS[found.severity],
        "message": {"text": f"{found.risk.message}: {found.risk.help}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"partywall/v1": found.fingerprint},
    }
    if found.risk.fix:
        replacements = [
            {"deletedRegion": _region(index, each.span), "insertedContent": {"text": each.text}}
            for each in found.risk.fix.edits
        ]
        title = f"{found.risk.fix.title} ({found.risk.fix.safety.value})"
        change = {"artifactLocation": file, "replacements": replacements}
        result["fixes"] = [{"description": {"text": title}, "artifactChanges": [change]}]
    return result


def _region(index: LineIndex, span: Span) -> dict[str, int]:
    return region(index.position(span.start), index.position(span.end))
