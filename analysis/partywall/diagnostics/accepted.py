"""Findings that somebody has accepted: counted by fingerprint, they are held back."""

from __future__ import annotations

from collections.abc import Mapping

from partywall.diagnostics.placing import Placed
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Findings that are accepted, by file, and the accepted ones (by fingerprint) that are not there."""

    placed: Mapping[str, tuple[Placed, ...]]
    gone: Mapping[str, int]


def hold_back(
    placed: Mapping[str, tuple[Placed, ...]], accepted: Mapping[str, int]
) -> tuple[Mapping[str, tuple[Placed, ...]], HeldBack]:
    """The findings without as many of each fingerprint as are accepted, the first ones; and those."""
    if not accepted:
        return placed, HeldBack({}, {})
    left = dict(accepted)
    kept: dict[str, tuple[Placed, ...]] = {}
    held: dict[str, tuple[Placed, ...]] = {}
    for path, group in sorted(placed.items()):
        mine: list[Placed] = []
        for each in group:
            name = each.reported.fingerprint
            if left.get(name, 0) > 0:
                left[name] -= 1
                mine.append(each)
        held[path] = tuple(mine)
        known = set(mine)
        kept[path] = tuple(each for each in group if each not in known) if mine else group
    return kept, HeldBack(held, {name: count for name, count in left.items() if count})
