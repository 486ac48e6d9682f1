"""Findings as the workflow commands of GitHub Actions: each becomes an annotation beside its line.

GitHub's escapes: `%`, CR and LF in a message, `:` and `,` as well in a property.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TextIO

from partywall.diagnostics.finding import Severity
from partywall.text import Position
from partywall_server.cli.render.report import Entry, Report, in_repository
from partywall_server.cli.streams import printable

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
    Severity.HINT: "notice",
}


def write(report: Report, out: TextIO) -> None:
    """Write a command for each finding, then how many there are."""
    for group in report.groups:
        for error in group.unreadable:
            place = _place(error.path, error.start, error.end)
            out.write(_command("error", place, "cannot be read", error.message))
        out.writelines(_finding(found) for found in group.entries)
    out.write(f"{report.said} {report.more}".rstrip() + "\n")


def _finding(found: Entry) -> str:
    place = _place(found.place.path, found.place.start, found.place.end)
    lines = [found.message, found.help]
    lines += [f"fix: {found.remedy.title} ({found.remedy.safety})"] if found.remedy else []
    return _command(_COMMANDS[found.severity], place, found.rule, "\n".join(filter(None, lines)))


def _place(path: str, start: Position, end: Position) -> dict[str, str]:
    """Where; GitHub takes columns only within one line."""
    place = {"file": in_repository(path), "line": str(start.line + 1), "endLine": str(end.line + 1)}
    if start.line == end.line:
        place |= {"col": str(start.column + 1), "endColumn": str(end.column + 1)}
    return place


def _command(name: str, place: dict[str, str], title: str, message: str) -> str:
    """One workflow command, a line."""
    properties = {**place, "title": f"Partywall: {title}"}
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {said}::{_escaped(printable(message))}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(printable(text)).replace(":", "%3A").replace(",", "%2C")
