"""Words and signs of SQL text, as PostgreSQL cuts it. Never fails: what is left open ends with the text.

Comments, blanks and the backslash commands of `psql` are left out; offsets say where everything stands.
Names are folded as PostgreSQL does: without quotes to small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "name", "string", "number", "sign"]

_TOKEN = re.compile(
    r"""
      (?P<blank>\s+|--[^\n\r]*|(?<![^\n\r])\\[^\n\r]*)
    | (?P<comment>/\*)
    | (?P<string>(?:[eE]'(?:[^'\\]|''|\\.)*'?)|(?:(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'?))
    | (?P<name>(?:[uU]&)?"(?:[^"]|"")*"?)
    | (?P<dollar>\$(?:[^\W\d]\w*)?\$)
    | (?P<word>[^\W\d][\w$]*)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\$\d+)
    | (?P<sign>::|:=|=>|<>|!=|<=|>=|\|\||->>?|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT_MARK = re.compile(r"/\*|\*/")
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign.

    `key` is what a keyword or sign is compared by, in capitals; empty for quoted names, strings and
    numbers, which are never keywords. `value` is a name without quotes and folded, or a string's content.
    """

    kind: Kind
    key: str
    value: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """Whether it can be the name of something."""
        return self.kind in {"word", "name"}


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of a part of a text."""
    end = len(text) if end is None else end
    at = start
    while at < end:
        match = _TOKEN.match(text, at, end)
        if match is None:
            return
        kind = match.lastgroup
        at = match.end()
        if kind == "comment":
            at = _comment_end(text, at, end)
        elif kind == "dollar":
            body = match.end()
            close = text.find(match[0], body, end)
            at = end if close < 0 else close + len(match[0])
            yield Token("string", "", text[body : end if close < 0 else close], match.start(), at)
        elif kind != "blank":
            yield _token(kind, match)


def body_start(text: str, token: Token) -> int:
    """Where the content of a dollar-quoted string begins."""
    return text.index("$", token.start + 1) + 1


def is_dollar_quoted(text: str, token: Token) -> bool:
    """Whether a string is written in dollar quotes, as bodies of code are."""
    return token.kind == "string" and text.startswith("$", token.start)


def _token(kind: str | None, match: re.Match[str]) -> Token:
    text = match[0]
    start, end = match.span()
    match kind:
        case "word":
            return Token("word", text.upper(), _folded(text), start, end)
        case "name":
            return Token("name", "", _unquoted(text, '"'), start, end)
        case "string":
            return Token("string", "", _string(text), start, end)
        case "number":
            return Token("number", "", text, start, end)
        case _:
            return Token("sign", text, text, start, end)


def _folded(word: str) -> str:
    return "".join(char.lower() if char.isascii() else char for char in word)


def _string(text: str) -> str:
    quote = text.index("'")
    content = _unquoted(text, "'")
    if text[:quote] in {"e", "E"}:
        return _ESCAPE.sub(_unescaped, content)
    return content


def _unquoted(text: str, quote: str) -> str:
    inner = text[text.index(quote) + 1 :]
    return inner.removesuffix(quote).replace(quote * 2, quote)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "xuU" and len(code) > 1:
        return _character(int(code[1:], 16))
    if code[0] in "01234567":
        return _character(int(code, 8))
    return _ESCAPES.get(code, code)


def _character(number: int) -> str:
    return chr(number) if number < 0x110000 else "\ufffd"  # noqa: PLR2004 - the end of Unicode


def _comment_end(text: str, at: int, end: int) -> int:
    """The end of a comment that has begun before `at`; comments nest."""
    depth = 1
    while depth and (mark := _COMMENT_MARK.search(text, at, end)):
        depth += 1 if mark[0] == "/*" else -1
        at = mark.end()
    return end if depth else at
