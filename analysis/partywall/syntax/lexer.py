"""Tokens of one statement, for Lark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token
from lark.exceptions import UnexpectedCharacters
from lark.lexer import Lexer

from partywall.syntax.chunks import BLANK, IDENTIFIER

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
    rf"(?P<BLANK>{BLANK}+)"
    r"|(?P<UNSUPPORTED>Unsupported\()"
    rf"|(?P<NUMBER>-?\d+(?:\.\d+)?(?![\w-]))"
    rf"|(?P<PATH>{IDENTIFIER}\.(?:{IDENTIFIER}\.?)*)"
    rf"|(?P<NAME>{IDENTIFIER})"
    r'|(?P<STRING>"(?:\\.|[^"\\\x00-\x1f])*")'
    r"|(?P<COMMENT>//[^\r\n]*|/\*(?s:.*?)\*/)"
    r"|(?P<MARK>@@|[@:,=?!()\[\]{}])"
)


class StatementLexer(Lexer):
    """Cuts a statement into tokens; Lark calls it."""

    def __init__(self, _configuration: object) -> None:
        """Need nothing of Lark's configuration."""

    def lex(self, data: str) -> Iterator[Token]:  # type: ignore[override]  # Lark's plain interface
        """All tokens, or `UnexpectedCharacters` where there is none."""
        at = 0
        while at < len(data):
            found = _TOKEN.match(data, at)
            if found is None:
                raise UnexpectedCharacters(data, at, 1, at)  # type: ignore[no-untyped-call]
            end = found.end()
            kind = found.lastgroup
            if kind == "MARK":
                yield Token(_MARKS[found.group()], found.group(), at, 1, at, 1, end, end)
            elif kind and kind != "BLANK":
                yield Token(kind, found.group(), at, 1, at, 1, end, end)
            at = end
