"""Runs the tables that Lark makes of `grammar.lark` (see `generate`) over the tokens of one statement.

The tables are Lark's own, so the language is too. Running them here keeps Lark out of the start of the
server (0.1 s), and takes half of its time a statement (measured: 50 of 95 µs).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from partywall.syntax.lexer import Token
from partywall.syntax.tables import ACTIONS, ENDS, RULES, STARTS

END = "$END"


class Rule(NamedTuple):
    """A rule of the grammar: what it makes, of how many parts.

    `build` is the name of what makes its value, empty where its parts are only collected. `spread` are the
    places of parts that were collected before and stand for themselves.
    """

    origin: str
    size: int
    build: str
    spread: tuple[int, ...]


_RULES = tuple(Rule(*each) for each in RULES)


def run(start: str, tokens: Sequence[Token], build: Mapping[str, Callable[..., object]]) -> object | None:
    """The value of a statement that is a `start`, made bottom up; None where it is none."""
    states = [STARTS[start]]
    values: list[object] = []
    for token in (*tokens, None):
        kind = token.kind if token else END
        while True:
            action = ACTIONS[states[-1]].get(kind)
            if action is None:
                return None
            if action >= 0:
                states.append(action)
                values.append(token)
                break
            _reduce(_RULES[~action], states, values, build)
            if token is None and states[-1] == ENDS[start]:
                return values[-1]
    return None


def _reduce(
    rule: Rule, states: list[int], values: list[object], build: Mapping[str, Callable[..., object]]
) -> None:
    """Replace the parts of a rule by its value."""
    parts = values[-rule.size :]
    del values[-rule.size :], states[-rule.size :]
    for at in reversed(rule.spread):
        parts[at : at + 1] = parts[at]  # type: ignore[call-overload]  # a list, as the rule says
    values.append(build[rule.build](*parts) if rule.build else parts)
    states.append(ACTIONS[states[-1]][rule.origin])
