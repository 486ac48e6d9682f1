"""Whose data each model is, once the roots and their keys are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from partywall.tenancy.facts import Facts
from partywall.tenancy.keys import Roots, chosen, tenant_keys
from partywall.tenancy.scene import Scene
from partywall.tenancy.ties import is_tie
from partywall.tenancy.verdict import Confidence, Ownership, TenantKey, Verdict


@dataclass(frozen=True, slots=True)
class Hop:
    """How a model belongs to the one above it: the field that leads there and how sure that is."""

    field: str
    target: str
    confidence: Confidence


def verdicts(scene: Scene, roots: Roots, shared: frozenset[str]) -> dict[str, Verdict]:
    """A verdict on every model, in order of declaration."""
    graph = scene.graph
    keys = {name: () if name in shared else tenant_keys(scene, roots, name) for name in graph.facts}
    found: dict[str, Verdict] = {}
    for name, facts in graph.facts.items():
        if name in shared:
            found[name] = Verdict("shared", confidence="declared")
        elif name in roots.depth:
            found[name] = _root(name, keys[name])
        elif keys[name]:
            tie = is_tie(scene, facts, {key.field for key in keys[name]})
            found[name] = _keyed("membership" if tie else "owned", keys[name])
    hops = dict(_through(scene, roots, found))
    for name, facts in graph.facts.items():
        if name in hops:
            found[name] = _indirect(scene, facts, name, hops, found)
    for name in graph.facts:
        if name not in found:
            found[name] = _rest(scene, name)
    return {name: found[name] for name in graph.facts}


def _root(name: str, keys: tuple[TenantKey, ...]) -> Verdict:
    key = chosen(keys).field if keys else None
    return Verdict("root", root=name, key=key, keys=keys, confidence="likely")


def _keyed(ownership: Ownership, keys: tuple[TenantKey, ...]) -> Verdict:
    if not keys:
        return Verdict(ownership)
    key = chosen(keys)
    sure: Confidence = "certain" if key.relation and not key.is_nullable else "likely"
    return Verdict(ownership, root=key.root, key=key.field, keys=keys, confidence=sure)


def _through(scene: Scene, roots: Roots, found: dict[str, Verdict]) -> Iterator[tuple[str, Hop]]:
    """The first hop of every model that belongs to a tenant by way of another one.

    The surest ways are gone to their ends before a less sure one is tried: a required relation, the
    other half of a pair of one to one, a required column without relation, anything optional.
    """
    scoped = {name for name, each in found.items() if each.is_scoped or each.ownership == "root"}
    scoped -= {name for name in scoped & scene.users if all(key.is_nullable for key in found[name].keys)}
    open_ = [name for name in scene.graph.facts if name not in found and name not in scene.users]
    ways: tuple[Callable[[Scene, str, set[str], dict[str, Verdict]], Hop | None], ...] = (
        _required,
        _reversed,
        _required_name,
        _optional,
    )
    progress = True
    while progress:
        progress = False
        for way in ways:
            hops = [(name, hop) for name in open_ if (hop := way(scene, name, scoped, found))]
            if hops:
                yield from hops
                scoped |= {name for name, _ in hops}
                open_ = [name for name in open_ if name not in scoped]
                progress = True
                break


def _required(scene: Scene, name: str, scoped: set[str], found: dict[str, Verdict]) -> Hop | None:
    for ref in scene.graph.refs[name]:
        if ref.how == "relation" and ref.is_required and ref.target in scoped and ref.field:
            if ref.target in scene.users and name in scene.auth:
                continue
            return Hop(ref.field, ref.target, "certain")
    return None


def _reversed(scene: Scene, name: str, scoped: set[str], found: dict[str, Verdict]) -> Hop | None:
    for holder, ref in sorted(scene.graph.into[name], key=lambda each: each[0]):
        if ref.how != "relation" or holder not in scoped or holder in scene.users:
            continue
        link = next(each for each in scene.graph.facts[holder].links if each.field == ref.field)
        verdict = found.get(holder)
        unsure = verdict is not None and verdict.keys and all(k.is_nullable for k in verdict.keys)
        if link.is_one_to_one and not unsure:
            return Hop(link.back or holder, holder, "likely")
    return None


def _required_name(scene: Scene, name: str, scoped: set[str], found: dict[str, Verdict]) -> Hop | None:
    if name in scene.auth:
        return None
    for ref in scene.graph.refs[name]:
        if ref.how == "name" and ref.is_required and ref.target in scoped - scene.users:
            return Hop(ref.column, ref.target, "possible")
    return None


def _optional(scene: Scene, name: str, scoped: set[str], found: dict[str, Verdict]) -> Hop | None:
    refs = scene.graph.refs[name]
    if name in scene.auth or any(ref.target in scene.users and ref.is_required for ref in refs):
        return None
    for ref in sorted(refs, key=lambda each: each.how == "name"):
        if ref.target in scoped - scene.users and ref.is_nullable:
            return Hop(ref.field or ref.column, ref.target, "possible")
    return None


def _indirect(
    scene: Scene,
    facts: Facts,
    name: str,
    hops: Mapping[str, Hop],
    found: Mapping[str, Verdict],
) -> Verdict:
    path: list[Hop] = []
    at = name
    while at in hops:
        path.append(hops[at])
        at = hops[at].target
    order: tuple[Confidence, ...] = ("certain", "likely", "possible")
    sure = max((hop.confidence for hop in path), key=order.index)
    return Verdict(
        "membership" if is_tie(scene, facts, set()) else "through",
        root=found[at].root,
        path=tuple(hop.field for hop in path),
        path_models=tuple(hop.target for hop in path),
        confidence=sure,
    )


def _rest(scene: Scene, name: str) -> Verdict:
    """Nothing leads to a tenant. Sign-in tables and what users own are shared on purpose."""
    refs = scene.graph.refs[name]
    meant = name in scene.users or name in scene.auth or any(ref.target in scene.users for ref in refs)
    return Verdict("shared", confidence="likely" if meant else "possible")
