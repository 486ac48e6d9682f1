"""Results for people: each finding with the lines that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from partywall.diagnostics.finding import Severity
from partywall.text import Position, Span
from partywall_server.cli.places import shown
from partywall_server.cli.render.report import Entry, Place, Report, Unreadable, noun
from partywall_server.cli.streams import console_on, printable

_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFORMATION: "bold blue",
    Severity.HINT: "bold cyan",
}
_FRAME = "blue"
_TAB = "    "


def write(report: Report, out: TextIO) -> None:
    """Write all findings, then how many there are."""
    console = console_on(out)
    for group in report.groups:
        for error in group.unreadable:
            _print_error(console, error)
        for found in group.entries:
            _print_finding(console, found)
    console.print(summary_text(report))


def summary_text(report: Report) -> Text:
    """How many findings there are, and how many of them can be fixed."""
    text = Text(report.said, style="bold green" if report.is_good else "bold" if report.groups else "")
    return text.append(f" {report.more}" if report.more else "", style="not bold default")


def _print_error(console: Console, error: Unreadable) -> None:
    style = _STYLES[Severity.ERROR]
    console.print(Text.assemble(("error", style), (f": {printable(error.message)}", "bold")))
    if error.index is None:
        console.print(Text.assemble(("  --> ", _FRAME), _at(error.path, error.start)))
    else:
        span = Span(error.index.offset(error.start), error.index.offset(error.end))
        _print_excerpt(console, Place(error.path, error.index, span), style)
    console.print()


def _print_finding(console: Console, found: Entry) -> None:
    style = _STYLES[found.severity]
    head = (f"{noun(found.severity)}[{found.rule}]", style)
    console.print(Text.assemble(head, (f": {printable(found.message)}", "bold")))
    margin = _print_excerpt(console, found.place, style)
    for kind, text in _remarks(found):
        console.print(Text.assemble((f"{margin} = ", _FRAME), (f"{kind}: ", "bold"), printable(text)))
    console.print()


def _remarks(found: Entry) -> Iterator[tuple[str, str]]:
    for remark in found.remarks:
        yield "note", remark
    for place, message in found.related:
        yield "note", f"{message} ({_at(place.path, place.start)})"
    if found.help:
        yield "help", found.help
    if found.remedy:
        yield "fix", f"{found.remedy.title} ({found.remedy.safety})"
        if found.remedy.note:
            yield "note", found.remedy.note


def _print_excerpt(console: Console, place: Place, style: str) -> str:
    """The place, and its line with the span marked; the margin that remarks stand behind."""
    position, span = place.start, place.span
    number = str(position.line + 1)
    margin = " " * (len(number) + 1)
    line = place.index.line(position.line)
    marked = line[position.column : position.column + max(span.end - span.start, 1)]
    before = _expanded(line[: position.column])
    carets = "^" * max(cell_len(_expanded(marked)), 1)
    console.print(Text.assemble((f"{margin[1:]}--> ", _FRAME), _at(place.path, position)))
    console.print(Text(f"{margin}|", style=_FRAME))
    console.print(Text.assemble((f"{number} | ", _FRAME), _expanded(line)))
    console.print(Text.assemble((f"{margin}| ", _FRAME), " " * cell_len(before), (carets, style)))
    return margin


def _expanded(text: str) -> str:
    return printable(text.replace("\t", _TAB))


def _at(path: str, position: Position) -> str:
    return printable(f"{shown(path)}:{position.line + 1}:{position.column + 1}")
