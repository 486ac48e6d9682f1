"""Findings as SARIF 2.1.0, which code scanning services read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Paths are relative to the top of the
repository; columns count code points, as everywhere on the command line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO
from urllib.parse import quote

from partywall import __version__
from partywall.diagnostics.finding import Severity
from partywall.text import Position
from partywall_server.cli.places import HOME
from partywall_server.cli.render.report import (
    UNREADABLE,
    Described,
    Entry,
    Group,
    Place,
    Remedy,
    Report,
    Unreadable,
    in_repository,
)

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
    Severity.HINT: "note",
}


def write(report: Report, out: TextIO) -> None:
    """Write the log: one run, with all that could be found and all that was."""
    described = {each.name: _rule(each) for each in report.catalogue()}
    results = [result for each in report.groups for result in _results(each)]
    for result in results:
        described.setdefault(result["ruleId"], {"id": result["ruleId"]})
    index = {name: number for number, name in enumerate(described)}
    run = {
        "tool": {
            "driver": {
                "name": "Partywall",
                "version": __version__,
                "informationUri": HOME,
                "rules": list(described.values()),
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [{**each, "ruleIndex": index[each["ruleId"]]} for each in results],
    }
    out.write(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n")


def _rule(of: Described) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": of.name,
        "shortDescription": {"text": of.summary},
        "help": {"text": of.documentation, "markdown": of.documentation},
    }
    if of.page:
        rule["helpUri"] = of.page
    if of.tags:
        rule["defaultConfiguration"] = {"level": _LEVELS[of.usual]} if of.usual else {"enabled": False}
        rule["properties"] = {"tags": list(of.tags)}
    return rule


# --- results -------------------------------------------------------------------------------------------


def _results(group: Group) -> Iterator[dict[str, Any]]:
    for error in group.unreadable:
        yield _error(error)
    for found in group.entries:
        yield _finding(found)


def _error(error: Unreadable) -> dict[str, Any]:
    place = {"artifactLocation": _artifact(error.path), "region": _region(error.start, error.end)}
    return {
        "ruleId": UNREADABLE,
        "level": "error",
        "message": {"text": error.message},
        "locations": [{"physicalLocation": place}],
    }


def _finding(found: Entry) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "level": _LEVELS[found.severity],
        "message": {"text": found.text},
        "locations": [
            {
                "physicalLocation": _place(found.place),
                "logicalLocations": [{"fullyQualifiedName": found.subject, "kind": found.kind}],
            }
        ],
        "partialFingerprints": {"partywall/v1": found.fingerprint},
    }
    if found.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _place(place), "message": {"text": message}}
            for number, (place, message) in enumerate(found.related)
        ]
    changes = list(_changes(found.remedy)) if found.remedy else []
    if found.remedy and changes:
        title = f"{found.remedy.title} ({found.remedy.safety})"
        result["fixes"] = [{"description": {"text": title}, "artifactChanges": changes}]
    return result


def _changes(remedy: Remedy) -> Iterator[dict[str, Any]]:
    by_file: dict[str, list[dict[str, Any]]] = {}
    for place, text in remedy.edits():
        change = {"deletedRegion": _region(place.start, place.end), "insertedContent": {"text": text}}
        by_file.setdefault(place.path, []).append(change)
    for path, replacements in by_file.items():
        yield {"artifactLocation": _artifact(path), "replacements": replacements}


# --- places --------------------------------------------------------------------------------------------


def _place(place: Place) -> dict[str, Any]:
    return {"artifactLocation": _artifact(place.path), "region": _region(place.start, place.end)}


def _artifact(path: str) -> dict[str, str]:
    """A file, from the top of the repository."""
    return {"uri": quote(in_repository(path), errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}


def _region(start: Position, end: Position) -> dict[str, int]:
    """A range with lines and columns from 1."""
    return {
        "startLine": start.line + 1,
        "startColumn": start.column + 1,
        "endLine": end.line + 1,
        "endColumn": end.column + 1,
    }
