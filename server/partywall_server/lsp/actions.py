"""Which repairs there are at a place, and the edits of the one that was chosen; runs on the worker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from partywall.diagnostics.directive_faults import DIRECTIVE_RULES, UNUSED
from partywall.diagnostics.edits import edits
from partywall.diagnostics.fix import Fix, Safety
from partywall.fixing import FixResult, files_of, fix_all
from partywall.host import Analysis, Diagnostic
from partywall.ide.allowing import allowance, without_allowance
from partywall.ide.cursor import field_in_line
from partywall.ide.refactorings import REFACTORINGS, Target, alternatives, refactored
from partywall.syntax.tree import BlockKind
from partywall.tenancy.choices import tenancy_choices
from partywall.values import dataclass
from partywall_server.lsp.changes import Change, changes, difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from partywall.text import Span
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.project import Project

QUICK_FIX = "quickfix"
REWRITE = "refactor.rewrite"
FIX_ALL = "source.fixAll.partywall"

SET_ROOTS = "partywall.setRoots"
UNCERTAIN_ROOT = "uncertain-tenant-root"
"""The rule that asks a question; its answers go to the settings."""

SAFE = frozenset({Safety.SAFE})
ALL = frozenset({Safety.SAFE, Safety.UNSAFE})

_CLAUSE = re.compile(
    r"(?:`[^`]*`|[^`;:.]|[;:.](?! ))*"
)  # in code, such as `onDelete: Cascade`, it does not end


@dataclass(frozen=True, slots=True)
class Choice:
    """What an action stands for, in words that outlive edits: a finding, a target, or all that is safe."""

    kind: str
    rule: str = ""
    fingerprint: str = ""
    refactoring: str = ""
    model: str = ""
    field: str = ""
    root: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of ours, and what it is called with beside the schema."""

    name: str
    argument: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Offer:
    """An action. `span` is where its finding is, None where it has none.

    With a `command`, that one is run in place of an edit: the editor has to ask something first, or
    no text of the schema changes.
    """

    title: str
    choice: Choice
    is_preferred: bool = False
    span: Span | None = None
    command: Command | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """The changes of a chosen action; `note` says what else they change."""

    title: str
    note: str
    changes: tuple[Change, ...]


def offers(analysis: Analysis, path: str, span: Span, wanted: Callable[[str], bool]) -> Iterator[Offer]:
    """The actions at a range, of the kinds that are wanted."""
    found = analysis.diagnostics(path)
    if wanted(QUICK_FIX):
        here = [each for each in found if _touches(each.span, span)]
        for each in here:
            yield from _repairs(analysis, each)
        for each in here:
            if each.rule not in DIRECTIVE_RULES:
                named = {"rule": each.rule, "fingerprint": each.fingerprint}
                yield _asking(each, f"Allow here… ({each.rule})", Command("partywall.allow", named))
    if wanted(REWRITE):
        yield from _refactorings(analysis, path, span)
    if wanted(FIX_ALL) and any(each.fix and _is_safe_here(each.fix, path) for each in found):
        yield Offer("Fix all safe Partywall findings in this file", Choice(FIX_ALL))


def repair(desk: Desk, path: str, choice: Choice, checkpoint: Callable[[], None]) -> Repair | None:
    """The changes that a choice comes to in the texts as they are now; None if it is gone."""
    if path.endswith("/migration.sql"):
        return desk.migrations.repair(path, choice, checkpoint)
    analysis = desk.analysis(path, checkpoint)
    project = desk.project(path)
    if analysis is None or project is None:
        return None
    if choice.kind == FIX_ALL:
        _, found = fixed(desk, project, SAFE, path, checkpoint)
        return Repair("Fix all safe findings", "", found) if found else None
    if choice.rule == UNUSED:
        return _removal(desk, analysis, path, choice)
    fix = _chosen(analysis, path, choice)
    return fix_repair(desk, analysis, fix) if fix else None


def allowing(
    desk: Desk, path: str, finding: tuple[str, str], reason: str, checkpoint: Callable[[], None]
) -> Repair | None:
    """The change that allows a finding, named by its rule and fingerprint; None if it is gone."""
    analysis = desk.analyse(desk.project_for(path), checkpoint)
    found = _found(analysis, path, finding)
    edit = allowance(analysis.reading, found.anchor, found.rule, reason) if found else None
    if found is None or edit is None:
        return None
    sources = {path: analysis.files[path].source}
    return Repair(f"Allow {found.rule}", "", changes(desk, sources, {path: (edit,)}))


def fix_repair(desk: Desk, analysis: Analysis, fix: Fix) -> Repair | None:
    """The changes that a fix comes to; None where it can not be applied."""
    result = edits(analysis.reading, (fix,))
    if not result.edits or fix in result.left:
        return None
    sources = {name: file.source for name, file in analysis.files.items()}
    return Repair(fix.title, fix.note, changes(desk, sources, result.edits))


