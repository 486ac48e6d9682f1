"""Which columns name a tenant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from partywall.tenancy.facts import Facts
from partywall.tenancy.graph import Ref
from partywall.tenancy.scene import Scene
from partywall.tenancy.verdict import Confidence, TenantKey
from partywall.tenancy.words import TENANT_WORDS, Words, is_of_provider
from partywall.values import dataclass

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
    found: dict[str, _Found] = {}
    for each in _referring(scene, roots, facts):
        found.setdefault(each.key.field, each)
    if roots.external or roots.key_names:
        for each in _named(scene, roots, facts):
            found.setdefault(each.key.field, each)
    if not found and model not in roots.depth:
        found = {each.key.field: each for each in _synonyms(scene, roots, facts)}
    ranked = sorted(found.values(), key=lambda each: _rank(roots, each)) if len(found) > 1 else found.values()
    return tuple(each.key for each in ranked)


def chosen(keys: tuple[TenantKey, ...]) -> TenantKey:
    """The key that says whose a row is: the most specific one that every row has."""
    for key in keys:
        if not key.is_nullable:
            return key
    return keys[0]


class _Found(NamedTuple):
    """A key, and whether it is called simply as its root is."""

    key: TenantKey
    is_plain: bool


def _rank(roots: Roots, found: _Found) -> tuple[int, bool, bool, bool]:
    key = found.key
    return -roots.depth.get(key.root or "", 0), key.is_nullable, not found.is_plain, key.relation is None


def _referring(scene: Scene, roots: Roots, facts: Facts) -> Iterator[_Found]:
    """Columns that refer to a root."""
    seen: set[str] = set()
    for ref in scene.graph.refs[facts.name]:
        if ref.target not in roots.depth or ref.target == facts.name:
            continue
        if ref.how == "name" and ref.target in seen:
            continue  # `projectRef` beside `projectId`
        if _is_key(scene, roots, facts, ref):
            seen.add(ref.target)
            own = scene.graph.facts[ref.target].words
            is_plain = ref.stem in {own, own[-1:]}
            yield _Found(TenantKey(ref.column, ref.target, ref.field, ref.is_nullable), is_plain)


def _is_key(scene: Scene, roots: Roots, facts: Facts, ref: Ref) -> bool:
    if roots.key_names is not None and ref.column not in roots.key_names:
        return False
    return not (facts.name in scene.users and ref.is_nullable and ref.target in roots.has_members)


def _named(scene: Scene, roots: Roots, facts: Facts) -> Iterator[_Found]:
    """Columns that are keys by declaration, or by being on much of the data without any root."""
    names = roots.external | (roots.key_names or frozenset())
    for each in facts.ids:
        if each.name in names:
            root = _called(scene, roots, each.stem) or roots.primary
            yield _Found(TenantKey(each.name, root, None, each.is_nullable), is_plain=True)


def _called(scene: Scene, roots: Roots, stem: Words) -> str | None:
    return next((root for root in roots.depth if scene.graph.facts[root].words[-1:] == stem[-1:]), None)


def _synonyms(scene: Scene, roots: Roots, facts: Facts) -> Iterator[_Found]:
    """Keys under another word: `workspaceId` where the model is `Team`, or `ownerTeamId`.

    Only in a model without any other key, and only where all rows have it.
    """
    resolved = {ref.column for ref in scene.graph.refs[facts.name]}
    for each in facts.ids:
        if each.is_nullable or each.name in resolved or is_of_provider(facts.words, each.stem):
            continue
        root = _synonym(scene, roots, each.stem)
        if root is not None and scene.graph.facts[root].key_type in {None, each.type}:
            yield _Found(TenantKey(each.name, root, None, is_nullable=False), is_plain=False)


def _synonym(scene: Scene, roots: Roots, stem: Words) -> str | None:
    if roots.key_names is not None:
        return None
    if stem[0] in _OWNER_WORDS:
        return next((root for root in roots.depth if scene.graph.facts[root].words == stem[1:]), None)
    return roots.primary if len(stem) == 1 and stem[0] in TENANT_WORDS else None
