"""Who refers to whom: every identifier column resolved to the model whose row it names, if possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from partywall.tenancy.facts import Facts, IdColumn, Link
from partywall.tenancy.words import Words

How = Literal["relation", "composite", "name"]

_GENERIC_KEYS = frozenset({"id", "pk", "uuid", "key", "code", "slug", "name", "email", "hash", "token"})


@dataclass(frozen=True, slots=True)
class Ref:
    """A column that names a row of `target`.

    `how`: by a relation of its own; as the part of a composite foreign key that the target's
    neighbour inherits; or by its name alone (`field` is None then, and for a composite part).
    """

    column: str
    stem: Words
    target: str
    how: How
    is_nullable: bool
    field: str | None

    @property
    def is_required(self) -> bool:
        """Whether every row has it."""
        return not self.is_nullable


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """All models and what they refer to; `into` is the same the other way round."""

    facts: Mapping[str, Facts]
    refs: Mapping[str, tuple[Ref, ...]]
    into: Mapping[str, tuple[tuple[str, Ref], ...]]
    many: Mapping[str, frozenset[str]]

    def refs_to(self, model: str, target: str) -> list[Ref]:
        """The columns of one model that name rows of another."""
        return [ref for ref in self.refs[model] if ref.target == target]


def graph(models: Iterable[Facts]) -> Graph:
    """Resolve everything."""
    facts = {each.name: each for each in models}
    resolver = _Resolver(facts)
    refs = {name: resolver.refs(each) for name, each in facts.items()}
    into: dict[str, list[tuple[str, Ref]]] = {name: [] for name in facts}
    for name, own in refs.items():
        for ref in own:
            if ref.target != name:
                into[ref.target].append((name, ref))
    many: dict[str, set[str]] = {}
    for name, each in facts.items():
        for other in each.many:
            if other != name and other in facts:
                many.setdefault(name, set()).add(other)
                many.setdefault(other, set()).add(name)
    return Graph(
        facts,
        refs,
        {name: tuple(pairs) for name, pairs in into.items()},
        {name: frozenset(others) for name, others in many.items()},
    )


class _Resolver:
    """Columns to targets. What the schema's own relations call a column is its dictionary."""

    def __init__(self, facts: Mapping[str, Facts]) -> None:
        self.facts = facts
        self.dictionary = _dictionary(facts)
        self.by_words = _unambiguous((each.words, name) for name, each in facts.items())
        self.by_key = _unambiguous(
            (each.primary_key, name)
            for name, each in facts.items()
            if each.primary_key and each.primary_key.lower() not in _GENERIC_KEYS
        )
        self._composite: dict[tuple[str, str], str | None] = {}

    def refs(self, model: Facts) -> tuple[Ref, ...]:
        single: dict[str, Link] = {}
        composite: dict[str, list[Link]] = {}
        for link in model.links:
            if link.target not in self.facts:
                continue
            if len(link.columns) == 1:
                single.setdefault(link.columns[0], link)
            else:
                for column in link.columns:
                    composite.setdefault(column, []).append(link)
        found: list[Ref] = []
        for each in model.ids:
            link = single.get(each.name)
            if link:
                nullable = each.is_nullable or not link.is_required
                found.append(Ref(each.name, each.stem, link.target, "relation", nullable, link.field))
            elif each.name in composite:
                found.extend(self._parts(each, composite[each.name]))
            else:
                target = self._by_name(each, model)
                if target:
                    found.append(Ref(each.name, each.stem, target, "name", each.is_nullable, None))
        return tuple(found)

    def _parts(self, column: IdColumn, links: list[Link]) -> Iterable[Ref]:
        """A column of composite foreign keys: what it is at the target, it is here."""
        seen: set[str] = set()
        for link in links:
            at = link.columns.index(column.name)
            if at >= len(link.references):
                continue
            inherited = self._inherited(link.target, link.references[at], 0)
            target = inherited or link.target
            if target in seen:
                continue
            seen.add(target)
            nullable = column.is_nullable or not link.is_required
            if inherited:
                yield Ref(column.name, column.stem, target, "composite", column.is_nullable, None)
            else:
                yield Ref(column.name, column.stem, target, "relation", nullable, link.field)

    def _inherited(self, model: str, column: str, depth: int) -> str | None:
        """The other model that a referenced column names; None if it is the model's own key."""
        place = (model, column)
        if place in self._composite:
            return self._composite[place]
        self._composite[place] = None  # a circle of composite keys ends here
        facts = self.facts[model]
        id_column = facts.id_column(column)
        answer: str | None = None
        if id_column is not None:
            for link in facts.links:
                if column not in link.columns or link.target not in self.facts:
                    continue
                if len(link.columns) == 1:
                    answer = link.target
                    break
                at = link.columns.index(column)
                if at < len(link.references):
                    answer = self._inherited(link.target, link.references[at], depth + 1)
                    if answer:
                        break
            else:
                answer = self._by_name(id_column, facts)
        if answer == model:
            answer = None
        self._composite[place] = answer
        return answer

    def _by_name(self, column: IdColumn, model: Facts) -> str | None:
        name = column.name
        target = self.dictionary.get(name) or self.by_words.get(column.stem) or self.by_key.get(name)
        if target is None or target == model.name or name == model.primary_key:
            return None
        key_type = self.facts[target].key_type
        return target if key_type in {None, column.type} else None


def _dictionary(facts: Mapping[str, Facts]) -> dict[str, str]:
    """The column names that relations use for one target and no other."""
    return _unambiguous(
        (link.columns[0], link.target)
        for name, each in facts.items()
        for link in each.links
        if len(link.columns) == 1 and link.target != name and link.target in facts
    )


def _unambiguous(pairs: Iterable[tuple[str | Words | None, str]]) -> dict:
    """The pairs whose first half has one second half only."""
    found: dict[str | Words | None, str | None] = {}
    for key, value in pairs:
        found[key] = value if found.get(key, value) == value else None
    return {key: value for key, value in found.items() if key and value}
