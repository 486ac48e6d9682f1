"""Which models are the tenant roots, the primary one first, then the levels below it."""

from __future__ import annotations

from dataclasses import dataclass

from partywall.tenancy.candidates import Candidate, Scene, candidate
from partywall.tenancy.declared import Declared
from partywall.tenancy.words import SUBROOT_WORDS, TENANT_WORDS, is_preference

_THRESHOLD = 4.3
_SLACK = 1.0

_EXTERNAL_SHARE = 0.4
_EXTERNAL_COUNT = 3


@dataclass(frozen=True, slots=True)
class Level:
    """A root, the candidate it was, and the root above it."""

    candidate: Candidate
    parent: str | None
    is_declared: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """The roots found and all that was considered, the best first.

    `external` are key columns of tenants that live outside the schema; then there is no level.
    """

    levels: tuple[Level, ...]
    considered: tuple[Candidate, ...]
    external: tuple[str, ...] = ()
    external_share: float = 0.0


def search(scene: Scene, declared: Declared) -> Search:
    """The roots of a schema; no level where none is certain enough."""
    if declared.roots == ():
        return Search((), ())
    considered = {
        name: candidate(scene, name)
        for name in scene.graph.facts
        if (name in scene.domain and scene.graph.into[name])
        or name in declared.marked
        or name in (declared.roots or ())
    }
    ranked = tuple(sorted(considered.values(), key=lambda each: (-each.score, each.model)))
    if declared.roots:
        named = [considered[name] for name in declared.roots]
        marked = [considered[name] for name in declared.marked if name not in declared.roots]
        return Search(_declared_levels([*named, *marked]), ranked)
    best = next((each for each in ranked if is_enough(each)), None)
    if best is None and not declared.marked:
        return _external(scene, declared, ranked)
    inferred = _levels(scene, considered, _climb(considered, best)) if best else []
    return Search(_with_marked(scene, considered, inferred, declared.marked), ranked)


def is_enough(each: Candidate) -> bool:
    """Whether a candidate is a root by itself."""
    if not each.content and not each.name:
        return False
    well_founded = each.people >= 4 or each.name >= 2
    if each.covered_share < (0.2 if well_founded else 0.25) and each.reached_share < (
        0.2 if well_founded else 0.33
    ):
        return False
    if each.name <= 0 and each.people < 2 and each.covered_share < 0.9:
        return False
    return each.score >= _THRESHOLD


def _declared_levels(named: list[Candidate]) -> tuple[Level, ...]:
    """The declared roots in their order; the parent of each is the nearest of them that it names."""
    levels: list[Level] = []
    for each in named:
        above = [other.model for other in named if other is not each and other.model in each.parents]
        below = {other.model for other in named if each.model in other.parents}
        parents = [name for name in above if name not in below]
        deepest = [
            name
            for name in parents
            if not any(name in other.parents for other in named if other.model in parents)
        ]
        levels.append(Level(each, next(iter(deepest or parents), None), is_declared=True))
    return tuple(levels)


def _with_marked(
    scene: Scene,
    considered: dict[str, Candidate],
    inferred: list[Level],
    marked: tuple[str, ...],
) -> tuple[Level, ...]:
    """Inferred levels and models marked as roots: those marked are roots, the first of them the
    primary one unless it belongs to the inferred primary, which then stays.
    """
    if not marked:
        return tuple(inferred)
    names = {level.candidate.model for level in inferred}
    ones = [considered[name] for name in marked]
    if inferred and not names.isdisjoint({name for each in ones for name in (each.model, *each.parents)}):
        levels = [Level(level.candidate, level.parent, level.candidate.model in marked) for level in inferred]
        for each in ones:
            if each.model not in names:
                parent = next(
                    (
                        level.candidate.model
                        for level in reversed(levels)
                        if level.candidate.model in each.parents
                    ),
                    None,
                )
                levels.append(Level(each, parent, is_declared=True))
        return tuple(levels)
    declared = _declared_levels(ones)
    top = next(level for level in declared if level.parent is None)
    below = _levels(scene, considered, top.candidate)
    known = {level.candidate.model for level in declared}
    return (
        top,
        *(level for level in declared if level is not top),
        *(level for level in below if level.candidate.model not in known),
    )


def _external(scene: Scene, declared: Declared, ranked: tuple[Candidate, ...]) -> Search:
    """Tenants outside the schema: a column of a tenant's name, without a model, on much of the data."""
    models = [name for name in scene.graph.facts if name not in scene.auth and name not in scene.users]
    holders: dict[str, int] = {}
    for name in models:
        resolved = {ref.column for ref in scene.graph.refs[name]}
        for each in scene.graph.facts[name].ids:
            if each.name in (declared.keys or ()) or (
                declared.keys is None
                and each.name not in resolved
                and each.stem[-1] in TENANT_WORDS
                and not is_preference(each.name)
            ):
                holders[each.name] = holders.get(each.name, 0) + 1
    if declared.keys is not None:
        return Search((), ranked, tuple(sorted(holders)), 1.0)
    share, count, column = max(
        ((count / len(models), count, column) for column, count in holders.items()),
        default=(0.0, 0, ""),
    )
    if share < _EXTERNAL_SHARE or count < _EXTERNAL_COUNT:
        return Search((), ranked)
    return Search((), ranked, (column,), share)


def _climb(considered: dict[str, Candidate], start: Candidate) -> Candidate:
    """From the best root to the root above it, as long as there is one."""
    seen = {start.model}
    at = start
    while True:
        above = [
            considered[name]
            for name in at.parents
            if name in considered and name not in seen and _is_above(considered[name])
        ]
        if not above:
            return at
        at = max(above, key=lambda each: (each.score, each.model))
        seen.add(at.model)


def _is_above(each: Candidate) -> bool:
    if is_enough(each):
        return True
    return (
        each.score >= _THRESHOLD - _SLACK
        and (each.people >= 1.5 or each.name >= 1)
        and len(each.content) >= 2
    )


def _levels(scene: Scene, considered: dict[str, Candidate], primary: Candidate) -> list[Level]:
    found = [Level(primary, None)]
    size = max(1, len(scene.domain))
    names = {primary.model}
    changed = True
    while changed:
        changed = False
        for name in sorted(considered):
            each = considered[name]
            if name in names:
                continue
            above = [level for level in found if level.candidate.model in each.parents]
            if above and _is_level(scene, each, primary, size):
                parent = above[-1].candidate.model
                found.append(Level(each, parent))
                names.add(name)
                changed = True
    return found


def _is_level(scene: Scene, each: Candidate, primary: Candidate, size: int) -> bool:
    facts = scene.graph.facts[each.model]
    last = facts.words[-1] if facts.words else ""
    whole = max(1, len(primary.reached))
    below = len(each.reached & primary.reached) / whole
    direct = len(each.content) / size
    if last in SUBROOT_WORDS | TENANT_WORDS or each.people >= 2:
        return len(each.content) >= (2 if size <= 12 else 3) and direct >= 0.12 and below >= 0.35
    return len(each.content) >= 5 and direct >= 0.3 and below >= 0.5
