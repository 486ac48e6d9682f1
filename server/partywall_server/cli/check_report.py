"""What `check` found, as a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from partywall.diagnostics.directive_faults import INVALID, UNUSED, WITHOUT_REASON
from partywall.diagnostics.edits import edits
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Fix, Safety
from partywall.host import Diagnostic
from partywall.rules.discovery import is_plugin_rule, rules
from partywall.text import LineIndex, Span
from partywall_server.cli.inspection import Inspection
from partywall_server.cli.places import HOME, shown
from partywall_server.cli.render.report import (
    UNREADABLE,
    Described,
    Entry,
    Group,
    Place,
    Remedy,
    Report,
    Unreadable,
    counted,
    many,
)

# What is reported without being a rule.
_OTHERS = {
    INVALID: "A `// partywall:` directive does nothing.",
    WITHOUT_REASON: "An allowance does not say why it is fine.",
    UNUSED: "An allowance keeps nothing from being reported.",
    "several-datasources": "Several files of one folder have a `datasource`, so each is a schema of its own.",
    UNREADABLE: "Something in a schema or in the settings cannot be read.",
}


def check_report(inspections: Sequence[Inspection], worst: Severity | None = Severity.WARNING) -> Report:
    """All schemas that were checked."""
    groups = [_group(each) for each in inspections]
    files = many(sum(len(each.files) for each in groups), "file", "files")
    count = counted(groups)
    said = f"{count} in {files}." if count else f"Nothing found in {files}."
    more = " ".join(filter(None, (_fixable(inspections), _held_back(inspections))))
    return Report(groups, worst, said, more, bool(inspections) and not count, _catalogue)


def _group(inspection: Inspection) -> Group:
    indexes = {path: LineIndex(inspection.source(path).text) for path in inspection.read_files()}
    return Group(
        name=shown(inspection.schema.name),
        entries=[_entry(inspection, found, indexes) for found in inspection.findings()],
        unreadable=[
            Unreadable(
                each.path.as_posix(),
                each.start,
                each.end,
                each.message,
                indexes.get(each.path.as_posix()),
            )
            for each in inspection.errors()
        ],
        files=list(indexes),
    )


def _entry(inspection: Inspection, found: Diagnostic, indexes: Mapping[str, LineIndex]) -> Entry:
    def place(path: str, span: Span) -> Place:
        return Place(path, indexes[path], span)

    return Entry(
        rule=found.rule,
        severity=found.severity,
        message=found.message,
        help=found.help,
        place=place(found.path, found.span),
        subject=f"{found.model}.{found.field}" if found.field else found.model,
        kind="member" if found.field else "type",
        fingerprint=found.fingerprint,
        remedy=_remedy(inspection, found.fix, indexes) if found.fix else None,
        related=tuple((place(each.path, each.span), each.message) for each in found.related),
        details={"model": found.model, "field": found.field},
    )


def _remedy(inspection: Inspection, fix: Fix, indexes: Mapping[str, LineIndex]) -> Remedy:
    def changes() -> Sequence[tuple[Place, str]]:
        if fix.safety is Safety.MANUAL:
            return ()
        found = edits(inspection.analysis.reading, [fix]).edits
        return [
            (Place(path, indexes[path], each.span), each.text)
            for path, group in found.items()
            for each in group
        ]

    return Remedy(fix.title, fix.safety.value, fix.note, changes)


def _fixable(inspections: Sequence[Inspection]) -> str:
    findings = (found for each in inspections for found in each.findings())
    safety = Counter(found.fix.safety for found in findings if found.fix)
    said: list[str] = []
    if safety[Safety.SAFE]:
        said.append(f"`partywall fix` mends {safety[Safety.SAFE]}")
    if safety[Safety.UNSAFE]:
        more = " more" if said else ""
        said.append(f"`partywall fix --unsafe` mends {safety[Safety.UNSAFE]}{more}")
    return f"{', '.join(said)}." if said else ""


def _held_back(inspections: Sequence[Inspection]) -> str:
    count = sum(1 for each in inspections for _ in each.analysis.accepted_diagnostics())
    names = {each.loaded.configuration.baseline.path.name for each in inspections}
    name = f"`{names.pop()}`" if len(names) == 1 else "baselines"
    return f"{many(count, 'more is', 'more are')} held back by {name}." if count else ""


def _catalogue() -> Iterator[Described]:
    tags = ("multi-tenancy", "prisma")
    for rule in rules():
        page = None if is_plugin_rule(rule.name) else f"{HOME}/blob/main/docs/rules/{rule.name}.md"
        yield Described(rule.name, rule.documentation, rule.severities["recommended"], page, tags)
    for name, text in _OTHERS.items():
        yield Described(name, text)
