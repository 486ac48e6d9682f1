"""Results for people: each finding with the lines that it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.host import Diagnostic
from partywall.syntax.chunks import Source
from partywall.text import LineIndex, Span
from partywall_server.cli.as_json import read_files
from partywall_server.cli.inspection import Inspection, ReadingError
from partywall_server.cli.places import shown
from partywall_server.cli.streams import printable

STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFORMATION: "bold blue",
    Severity.HINT: "bold cyan",
}
FRAME = "blue"
_TAB = "    "


def print_report(console: Console, inspections: Sequence[Inspection]) -> None:
    """All findings, then how many there are."""
    for inspection in inspections:
        index = {path: LineIndex(inspection.source(path).text) for path in read_files(inspection)}
        for error in inspection.errors():
            _print_error(console, error, index.get(error.path.as_posix()))
        for found in inspection.findings():
            _print_finding(console, inspection, found, index[found.path])
    console.print(summary(inspections))


def summary(inspections: Sequence[Inspection]) -> Text:
    """How many findings there are, and how many of them can be fixed."""
    findings = [found for each in inspections for found in each.findings()]
    errors = sum(1 for each in inspections for _ in each.errors())
    counts = Counter(found.severity for found in findings)
    parts = [many(errors, "problem reading", "problems reading")] if errors else []
    parts += [many(counts[each], noun(each), f"{noun(each)}s") for each in Severity if counts[each]]
    files = many(sum(len(read_files(each)) for each in inspections), "file", "files")
    if not parts:
        return Text(f"Nothing found in {files}.", style="bold green" if inspections else "")
    text = Text(f"{listed(parts)} in {files}.", style="bold")
    text.append(_fixable(findings), style="not bold")
    return text


def _fixable(findings: Sequence[Diagnostic]) -> str:
    safety = Counter(found.fix.safety for found in findings if found.fix)
    said: list[str] = []
    if safety[Safety.SAFE]:
        said.append(f"`partywall fix` mends {safety[Safety.SAFE]}")
    if safety[Safety.UNSAFE]:
        more = " more" if said else ""
        said.append(f"`partywall fix --unsafe` mends {safety[Safety.UNSAFE]}{more}")
    return f" {', '.join(said)}." if said else ""


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


def noun(severity: Severity) -> str:
    """What people call a finding of a severity."""
    return "note" if severity is Severity.INFORMATION else severity.name.lower()


def many(count: int, one: str, more: str) -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else more}"


def listed(parts: Sequence[str]) -> str:
    """Several parts in a sentence."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
