"""Whose data everything is: from a schema and the user's word to verdicts. Pure, in a few steps.

Facts of each model, a graph of who refers to whom, candidates for roots with what speaks for them,
roots and levels, keys, classes. What the user declares overrules each step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from partywall.config import TenancySettings
from partywall.memo import Memo
from partywall.schema.model import Model, Relation, Schema
from partywall.tenancy.classes import verdicts
from partywall.tenancy.declared import Declared, declared
from partywall.tenancy.facts import Column, Facts, facts
from partywall.tenancy.graph import Graph
from partywall.tenancy.keys import Roots
from partywall.tenancy.members import MEMBERS
from partywall.tenancy.questions import questions
from partywall.tenancy.roots import ENOUGH, Level, Search
from partywall.tenancy.scene import Scene
from partywall.tenancy.survey import look
from partywall.tenancy.verdict import Confidence, Loose, Root, Tenancy, Verdict
from partywall.values import dataclass

_SCORE_SPAN = 16.0
"""Scores of real roots reach from just enough to 8 more: their confidence goes from a half to one."""

_MOST_INFERRED = 0.99
"""Only what is declared is beyond doubt."""

_COLUMNS_KEPT = 20_000


def classify(schema: Schema, settings: TenancySettings) -> Tenancy:
    """Whose data the models of a schema are."""
    return Classifier().classify(schema, settings)


@dataclass(frozen=True, slots=True)
class _Known:
    """The facts of a model, beside what they were found in."""

    model: Model
    relations: tuple[Relation, ...]
    keys: frozenset[str] | None
    facts: Facts


_FACTS = attrgetter("facts")


class Classifier:
    """Classifies one version of a schema after another.

    What a column's name says is remembered, the facts of each model, and the whole answer, by all facts and
    what is declared. An edit of a plain column finds the facts of one model anew, and the same answer.
    What stays equal stays the same object: facts, verdicts, the whole tenancy. `computed` counts facts.
    """

    def __init__(self) -> None:
        self.columns: Memo[str, Column] = Memo()
        self.answers: Memo[tuple[tuple[Facts, ...], Declared], Tenancy] = Memo()
        self.computed = 0
        self._known: dict[str, _Known] = {}
        self._last: tuple[tuple[Facts, ...], Declared, Tenancy] | None = None

    def classify(self, schema: Schema, settings: TenancySettings) -> Tenancy:
        """Whose data the models of this version are."""
        said = declared(schema, settings)
        known = {name: self._facts(name, model, schema, said.keys) for name, model in schema.models.items()}
        self._known = known
        all_facts: tuple[Facts, ...] = tuple(map(_FACTS, known.values()))
        if self._last is None or self._last[:2] != (all_facts, said):
            answer = self.answers.get((all_facts, said), lambda: self._answer(all_facts, said))
            self._last = (all_facts, said, answer)
        self.columns.turn_when_over(_COLUMNS_KEPT)
        self.answers.turn()
        return self._last[2]

    def _facts(self, name: str, model: Model, schema: Schema, keys: frozenset[str] | None) -> _Known:
        relations = schema.relations_from(name)
        before = self._known.get(name)
        if before and before.model is model and before.relations == relations and before.keys == keys:
            return before
        self.computed += 1
        found = facts(model, relations, keys, self.columns)
        return _Known(model, relations, keys, before.facts if before and before.facts == found else found)

    def _answer(self, all_facts: tuple[Facts, ...], said: Declared) -> Tenancy:
        found = _tenancy(all_facts, said)
        return _as_before(found, self._last[2]) if self._last is not None else found


def _as_before(found: Tenancy, before: Tenancy) -> Tenancy:
    """The same answer, made of the objects of the one before as far as they are equal."""
    verdicts = {
        name: old if (old := before.verdicts.get(name)) == verdict else verdict
        for name, verdict in found.verdicts.items()
    }
    is_same = (
        all(verdicts[name] is before.verdicts.get(name) for name in verdicts)
        and len(verdicts) == len(before.verdicts)
        and (found.roots, found.external_keys) == (before.roots, before.external_keys)
        and (found.confidence, found.questions) == (before.confidence, before.questions)
        and found.loose == before.loose
    )
    return before if is_same else replace(found, verdicts=verdicts)


def _tenancy(all_facts: tuple[Facts, ...], said: Declared) -> Tenancy:
    looked = look(all_facts, said)
    seen, found = looked.scene, looked.search
    asked = questions(seen, found, said)
    if not found.levels and not found.external:
        return replace(_none(seen, said), questions=asked)
    roots = _roots(found, said)
    judged = verdicts(seen, roots, said.shared)
    uses = Counter((key.root, key.field) for each in judged.values() for key in each.keys)
    most_used = sorted(uses, key=lambda each: (-uses[each], each[1]))
    return Tenancy(
        roots=tuple(
            Root(
                level.model,
                tuple(field for root, field in most_used if root == level.model),
                level.parent,
                _band(level),
            )
            for level in found.levels
        ),
        external_keys=found.external,
        verdicts=judged,
        confidence=_confidence(found),
        questions=asked,
        loose=dict(_loose(seen.graph)),
    )


def _loose(graph: Graph) -> Iterator[tuple[str, tuple[Loose, ...]]]:
    """The columns that name another model's row by their name alone."""
    tied = {(ref.column, ref.target) for refs in graph.refs.values() for ref in refs if ref.how == "relation"}
    for name, refs in graph.refs.items():
        found = tuple(
            Loose(ref.column, ref.target, (ref.column, ref.target) in tied)
            for ref in refs
            if ref.how == "name"
        )
        if found:
            yield name, found


def _none(seen: Scene, said: Declared) -> Tenancy:
    """No tenancy: because the user says so, or because nothing is certain enough to speak."""
    if said.roots == ():
        nobody = Verdict("shared", confidence="declared")
        return Tenancy((), (), dict.fromkeys(seen.graph.facts, nobody), 1.0)
    unknown = Verdict("unknown", confidence="possible")
    shared = Verdict("shared", confidence="declared")
    return Tenancy(
        (),
        (),
        {name: shared if name in said.shared else unknown for name in seen.graph.facts},
        0.0,
    )


def _roots(found: Search, said: Declared) -> Roots:
    depth: dict[str, int] = {}
    for level in found.levels:
        depth[level.model] = depth.get(level.parent, 0) + 1 if level.parent else 0
    return Roots(
        depth,
        {level.model: _band(level) for level in found.levels},
        frozenset(level.model for level in found.levels if level.candidate.has_members),
        said.keys,
        frozenset(found.external),
    )


def _band(level: Level) -> Confidence:
    """How sure a root is. No share or count decides it, or a single key elsewhere would move it."""
    if level.is_declared:
        return "declared"
    has_members = level.candidate.people >= MEMBERS
    return "certain" if has_members and level.candidate.name > 0 else "likely"


def _confidence(found: Search) -> float:
    if not found.levels:
        return round(0.5 + found.external_share / 2, 2)
    primary = found.levels[0]
    if primary.is_declared:
        return 1.0
    above = max(0.0, primary.candidate.score - ENOUGH)
    return round(min(_MOST_INFERRED, 0.5 + above / _SCORE_SPAN), 2)
