"""Findings in their places in the current text, kept as long as the blocks stay as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import compress, count
from operator import is_not
from typing import Generic, TypeVar

from partywall.diagnostics.anchors import span_in
from partywall.diagnostics.checking import Checked, Reported, fingerprint
from partywall.diagnostics.directive_faults import directive_faults
from partywall.diagnostics.finding import Anchor, Finding, Severity
from partywall.diagnostics.settings import SettingsByModel
from partywall.diagnostics.unused_allowances import Uses, unused_allowances
from partywall.schema.read import File, Part, Reading
from partywall.syntax.tree import BlockKind
from partywall.text import Span
from partywall.values import dataclass

Key = TypeVar("Key", bound=Hashable)


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
class _Group:
    """The findings of one model in their places. They hold as long as the parts are the same."""

    reported: tuple[Reported, ...]
    places: Mapping[tuple[str, BlockKind, str, int], int]
    parts: tuple[tuple[str, int, Part], ...]
    placed: tuple[Placed, ...]

    def holds(self, reported: tuple[Reported, ...], reading: Reading) -> bool:
        """Whether the same findings are still in the same places."""
        return (
            self.reported is reported
            and self.places is reading.places
            and all(reading.files[path].parts[number] is part for path, number, part in self.parts)
        )


@dataclass(frozen=True, slots=True)
class _Done(Generic[Key]):
    """What was placed last. `keys` tells whose findings a part of a file has to do with."""

    checked: Mapping[Key, Checked]
    reading: Reading
    keys: Mapping[tuple[str, int], list[Key]]
    found: Mapping[str, tuple[Placed, ...]]


class Placer(Generic[Key]):
    """Places findings. What an edit does not reach stays the same object."""

    def __init__(self) -> None:
        self._groups: dict[Key, _Group] = {}
        self._last: _Done[Key] | None = None

    def place(self, checked: Mapping[Key, Checked], reading: Reading) -> Mapping[str, tuple[Placed, ...]]:
        """The findings by file, in order of position."""
        last = self._last
        if not last or last.checked is not checked or not _declares_the_same(last.reading, reading):
            self._groups = {
                key: _group(each.reported, reading, self._groups.get(key))
                for key, each in checked.items()
                if each.reported
            }
        else:
            keys = {key for part in _replaced(last.reading, reading) for key in last.keys.get(part, ())}
            if not keys:
                self._last = replace(last, reading=reading)
                return last.found
            for key in keys:
                self._groups[key] = _group(checked[key].reported, reading, self._groups[key])
        found: dict[str, list[Placed]] = {path: [] for path in reading.files}
        by_part: dict[tuple[str, int], list[Key]] = {}
        for key, group in self._groups.items():
            for each in group.placed:
                found[each.at.path].append(each)
            for path, number, _ in group.parts:
                by_part.setdefault((path, number), []).append(key)
        self._last = _Done(
            checked, reading, by_part, {path: in_order(placed) for path, placed in found.items()}
        )
        return self._last.found


def _declares_the_same(before: Reading, after: Reading) -> bool:
    return before.places is after.places and before.files.keys() == after.files.keys()


def _replaced(before: Reading, after: Reading) -> Iterator[tuple[str, int]]:
    """The parts that are others now, in files that declare the same."""
    for path, file in after.files.items():
        old = before.files[path]
        if old is not file:
            for number in compress(count(), map(is_not, old.parts, file.parts)):
                yield path, number


def _group(reported: tuple[Reported, ...], reading: Reading, before: _Group | None) -> _Group:
    """The findings of one model in the current text; as they were placed before if that still holds."""
    if before and before.holds(reported, reading):
        return before
    placed = tuple(found for each in reported if (found := _placed(each, reading)))
    spots = {(spot.path, spot.part) for each in placed for spot in (each.at, *(s for s, _ in each.related))}
    parts = tuple((path, number, reading.files[path].parts[number]) for path, number in sorted(spots))
    return _Group(reported, reading.places, parts, placed)


def in_order(placed: Iterable[Placed]) -> tuple[Placed, ...]:
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
    for number in file.numbers.marked:
        block = file.parts[number].block
        before_first_block = all(part.block.kind is BlockKind.LOOSE for part in file.parts[: number + 1])
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
