"""Runs the tables that Lark makes of `grammar.lark` (see `generate`) over the tokens of one statement.

The tables are Lark's own, so the language is too. Running them here keeps Lark out of the start of the
server (0.1 s). Which way a statement takes through them depends on the kinds of its tokens alone, and few
ways are ever taken: each is worked out once. Together that takes a fifth of Lark's time a statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from partywall.memo import Memo
from partywall.syntax.lexer import Token
from partywall.syntax.tables import ACTIONS, ENDS, RULES, STARTS

END = "$END"
_WAYS_KEPT = 5_000

_Build = Callable[..., object]
_Step = tuple[int, int, _Build | None, tuple[int, ...]]
"""How many tokens to take, from which value on to put together, by what, which of them were collected."""


class Machine:
    """The tables with what makes the value of each rule, by its name; the empty name collects parts."""

    def __init__(self, build: Mapping[str, _Build]) -> None:
        self._rules = tuple(
            (origin, size, name == "itself", build[name] if name else None, spread[::-1])
            for origin, size, name, spread in RULES
        )
        self._ways: Memo[tuple[str, ...], tuple[_Step, ...] | None] = Memo()

    def run(self, start: str, tokens: Sequence[Token]) -> object | None:
        """The value of a statement that is a `start`, made bottom up; None where it is none."""
        kinds = (start, *[token.kind for token in tokens])
        way = self._ways.get(kinds, self._way, kinds)
        if way is None:
            return None
        values: list[object] = []
        at = 0
        for shifts, first, build, spread in way:
            values += tokens[at : at + shifts]
            at += shifts
            parts = values[first:]
            del values[first:]
            for each in spread:
                parts[each : each + 1] = parts[each]  # type: ignore[call-overload]  # was collected before
            values.append(build(*parts) if build else parts)
        return values[-1]

    def _way(self, kinds: tuple[str, ...]) -> tuple[_Step, ...] | None:
        """The steps from the start through tokens of these kinds, None where they lead nowhere."""
        self._ways.turn_when_over(_WAYS_KEPT)
        start, *rest = kinds
        state = STARTS[start]
        states = [state]
        steps: list[_Step] = []
        shifts = 0
        for kind in (*rest, END):
            while True:
                action = ACTIONS[state].get(kind)
                if action is None:
                    return None
                if action >= 0:
                    state = action
                    states.append(state)
                    shifts += 1
                    break
                origin, size, is_itself, build, spread = self._rules[~action]
                del states[-size:]
                if not is_itself:
                    steps.append((shifts, -size, build, spread))
                    shifts = 0
                state = ACTIONS[states[-1]][origin]
                states.append(state)
                if kind == END and state == ENDS[start]:
                    return tuple(steps)
        return None
