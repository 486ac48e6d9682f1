"""Findings as a Code Quality report of GitLab, which shows them in merge requests.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, TextIO

from partywall.diagnostics.finding import Severity
from partywall.text import Position
from partywall_server.cli.render.report import Report, in_repository

_SEVERITIES = {
    Severity.ERROR: "critical",
    Severity.WARNING: "major",
    Severity.INFORMATION: "minor",
    Severity.HINT: "info",
}


def write(report: Report, out: TextIO) -> None:
    """Write the report: an array of findings, each with a fingerprint of its own."""
    out.write(json.dumps(list(_entries(report)), indent=2) + "\n")


def _entries(report: Report) -> Iterator[dict[str, Any]]:
    names = _Fingerprints()
    for inspection in report.inspections:
        for error in inspection.errors():
            path = in_repository(error.path)
            yield {
                "description": error.message,
                "check_name": "cannot-be-read",
                "fingerprint": names.one(path, "cannot-be-read", error.message),
                "severity": "blocker",
                "location": _location(path, error.start, error.end),
            }
        for found in inspection.findings():
            source, path = inspection.source(found.path), in_repository(found.path)
            start, end = source.position(found.span.start), source.position(found.span.end)
            yield {
                "description": f"{found.message}: {found.help}" if found.help else found.message,
                "check_name": found.rule,
                "fingerprint": names.one(path, found.rule, found.fingerprint),
                "severity": _SEVERITIES[found.severity],
                "location": _location(path, start, end),
            }


def _location(path: str, start: Position, end: Position) -> dict[str, Any]:
    return {"path": path, "lines": {"begin": start.line + 1, "end": end.line + 1}}


class _Fingerprints:
    """Names that no two findings of a report share, and that no line number is part of."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, ...]] = Counter()

    def one(self, *parts: str) -> str:
        self._seen[parts] += 1
        text = "\0".join((*parts, str(self._seen[parts])))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
