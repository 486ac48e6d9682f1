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
from partywall_server.cli.render.report import UNREADABLE, Report, in_repository

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
    for group in report.groups:
        for error in group.unreadable:
            path = in_repository(error.path)
            yield {
                "description": error.message,
                "check_name": UNREADABLE,
                "fingerprint": names.one(path, UNREADABLE, error.message),
                "severity": "blocker",
                "location": _location(path, error.start, error.end),
            }
        for found in group.entries:
            path = in_repository(found.place.path)
            yield {
                "description": found.text,
                "check_name": found.rule,
                "fingerprint": names.one(path, found.rule, found.fingerprint),
                "severity": _SEVERITIES[found.severity],
                "location": _location(path, found.place.start, found.place.end),
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
