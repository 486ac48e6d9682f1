"""The parser's tables are Lark's, and running them makes the same trees as Lark does."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# Lark leaves the types of its trees open; mypy checks ours all the same.

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from partywall.syntax.building import BUILD
from partywall.syntax.generate import STARTS, parser, tables
from partywall.syntax.lalr import Machine
from partywall.syntax.lexer import Token as OurToken
from partywall.syntax.lexer import tokens
from partywall.syntax.tables import RULES
from support import shared
from support.shared import requires_shared

WORDS = ["id", "String", "db.Uuid", "7", '"x"', "Unsupported(", "// c", "/* c */", *"@:,=?!()[]{}", "@@", "#"]


def test_the_tables_are_current() -> None:
    written = (files("partywall.syntax") / "tables.py").read_text(encoding="utf-8")
    assert written == tables(), "run `make grammar`"


def test_every_rule_makes_something() -> None:
    assert {build for _, _, build, _ in RULES if build} == BUILD.keys()


@pytest.mark.parametrize("start", STARTS)
@given(words=st.lists(st.sampled_from(WORDS), max_size=14))
def test_lark_reads_any_words_alike(start: str, words: list[str]) -> None:
    text = " ".join(words)
    assert ours(start, text) == larks(start, text)


@requires_shared
def test_lark_reads_every_line_of_real_schemas_alike() -> None:
    lines = {
        line.strip()
        for schema in shared.corpus().values()
        for text in schema.files.values()
        for line in text.splitlines()
    }
    read = 0
    for line in lines:
        for start in STARTS:
            tree = ours(start, line)
            assert tree == larks(start, line)
            read += tree is not None
    assert read > len(lines) / 2


@cache
def _lark() -> Lark:
    return parser()


def larks(start: str, text: str) -> object:
    """Return what Lark makes of a statement; None where it is none."""
    try:
        return _plain(_lark().parse(text, start=start))
    except UnexpectedInput:
        return None


def ours(start: str, text: str) -> object:
    """Return what the tables make of it."""
    found = tokens(text)
    value = MACHINE.run(start, found) if found is not None else None
    return None if value is None else _plain(value)


def _recording(name: str) -> Callable[..., object]:
    """What makes of a rule its name and its parts."""

    def made(*parts: object) -> object:
        return parts[0] if name == "itself" else [name, *parts]

    return made


MACHINE = Machine({name: _recording(name) for name in BUILD})


def _plain(value: Any) -> object:  # noqa: ANN401 (Lark's trees, or ours)
    if isinstance(value, Tree):
        return [str(value.data), *map(_plain, value.children)]
    if isinstance(value, Token):
        return (value.type, str(value), value.start_pos, value.end_pos)
    if isinstance(value, OurToken):
        return tuple(value)
    return [value[0], *map(_plain, value[1:])]
