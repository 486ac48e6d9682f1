"""How models without a key of their own belong to a tenant: by way of others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from partywall.tenancy.scene import Scene
from partywall.tenancy.verdict import Confidence, Verdict
from partywall.tenancy.words import PERSONAL_WORDS, words
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Hop:
    """The field that leads from a model to the one it belongs to, and how sure that is.

    Where there is no relation field, it is the column, or the other model's name.
    """

    field: str
    target: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What belongs to a tenant so far. `surely` leaves out what may belong to nobody."""

    scene: Scene
    scoped: set[str]
    surely: set[str]


def hops(scene: Scene, found: Mapping[str, Verdict]) -> dict[str, Hop]:
    """The first hop of every model that belongs to a tenant by way of another one.

    The surest ways are gone to their ends before a less sure one is tried: a required relation to a
    thing, to a person (who made it), the other half of a pair of one to one, a required column without
    relation, anything optional.
    """
    scoped = {name for name, each in found.items() if each.ownership != "shared"}
    perhaps = {name for name in scoped if (keys := found[name].keys) and all(k.is_nullable for k in keys)}
    known = _Known(scene, scoped, scoped - perhaps)
    waiting = [name for name in scene.graph.facts if name not in found and name not in scene.users]
    ways: tuple[Callable[[_Known, str], Hop | None], ...] = (
        _required,
        _required_person,
        _held,
        _required_column,
        _optional,
    )
    result: dict[str, Hop] = {}
    at = 0
    while at < len(ways):
        new = {name: hop for name in waiting if (hop := ways[at](known, name))}
        result |= new
        known.scoped.update(new)
        known.surely.update(new)
        waiting = [name for name in waiting if name not in new]
        at = 0 if new else at + 1
    return result


def _required(known: _Known, name: str) -> Hop | None:
    """By a relation that every row has."""
    for link in known.scene.graph.facts[name].links:
        if link.is_required and link.target != name and _may_lead(known, link.target):
            return Hop(link.field, link.target, "certain")
    return None


def _required_person(known: _Known, name: str) -> Hop | None:
    """By a relation to a user that every row has. What is a user's alone stays his: sign-in, preferences.

    Where users may be without a tenant, as those who run the system are, who did something (`executedBy`)
    does not say whose it is.
    """
    facts = known.scene.graph.facts[name]
    if facts.is_sign_in or not PERSONAL_WORDS.isdisjoint(facts.words):
        return None
    for link in facts.links:
        if not link.is_required or link.target == name or link.target not in known.scoped:
            continue
        if link.target in known.surely:
            return Hop(link.field, link.target, "certain")
        if not any("by" in words(column) for column in link.columns):
            return Hop(link.field, link.target, "likely")
    return None


def _held(known: _Known, name: str) -> Hop | None:
    """As the part of a whole that holds its key, one to one."""
    holders = sorted(
        holder
        for holder, ref in known.scene.graph.into[name]
        if ref.how == "relation" and holder in known.surely and holder not in known.scene.users
    )
    for holder in holders:
        for link in known.scene.graph.facts[holder].links:
            if link.target == name and link.is_one_to_one:
                return Hop(link.back or holder, holder, "likely")
    return None


def _required_column(known: _Known, name: str) -> Hop | None:
    """By a column that every row has and that is called as others call theirs."""
    if name in known.scene.auth:
        return None
    for ref in known.scene.graph.refs[name]:
        if ref.how == "name" and ref.is_required and _may_lead(known, ref.target):
            return Hop(ref.column, ref.target, "possible")
    return None


def _optional(known: _Known, name: str) -> Hop | None:
    """By anything that some rows have, relations first; not for what every time is some user's."""
    scene = known.scene
    refs = scene.graph.refs[name]
    if name in scene.auth or any(ref.target in scene.users and ref.is_required for ref in refs):
        return None
    for ref in sorted(refs, key=lambda each: each.how == "name"):
        if ref.is_nullable and _may_lead(known, ref.target):
            return Hop(ref.field or ref.column, ref.target, "possible")
    return None


def _may_lead(known: _Known, target: str) -> bool:
    return target in known.scoped and target not in known.scene.users
