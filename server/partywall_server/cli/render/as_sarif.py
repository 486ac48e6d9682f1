"""Findings as SARIF 2.1.0, which code scanning services read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Paths are relative to the top of the
repository; columns count code points, as everywhere on the command line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TextIO
from urllib.parse import quote

from partywall import __version__
from partywall.diagnostics.directive_faults import INVALID, UNUSED, WITHOUT_REASON
from partywall.diagnostics.edits import edits
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Fix, Safety
from partywall.diagnostics.rule import Rule
from partywall.host import Diagnostic
from partywall.rules.discovery import is_plugin_rule, rules
from partywall.syntax.chunks import Source
from partywall.text import Position, Span
from partywall_server.cli.inspection import Inspection, ReadingError
from partywall_server.cli.render.report import Report, in_repository

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://github.com/partywall-tools/partywall"

LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
    Severity.HINT: "note",
}
_UNREADABLE = "cannot-be-read"
# What is reported without being a rule.
_OTHERS = {
    INVALID: "A `// partywall:` directive does nothing.",
    WITHOUT_REASON: "An allowance does not say why it is fine.",
    UNUSED: "An allowance keeps nothing from being reported.",
    "several-datasources": "Several files of one folder have a `datasource`, so each is a schema of its own.",
    _UNREADABLE: "Something in a schema or in the settings cannot be read.",
}


def write(report: Report, out: TextIO) -> None:
    """Write the log: one run, with all rules and all findings."""
    described = {each["id"]: each for each in _rules()}
    results = [result for each in report.inspections for result in _results(each)]
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


# --- rules ---------------------------------------------------------------------------------------------


def _rules() -> Iterator[dict[str, Any]]:
    for rule in rules():
        yield _rule(rule)
    for name, text in _OTHERS.items():
        yield {"id": name, "shortDescription": {"text": text}, "help": {"text": text}}


def _rule(rule: Rule) -> dict[str, Any]:
    summary = rule.documentation.partition("\n\n")[0].replace("\n", " ")
    usual = rule.severities["recommended"]
    configuration: dict[str, Any] = {"level": LEVELS[usual]} if usual else {"enabled": False}
    page = f"{HOME}/blob/main/docs/rules/{rule.name}.md"
    return {
        "id": rule.name,
        "shortDescription": {"text": summary},
        "help": {"text": rule.documentation, "markdown": rule.documentation},
        **({} if is_plugin_rule(rule.name) else {"helpUri": page}),
        "defaultConfiguration": configuration,
        "properties": {"tags": ["multi-tenancy", "prisma"]},
    }


# --- results -------------------------------------------------------------------------------------------


def _results(inspection: Inspection) -> Iterator[dict[str, Any]]:
    for error in inspection.errors():
        yield _error(error)
    for found in inspection.findings():
        yield _finding(inspection, found)


def _error(error: ReadingError) -> dict[str, Any]:
    place = {"artifactLocation": artifact(error.path.as_posix()), "region": region(error.start, error.end)}
    return {
        "ruleId": _UNREADABLE,
        "level": "error",
        "message": {"text": error.message},
        "locations": [{"physicalLocation": place}],
    }


def _finding(inspection: Inspection, found: Diagnostic) -> dict[str, Any]:
    name = f"{found.model}.{found.field}" if found.field else found.model
    text = f"{found.message}: {found.help}" if found.help else found.message
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "level": LEVELS[found.severity],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": _place(found.path, found.span, inspection.source(found.path)),
                "logicalLocations": [
                    {"fullyQualifiedName": name, "kind": "member" if found.field else "type"}
                ],
            }
        ],
        "partialFingerprints": {"partywall/v1": found.fingerprint},
    }
    if found.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(each.path, each.span, inspection.source(each.path)),
                "message": {"text": each.message},
            }
            for number, each in enumerate(found.related)
        ]
    if found.fix and found.fix.safety is not Safety.MANUAL:
        changes = list(_changes(inspection, found.fix))
        if changes:
            title = f"{found.fix.title} ({found.fix.safety.value})"
            result["fixes"] = [{"description": {"text": title}, "artifactChanges": changes}]
    return result


def _changes(inspection: Inspection, fix: Fix) -> Iterator[Mapping[str, Any]]:
    for path, changes in edits(inspection.analysis.reading, [fix]).edits.items():
        source = inspection.source(path)
        yield {
            "artifactLocation": artifact(path),
            "replacements": [
                {"deletedRegion": _span(source, each.span), "insertedContent": {"text": each.text}}
                for each in changes
            ],
        }


# --- places --------------------------------------------------------------------------------------------


def _place(path: str, span: Span, source: Source) -> dict[str, Any]:
    return {"artifactLocation": artifact(path), "region": _span(source, span)}


def artifact(path: str) -> dict[str, str]:
    """A file, from the top of the repository."""
    return {"uri": quote(in_repository(path), errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}


def _span(source: Source, span: Span) -> dict[str, int]:
    return region(source.position(span.start), source.position(span.end))


def region(start: Position, end: Position) -> dict[str, int]:
    """A range with lines and columns from 1."""
    return {
        "startLine": start.line + 1,
        "startColumn": start.column + 1,
        "endLine": end.line + 1,
        "endColumn": end.column + 1,
    }
