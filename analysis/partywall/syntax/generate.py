"""Writes `tables.py` from `grammar.lark`, with Lark: `make grammar`. Nothing that runs imports it.

A rule whose name Lark begins with an underscore collects repeated parts. One with a `?` that has a single
part is that part.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# Lark leaves the types of its tables open; mypy checks ours all the same.

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import lark
from lark.exceptions import UnexpectedCharacters
from lark.lexer import Lexer

from partywall.syntax.lexer import tokens

STARTS = ("field", "enum_value", "block_attribute", "property")

_HEAD = '''\
"""LALR tables of `grammar.lark`, written by `generate.py`: run `make grammar` instead of editing.

`ACTIONS` tells for each state what to do at a token or after a rule: a state to go to, or where it is
negative, the rule (`~number`) that is complete. `RULES` are what each is a form of, of
how many parts, what makes its value (nothing: its parts are collected), which parts were collected before.
"""

'''


class OurLexer(Lexer):
    """Our tokens, for Lark."""

    def __init__(self, _configuration: object) -> None:
        """Need nothing of Lark's configuration."""

    def lex(self, data: str) -> Iterator[lark.Token]:  # type: ignore[override]  # Lark's plain interface
        """All tokens, or `UnexpectedCharacters` where there is none."""
        found = tokens(data)
        if found is None:
            raise UnexpectedCharacters(data, 0, 1, 0)  # type: ignore[no-untyped-call]
        for each in found:
            yield lark.Token(each.kind, each.text, each.start, end_pos=each.end)


def parser() -> lark.Lark:
    """Lark's own parser of the grammar."""
    grammar = (files("partywall.syntax") / "grammar.lark").read_text(encoding="utf-8")
    return lark.Lark(grammar, start=list(STARTS), parser="lalr", lexer=OurLexer)


def tables() -> str:
    """The text of `tables.py`."""
    table: Any = parser().parser.parser._parse_table  # noqa: SLF001 (Lark gives its tables no public name)
    numbers = {state: number for number, state in enumerate(_in_order(table))}
    rules: list[tuple[str, int, str, tuple[int, ...]]] = sorted({_rule(each) for each in _reduced(table)})

    def number(arg: Any) -> int:  # noqa: ANN401 (Lark's, without a type)
        return numbers[arg] if isinstance(arg, int) else ~rules.index(_rule(arg))

    actions = [
        {symbol: number(arg) for symbol, (_, arg) in sorted(table.states[state].items())} for state in numbers
    ]
    text = "".join(
        (
            "# fmt: off\n# ruff: noqa: E501\n",
            f"STARTS: dict[str, int] = { {name: numbers[table.start_states[name]] for name in STARTS} }\n",
            f"ENDS: dict[str, int] = { {name: numbers[table.end_states[name]] for name in STARTS} }\n",
            "RULES: tuple[tuple[str, int, str, tuple[int, ...]], ...] = (\n",
            *(f"    {each},\n" for each in rules),
            ")\nACTIONS: tuple[dict[str, int], ...] = (\n",
            *(f"    {each},\n" for each in actions),
            ")\n",
        )
    )
    return _HEAD + text.replace("'", '"')


def _in_order(table: Any) -> list[int]:  # noqa: ANN401 (Lark's, without a type)
    """Its states as they are met from the start: Lark numbers them by chance."""
    found = [table.start_states[name] for name in STARTS]
    for state in found:
        nexts = (arg for _, (_, arg) in sorted(table.states[state].items()) if isinstance(arg, int))
        found += (each for each in dict.fromkeys(nexts) if each not in found)
    return found


def _reduced(table: Any) -> Iterator[Any]:  # noqa: ANN401 (Lark's, without a type)
    for row in table.states.values():
        yield from (arg for _, arg in row.values() if not isinstance(arg, int))


def _rule(rule: Any) -> tuple[str, int, str, tuple[int, ...]]:  # noqa: ANN401 (Lark's, without a type)
    origin = str(rule.origin.name)
    size = len(rule.expansion)
    is_itself = rule.options.expand1 and not rule.alias and size == 1
    build = "" if origin.startswith("_") else "itself" if is_itself else str(rule.alias or origin)
    parts = enumerate(rule.expansion)
    return origin, size, build, tuple(at for at, part in parts if part.name.startswith("_"))


if __name__ == "__main__":
    sys.stdout.write(tables())
