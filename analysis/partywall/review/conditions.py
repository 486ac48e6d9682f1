"""What can be told from the tokens of a condition alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.sql_tokens import Token


def is_always_true(condition: Sequence[Token]) -> bool:
    """Whether it leaves nothing out: `true`, `1 = 1`, such a thing in parentheses, or beside an `OR`."""
    while _is_one_group(condition):
        condition = condition[1:-1]
    for word, of_parts in (("OR", any), ("AND", all)):
        parts = list(split(condition, word))
        if len(parts) > 1:
            return of_parts(map(is_always_true, parts))
    match [each.key or each.value for each in condition]:
        case ["TRUE"] | ["1"]:  # a number is a condition on MySQL and SQLite
            return True
        case [left, "=", right]:
            return left == right and condition[0].kind in {"number", "string"}
        case _:
            return False


def split(tokens: Sequence[Token], sign: str) -> Iterator[tuple[Token, ...]]:
    """The parts between a word or sign outside of parentheses."""
    begin = depth = 0
    for at, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.key, 0)
        if token.key == sign and depth == 0:
            yield tuple(tokens[begin:at])
            begin = at + 1
    yield tuple(tokens[begin:])


def _is_one_group(tokens: Sequence[Token]) -> bool:
    if len(tokens) < 3 or tokens[0].key != "(":  # noqa: PLR2004  (parentheses, and something in them)
        return False
    depth = 0
    for at, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.key, 0)
        if depth == 0:
            return at == len(tokens) - 1
    return False
