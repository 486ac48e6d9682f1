"""What people have to do with a model: the strongest of the signs that it is a tenant."""

from __future__ import annotations

from collections.abc import Mapping

from partywall.tenancy.facts import MEMBER_PAYLOAD, Facts
from partywall.tenancy.scene import Scene

MEMBERS = 3.0
"""A table of members is the plainest sign there is. It has to have a role or such a name, though: likes,
votes and enrolments are unique pairs with users as well."""

_MEMBERS_WITHOUT_UNIQUE = 2.0
_MEMBERS_BY_NAME_ALONE = 1.5
UNIQUE_PAIR = 1.0
"""A pair of a user and something, unique without a role or such a name: it may be a tie of any kind."""

_EVERY_USER_IN_ONE = 2.5
_SOME_USERS_IN_ONE = 1.5
_MANY_TO_MANY_USERS = 1.5
_INVITES = 1.5

_NO_PEOPLE_KNOWN = 1.5
"""Where users live elsewhere, that nobody is tied to a model says nothing."""

_INVITED_ELSEWHERE = -1.0
"""People are asked into the whole installation, not into one of these."""


def members(scene: Scene, name: str, columns: Mapping[str, set[str]]) -> dict[str, float]:
    """The models that tie users to `name`, and how plainly. `columns` are their columns naming it."""
    found = {child: _membership(scene, child, name, keys) for child, keys in columns.items()}
    return {child: strength for child, strength in found.items() if strength}


def people(scene: Scene, name: str, ties: Mapping[str, float]) -> float:
    """How much people have to do with `name`, `ties` being its members."""
    graph = scene.graph
    score = max(ties.values(), default=0.0)
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
    return score + (_INVITED_ELSEWHERE if scene.open_invites else 0)


def _membership(scene: Scene, child: str, name: str, keys: set[str]) -> float:
    facts = scene.graph.facts[child]
    if facts.is_invitation or facts.is_sign_in or facts.payload > MEMBER_PAYLOAD:
        return 0
    users = scene.people_columns[child]
    if users:
        users -= _composite_columns(facts, name)
    if not users or keys <= users:
        return 0
    has_role = "role" in facts.signals
    if any(not keys.isdisjoint(each) and not users.isdisjoint(each) for each in facts.uniques):
        return MEMBERS if has_role or facts.is_tie_by_name else UNIQUE_PAIR
    if facts.is_tie_by_name:
        return _MEMBERS_WITHOUT_UNIQUE if has_role else _MEMBERS_BY_NAME_ALONE
    return 0


def _composite_columns(facts: Facts, name: str) -> set[str]:
    """The columns of composite keys to `name`. A user among them is the target's, not one more here."""
    links = [link for link in facts.links if link.target == name and len(link.columns) > 1]
    return {column for link in links for column in link.columns}
