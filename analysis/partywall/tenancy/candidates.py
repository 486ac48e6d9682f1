"""How much speaks for a model being a tenant root: numbers and their weights, nothing decided yet.

Four kinds of evidence are independent of each other. *People*: users are members of it, carry its
key, or are invited to it. *Coverage*: what share of the data belongs to it. *Administration*: it has
keys, settings, a plan, an address of its own. *Name*: what it is called, the weakest of the four.
"""

from __future__ import annotations

from dataclasses import dataclass

from partywall.tenancy.facts import Facts
from partywall.tenancy.scene import Children, Scene
from partywall.tenancy.words import (
    ADMINISTRATION_WORDS,
    GROUP_WORDS,
    LOOKUP_WORDS,
    TENANT_WORDS,
)

MEMBER_PAYLOAD = 6
"""A tie between a user and something has few columns of its own: role, status, invited by, settings."""

# People. A table of members is the plainest sign there is. It needs more than a unique pair, though:
# likes, votes and enrolments are unique pairs with users too, so it has to have a role or such a name.
MEMBERS = 3.0
_MEMBERS_WITHOUT_UNIQUE = 2.0
_MEMBERS_BY_NAME_ALONE = 1.5
_UNIQUE_PAIR = 1.0
_EVERY_USER_IN_ONE = 2.5
_SOME_USERS_IN_ONE = 1.5
_MANY_TO_MANY_USERS = 1.5
_INVITES = 1.5
_NO_PEOPLE_KNOWN = 1.5  # where users live elsewhere, that nobody is tied to it says nothing
_BETWEEN_TWO = -2.0  # rows that lie between two of them, as matches do between teams
_INVITED_ELSEWHERE = -1.0  # people are asked into the whole installation, not into one of these

# Coverage, each a share of 1. What is reached by required columns weighs most: it cannot be outside.
_DIRECT = 1.5
_COVERED = 2.0
_REACHED = 1.0

_ADMINISTRATION = 0.5
_MOST_ADMINISTRATION = 1.5

