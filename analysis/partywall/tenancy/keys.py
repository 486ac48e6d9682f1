"""Which columns name a tenant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from partywall.tenancy.facts import Facts
from partywall.tenancy.graph import Ref
from partywall.tenancy.scene import Scene
from partywall.tenancy.verdict import Confidence, TenantKey
from partywall.tenancy.words import TENANT_WORDS, Words, is_of_provider

_OWNER_WORDS = frozenset({"owner", "owning"})


@dataclass(frozen=True, slots=True, eq=False)
class Roots:
    """The chosen roots. `depth` is 0 for the primary one and grows downwards.

    `has_members`: users are tied to it by rows of their own, so a column on the user is a choice or a
    shortcut, not whose the user is. `key_names`: declared key columns; `external`: without a model.
    """

    depth: Mapping[str, int]
    confidence: Mapping[str, Confidence]
    has_members: frozenset[str]
    key_names: frozenset[str] | None = None
    external: frozenset[str] = frozenset()

    @property
    def primary(self) -> str | None:
        """The first root."""
        return next(iter(self.depth), None)


def tenant_keys(scene: Scene, roots: Roots, model: str) -> tuple[TenantKey, ...]:
    """The columns of one model that name a tenant, the most specific level first."""
    facts = scene.graph.facts[model]
    found: dict[str, tuple[TenantKey, int]] = {}
    for ref in scene.graph.refs[model]:
        if ref.target not in roots.depth or ref.target == model or ref.column in found:
            continue
        if _is_key(scene, roots, facts, ref):
            if ref.how == "name" and any(key.root == ref.target for key, _ in found.values()):
                continue  # `projectRef` beside `projectId`
            key = TenantKey(ref.column, ref.target, ref.field, ref.is_nullable)
            found[ref.column] = (key, 0 if _is_plain(scene, ref) else 1)
    resolved = {ref.column for ref in scene.graph.refs[model]}
    for each in facts.ids:
        if each.name in found:
            continue
        if each.name in roots.external or (roots.key_names and each.name in roots.key_names):
            root = _root_of(scene, roots, each.stem) if roots.depth else None
            found[each.name] = (TenantKey(each.name, root, None, each.is_nullable), 2)
        elif not (found or each.is_nullable or each.name in resolved or model in roots.depth):
            root = _synonym(scene, roots, facts, each.stem, each.type)
            if root:
                found[each.name] = (TenantKey(each.name, root, None, each.is_nullable), 3)
    ranked = sorted(
        found.values(),
        key=lambda pair: (
            -roots.depth.get(pair[0].root or "", 0),
            pair[0].is_nullable,
            pair[1],
            pair[0].relation is None,
        ),
    )
    return tuple(key for key, _ in ranked)


def chosen(keys: tuple[TenantKey, ...]) -> TenantKey:
    """The key that says whose a row is: the most specific one that every row has."""
    return next((key for key in keys if not key.is_nullable), keys[0])


def _is_key(scene: Scene, roots: Roots, facts: Facts, ref: Ref) -> bool:
    if roots.key_names is not None and ref.column not in roots.key_names:
        return False
    return not (facts.name in scene.users and ref.is_nullable and ref.target in roots.has_members)


def _is_plain(scene: Scene, ref: Ref) -> bool:
    """Whether a column is called as the root is, with nothing in front (`buyerTeamId`)."""
    return ref.stem[:1] == scene.graph.facts[ref.target].words[-1:] or (
        ref.stem == scene.graph.facts[ref.target].words
    )


def _root_of(scene: Scene, roots: Roots, stem: Words) -> str | None:
    for root in roots.depth:
        own = scene.graph.facts[root].words
        if stem == own or stem[-1:] == own[-1:]:
            return root
    return roots.primary


def _synonym(scene: Scene, roots: Roots, facts: Facts, stem: Words, column_type: str) -> str | None:
    """A root under another word: `workspaceId` where the model is `Team`, or `ownerTeamId`.

    Only in a model without any other key, and only where all rows have it.
    """
    if is_of_provider(facts.words, stem):
        return None
    for root in roots.depth:
        own = scene.graph.facts[root]
        if own.key_type not in {None, column_type}:
            continue
        if stem[1:] == own.words and stem[0] in _OWNER_WORDS:
            return root
    primary = roots.primary
    if primary is None or len(stem) != 1 or stem[0] not in TENANT_WORDS:
        return None
    own = scene.graph.facts[primary]
    return primary if own.key_type in {None, column_type} else None
