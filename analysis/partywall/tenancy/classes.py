"""Whose data each model is, once the roots and their keys are known."""

from __future__ import annotations

from collections.abc import Mapping

from partywall.tenancy.keys import Roots, chosen, tenant_keys
from partywall.tenancy.scene import Scene
from partywall.tenancy.through import Hop, hops
from partywall.tenancy.ties import is_tie
from partywall.tenancy.verdict import Confidence, TenantKey, Verdict

_SURENESS: tuple[Confidence, ...] = ("certain", "likely", "possible")


def verdicts(scene: Scene, roots: Roots, shared: frozenset[str]) -> dict[str, Verdict]:
    """A verdict on every model, in order of declaration."""
    found: dict[str, Verdict] = {}
    for name in scene.graph.facts:
        if name in shared:
            found[name] = Verdict("shared", confidence="declared")
            continue
        keys = tenant_keys(scene, roots, name)
        if name in roots.depth:
            found[name] = _root(name, keys, roots.confidence[name])
        elif keys:
            found[name] = _keyed(scene, name, keys)
    ways = hops(scene, found)
    for name in scene.graph.facts:
        if name in ways:
            found[name] = _indirect(scene, name, ways, found)
        elif name not in found:
            found[name] = _rest(scene, name)
    return {name: found[name] for name in scene.graph.facts}


def _root(name: str, keys: tuple[TenantKey, ...], confidence: Confidence) -> Verdict:
    key = chosen(keys).field if keys else None
    return Verdict("root", root=name, key=key, keys=keys, confidence=confidence)


def _keyed(scene: Scene, name: str, keys: tuple[TenantKey, ...]) -> Verdict:
    key = chosen(keys)
    is_sure = key.relation is not None and not key.is_nullable
    return Verdict(
        "membership" if is_tie(scene, name, keys) else "owned",
        root=key.root,
        key=key.field,
        keys=keys,
        confidence="certain" if is_sure else "likely",
    )


def _indirect(scene: Scene, name: str, ways: Mapping[str, Hop], found: Mapping[str, Verdict]) -> Verdict:
    path: list[Hop] = []
    at = name
    while at in ways:
        path.append(ways[at])
        at = ways[at].target
    return Verdict(
        "membership" if is_tie(scene, name, ()) else "through",
        root=found[at].root,
        path=tuple(hop.field for hop in path),
        path_models=tuple(hop.target for hop in path),
        confidence=_SURENESS[max(_SURENESS.index(hop.confidence) for hop in path)],
    )


def _rest(scene: Scene, name: str) -> Verdict:
    """Nothing leads to a tenant: meant so for people, their sign-in and what is theirs, else a guess."""
    is_personal = any(ref.target in scene.users for ref in scene.graph.refs[name])
    is_meant = is_personal or name in scene.users or name in scene.auth
    return Verdict("shared", confidence="likely" if is_meant else "possible")
