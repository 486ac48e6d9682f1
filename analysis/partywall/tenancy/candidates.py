"""How much speaks for each model being a tenant root: numbers and their weights, nothing decided yet.

Four kinds of evidence are independent of each other. *People*: users are members of it, carry its
key or are invited to it. *Coverage*: what share of the data belongs to it. *Administration*: it has
keys, settings, a plan, an address of its own. *Name*: what it is called, the weakest of the four.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from partywall.tenancy.facts import Facts
from partywall.tenancy.graph import Graph, Ref
from partywall.tenancy.people import is_auth, users
from partywall.tenancy.words import (
    GROUP_WORDS,
    INVITE_WORDS,
    LOOKUP_WORDS,
    MEMBER_WORDS,
    TENANT_WORDS,
    USER_WORDS,
    is_preference,
)

MEMBER_PAYLOAD = 6
"""A tie between a user and something has few columns of its own: role, status, invited by, settings."""

_ADMIN_WORDS = frozenset(
    {"subscription", "billing", "invoice", "setting", "config", "key", "token", "domain", "webhook"}
    | {"audit", "usage", "integration", "apikey", "plan"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What all candidates are measured against.

    `domain` are the models that could be somebody's data: related to something, and neither people
    nor sign-in tables. `children` are the models that refer to one, by a column that every row has
    and by any column; people are nobody's children here, or one user would pull in everything.
    """

    graph: Graph
    users: frozenset[str]
    auth: frozenset[str]
    domain: frozenset[str]
    required: Mapping[str, tuple[str, ...]]
    optional: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model and what speaks for it.

    `content` are the models with a column naming it, other than ties; `members` those that tie users
    to it, `invites` those that ask people in. `covered` belong to it by required columns all the way,
    `reached` by any columns. `parents` are models it belongs to itself.
    """

    model: str
    content: tuple[str, ...]
    members: tuple[str, ...]
    invites: tuple[str, ...]
    covered: frozenset[str]
    reached: frozenset[str]
    parents: tuple[str, ...]
    direct_share: float
    covered_share: float
    reached_share: float
    people: float
    coverage: float
    administration: float
    name: float

    @property
    def score(self) -> float:
        """All evidence together. The scale: 4.3 is about as much as a tenant has at the least."""
        return self.people + self.coverage + self.administration + self.name


def scene(graph: Graph, shared: frozenset[str]) -> Scene:
    """What the candidates of a schema are measured against."""
    people = users(graph)
    auth = frozenset(name for name, each in graph.facts.items() if is_auth(each)) - people
    required: dict[str, list[str]] = {}
    optional: dict[str, list[str]] = {}
    related: set[str] = set()
    for name, refs in graph.refs.items():
        for ref in refs:
            related.add(name)
            related.add(ref.target)
            if name in people or name in shared or ref.target == name or is_preference(ref.column):
                continue
            (optional if ref.is_nullable else required).setdefault(ref.target, []).append(name)
    related |= graph.many.keys()
    return Scene(
        graph,
        people,
        auth,
        frozenset(related) - people - auth - shared,
        {name: tuple(dict.fromkeys(each)) for name, each in required.items()},
        {name: tuple(dict.fromkeys(each)) for name, each in optional.items()},
    )


def candidate(scene: Scene, name: str) -> Candidate:
    """What speaks for one model."""
    graph = scene.graph
    facts = graph.facts[name]
    direct: dict[str, list[Ref]] = {}
    for child, ref in graph.into[name]:
        if child not in scene.users and not is_preference(ref.column):
            direct.setdefault(child, []).append(ref)
    members: dict[str, float] = {}
    invites: list[str] = []
    content: list[str] = []
    for child, refs in direct.items():
        if _is_invite(graph.facts[child]):
            invites.append(child)
        strength = _membership(scene, child, name, refs)
        if strength:
            members[child] = strength
        elif child in scene.domain and not _is_bare_link(graph, child):
            content.append(child)
    ties = members.keys() | {child for child in direct if _is_bare_link(graph, child)}
    covered = _closure(name, scene.required, {}) - ties & scene.domain
    reached = _closure(name, scene.required, scene.optional) - ties & scene.domain
    size = max(1, len(scene.domain) - len(ties))
    shares = (len(content) / size, len(covered) / size, len(reached) / size)
    return Candidate(
        model=name,
        content=tuple(sorted(content)),
        members=tuple(sorted(members)),
        invites=tuple(sorted(invites)),
        covered=frozenset(covered),
        reached=frozenset(reached),
        parents=_parents(scene, name),
        direct_share=shares[0],
        covered_share=shares[1],
        reached_share=shares[2],
        people=_people(scene, name, members, invites, reached),
        coverage=1.5 * shares[0] + 2 * shares[1] + shares[2],
        administration=_administration(graph, facts, content),
        name=_name(facts),
    )


def _closure(
    start: str, required: Mapping[str, tuple[str, ...]], optional: Mapping[str, tuple[str, ...]]
) -> set[str]:
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


def _membership(scene: Scene, child: str, name: str, refs: list[Ref]) -> float:
    """How surely `child` ties users to `name`: 3 a unique pair that says who is what in it, to 0."""
    facts = scene.graph.facts[child]
    if _is_invite(facts):
        return 0
    keys = {ref.column for ref in refs}
    people = user_columns(scene, child) - _inherited(facts, name)
    if not people or not keys - people:
        return 0
    named = is_member_name(facts) or "role" in facts.signals
    unique = any(not keys.isdisjoint(each) and not people.isdisjoint(each) for each in facts.uniques)
    if facts.payload > MEMBER_PAYLOAD:
        return 0
    if unique:
        return 3 if named else 1
    if is_member_name(facts):
        return 2 if "role" in facts.signals else 1
    return 0


def user_columns(scene: Scene, model: str) -> set[str]:
    """The columns that name a user, by relation or (where users live elsewhere) by name."""
    graph = scene.graph
    columns = {ref.column for ref in graph.refs[model] if ref.target in scene.users}
    resolved = {ref.column for ref in graph.refs[model]}
    return columns | {
        each.name
        for each in graph.facts[model].ids
        if each.name not in resolved and len(each.stem) == 1 and each.stem[0] in USER_WORDS
    }


def is_member_name(facts: Facts) -> bool:
    """Whether a model is called a tie between people and something."""
    return not MEMBER_WORDS.isdisjoint(facts.words) or (
        len(facts.words) > 1 and not USER_WORDS.isdisjoint(facts.words)
    )


def _inherited(facts: Facts, name: str) -> set[str]:
    """The columns that are part of a composite key to `name`: they are the target's, not new here."""
    return {
        column
        for link in facts.links
        if link.target == name and len(link.columns) > 1
        for column in link.columns
    }


