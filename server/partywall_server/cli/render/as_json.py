"""Results as JSON. A contract with scripts, versioned and described in the README: add, never change."""

from __future__ import annotations

import json
from typing import Any, TextIO

from partywall.host import Diagnostic
from partywall_server.cli.inspection import Inspection, ReadingError
from partywall_server.cli.places import json_range, shown
from partywall_server.cli.render.report import Report

VERSION = 1


def write(report: Report, out: TextIO) -> None:
    """Write the report. ASCII, so that no terminal's encoding spoils it."""
    out.write(json.dumps(_report(report), indent=2) + "\n")


def _report(report: Report) -> dict[str, Any]:
    """What `partywall check --format json` prints."""
    return {
        "version": VERSION,
        "findings": [_finding(each, found) for each, found in report.findings()],
        "errors": [_error(error) for each in report.inspections for error in each.errors()],
        "files": [shown(path) for each in report.inspections for path in each.read_files()],
    }


def _finding(inspection: Inspection, found: Diagnostic) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": found.severity.name.lower(),
        "message": found.message,
        "help": found.help,
        "schema": shown(inspection.schema.name),
        "file": shown(found.path),
        "range": json_range(inspection.source(found.path), found.span),
        "model": found.model,
        "field": found.field,
        "related": [
            {
                "file": shown(each.path),
                "range": json_range(inspection.source(each.path), each.span),
                "message": each.message,
            }
            for each in found.related
        ],
        "fingerprint": found.fingerprint,
        "fix": {"title": found.fix.title, "safety": found.fix.safety.value} if found.fix else None,
    }


def _error(error: ReadingError) -> dict[str, Any]:
    return {
        "file": shown(error.path),
        "range": {
            "start": {"line": error.start.line + 1, "column": error.start.column + 1},
            "end": {"line": error.end.line + 1, "column": error.end.column + 1},
        },
        "message": error.message,
    }
