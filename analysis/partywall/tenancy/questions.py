"""What the user should be asked: where much speaks for tenants, and not enough to say so or to say which."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.tenancy.candidates import Candidate
from partywall.tenancy.declared import Declared
from partywall.tenancy.members import MEMBERS
from partywall.tenancy.roots import ENOUGH, Search, doubts, key_holders
from partywall.tenancy.scene import Scene
from partywall.tenancy.verdict import Question

_HARDLY = 1.0
"""One sign less than this above what is enough, and nothing would have been claimed."""

_LEAST_CONTENT = 2
_LEAST_HOLDERS = 3
"""Fewer models with such a column hold the tenant of a service they are connected to, as likely as ours."""


def questions(scene: Scene, found: Search, said: Declared) -> tuple[Question, ...]:
    """What is worth asking, the weightiest first; nothing where the user has spoken."""
    if said.roots is not None or said.marked or said.keys is not None:
        return ()
    if found.levels:
        return tuple(_about_roots(found))
    if found.external:
        return ()
    return (*_about_candidates(found), *_about_keys(scene, said))


def _about_roots(found: Search) -> Iterator[Question]:
    levels, primary = {level.model for level in found.levels}, found.levels[0].candidate
    rivals = [
        each
        for each in found.considered
        if each.model not in levels and not any(doubts(each)) and not _are_related(each, primary)
    ]
    if rivals or _is_weak(primary):
        yield Question("rival" if rivals else "weak", primary.model)
    for each in rivals:
        yield Question("rival", each.model)


def _are_related(one: Candidate, other: Candidate) -> bool:
    """Whether one belongs to the other, or most of what belongs to one belongs to the other as well."""
    shared = len(one.reached & other.reached)
    return (
        one.model in other.reached
        or other.model in one.reached
        or shared * 2 > min(len(one.reached), len(other.reached))
    )


def _is_weak(primary: Candidate) -> bool:
    """Whether a root is one by hardly enough evidence, and not by the plainest: members, and its name."""
    is_plain = primary.people >= MEMBERS and primary.name > 0
    return not is_plain and primary.score < ENOUGH + _HARDLY


def _about_candidates(found: Search) -> Iterator[Question]:
    for each in found.considered:
        match tuple(doubts(each)):
            # A word for something else speaks against it, and so does it that nobody is a member.
            case ("name",) if not each.name and each.members:
                yield Question("nameless", each.model)
            case ("share",) if _is_narrow(each):
                yield Question("narrow", each.model)
            case _:
                pass


def _is_narrow(each: Candidate) -> bool:
    """Whether people are members of what is called like a tenant, and some data is kept for each."""
    has_data = len(each.content) >= _LEAST_CONTENT
    return each.has_tenant_name and each.people >= MEMBERS and has_data


def _about_keys(scene: Scene, said: Declared) -> Iterator[Question]:
    held = sorted(key_holders(scene, said).items(), key=lambda item: (-len(item[1]), item[0]))
    for field, models in held[:1]:
        if len(models) >= _LEAST_HOLDERS:
            yield Question("keys", min(models), field)
