"""What can be told from the tokens of a condition alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.sql_tokens import Token, is_wrapped


def is_always_true(condition: Sequence[Token]) -> bool:
    """Whether it leaves nothing out: `true`, `1 = 1`, such a thing in parentheses, or beside an `OR`."""
    while is_wrapped(condition):
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


def narrows(condition: Sequence[Token], at: int) -> bool:
    """Whether a string, number or boolean stands there that a column is compared with.

    What is given to a function beside a column is part of the column's side (`date_trunc('hour', "at") = …`),
    unless the function is all that is asked (`starts_with("name", 'a')`).
    """
    if condition[at].kind not in {"string", "number"} and condition[at].key not in {"TRUE", "FALSE"}:
        return False
    begin = end = at
    while _key(condition, begin - 1) in {"(", "[", ","} and _key(condition, end + 1) not in _COMPARING:
        opening, end = _group_around(condition, begin)
        caller = _key(condition, opening - 1)
        if caller == "IN":
            return _key(condition, opening - 2) != "NOT"
        begin = opening - 1 if _calls(condition, opening - 1) else opening
        if begin < opening:
            if _key(condition, begin - 1) in _BEFORE and _key(condition, end + 1) in _BEHIND:
                return True
            if any(_is_column(condition, inside) for inside in range(opening + 1, end)):
                return False
        if begin <= 0:
            break
    before, after = _key(condition, begin - 1), _key(condition, end + 1)
    return before in _COMPARING or after in _COMPARING or before == "IS"


_COMPARING = frozenset({"=", "<", ">", "<=", ">="})
_BEFORE = frozenset({"", "(", "AND", "OR", "WHERE", "ON", "WHEN"})
_BEHIND = frozenset({"", ")", "AND", "OR", "THEN"})
"""What stands around a condition of its own."""
_NO_COLUMNS = frozenset(
    {
        *("NULL", "TRUE", "FALSE", "AS", "ARRAY", "INTERVAL", "CURRENT_TIMESTAMP", "CURRENT_DATE"),
        *("CURRENT_TIME", "CURRENT_USER", "LOCALTIMESTAMP", "AND", "OR", "NOT", "WHERE", "ON", "WHEN"),
    }
)


def _key(condition: Sequence[Token], at: int) -> str:
    return condition[at].key if 0 <= at < len(condition) else ""


def _group_around(condition: Sequence[Token], at: int) -> tuple[int, int]:
    """The places of the parentheses around a token, outside of the condition where there are none."""
    begin, depth = at - 1, 0
    while begin >= 0 and (depth or condition[begin].key not in {"(", "["}):
        depth += _DEPTH.get(condition[begin].key, 0)
        begin -= 1
    end, depth = at + 1, 0
    while end < len(condition) and (depth or condition[end].key not in {")", "]"}):
        depth += _DEPTH.get(condition[end].key, 0)
        end += 1
    return begin, end


_DEPTH = {"(": 1, "[": 1, ")": -1, "]": -1}


def _calls(condition: Sequence[Token], at: int) -> bool:
    """Whether the name of a function stands there, or what is written like one (`ANY`, `ARRAY`)."""
    return at >= 0 and condition[at].is_name and condition[at].key not in _NO_COLUMNS - {"ARRAY"}


def _is_column(condition: Sequence[Token], at: int) -> bool:
    token = condition[at]
    is_type = _key(condition, at - 1) in {"::", "AS"}
    return token.is_name and token.key not in _NO_COLUMNS and not is_type and _key(condition, at + 1) != "("
