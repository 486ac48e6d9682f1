"""Models that only tie others together: users to tenants, or two things to each other."""

from __future__ import annotations

from collections.abc import Sequence

from partywall.tenancy.facts import MEMBER_PAYLOAD, Facts
from partywall.tenancy.scene import Scene
from partywall.tenancy.verdict import TenantKey
from partywall.tenancy.words import MEMBER_WORDS, USER_WORDS
from partywall.values import dataclass

LINK_PAYLOAD = 2
"""A pure link may say a word or two about the pair (position, state); with more it is a thing itself,
such as the value of an attribute or the item of an order."""

LOOSE_MEMBER_PAYLOAD = 4
"""Where nobody made the pair unique, a table of members has to look the more like one."""

_PAIR = 2


@dataclass(frozen=True, slots=True)
class _End:
    """One thing that a row ties to another: the columns that name it, tenant keys apart."""

    columns: frozenset[str]
    is_user: bool


def is_tie(scene: Scene, name: str, keys: Sequence[TenantKey]) -> bool:
    """Whether a model says no more than that two things belong together. `keys` are its tenant keys."""
    facts = scene.graph.facts[name]
    if facts.payload > MEMBER_PAYLOAD or facts.is_invitation or name in scene.users:
        return False
    fields = {key.field for key in keys}
    ends = _ends(scene, facts, fields)
    if len(ends) < _PAIR:
        return False
    has_user = any(end.is_user for end in ends)
    is_member = has_user and (facts.is_tie_by_name or "role" in facts.signals)
    if is_member and (
        _is_loose_member(scene, facts, ends, fields)
        or any(_ties_user(each, ends) for each in _least_uniques(facts))
    ):
        return True
    tied = ends if facts.is_tie_by_name else _without_said(scene, facts, ends, keys)
    return facts.payload <= LINK_PAYLOAD and (
        any(_is_pair(each, tied, fields) for each in _least_uniques(facts)) or _is_named_pair(scene, facts)
    )


def _without_said(scene: Scene, facts: Facts, ends: set[_End], keys: Sequence[TenantKey]) -> set[_End]:
    """The ends but for tenant keys that another end says too: the fee of a school's class is the class's."""
    said = {
        key.field
        for key in keys
        for link in facts.links
        if key.field not in link.columns
        and any(ref.is_required and ref.target == key.root for ref in scene.graph.refs.get(link.target, ()))
    }
    return {end for end in ends if not end.columns <= said}


def _is_loose_member(scene: Scene, facts: Facts, ends: set[_End], keys: set[str]) -> bool:
    """Whether a row is a member though no unique says so.

    Its name has to end so (a `MemberPlan` is a plan), and every row has to name somebody or say what he
    may do, as where he was invited: staff that may have no login are people of the tenant's own.
    """
    refs = scene.graph.refs[facts.name]
    optional = {ref.column for ref in refs if ref.is_nullable}
    is_named = any(end.is_user and end.columns.isdisjoint(optional) for end in ends)
    return (
        facts.is_tie_by_name
        and facts.words[-1] in MEMBER_WORDS | USER_WORDS
        and facts.payload <= LOOSE_MEMBER_PAYLOAD
        and (is_named or "role" in facts.signals)
        and (bool(keys) or len(ends) == _PAIR)
    )


def _ties_user(unique: tuple[str, ...], ends: set[_End]) -> bool:
    inside = [end for end in ends if end.columns.issubset(unique)]
    return len(inside) >= _PAIR and any(end.is_user for end in inside)


def _is_pair(unique: tuple[str, ...], ends: set[_End], keys: set[str]) -> bool:
    inside = [end for end in ends if end.columns.issubset(unique)]
    if len(inside) < _PAIR or all(end.is_user for end in inside):
        return False  # two users together (a chat, a block) are a thing of the tenant's
    return keys.union(*(end.columns for end in ends)).issuperset(unique)


def _is_named_pair(scene: Scene, facts: Facts) -> bool:
    """Whether a model is called after the two it refers to, such as `PostTag`, and holds nothing else."""
    targets = {link.target for link in facts.links}
    return (
        facts.payload == 0
        and len(targets) == len(facts.links) == _PAIR
        and all(
            scene.graph.facts[each].words[-1] in facts.words for each in targets if each in scene.graph.facts
        )
    )


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
