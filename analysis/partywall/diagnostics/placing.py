"""Findings in their places in the current text, kept as long as the blocks stay as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from partywall.diagnostics.anchors import span_in
from partywall.diagnostics.checking import Reported, fingerprint
from partywall.diagnostics.directive_faults import directive_faults
from partywall.diagnostics.finding import Anchor, Finding, Severity
from partywall.diagnostics.settings import SettingsByModel
from partywall.diagnostics.unused_allowances import Uses, unused_allowances
from partywall.schema.read import File, Part, Reading
from partywall.syntax.directives import MARK
from partywall.syntax.tree import BlockKind
from partywall.text import Span
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by the part of a file that holds it, `span` relative to where that part begins."""

    path: str
    part: int
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A finding in its place.

    One object as long as the blocks that it speaks of stay as they are, wherever they move: what is
    made of it for a client can be kept.
    """

    reported: Reported
    at: Spot
    related: tuple[tuple[Spot, str], ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """The findings of one model in their places. It holds as long as its parts are the same."""

    group: tuple[Reported, ...]
    places: Mapping[tuple[str, BlockKind, str, int], int]
    parts: tuple[tuple[str, int, Part], ...]
    placed: tuple[Placed, ...]


def placement(group: tuple[Reported, ...], reading: Reading, before: Placement | None) -> Placement:
    """The findings of one model in the current text; the earlier placement if it still holds."""
    if (
        before
        and before.group is group
        and before.places is reading.places
        and all(reading.files[path].parts[number] is part for path, number, part in before.parts)
    ):
        return before
    placed = tuple(each for reported in group if (each := _placed(reported, reading)))
    spots = {(spot.path, spot.part) for each in placed for spot in (each.at, *(s for s, _ in each.related))}
    parts = tuple((path, number, reading.files[path].parts[number]) for path, number in sorted(spots))
    return Placement(group, reading.places, parts, placed)


def in_order(placed: list[Placed]) -> tuple[Placed, ...]:
    """The findings of one file by position, then by rule."""
    return tuple(sorted(placed, key=lambda each: (each.at.part, each.at.span, each.reported.rule)))


def directive_findings(
    file: File,
    rules: frozenset[str],
    settings: SettingsByModel,
    uses_of_allowances: Callable[[], Uses] | None,
) -> Iterator[Placed]:
    """What is wrong with the directives of a file; `rules` are the names of all rules there are.

    Without the uses, which cost a look at every check, nothing is said of allowances that nothing needs.
    """
    before_first_block = True
    for number, part in enumerate(file.parts):
        block = part.block
        before_first_block = before_first_block and block.kind is BlockKind.LOOSE
        if MARK not in block.text:
            continue
        here = _anchor(file, number)
        faults = [*directive_faults(block, rules, before_first_block=before_first_block)]
        if uses_of_allowances:
            known = uses_of_allowances()
            faults += unused_allowances(block, here, known, before_first_block=before_first_block)
        equal: Counter[str] = Counter()
        for fault in faults:
            severity = settings.at(here).severity(fault.rule, Severity.WARNING)
            if severity is None:
                continue
            said = f"// {fault.message}"
            anchor = replace(here, member=said, member_nth=equal[said])
            equal[said] += 1
            finding = Finding(anchor, fault.message, fault.help)
            reported = Reported(fault.rule, severity, finding, fingerprint(fault.rule, anchor))
            yield Placed(reported, Spot(file.path, number, fault.span), ())


def _anchor(file: File, number: int) -> Anchor:
    """The block in a part of a file."""
    block = file.parts[number].block
    before = (part.block for part in file.parts[:number] if part.shape)
    nth = sum(1 for each in before if (each.kind, each.name) == (block.kind, block.name))
    return Anchor(file.path, block.kind, block.name, nth)


def _placed(reported: Reported, reading: Reading) -> Placed | None:
    at = _spot(reported.finding.at, reading)
    if at is None:
        return None
    related = tuple(
        (spot, each.message) for each in reported.finding.related if (spot := _spot(each.at, reading))
    )
    return Placed(reported, at, related)


def _spot(anchor: Anchor, reading: Reading) -> Spot | None:
    number = reading.places.get((anchor.file, anchor.kind, anchor.block, anchor.nth))
    if number is None:
        return None
    span = span_in(reading.files[anchor.file].parts[number].block, anchor)
    return Spot(anchor.file, number, span) if span else None