def fixed(
    desk: Desk,
    project: Project,
    allowed: frozenset[Safety],
    only: str | None,
    checkpoint: Callable[[], None],
) -> tuple[FixResult, tuple[Change, ...]]:
    """All allowed fixes at once. The host that tries them out has the texts as they are again afterwards."""
    analysis = desk.analyse(project, checkpoint)
    sources = {path: file.source for path, file in analysis.files.items()}
    try:
        result = fix_all(project.host, allowed, only, checkpoint)
    finally:
        for path, source in sources.items():
            project.host.set_file(path, source)
    found = {path: difference(sources[path], after) for path, after in result.sources.items()}
    return result, changes(desk, sources, found)


def titled(fix: Fix, title: str | None = None) -> str:
    """The title of a fix, with the reason why it is not safe."""
    title = title or fix.title
    if fix.safety is Safety.SAFE:
        return title
    clause = _CLAUSE.match(fix.note)
    why = clause[0].rstrip(".") if clause else ""
    return f"{title} (unsafe: {why[:1].lower()}{why[1:]})" if why else f"{title} (unsafe)"


def _repairs(analysis: Analysis, found: Diagnostic) -> Iterator[Offer]:
    """What mends a finding, or answers its question."""
    choice = Choice(QUICK_FIX, found.rule, found.fingerprint)
    if found.rule == UNUSED:
        yield Offer("Remove this allowance", choice, span=found.span)
    elif found.rule == UNCERTAIN_ROOT:
        yield from _answers(analysis, found)
    elif found.fix and _is_possible(analysis, found.fix):
        yield Offer(titled(found.fix), choice, found.fix.safety is Safety.SAFE, found.span)


def _answers(analysis: Analysis, found: Diagnostic) -> Iterator[Offer]:
    """The answers there are to the question which model is the tenant."""
    for each in tenancy_choices(analysis.schema, analysis.tenancy):
        if each.keys:
            command = Command(SET_ROOTS, {"keys": [*each.keys]})
            yield _asking(found, f"`{each.keys[0]}` names a tenant", command)
        elif each.roots:
            below = f", divided by {_listed(each.roots[1:])}" if each.roots[1:] else ""
            command = Command(SET_ROOTS, {"roots": [*each.roots]})
            yield _asking(found, f"Each row of `{each.roots[0]}` is a tenant{below}", command)
        else:
            yield _asking(found, "This schema has no tenants", Command(SET_ROOTS, {"roots": []}))


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def _asking(found: Diagnostic, title: str, command: Command) -> Offer:
    return Offer(title, Choice(QUICK_FIX, found.rule, found.fingerprint), span=found.span, command=command)


def _refactorings(analysis: Analysis, path: str, span: Span) -> Iterator[Offer]:
    target = _target_at(analysis, path, span)
    if target is None:
        return
    for name, refactoring in REFACTORINGS.items():
        for each in (target, *alternatives(name, target, analysis.view)):
            fix = refactored(name, each, analysis.schema, analysis.view)
            if isinstance(fix, Fix) and _is_possible(analysis, fix):
                choice = Choice(REWRITE, "", "", name, each.model, each.field, each.root)
                title = f"{refactoring.title}, by `{each.root}`" if each.root else refactoring.title
                yield Offer(titled(fix, title), choice)


def _target_at(analysis: Analysis, path: str, span: Span) -> Target | None:
    """The model that a range begins in, and the field."""
    file = analysis.files.get(path)
    found = field_in_line(file, span.start) if file else None
    if found is None or found[0].kind is not BlockKind.MODEL:
        return None
    block, field = found
    return Target(block.name, field.name if field else "")


def _chosen(analysis: Analysis, path: str, choice: Choice) -> Fix | None:
    if choice.kind == REWRITE:
        if choice.refactoring not in REFACTORINGS:
            return None
        target = Target(choice.model, choice.field, choice.root)
        fix = refactored(choice.refactoring, target, analysis.schema, analysis.view)
        return fix if isinstance(fix, Fix) else None
    match = _found(analysis, path, (choice.rule, choice.fingerprint))
    return match.fix if match else None


def _found(analysis: Analysis, path: str, finding: tuple[str, str]) -> Diagnostic | None:
    found = analysis.diagnostics(path)
    return next((each for each in found if (each.rule, each.fingerprint) == finding), None)


def _removal(desk: Desk, analysis: Analysis, path: str, choice: Choice) -> Repair | None:
    """The change that takes away an allowance that nothing needs."""
    found = _found(analysis, path, (choice.rule, choice.fingerprint))
    file = analysis.files[path]
    edit = without_allowance(file, found.span) if found else None
    if edit is None:
        return None
    return Repair("Remove this allowance", "", changes(desk, {path: file.source}, {path: (edit,)}))


def _is_safe_here(fix: Fix, path: str) -> bool:
    """Whether it is safe and changes this file alone: editors leave others unsaved."""
    return fix.safety is Safety.SAFE and files_of(fix) == {path}


def _is_possible(analysis: Analysis, fix: Fix) -> bool:
    result = edits(analysis.reading, (fix,))
    return bool(result.edits) and not result.left


def _touches(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end
