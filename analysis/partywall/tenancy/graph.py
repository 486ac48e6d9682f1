"""Who refers to whom: every identifier column resolved to the model whose row it names, if possible."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeVar

from partywall.tenancy.facts import Facts, IdColumn, Link
from partywall.tenancy.words import Words, is_of_provider
from partywall.values import dataclass

How = Literal["relation", "composite", "name"]

_GENERIC_KEYS = frozenset({"id", "pk", "uuid", "key", "code", "slug", "name", "email", "hash", "token"})
"""Primary keys whose name says nothing of their model, unlike `id_project`."""

_APPLICATION_STEMS = frozenset({("client",), ("app",), ("application",), ("tenant",)})
"""Beside a secret, these are what an application is called at a sign-in service."""

_PAYMENT_STEMS = frozenset({("customer",), ("price",), ("product",), ("plan",)})
_PAYMENT_WORDS = frozenset({"subscription", "checkout", "billing"})
"""In the rows of a payment service these are its ids, even where we have customers of our own."""

Name = TypeVar("Name", bound=Hashable)


class Ref(NamedTuple):
    """A column that names a row of `target`.

    `how`: by a relation (`field`); as the part of a composite foreign key that names at its target
    what it names here; or by its name alone. Only the first has a field.
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
    """All models and what they refer to; `into` is the same the other way round, without self relations.

    `many` are the partners in implicit many-to-many relations, from both sides.
    """

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
    refs = {name: tuple(resolver.refs(each)) for name, each in facts.items()}
    into: dict[str, list[tuple[str, Ref]]] = {name: [] for name in facts}
    many: dict[str, set[str]] = {}
    for name, each in facts.items():
        for ref in refs[name]:
            if ref.target != name:
                into[ref.target].append((name, ref))
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
    """Columns to models.

    A column without relation is what the schema's own relations call by that name, else the model that
    is called so, else the one whose primary key is.
    """

    def __init__(self, facts: Mapping[str, Facts]) -> None:
        self._facts = facts
        self._by_column = _unambiguous(
            (link.columns[0], link.target)
            for name, each in facts.items()
            for link in each.links
            if len(link.columns) == 1 and link.target != name and link.target in facts
        )
        self._by_words = _unambiguous((each.words, name) for name, each in facts.items())
        self._by_key = _unambiguous(
            (each.primary_key, name)
            for name, each in facts.items()
            if each.primary_key and each.primary_key.lower() not in _GENERIC_KEYS
        )
        self._inherited: dict[tuple[str, str], str | None] = {}

    def refs(self, model: Facts) -> Iterator[Ref]:
        """What the identifier columns of a model refer to."""
        single: dict[str, Link] = {}
        composite: dict[str, list[Link]] = {}
        for link in model.links:
            if link.target not in self._facts:
                continue
            if len(link.columns) == 1:
                single.setdefault(link.columns[0], link)
            else:
                for part in link.columns:
                    composite.setdefault(part, []).append(link)
        for column in model.ids:
            if column.name in single:
                yield _by_relation(column, single[column.name])
            elif column.name in composite:
                yield from self._parts(column, composite[column.name])
            else:
                target = self._named(column, model)
                if target is not None:
                    yield Ref(column.name, column.stem, target, "name", column.is_nullable, None)

    def _parts(self, column: IdColumn, links: Iterable[Link]) -> Iterator[Ref]:
        """A part of composite foreign keys: what it names at their targets, it names here."""
        seen: set[str] = set()
        for link in links:
            at = link.columns.index(column.name)
            if at >= len(link.references):
                continue
            inherited = self._at_target(link.target, link.references[at])
            if inherited is None and link.target not in seen:
                yield _by_relation(column, link)
            elif inherited is not None and inherited not in seen:
                yield Ref(column.name, column.stem, inherited, "composite", column.is_nullable, None)
            seen.add(inherited or link.target)

    def _at_target(self, model: str, column: str) -> str | None:
        """The other model that a referenced column names; None if it is the model's own key."""
        place = (model, column)
        if place not in self._inherited:
            self._inherited[place] = None  # a circle of composite keys ends here
            answer = self._inherit(self._facts[model], column)
            self._inherited[place] = answer if answer != model else None
        return self._inherited[place]

    def _inherit(self, model: Facts, name: str) -> str | None:
        column = model.id_column(name)
        links = [link for link in model.links if name in link.columns and link.target in self._facts]
        for link in links:
            if len(link.columns) == 1:
                return link.target
        for link in links:
            at = link.columns.index(name)
            if at < len(link.references) and (found := self._at_target(link.target, link.references[at])):
                return found
        return self._named(column, model) if column is not None and not links else None

    def _named(self, column: IdColumn, model: Facts) -> str | None:
        if column.name == model.primary_key or _is_foreign(column, model):
            return None
        target = self._by_column.get(column.name)
        if target is None and not _is_payment(column, model):
            target = self._by_words.get(column.stem) or self._by_key.get(column.name)
        if target is None or target == model.name:
            return None
        return target if self._facts[target].key_type in {None, column.type} else None


def _by_relation(column: IdColumn, link: Link) -> Ref:
    nullable = column.is_nullable or not link.is_required
    return Ref(column.name, column.stem, link.target, "relation", nullable, link.field)


def _is_foreign(column: IdColumn, model: Facts) -> bool:
    """Whether a column without relation holds some service's id."""
    return is_of_provider(model.words, column.stem) or (
        "secret" in model.signals and column.stem in _APPLICATION_STEMS
    )


def _is_payment(column: IdColumn, model: Facts) -> bool:
    return column.stem in _PAYMENT_STEMS and not _PAYMENT_WORDS.isdisjoint(model.words)


def _unambiguous(pairs: Iterable[tuple[Name | None, str]]) -> dict[Name, str]:
    """The pairs whose first half has one second half only."""
    found: dict[Name, str | None] = {}
    for key, value in pairs:
        if key is not None:
            found[key] = value if found.get(key, value) == value else None
    return {key: value for key, value in found.items() if value is not None}
