"""Whether two SQL expressions are the same, but for the way in which PostgreSQL keeps them."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | [A-Za-z_][\w$]* | \d+(?:\.\d+)? | :: | <> | != | [<>]= | \S""",
    re.VERBOSE,
)

# A cast of a constant: one or several words, a length, brackets.
_CAST = re.compile(
    r""" ::\ (?:character\ varying|double\ precision|bit\ varying
          |time(?:stamp)?(?:\ \(\ \d+\ \))?\ with(?:out)?\ time\ zone
          |"[^"]*"(?:\ \.\ "[^"]*")?|[a-z_][\w$]*(?:\ \.\ [a-z_][\w$]*)?)
        (?:\ \(\ \d+(?:\ ,\ \d+)?\ \))?(?:\ \[\ \])*\ ? """,
    re.VERBOSE,
)
_WRAPPED_CONSTANT = re.compile(r"(?<![\w$\"] )\( (-? ?\d+(?:\.\d+)?|'(?:[^']|'')*') \)(?= ::)")
_TYPED_CONSTANT = re.compile(r"(?<![\w$\"])(?:interval|date|time|timestamp|timestamptz) (?=')")


_PLAIN_NAME = re.compile(r'"([a-z_][a-z0-9_]*)"')
_SPELLINGS = {"!=": "<>", "bool": "boolean", "int": "integer"}


def same_expression(old: str, new: str) -> bool:
    """Whether two expressions are the same but for what PostgreSQL adds when it keeps one.

    It writes names in small letters, puts parentheses around each operation and the whole, and casts
    constants to their type: `now() + interval '1 day'` comes back as `(now() + '1 day'::interval)`.
    """
    if old.lower() == new.lower():
        return True
    parts, others = _parts(old), _parts(new)
    if _is_wrapped(parts) or _is_wrapped(others):  # one of them as PostgreSQL keeps it
        parts, others = ([part for part in each if part not in {"(", ")"}] for each in (parts, others))
    return parts == others


def _is_wrapped(parts: list[str]) -> bool:
    """Whether one pair of parentheses is around the whole."""
    depth = 0
    for number, part in enumerate(parts):
        depth += {"(": 1, ")": -1}.get(part, 0)
        if depth == 0:
            return part == ")" and number == len(parts) - 1
    return False


def _parts(expression: str) -> list[str]:
    """The words and signs of an expression without casts, and without capitals outside of quotes."""
    words = (_SPELLINGS.get(part, part) for part in map(_plain, _TOKEN.findall(expression)))
    text = _CAST.sub("", _WRAPPED_CONSTANT.sub(r"\1", " ".join(words)) + " ")
    return _TOKEN.findall(_TYPED_CONSTANT.sub("", text))


def _plain(part: str) -> str:
    if part.startswith("'"):
        return part
    name = _PLAIN_NAME.fullmatch(part)
    if name:
        return name[1]
    return part if part.startswith('"') else part.lower()
