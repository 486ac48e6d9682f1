"""Tokens of one statement."""

from __future__ import annotations

import re
from typing import NamedTuple

from partywall.syntax.chunks import BLANK, IDENTIFIER


class Token(NamedTuple):
    """A word or mark of a statement; `kind` is a terminal of the grammar."""

    kind: str
    text: str
    start: int
    end: int


_MARKS = {
    "@@": "AT2",
    "@": "AT",
    ":": "COLON",
    ",": "COMMA",
    "=": "EQUAL",
    "?": "QUESTION",
    "!": "BANG",
    "(": "LPAR",
    ")": "RPAR",
    "[": "LSQB",
    "]": "RSQB",
    "{": "LBRACE",
    "}": "RBRACE",
}
# The order matters: a number that runs on into letters is a name, `Unsupported(` is one token.
_TOKEN = re.compile(
    rf"{BLANK}*(?:"
    r"(?P<UNSUPPORTED>Unsupported\()"
    rf"|(?P<NUMBER>-?\d+(?:\.\d+)?(?![\w-]))"
    rf"|(?P<PATH>{IDENTIFIER}\.(?:{IDENTIFIER}\.?)*)"
    rf"|(?P<NAME>{IDENTIFIER})"
    r'|(?P<STRING>"(?:\\.|[^"\\\x00-\x1f])*")'
    r"|(?P<COMMENT>//[^\r\n]*|/\*(?s:.*?)\*/)"
    r"|(?P<MARK>@@|[@:,=?!()\[\]{}])"
    r"|(?P<END>\Z))"
)


def tokens(text: str) -> list[Token] | None:
    """All tokens of a statement; None where there is something that is none."""
    found: list[Token] = []
    match = _TOKEN.match
    at = 0
    while read := match(text, at):
        kind = read.lastgroup or ""
        if kind == "END":
            return found
        word = read[kind]
        at = read.end()
        found.append(Token(_MARKS[word] if kind == "MARK" else kind, word, at - len(word), at))
    return None
