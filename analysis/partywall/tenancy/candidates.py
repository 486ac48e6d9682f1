"""How much speaks for a model being a tenant root: numbers and their weights, nothing decided yet.

Four kinds of evidence are independent of each other. *People*: users are members of it, carry its
key, or are invited to it. *Coverage*: what share of the data belongs to it. *Administration*: it has
keys, settings, a plan, an address of its own. *Name*: what it is called, the weakest of the four.
"""

from __future__ import annotations

from collections.abc import Mapping

from partywall.tenancy.facts import Facts
from partywall.tenancy.members import UNIQUE_PAIR, members, people
from partywall.tenancy.scene import Children, Scene
from partywall.tenancy.words import ADMINISTRATION_WORDS, GROUP_WORDS, LOOKUP_WORDS, TENANT_WORDS
from partywall.values import dataclass

# Coverage, each a share of 1. What is reached by required columns weighs most: it cannot be outside.
_DIRECT = 1.5
_COVERED = 2.0
_REACHED = 1.0

_ADMINISTRATION = 0.5
_MOST_ADMINISTRATION = 1.5

# Names. Enough to tip a balance, never enough without people and coverage.
_TENANT_NAME = 2.0
_GROUP_NAME = 1.0
_LOOKUP_NAME = -3.0

_BETWEEN_TWO = -2.0
"""Rows that lie between two of them, as matches do between teams, speak against tenants."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model and what speaks for it.

    `content` are the models with a column naming it, other than ties; `members` those that tie users to it,
    `has_members` whether any does so plainly; `invites` those that ask people in; `administrators` those that
    are about what is bought, set and watched for it, and invitations further below. `covered` belong to it by
    required columns all the way, `reached` by any columns; shares are of `size`, all data but the ties.
    `parents` are what it belongs to itself. `has_owner`: every row names a user; so does a `personal_share`
    of its content. `repeated` are the content that a part of it leads to already: its key is there once more.
    """

    model: str
    content: tuple[str, ...]
    members: tuple[str, ...]
    has_members: bool
    invites: tuple[str, ...]
    administrators: tuple[str, ...]
    parents: tuple[str, ...]
    covered: frozenset[str]
    reached: frozenset[str]
    size: int
    has_owner: bool
    personal_share: float
    repeated: int
    people: float
    administration: float
    name: float

    @property
    def direct_share(self) -> float:
        """What share of the data has a column naming it."""
        return len(self.content) / self.size

    @property
    def share(self) -> float:
        """What share of the data belongs to it in any way."""
        return len(self.reached) / self.size

    @property
    def coverage(self) -> float:
        """What share of the data is its, weighed."""
        covered = len(self.covered) / self.size
        return _DIRECT * self.direct_share + _COVERED * covered + _REACHED * self.share

    @property
    def score(self) -> float:
        """All evidence together."""
        return self.people + self.coverage + self.administration + self.name

    @property
    def has_tenant_name(self) -> bool:
        """Whether it is called what hardly anything but a tenant is called."""
        return self.name >= _TENANT_NAME

    @property
    def has_only_people(self) -> bool:
        """Whether it is called a tenant, and there is nothing yet but it and what ties users to it."""
        return self.has_tenant_name and self.size == 1 and not self.content


def candidate(scene: Scene, name: str) -> Candidate:
    """What speaks for one model."""
    facts = scene.graph.facts[name]
    columns: dict[str, set[str]] = {}
    for child, ref in scene.graph.into[name]:
        if child not in scene.users:
            columns.setdefault(child, set()).add(ref.column)
    tied = members(scene, name, columns)
    between = _between(scene, columns, name)
    ties = tied.keys() | (columns.keys() & scene.pairs) | between
    content = tuple(sorted((columns.keys() & scene.domain) - ties))
    inside = frozenset(content)
    reached = reach(scene, name)
    data = frozenset((reached & scene.domain) - ties)
    administrators = [each for each in content if _is_administration(scene, each)]
    return Candidate(
        model=name,
        content=content,
        members=tuple(sorted(tied, key=lambda each: (-tied[each], each))),
        has_members=max(tied.values(), default=0.0) > UNIQUE_PAIR,
        invites=tuple(sorted(columns.keys() & scene.invites)),
        administrators=(*administrators, *sorted((reached & scene.invites) - columns.keys())),
        parents=_parents(scene, facts),
        covered=data & _closure(name, scene.required, {}),
        reached=data,
        size=max(1, len(scene.domain) - len(ties)),
        has_owner=_is_personal(scene, name),
        personal_share=sum(_is_personal(scene, each) for each in content) / max(1, len(content)),
        repeated=sum(_is_below(scene, each, inside) for each in content),
        people=people(scene, name, tied) + (_BETWEEN_TWO if between else 0),
        administration=_administration(facts, len(administrators)),
        name=_name(facts),
    )


def reach(scene: Scene, name: str) -> set[str]:
    """What belongs to a model in any way."""
    return _closure(name, scene.required, scene.optional)


def _closure(start: str, required: Children, optional: Children) -> set[str]:
    seen = {start}
    waiting = [start]
    while waiting:
        at = waiting.pop()
        for child in (*required.get(at, ()), *optional.get(at, ())):
            if child not in seen:
                seen.add(child)
                waiting.append(child)
    seen.discard(start)
    return seen


def _between(scene: Scene, columns: Mapping[str, set[str]], name: str) -> set[str]:
    """The models whose rows name two of `name`, neither simply by its name: matches between teams."""
    own = scene.graph.facts[name].words
    found: set[str] = set()
    for child in [child for child, keys in columns.items() if len(keys) > 1]:
        refs = scene.graph.refs_to(child, name)
        if sum(ref.is_required for ref in refs) > 1 and not any(ref.stem == own for ref in refs):
            found.add(child)
    return found


def _parents(scene: Scene, facts: Facts) -> tuple[str, ...]:
    """What it belongs to: not people, and not the other half of a pair of one to one."""
    halves = {column for link in facts.links if link.is_one_to_one for column in link.columns}
    refs = [ref for ref in scene.graph.refs[facts.name] if ref.column not in halves]
    targets = dict.fromkeys(ref.target for ref in refs if ref.target != facts.name)
    return tuple(target for target in targets if target not in scene.users)


def _is_personal(scene: Scene, name: str) -> bool:
    """Whether every row names a user."""
    return any(ref.is_required and ref.target in scene.users for ref in scene.graph.refs[name])


def _is_below(scene: Scene, name: str, content: frozenset[str]) -> bool:
    """Whether every row names another row of the content, which would say as well whose it is."""
    refs = scene.graph.refs[name]
    return any(ref.is_required and ref.target in content and ref.target != name for ref in refs)


def _is_administration(scene: Scene, name: str) -> bool:
    return not ADMINISTRATION_WORDS.isdisjoint(scene.graph.facts[name].words)


def _administration(facts: Facts, administrators: int) -> float:
    signs = administrators + len(facts.signals & {"address", "billing"})
    return min(_MOST_ADMINISTRATION, _ADMINISTRATION * signs)


def _name(facts: Facts) -> float:
    last = facts.words[-1] if facts.words else ""
    if last in TENANT_WORDS:
        return _TENANT_NAME
    if last in GROUP_WORDS:
        return _GROUP_NAME
    return _LOOKUP_NAME if last in LOOKUP_WORDS else 0.0
