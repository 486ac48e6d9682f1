"""Results as JSON. A contract with scripts, versioned and described in the README: add, never change."""

from __future__ import annotations

import json
from typing import Any, TextIO

from partywall.text import Position
from partywall_server.cli.places import shown
from partywall_server.cli.render.report import Entry, Group, Place, Report, Unreadable

VERSION = 1


def write(report: Report, out: TextIO) -> None:
    """Write the report. ASCII, so that no terminal's encoding spoils it."""
    out.write(json.dumps(_report(report), indent=2) + "\n")


def _report(report: Report) -> dict[str, Any]:
    return {
        "version": VERSION,
        "findings": [_finding(group, found) for group, found in report.entries()],
        "errors": [_error(each) for group in report.groups for each in group.unreadable],
        "files": [shown(path) for group in report.groups for path in group.files],
    }


def _finding(group: Group, found: Entry) -> dict[str, Any]:
    remedy = found.remedy
    return {
        "rule": found.rule,
        "severity": found.severity.name.lower(),
        "message": found.message,
        "help": found.help,
        "schema": group.name,
        **_at(found.place),
        **(found.details or {}),
        "related": [{**_at(place), "message": message} for place, message in found.related],
        "fingerprint": found.fingerprint,
        "fix": {"title": remedy.title, "safety": remedy.safety} if remedy else None,
    }


def _at(place: Place) -> dict[str, Any]:
    return {"file": shown(place.path), "range": _range(place.start, place.end)}


def _error(error: Unreadable) -> dict[str, Any]:
    return {"file": shown(error.path), "range": _range(error.start, error.end), "message": error.message}


def _range(start: Position, end: Position) -> dict[str, dict[str, int]]:
    """Lines and columns from 1, columns in code points, the end exclusive."""
    return {
        "start": {"line": start.line + 1, "column": start.column + 1},
        "end": {"line": end.line + 1, "column": end.column + 1},
    }
