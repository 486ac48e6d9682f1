"""Which models are the people: those who sign in, as against what they belong to."""

from __future__ import annotations

from partywall.tenancy.facts import Facts
from partywall.tenancy.graph import Graph
from partywall.tenancy.words import AUTH_WORDS, USER_WORDS

_ENOUGH = 2.75
"""`User` alone is enough; under any other name it takes three of e-mail, secret, two sign-in tables."""


def users(graph: Graph) -> frozenset[str]:
    """The models of people who sign in."""
    found = {name: _likeness(graph, facts) for name, facts in graph.facts.items()}
    return frozenset(name for name, score in found.items() if score >= _ENOUGH)


def is_auth(facts: Facts) -> bool:
    """Whether a model is one of the tables that sign people in (libraries bring them along)."""
    if facts.words and facts.words[0] in AUTH_WORDS:
        return True
    return any(word in AUTH_WORDS for word in facts.words) or (
        # NextAuth's Account, whatever its name: one login at one provider.
        "provider" in facts.signals and bool(facts.words) and facts.words[-1] == "account"
    )


def _likeness(graph: Graph, facts: Facts) -> float:
    score = 0.0
    if facts.words and facts.words[-1] in USER_WORDS:
        score += 3 if len(facts.words) == 1 else 1.5
    elif len(facts.words) == 2 and facts.words[0] in USER_WORDS and facts.words[1] == "account":
        score += 2
    if "email" in facts.signals:
        score += 1
    if "credential" in facts.signals:
        score += 1
    sign_in = {
        name for name, ref in graph.into[facts.name] if ref.how == "relation" and is_auth(graph.facts[name])
    }
    return score + min(len(sign_in), 2) * 0.75
