"""Findings as JUnit XML, which most CI services show as tests: a suite for each schema.

What fails the build is a failed test, what does not is a passed one with the finding as its output, and
a file without findings is a passed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO
from xml.etree import ElementTree as ET

from partywall.text import Position
from partywall_server.cli.places import shown
from partywall_server.cli.render.report import Entry, Group, Report, Unreadable

# What no XML 1.0 document may hold, not even escaped.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report, out: TextIO) -> None:
    """Write the document."""
    root = ET.Element("testsuites", name="partywall")
    for group in report.groups:
        cases = list(_cases(report, group))
        failures = sum(1 for case in cases if case.find("failure") is not None)
        errors = sum(1 for case in cases if case.find("error") is not None)
        counts = {"tests": len(cases), "failures": failures, "errors": errors, "skipped": 0}
        suite = ET.SubElement(root, "testsuite", name=_clean(group.name))
        suite.attrib |= {name: str(count) for name, count in counts.items()}
        suite.extend(cases)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    document = ET.tostring(root, encoding="unicode")
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n')


def _cases(report: Report, group: Group) -> Iterator[ET.Element]:
    spoken_of: set[str] = set()
    for error in group.unreadable:
        spoken_of.add(error.path)
        yield _error(error)
    for found in group.entries:
        spoken_of.add(found.place.path)
        yield _finding(report, found)
    for path in group.files:
        if path not in spoken_of:
            yield ET.Element("testcase", classname=_clean(shown(path)), name="nothing found")


def _error(error: Unreadable) -> ET.Element:
    path = shown(error.path)
    case = ET.Element("testcase", classname=_clean(path), name="can be read")
    at = _clean(_at(path, error.start))
    ET.SubElement(case, "error", type="error", message=_clean(error.message)).text = at
    return case


def _finding(report: Report, found: Entry) -> ET.Element:
    path = shown(found.place.path)
    case = ET.Element("testcase", classname=_clean(path), name=_clean(f"{found.rule}: {found.subject}"))
    lines = (_at(path, found.place.start), found.message, found.help)
    text = _clean("\n".join(filter(None, lines)))
    severity = found.severity.name.lower()
    if report.fails(found):
        ET.SubElement(case, "failure", type=severity, message=_clean(found.message)).text = text
    else:
        ET.SubElement(case, "system-out").text = f"{severity}: {text}"
    return case


def _at(path: str, position: Position) -> str:
    return f"{path}:{position.line + 1}:{position.column + 1}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
