"""The statements of an SQL script."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from partywall.database.sql_tokens import Token, tokens
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class SqlStatement:
    """A statement: its tokens without the semicolon, and the text that it is a part of."""

    text: str
    tokens: tuple[Token, ...]
    line: int
    """The line on which it begins, from 1."""

    @property
    def start(self) -> int:
        """Where its first token begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where its last token ends."""
        return self.tokens[-1].end

    @property
    def sql(self) -> str:
        """Its text, from the first token to the last."""
        return self.text[self.start : self.end]


_NEWLINE = re.compile(r"\n")

Opens = Callable[[Sequence[Token], int, int], int]
"""How much deeper a token leads: the tokens, where the statement begins, which token."""


def statements(text: str, start: int = 0, end: int | None = None) -> Iterator[SqlStatement]:
    """Cut a script at its semicolons, but not inside of parentheses, strings, comments or bodies."""
    yield from cut_up(text, list(tokens(text, start, end)), _opens)


def cut_up(text: str, all_tokens: Sequence[Token], opens: Opens) -> Iterator[SqlStatement]:
    """Cut a script at those of its semicolons that stand at depth 0."""
    newlines = [each.start() for each in _NEWLINE.finditer(text)]
    for part in _parts(all_tokens, opens):
        if part:
            line = bisect_right(newlines, part[0].start) + 1
            yield SqlStatement(text, tuple(part), line)


def _parts(all_tokens: Sequence[Token], opens: Opens) -> Iterator[Sequence[Token]]:
    begin = 0
    depth = 0
    for at, token in enumerate(all_tokens):
        if token.key == ";" and depth == 0:
            yield all_tokens[begin:at]
            begin = at + 1
        else:
            depth = max(0, depth + opens(all_tokens, begin, at))
    if depth == 0:
        yield all_tokens[begin:]
    else:  # something was never closed: cut at every semicolon rather than lose the rest
        yield from _at_every_semicolon(all_tokens[begin:])


def _opens(all_tokens: Sequence[Token], begin: int, at: int) -> int:
    """How much deeper a token leads: parentheses, and the body of a function in standard SQL."""
    match all_tokens[at].key:
        case "(" | "[":
            return 1
        case ")" | "]":
            return -1
        case "ATOMIC" if at > begin and all_tokens[at - 1].key == "BEGIN":
            return 1
        case "CASE" if _is_in_atomic_body(all_tokens, begin, at):
            return 1
        case "END" if _is_in_atomic_body(all_tokens, begin, at):
            return -1
        case _:
            return 0


def opens_group(token: Token) -> int:
    """How much deeper a parenthesis or bracket leads."""
    return {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.key, 0)


def _is_in_atomic_body(all_tokens: Sequence[Token], begin: int, at: int) -> bool:
    return any(each.key == "ATOMIC" for each in all_tokens[begin:at])


def _at_every_semicolon(all_tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    begin = 0
    for at, token in enumerate(all_tokens):
        if token.key == ";":
            yield all_tokens[begin:at]
            begin = at + 1
    yield all_tokens[begin:]
