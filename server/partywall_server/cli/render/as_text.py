"""Results for people: each finding with the lines that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from partywall.diagnostics.finding import Severity
from partywall.host import Diagnostic
from partywall.syntax.chunks import Source
from partywall.text import LineIndex, Span
from partywall_server.cli.inspection import Inspection, ReadingError
from partywall_server.cli.places import shown
from partywall_server.cli.render.report import Report, noun, summary
from partywall_server.cli.streams import console_on, printable

STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFORMATION: "bold blue",
    Severity.HINT: "bold cyan",
}
FRAME = "blue"
_TAB = "    "


def write(report: Report, out: TextIO) -> None:
    """Write all findings, then how many there are."""
    console = console_on(out)
    for inspection in report.inspections:
        index = {path: LineIndex(inspection.source(path).text) for path in inspection.read_files()}
        for error in inspection.errors():
            _print_error(console, error, index.get(error.path.as_posix()))
        for found in inspection.findings():
            _print_finding(console, inspection, found, index[found.path])
    console.print(summary_text(report.inspections))


def summary_text(inspections: Sequence[Inspection]) -> Text:
    """How many findings there are, and how many of them can be fixed."""
    count, more = summary(inspections)
    is_good = count.startswith("Nothing") and inspections
    text = Text(count, style="bold green" if is_good else "bold" if inspections else "")
    return text.append(f" {more}" if more else "", style="not bold default")


def _print_error(console: Console, error: ReadingError, index: LineIndex | None) -> None:
    console.print(Text.assemble(("error", STYLES[Severity.ERROR]), (f": {printable(error.message)}", "bold")))
    place = f"{shown(error.path)}:{error.start.line + 1}:{error.start.column + 1}"
    span = None if index is None else Span(index.offset(error.start), index.offset(error.end))
    print_excerpt(console, place, index, span, STYLES[Severity.ERROR])
    console.print()


def _print_finding(console: Console, inspection: Inspection, found: Diagnostic, index: LineIndex) -> None:
    style = STYLES[found.severity]
    console.print(
        Text.assemble(
            (f"{noun(found.severity)}[{found.rule}]", style), (f": {printable(found.message)}", "bold")
        )
    )
    margin = print_excerpt(
        console, _place(found.path, found.span, inspection.source(found.path)), index, found.span, style
    )
    for kind, text in _remarks(inspection, found):
        console.print(Text.assemble((f"{margin} = ", FRAME), (f"{kind}: ", "bold"), printable(text)))
    console.print()


def _remarks(inspection: Inspection, found: Diagnostic) -> Iterator[tuple[str, str]]:
    for each in found.related:
        yield "note", f"{each.message} ({_place(each.path, each.span, inspection.source(each.path))})"
    if found.help:
        yield "help", found.help
    if found.fix:
        yield "fix", f"{found.fix.title} ({found.fix.safety.value})"
        if found.fix.note:
            yield "note", found.fix.note


def print_excerpt(
    console: Console, place: str, index: LineIndex | None, span: Span | None, style: str
) -> str:
    """The place, and the line with the span marked; the margin that remarks stand behind."""
    if index is None or span is None:
        console.print(Text.assemble(("  --> ", FRAME), place))
        return "   "
    position = index.position(span.start)
    number = str(position.line + 1)
    margin = " " * (len(number) + 1)
    line = index.line(position.line)
    marked = line[position.column : position.column + max(span.end - span.start, 1)]
    before = _expanded(line[: position.column])
    carets = "^" * max(cell_len(_expanded(marked)), 1)
    console.print(Text.assemble((f"{margin[1:]}--> ", FRAME), place))
    console.print(Text(f"{margin}|", style=FRAME))
    console.print(Text.assemble((f"{number} | ", FRAME), _expanded(line)))
    console.print(Text.assemble((f"{margin}| ", FRAME), " " * cell_len(before), (carets, style)))
    return margin


def _expanded(text: str) -> str:
    return printable(text.replace("\t", _TAB))


def _place(path: str, span: Span, source: Source) -> str:
    position = source.position(span.start)
    return printable(f"{shown(path)}:{position.line + 1}:{position.column + 1}")
