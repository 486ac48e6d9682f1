"""Which models are the tenant roots, the primary one first, then the levels below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from partywall.tenancy.candidates import Candidate, candidate, reach
from partywall.tenancy.declared import Declared
from partywall.tenancy.scene import Scene
from partywall.tenancy.words import LEVEL_WORDS, TENANT_WORDS
from partywall.values import dataclass

ENOUGH = 3.5
"""Of 37 real schemas read by hand, the weakest root has 3.9 and the strongest model of those without 3.0."""

_ENOUGH_NAMELESS = 4.5
"""Where the name says nothing, one more strong sign is asked for: a chat with participants and messages
has members and coverage too."""

_SLACK = 1.0
"""A model above a certain root may be this much weaker: the root below already proved tenancy."""

_LEAST_SHARE = 0.2
"""Less than a fifth of the data is a feature (clubs on a community site), however well it is built."""

_LEAST_REACH = 0.1
"""Below a tenth of the data nothing is looked at closer: it is neither a root nor a level."""

_LEAST_PEOPLE = 1.25
"""Some tie to users there must be, more than a unique pair, which a like is as well: else a CRM's
companies would own its contacts, deals and notes."""

# What has a mere owner is a tenant only with one more sign: anybody's project has an owner and tasks.
_OWNED_ADMINISTRATORS = 2
"""Keys, webhooks, settings of its own."""
_STAMPED_CONTENT, _STAMPED_SHARE, _STAMPED_BELOW = 5, 0.6, 2
"""Or its key on nearly everything, grandchildren too, as nobody does for a mere thing: then even no
owner is asked for. Children alone are what any thing has."""
_PERSONAL_SHARE = 0.2
"""Or a tenant's name, and content that answers to no user of its own: in a CRM it does."""

# A level has keys of its own below it: so many models, such shares of all data and of its root's.
_LEVEL_CONTENT, _LEVEL_DIRECT, _LEVEL_BELOW = 3, 0.12, 0.35
_SMALL_SCHEMA, _SMALL_LEVEL_CONTENT = 12, 2
_WIDE_CONTENT, _WIDE_DIRECT, _WIDE_BELOW = 5, 0.3, 0.5
_STANDS_IN = 2
"""So many models below a level have its key alone, on every row. Where all have the root's too, or a row
may do without it, it divides nothing."""

_EXTERNAL_SHARE, _EXTERNAL_COUNT = 0.4, 3
"""A column such as `orgId` on two models in five is no accident, even if nothing is called Org."""

Doubt = Literal["people", "share", "name", "score"]


@dataclass(frozen=True, slots=True)
class Level:
    """A root, the candidate it was, and the root above it."""

    candidate: Candidate
    parent: str | None
    is_declared: bool = False

    @property
    def model(self) -> str:
        """The root's name."""
        return self.candidate.model


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
        if (name in scene.domain and scene.graph.into[name] and _reaches(scene, name))
        or name in declared.marked
        or name in (declared.roots or ())
    }
    ranked = tuple(sorted(considered.values(), key=lambda each: (-each.score, each.model)))
    if declared.roots:
        names = dict.fromkeys((*declared.roots, *declared.marked))
        return Search(_declared_levels([considered[name] for name in names]), ranked)
    best = next((each for each in ranked if not any(doubts(each))), None)
    inferred = _levels(scene, considered, _top(considered, best)) if best else ()
    if declared.marked:
        return Search(_with_marked(scene, considered, inferred, declared.marked), ranked)
    if inferred:
        return Search(inferred, ranked)
    external, share = _external(scene, declared)
    return Search((), ranked, external, share)


def levels_below(scene: Scene, considered: Iterable[Candidate], model: str) -> tuple[str, ...]:
    """A model taken for the primary root, and the levels that there are then below it."""
    named = {each.model: each for each in considered}
    return tuple(level.model for level in _levels(scene, named, named[model])) if model in named else ()


def doubts(each: Candidate) -> Iterator[Doubt]:
    """What keeps a candidate from being a root by itself."""
    if not _is_tied(each):
        yield "people"
    if each.has_only_people:
        return  # a schema that begins: what else there will be is not known
    if not each.content or each.share < _LEAST_SHARE:
        yield "share"
    if each.name <= 0 and each.score < _ENOUGH_NAMELESS:
        yield "name"
    if each.score < ENOUGH:
        yield "score"


def _reaches(scene: Scene, name: str) -> bool:
    """Whether enough belongs to it to look closer, or there is nothing that could."""
    return len(reach(scene, name)) >= _LEAST_REACH * len(scene.domain) or scene.domain <= {name}


def _is_tied(each: Candidate) -> bool:
    """Whether people have to do with it: members, or an owner of what is more than a thing of his.

    Its key on everything says as much: people may be tied to its parts alone, such as branches.
    """
    if each.people >= _LEAST_PEOPLE or _is_stamped(each):
        return True
    return each.has_owner and (
        len(each.administrators) >= _OWNED_ADMINISTRATORS
        or (each.has_tenant_name and each.personal_share <= _PERSONAL_SHARE)
    )


def _is_stamped(each: Candidate) -> bool:
    return (
        len(each.content) >= _STAMPED_CONTENT
        and each.direct_share >= _STAMPED_SHARE
        and each.repeated >= _STAMPED_BELOW
    )