def _is_invite(facts: Facts) -> bool:
    return not INVITE_WORDS.isdisjoint(facts.words)


def _is_bare_link(graph: Graph, model: str) -> bool:
    """Whether a model is nothing but a pair of others."""
    facts = graph.facts[model]
    pair = {ref.column for ref in graph.refs[model]}
    return facts.payload <= 1 and any(len(each) >= 2 and set(each) <= pair for each in facts.uniques)


def _parents(scene: Scene, name: str) -> tuple[str, ...]:
    """What it belongs to: not people, and not the other half of a pair of one to one."""
    halves = {
        column for link in scene.graph.facts[name].links if link.is_one_to_one for column in link.columns
    }
    return tuple(
        dict.fromkeys(
            ref.target
            for ref in scene.graph.refs[name]
            if ref.target not in scene.users
            and ref.target != name
            and ref.column not in halves
            and not is_preference(ref.column)
        )
    )


def _people(
    scene: Scene, name: str, members: dict[str, float], invites: list[str], reached: set[str]
) -> float:
    graph = scene.graph
    score = max(members.values(), default=0.0)
    carried = [
        ref for user in scene.users for ref in graph.refs_to(user, name) if not is_preference(ref.column)
    ]
    if any(ref.is_required for ref in carried):
        score = max(score, 2.5)  # every user is in exactly one
    elif carried or not scene.users.isdisjoint(graph.many.get(name, ())):
        score = max(score, 1.5)
    if invites:
        score += 1.5
    elif not scene.users:
        score = max(score, 1.5)  # people live elsewhere: their absence says nothing
    elif any(_is_invite(each) for other, each in graph.facts.items() if other not in reached):
        score -= 1  # people are asked into the whole installation, not into one of these
    return score


def _administration(graph: Graph, facts: Facts, content: list[str]) -> float:
    own = sum(not _ADMIN_WORDS.isdisjoint(graph.facts[each].words) for each in content)
    signals = len(facts.signals & {"address", "billing"})
    return min(1.5, 0.5 * (own + signals))


def _name(facts: Facts) -> float:
    last = facts.words[-1] if facts.words else ""
    if last in TENANT_WORDS:
        return 2
    if last in GROUP_WORDS:
        return 1
    return -2 if last in LOOKUP_WORDS else 0
