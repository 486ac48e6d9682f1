"""Which models are the people: those who sign in, as against what they belong to."""

from __future__ import annotations

from partywall.tenancy.facts import Facts
from partywall.tenancy.graph import Graph
from partywall.tenancy.words import USER_WORDS

_ENOUGH = 2.75
"""`User` alone is enough; under any other name it takes three of e-mail, secret, two sign-in tables, or
an e-mail beside the only key of a user who lives elsewhere."""

_NAMED = 3.0
_NAMED_AMONG_OTHERS = 1.5
_SIGN_IN = 0.75
_MOST_SIGN_IN = 1.5
_STANDS_FOR_A_USER = 1.75


def users(graph: Graph) -> frozenset[str]:
    """The models of people who sign in."""
    found = {name: _likeness(graph, facts) for name, facts in graph.facts.items()}
    return frozenset(name for name, score in found.items() if score >= _ENOUGH)


def _likeness(graph: Graph, facts: Facts) -> float:
    score = 0.0
    if facts.words and facts.words[-1] in USER_WORDS:
        score += _NAMED if len(facts.words) == 1 else _NAMED_AMONG_OTHERS
    elif facts.words[:1] and facts.words[0] in USER_WORDS and facts.words[1:] == ("account",):
        score += _NAMED_AMONG_OTHERS
    score += len(facts.signals & {"email", "credential"})
    if _stands_for_a_user(graph, facts):
        score += _STANDS_FOR_A_USER
    if score + _MOST_SIGN_IN < _ENOUGH:
        return score
    sign_in = {
        name for name, ref in graph.into[facts.name] if ref.how == "relation" and graph.facts[name].is_sign_in
    }
    return score + min(_MOST_SIGN_IN, _SIGN_IN * len(sign_in))


def _stands_for_a_user(graph: Graph, facts: Facts) -> bool:
    """Whether there is one row for each user of a sign-in service: a unique `userId` of no model here."""
    resolved = {ref.column for ref in graph.refs[facts.name]}
    return any(
        each.stem[-1] in USER_WORDS and (each.name,) in facts.uniques
        for each in facts.ids
        if each.name not in resolved and not each.is_nullable
    )
