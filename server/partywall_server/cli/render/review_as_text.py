"""A review for people: each finding with the line that it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Reviewed
from partywall.text import LineIndex
from partywall_server.cli.migration_review import MigrationReview
from partywall_server.cli.places import shown
from partywall_server.cli.render.as_text import FRAME, STYLES, print_excerpt
from partywall_server.cli.render.report import listed, many, noun
from partywall_server.cli.streams import printable
from partywall_server.workspace.review import ReviewedMigration


def print_review(console: Console, reviews: Sequence[MigrationReview]) -> None:
    """All findings, then how many there are."""
    for review in reviews:
        for error in review.errors():
            style = STYLES[Severity.ERROR]
            console.print(Text.assemble(("error", style), (f": {printable(error.message)}", "bold")))
            console.print(Text.assemble(("  --> ", FRAME), shown(error.path)))
            console.print()
        for migration, found in review.findings():
            _print_finding(console, migration, found)
    console.print(_summary(reviews))


def _print_finding(console: Console, migration: ReviewedMigration, found: Reviewed) -> None:
    style = STYLES[found.severity]
    head = (f"{noun(found.severity)}[{found.hazard}]", style)
    console.print(Text.assemble(head, (f": {printable(found.risk.message)}", "bold")))
    index = LineIndex(migration.migration.sql)
    position = index.position(found.risk.span.start)
    place = f"{shown(migration.migration.path)}:{position.line + 1}:{position.column + 1}"
    margin = print_excerpt(console, printable(place), index, found.risk.span, style)
    for kind, text in _remarks(migration, found):
        console.print(Text.assemble((f"{margin} = ", FRAME), (f"{kind}: ", "bold"), printable(text)))
    console.print()


def _remarks(migration: ReviewedMigration, found: Reviewed) -> Iterator[tuple[str, str]]:
    if migration.is_applied:
        yield "note", "this migration is applied: leave its text as it is"
    yield "help", found.risk.help
    if found.risk.fix:
        yield "fix", f"{found.risk.fix.title} ({found.risk.fix.safety.value})"
        if found.risk.fix.note:
            yield "note", found.risk.fix.note


def _summary(reviews: Sequence[MigrationReview]) -> Text:
    errors = sum(1 for each in reviews for _ in each.errors())
    counts = Counter(found.severity for each in reviews for _, found in each.findings())
    parts = [many(errors, "problem reading", "problems reading")] if errors else []
    parts += [many(counts[each], noun(each), f"{noun(each)}s") for each in Severity if counts[each]]
    files = sum(len(each.reviewed) for each in reviews)
    present = sum(len(each.history.migrations) for each in reviews)
    said = many(files, "migration", "migrations")
    if parts:
        return Text(f"{listed(parts)} in {said}.", style="bold")
    if present and not files:
        whole = many(present, "migration is", "migrations are")
        return Text(f"Nothing to review: {whole} applied. `--all` reviews them, `--file NAME` one of them.")
    return Text(f"Nothing found in {said}.", style="bold green" if files else "")