# Names. Enough to tip a balance, never enough without people or coverage.
_TENANT_NAME = 2.0
_GROUP_NAME = 1.0
_LOOKUP_NAME = -3.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model and what speaks for it.

    `content` are the models with a column naming it, other than ties; `members` those that tie users
    to it, `invites` those that ask people in, `administrators` those of its content that are about what
    is bought, set and watched for it, and invitations further below. `has_owner`: every row names a user. `personal_share` of the
    content do so as well. `covered` belong to it by required columns all the way,
    `reached` by any columns; the shares are of `size`, all data but the ties. `parents` are what it
    belongs to.
    """

    model: str
    content: tuple[str, ...]
    members: tuple[str, ...]
    invites: tuple[str, ...]
    covered: frozenset[str]
    reached: frozenset[str]
    parents: tuple[str, ...]
    size: int
    direct_share: float
    covered_share: float
    reached_share: float
    has_owner: bool
    personal_share: float
    administrators: tuple[str, ...]
    people: float
    administration: float
    name: float

    @property
    def coverage(self) -> float:
        """What share of the data is its, weighed."""
        return _DIRECT * self.direct_share + _COVERED * self.covered_share + _REACHED * self.reached_share

    @property
    def has_tenant_name(self) -> bool:
        """Whether it is called what hardly anything but a tenant is called."""
        return self.name >= _TENANT_NAME

    @property
    def score(self) -> float:
        """All evidence together."""
        return self.people + self.coverage + self.administration + self.name


def candidate(scene: Scene, name: str) -> Candidate:
    """What speaks for one model."""
    facts = scene.graph.facts[name]
    columns: dict[str, set[str]] = {}
    for child, ref in scene.graph.into[name]:
        if child not in scene.users:
            columns.setdefault(child, set()).add(ref.column)
    members = {
        child: strength
        for child, keys in columns.items()
        if (strength := membership(scene, child, name, keys))
    }
    between = _between(scene, columns, name)
    ties = members.keys() | (columns.keys() & scene.pairs) | between
    content = tuple(sorted((columns.keys() & scene.domain) - ties))
    reached = reach(scene, name)
    data = (reached & scene.domain) - ties
    covered = data & _closure(name, scene.required, {})
    size = max(1, len(scene.domain) - len(ties))
    administrators = [each for each in content if _is_administration(scene, each)]
    invites_below = sorted((reached & scene.invites) - columns.keys())
    return Candidate(
        model=name,
        content=content,
        members=tuple(sorted(members, key=lambda each: (-members[each], each))),
        invites=tuple(sorted(columns.keys() & scene.invites)),
        covered=frozenset(covered),
        reached=frozenset(data),
        parents=_parents(scene, facts),
        size=size,
        direct_share=len(content) / size,
        covered_share=len(covered) / size,
        reached_share=len(data) / size,
        has_owner=_is_personal(scene, name),
        personal_share=sum(_is_personal(scene, each) for each in content) / max(1, len(content)),
        administrators=(*administrators, *invites_below),
        people=_people(scene, name, members) + (_BETWEEN_TWO if between else 0),
        administration=_administration(facts, len(administrators)),
        name=_name(facts),
    )


def membership(scene: Scene, child: str, name: str, keys: set[str]) -> float:
    """How plainly `child` ties users to `name`, whose keys there are `keys`; 0 if it does not."""
    facts = scene.graph.facts[child]
    if facts.is_invitation or facts.is_sign_in or not scene.people_columns[child]:
        return 0
    people = scene.people_columns[child] - _composite_columns(facts, name)
    if facts.payload > MEMBER_PAYLOAD or not people or keys <= people:
        return 0
    has_role = "role" in facts.signals
    has_name = facts.is_tie_by_name
    if any(not keys.isdisjoint(each) and not people.isdisjoint(each) for each in facts.uniques):
        return MEMBERS if has_role or has_name else _UNIQUE_PAIR
    if has_name:
        return _MEMBERS_WITHOUT_UNIQUE if has_role else _MEMBERS_BY_NAME_ALONE
    return 0


def _between(scene: Scene, columns: dict[str, set[str]], name: str) -> set[str]:
    """The models whose rows name two of `name`, neither simply by its name: matches between teams.

    What lies between two tenants speaks against their being tenants.
    """
    own = scene.graph.facts[name].words
    return {
        child
        for child, keys in columns.items()
        if len(keys) > 1
        and not any(ref.stem == own for ref in scene.graph.refs_to(child, name))
        and sum(ref.is_required for ref in scene.graph.refs_to(child, name)) > 1
    }


def _composite_columns(facts: Facts, name: str) -> set[str]:
    """The columns of composite keys to `name`. A user among them is the target's, not one more here."""
    return {
        column
        for link in facts.links
        if link.target == name and len(link.columns) > 1
        for column in link.columns
    }


def reach(scene: Scene, name: str) -> set[str]:
    """What belongs to a model in any way."""
    return _closure(name, scene.required, scene.optional)


def _closure(start: str, required: Children, optional: Children) -> set[str]:
    seen = {start}
    todo = [start]
    while todo:
        at = todo.pop()
        for child in (*required.get(at, ()), *optional.get(at, ())):
            if child not in seen:
                seen.add(child)
                todo.append(child)
    seen.discard(start)
    return seen


def _parents(scene: Scene, facts: Facts) -> tuple[str, ...]:
    """What it belongs to: not people, and not the other half of a pair of one to one."""
    halves = {column for link in facts.links if link.is_one_to_one for column in link.columns}
    return tuple(
        dict.fromkeys(
            ref.target
            for ref in scene.graph.refs[facts.name]
            if ref.target not in scene.users and ref.target != facts.name and ref.column not in halves
        )
    )


def _is_personal(scene: Scene, name: str) -> bool:
    """Whether every row names a user."""
    return any(ref.is_required and ref.target in scene.users for ref in scene.graph.refs[name])


def _people(scene: Scene, name: str, members: dict[str, float]) -> float:
    graph = scene.graph
    score = max(members.values(), default=0.0)
    carried = [ref for user in scene.users for ref in graph.refs_to(user, name)]
    if any(ref.is_required for ref in carried):
        score = max(score, _EVERY_USER_IN_ONE)
    elif carried:
        score = max(score, _SOME_USERS_IN_ONE)
    if not scene.users.isdisjoint(graph.many.get(name, ())):
        score = max(score, _MANY_TO_MANY_USERS)
    if any(child in scene.invites for child, _ in graph.into[name]):
        return score + _INVITES
    if not scene.users:
        return max(score, _NO_PEOPLE_KNOWN)
    if scene.open_invites:
        return score + _INVITED_ELSEWHERE
    return score


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
