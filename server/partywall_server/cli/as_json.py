"""Results as JSON. A contract with scripts, versioned and described in the README: add, never change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partywall.host import Diagnostic
from partywall_server.cli.inspection import Inspection, ReadingError
from partywall_server.cli.places import json_range, shown
from partywall_server.workspace.load import key_of

VERSION = 1


def report(inspections: Sequence[Inspection]) -> dict[str, Any]:
    """What `partywall check --format json` prints."""
    return {
        "version": VERSION,
        "findings": [_finding(each, found) for each in inspections for found in each.findings()],
        "errors": [_error(error) for each in inspections for error in each.errors()],
        "files": [shown(path) for each in inspections for path in read_files(each)],
    }


def read_files(inspection: Inspection) -> list[str]:
    """The files of a schema that could be read."""
    keys = map(key_of, inspection.schema.files)
    return [key for key in keys if key in inspection.analysis.files]


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
