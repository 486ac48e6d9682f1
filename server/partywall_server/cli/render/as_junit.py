"""Findings as JUnit XML, which most CI services show as tests: a suite for each schema.

What fails the build is a failed test, what does not is a passed one with the finding as its output, and
a file without findings is a passed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO
from xml.etree import ElementTree as ET

from partywall.host import Diagnostic
from partywall_server.cli.inspection import Inspection, ReadingError
from partywall_server.cli.places import shown
from partywall_server.cli.render.report import Report

# What no XML 1.0 document may hold, not even escaped.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report, out: TextIO) -> None:
    """Write the document."""
    root = ET.Element("testsuites", name="partywall")
    for inspection in report.inspections:
        cases = list(_cases(report, inspection))
        failures = sum(1 for case in cases if case.find("failure") is not None)
        errors = sum(1 for case in cases if case.find("error") is not None)
        counts = {"tests": len(cases), "failures": failures, "errors": errors, "skipped": 0}
        suite = ET.SubElement(root, "testsuite", name=_clean(shown(inspection.schema.name)))
        suite.attrib |= {name: str(count) for name, count in counts.items()}
        suite.extend(cases)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    document = ET.tostring(root, encoding="unicode")
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n')


def _cases(report: Report, inspection: Inspection) -> Iterator[ET.Element]:
    spoken_of: set[str] = set()
    for error in inspection.errors():
        spoken_of.add(shown(error.path))
        yield _error(error)
    for found in inspection.findings():
        spoken_of.add(shown(found.path))
        yield _finding(report, inspection, found)
    for path in map(shown, inspection.read_files()):
        if path not in spoken_of:
            yield ET.Element("testcase", classname=_clean(path), name="nothing found")


def _error(error: ReadingError) -> ET.Element:
    path = shown(error.path)
    at = f"{path}:{error.start.line + 1}:{error.start.column + 1}"
    case = ET.Element("testcase", classname=_clean(path), name="can be read")
    ET.SubElement(case, "error", type="error", message=_clean(error.message)).text = _clean(at)
    return case


def _finding(report: Report, inspection: Inspection, found: Diagnostic) -> ET.Element:
    path, position = shown(found.path), inspection.source(found.path).position(found.span.start)
    at = f"{path}:{position.line + 1}:{position.column + 1}"
    member = f"{found.model}.{found.field}" if found.field else found.model
    case = ET.Element("testcase", classname=_clean(path), name=_clean(f"{found.rule}: {member}"))
    text = _clean("\n".join(filter(None, (at, found.message, found.help))))
    severity = found.severity.name.lower()
    if report.fails(found):
        ET.SubElement(case, "failure", type=severity, message=_clean(found.message)).text = text
    else:
        ET.SubElement(case, "system-out").text = f"{severity}: {text}"
    return case


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
