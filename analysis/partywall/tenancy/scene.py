"""The models in their places: who are the people, what ties them, who belongs to whom.

Nothing here knows of tenants yet; all candidates for a root are measured against the same scene.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from partywall.tenancy.facts import Facts
from partywall.tenancy.graph import Graph
from partywall.tenancy.people import users
from partywall.tenancy.words import USER_WORDS
from partywall.values import dataclass

_PAIR = 2

Children = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What the whole schema looks like.

    `domain` are the models that could be somebody's data: related to something, neither people nor
    tables of the sign-in, and not declared shared. `open_invites` ask people into nothing but the whole
    installation. `people_columns` are each model's columns that name a
    user; `pairs` the models that are nothing but two others together.

    `required` and `optional` are the children of a model: those that refer to it by a column that
    every row has, or by another. People are nobody's children here: through one user everything would
    belong to everything.
    """

    graph: Graph
    users: frozenset[str]
    auth: frozenset[str]
    domain: frozenset[str]
    invites: frozenset[str]
    open_invites: frozenset[str]
    pairs: frozenset[str]
    people_columns: Mapping[str, frozenset[str]]
    required: Children
    optional: Children


def scene(graph: Graph, shared: frozenset[str]) -> Scene:
    """The scene of a schema in which some models are declared shared."""
    facts = graph.facts
    people = users(graph)
    auth = frozenset(name for name, each in facts.items() if each.is_sign_in) - people
    invites = frozenset(name for name, each in facts.items() if each.is_invitation)
    related = {name for name, refs in graph.refs.items() if refs}
    related.update(name for name, refs in graph.into.items() if refs)
    related |= graph.many.keys()
    required: dict[str, list[str]] = {}
    optional: dict[str, list[str]] = {}
    for parent, child, is_required in _belongings(graph, people | shared):
        children = (required if is_required else optional).setdefault(parent, [])
        if child not in children[-1:]:  # the columns of one model come one after the other
            children.append(child)
    return Scene(
        graph,
        people,
        auth,
        frozenset(related) - people - auth - shared,
        invites,
        frozenset(name for name in invites if people.issuperset(ref.target for ref in graph.refs[name])),
        frozenset(name for name, each in facts.items() if _is_pair(graph, each)),
        {name: _people_columns(graph, people, each) for name, each in facts.items()},
        {name: tuple(children) for name, children in required.items()},
        {name: tuple(children) for name, children in optional.items()},
    )


def _parts(graph: Graph, facts: Facts) -> frozenset[str]:
    """The relation fields of a model that lead to its own parts, whose key it holds.

    Such as a survey's to its settings, one to one. A part refers to nothing by itself, and nothing
    refers to it but wholes: else the profile of a team would be the whole, and the team its part.
    """
    found = [
        link.field
        for link in facts.links
        if link.is_one_to_one and link.target in graph.facts and _is_part(graph, link.target)
    ]
    return frozenset(found)


def _is_part(graph: Graph, name: str) -> bool:
    if any(ref.is_required and ref.target != name for ref in graph.refs[name]):
        return False
    return all(
        any(link.is_one_to_one for link in graph.facts[holder].links if link.field == ref.field)
        for holder, ref in graph.into[name]
    )


def _belongings(graph: Graph, apart: frozenset[str]) -> Iterator[tuple[str, str, bool]]:
    """Parent, child, and whether every row of the child has a parent."""
    for name, refs in graph.refs.items():
        if name in apart:
            continue
        parts = _parts(graph, graph.facts[name])
        for ref in refs:
            if ref.target == name:
                continue
            if ref.field in parts:
                yield name, ref.target, True
            else:
                yield ref.target, name, ref.is_required


def _is_pair(graph: Graph, facts: Facts) -> bool:
    """Whether a model is nothing but a pair of others: a unique of references, and at most a word more.

    A composite key is one reference, however many columns it has.
    """
    if facts.payload > 1 or len(facts.ids) < _PAIR:
        return False
    linked = {column for link in facts.links for column in link.columns}
    references = {frozenset(link.columns) for link in facts.links} | {
        frozenset({ref.column}) for ref in graph.refs[facts.name] if ref.column not in linked
    }
    return any(
        sum(each.issuperset(reference) for reference in references) >= _PAIR
        for each in map(set, facts.uniques)
    )


def _people_columns(graph: Graph, people: frozenset[str], facts: Facts) -> frozenset[str]:
    """The columns that name a user: by relation or, where users live elsewhere, by `userId` alone."""
    columns = {ref.column for ref in graph.refs[facts.name] if ref.target in people}
    bare = [each.name for each in facts.ids if len(each.stem) == 1 and each.stem[0] in USER_WORDS]
    if bare:
        columns.update(set(bare) - {ref.column for ref in graph.refs[facts.name]})
    return frozenset(columns)
