"""Models that only tie others together: users to tenants, or two things to each other."""

from __future__ import annotations

from dataclasses import dataclass

from partywall.tenancy.candidates import MEMBER_PAYLOAD
from partywall.tenancy.facts import Facts
from partywall.tenancy.scene import Scene

LINK_PAYLOAD = 4
"""A pure link may say a little about the pair (position, role, state); beyond it is a thing itself."""

KEYED_LINK_PAYLOAD = 2
"""With a tenant key of its own, a link has to be barer still before it counts as no more than one."""


@dataclass(frozen=True, slots=True)
class _End:
    """One thing that a row ties to another: the columns that name it, tenant keys apart."""

    columns: frozenset[str]
    is_user: bool


def is_tie(scene: Scene, facts: Facts, keys: set[str]) -> bool:
    """Whether a model says no more than that two things belong together. `keys` are its tenant keys."""
    if facts.name in scene.users or facts.name in scene.invites:
        return False
    ends = _ends(scene, facts, keys)
    has_user = any(end.is_user for end in ends)
    if len(ends) < 2:
        return False
    named = has_user and (facts.is_tie_by_name or "role" in facts.signals)
    if named:
        limit = MEMBER_PAYLOAD
    else:
        limit = KEYED_LINK_PAYLOAD if keys and not has_user else LINK_PAYLOAD
    if facts.payload > limit:
        return False
    return any(_is_pair(each, ends, keys, named) for each in _least_uniques(facts)) or (
        has_user and facts.is_tie_by_name and facts.payload <= LINK_PAYLOAD and bool(keys)
    )


def _is_pair(unique: tuple[str, ...], ends: set[_End], keys: set[str], named: bool) -> bool:  # noqa: FBT001
    columns = set(unique)
    inside = [end for end in ends if end.columns <= columns]
    if len(inside) < 2:
        return False
    if named:
        return any(end.is_user for end in inside)
    return columns <= keys.union(*(end.columns for end in ends))


def _ends(scene: Scene, facts: Facts, keys: set[str]) -> set[_End]:
    """What a row names. A tenant key that is part of a composite foreign key comes with its target."""
    people = scene.people_columns[facts.name]
    ends: set[_End] = set()
    inherited: set[str] = set()
    for link in facts.links:
        columns = frozenset(link.columns)
        if len(columns) > 1:
            inherited |= columns & keys
            columns -= keys
        if columns:
            ends.add(_End(columns, link.target in scene.users))
    named = {column for end in ends for column in end.columns}
    bare = {ref.column for ref in scene.graph.refs[facts.name]} | people | keys
    for column in bare - named - inherited:
        ends.add(_End(frozenset({column}), column in people))
    return {end for end in ends if not end.columns <= inherited}


def _least_uniques(facts: Facts) -> list[tuple[str, ...]]:
    """The uniques that no narrower one makes redundant."""
    return [each for each in facts.uniques if not any(set(other) < set(each) for other in facts.uniques)]