def _top(considered: Mapping[str, Candidate], best: Candidate) -> Candidate:
    """From the best root up to the root above it, as long as there is one."""
    seen = {best.model}
    at = best
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
    """Whether a parent of a root is a root as well: it needs a sign of its own, and less of all."""
    return not any(doubts(each)) or (
        each.score >= ENOUGH - _SLACK
        and len(each.content) > 1
        and (each.people >= _LEAST_PEOPLE or each.name > 0)
    )


def _levels(
    scene: Scene, considered: Mapping[str, Candidate], primary: Candidate, *more: Level
) -> tuple[Level, ...]:
    """The primary root, levels already known, and those found below them."""
    found = [Level(primary, None), *more]
    waiting = [considered[name] for name in sorted(considered)]
    while True:
        known = {level.model for level in found}
        new = [
            Level(each, parent)
            for each in waiting
            if each.model not in known
            and (parent := _nearest(found, each)) is not None
            and _is_level(scene, each, parent, primary)
        ]
        if not new:
            return tuple(found)
        found += new


def _nearest(levels: Iterable[Level], each: Candidate) -> str | None:
    """The deepest of the known roots that a model belongs to."""
    return next((level.model for level in reversed([*levels]) if level.model in each.parents), None)


def _is_level(scene: Scene, each: Candidate, parent: str, primary: Candidate) -> bool:
    facts = scene.graph.facts
    own = facts[each.model].words
    keyed = [name for name in each.content if _has_named_key(scene, name, each.model)]
    alone = [
        name
        for name in keyed
        if not scene.graph.refs_to(name, parent)
        and any(ref.is_required for ref in scene.graph.refs_to(name, each.model))
    ]
    if len(alone) < _STANDS_IN:
        return False
    size = max(1, len(scene.domain))
    direct = len(keyed) / size
    below = len(each.reached & primary.reached) / max(1, len(primary.reached))
    if own[-1] in LEVEL_WORDS or "".join(own[-2:]) in LEVEL_WORDS or not any(doubts(each)):
        least = _SMALL_LEVEL_CONTENT if size <= _SMALL_SCHEMA else _LEVEL_CONTENT
        return len(keyed) >= least and direct >= _LEVEL_DIRECT and below >= _LEVEL_BELOW
    # Under any other name it may be what the software is about (a patient, a vehicle), with its children.
    is_repeated = each.repeated >= _STAMPED_BELOW
    return is_repeated and len(keyed) >= _WIDE_CONTENT and direct >= _WIDE_DIRECT and below >= _WIDE_BELOW


def _has_named_key(scene: Scene, model: str, level: str) -> bool:
    """Whether a model names a level by a column called after it; `parentId` is no tenant's key."""
    own = set(scene.graph.facts[level].words)
    return any(not own.isdisjoint(ref.stem) for ref in scene.graph.refs_to(model, level))


def _declared_levels(named: list[Candidate]) -> tuple[Level, ...]:
    """The declared roots in their order; the parent of each is the nearest one that it belongs to."""
    names = {each.model: each for each in named}
    levels: list[Level] = []
    for each in named:
        above = [name for name in each.parents if name in names and each.model not in names[name].parents]
        nearest = [name for name in above if not any(name in names[other].parents for other in above)]
        levels.append(Level(each, next(iter((*nearest, *above)), None), is_declared=True))
    return tuple(levels)


def _with_marked(
    scene: Scene,
    considered: Mapping[str, Candidate],
    inferred: tuple[Level, ...],
    marked: tuple[str, ...],
) -> tuple[Level, ...]:
    """Inferred roots and models marked as roots.

    If a marked one is among the inferred roots or belongs to them, it is one more of them. Else the
    inference was wrong: the marked ones are the roots, with the levels found below them.
    """
    ones = [considered[name] for name in marked]
    known = {level.model for level in inferred}
    if any(each.model in known or not known.isdisjoint(each.parents) for each in ones):
        levels = [Level(level.candidate, level.parent, level.model in marked) for level in inferred]
        for each in ones:
            if each.model not in known:
                levels.append(Level(each, _nearest(levels, each), is_declared=True))
        return tuple(levels)
    declared = _declared_levels(ones)
    top = next((level for level in declared if level.parent is None), declared[0])
    rest = tuple(level for level in declared if level is not top)
    return (top, *_levels(scene, considered, top.candidate, *rest)[1:])


def _external(scene: Scene, declared: Declared) -> tuple[tuple[str, ...], float]:
    """Tenants outside the schema: a column of a tenant's name, without a model, on much of the data."""
    holders = key_holders(scene, declared)
    if declared.keys is not None:
        return tuple(sorted(holders)), 1.0
    count, column = max(((len(models), name) for name, models in holders.items()), default=(0, ""))
    share = count / max(1, len(scene.graph.facts.keys() - scene.auth - scene.users))
    if count < _EXTERNAL_COUNT or share < _EXTERNAL_SHARE:
        return (), 0.0
    return (column,), share


def key_holders(scene: Scene, declared: Declared) -> dict[str, list[str]]:
    """Columns called like keys of tenants that refer to no model, and the models that have them."""
    holders: dict[str, list[str]] = {}
    for name in scene.graph.facts:
        if name in scene.auth or name in scene.users:
            continue
        resolved = {ref.column for ref in scene.graph.refs[name]}
        for each in scene.graph.facts[name].ids:
            if declared.keys is not None:
                is_key = each.name in declared.keys
            else:
                is_key = each.name not in resolved and each.stem[-1] in TENANT_WORDS
            if is_key:
                holders.setdefault(each.name, []).append(name)
    return holders
