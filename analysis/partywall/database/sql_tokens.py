"""Words and signs of SQL text, as a database cuts it. Never fails: what is left open ends with the text.

Comments, blanks and the backslash commands of `psql` are left out; offsets say where everything stands.
On PostgreSQL names are folded as it does: without quotes to small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from partywall.values import dataclass

Kind = Literal["word", "name", "string", "number", "sign"]

_PATTERN = r"""
      (?P<blank>\s+|{blank})
    | (?P<comment>/\*)
    | (?P<string>{string})
    | (?P<name>{name})
    | (?P<dollar>{dollar})
    | (?P<word>{word})
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?{number})
    | (?P<sign>::|:=|=>|<>|!=|<=|>=|\|\||->>?|.)
    """
_NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How a database cuts SQL. `folds`: names without quotes go to small letters."""

    pattern: re.Pattern[str]
    folds: bool = False
    nests_comments: bool = False
    has_escapes: bool = False


def lexicon(  # noqa: PLR0913 - one for each kind of token
    *,
    string: str,
    name: str,
    word: str = r"[^\W\d][\w$]*",
    blank: str = r"--[^\n\r]*",
    dollar: str = _NEVER,
    number: str = "",
    folds: bool = False,
    nests_comments: bool = False,
    has_escapes: bool = False,
) -> Lexicon:
    """A lexicon of these patterns; a string or name that is left open goes to the end of the text."""
    pattern = _PATTERN.format(blank=blank, string=string, name=name, dollar=dollar, word=word, number=number)
    return Lexicon(re.compile(pattern, re.VERBOSE | re.DOTALL), folds, nests_comments, has_escapes)


POSTGRESQL = lexicon(
    blank=r"--[^\n\r]*|(?<![^\n\r])\\[^\n\r]*",
    string=r"(?:[eE]'(?:[^'\\]|''|\\.)*'?)|(?:(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'?)",
    name=r'(?:[uU]&)?"(?:[^"]|"")*"?',
    dollar=r"\$(?:[^\W\d]\w*)?\$",
    number=r"|\$\d+",
    folds=True,
    nests_comments=True,
)
_COMMENT_MARK = re.compile(r"/\*|\*/")
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_CODE_POINT = re.compile(r"\\(?:([0-9A-Fa-f]{4})|\+([0-9A-Fa-f]{6})|(\\))")
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


def tokens(
    text: str, start: int = 0, end: int | None = None, lexicon: Lexicon = POSTGRESQL
) -> Iterator[Token]:
    """The tokens of a part of a text."""
    end = len(text) if end is None else end
    at = start
    while at < end:
        match = lexicon.pattern.match(text, at, end)
        if match is None:
            return
        kind = match.lastgroup
        at = match.end()
        if kind == "comment":
            at = _comment_end(text, at, end, lexicon)
        elif kind == "dollar":
            body = match.end()
            close = text.find(match[0], body, end)
            at = end if close < 0 else close + len(match[0])
            yield Token("string", "", text[body : end if close < 0 else close], match.start(), at)
        elif kind != "blank":
            yield _token(kind, match, lexicon)


def body_start(text: str, token: Token) -> int:
    """Where the content of a dollar-quoted string begins."""
    return text.index("$", token.start + 1) + 1


def is_dollar_quoted(text: str, token: Token) -> bool:
    """Whether a string is written in dollar quotes, as bodies of code are."""
    return token.kind == "string" and text.startswith("$", token.start)


def is_wrapped(parts: Sequence[Token]) -> bool:
    """Whether one pair of parentheses is around all of them."""
    if not parts or parts[0].key != "(":
        return False
    depth = 0
    for at, part in enumerate(parts):
        depth += {"(": 1, ")": -1}.get(part.key, 0)
        if depth == 0:
            return at == len(parts) - 1
    return False


def _token(kind: str | None, match: re.Match[str], lexicon: Lexicon) -> Token:
    text = match[0]
    start, end = match.span()
    match kind:
        case "word":
            return Token("word", text.upper(), _folded(text) if lexicon.folds else text, start, end)
        case "name":
            return Token("name", "", _name(text), start, end)
        case "string":
            return Token("string", "", _string(text, lexicon), start, end)
        case "number":
            return Token("number", "", text, start, end)
        case _:
            return Token("sign", text, text, start, end)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return "".join(char.lower() if char.isascii() else char for char in word)


def _string(text: str, lexicon: Lexicon) -> str:
    mark = "'" if "'" in text and not text.startswith('"') else '"'
    prefix = text[: text.index(mark)]
    content = _unquoted(text, mark)
    if prefix in {"e", "E"} or (lexicon.has_escapes and not prefix):
        return _ESCAPE.sub(_unescaped, content)
    return _by_code_points(content) if prefix in {"u&", "U&"} else content


def _name(text: str) -> str:
    if text.startswith("["):
        return text[1:].removesuffix("]").replace("]]", "]")
    name = _unquoted(text, "`" if text.startswith("`") else '"')
    return _by_code_points(name) if text[:2] in {"u&", "U&"} else name


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


def _by_code_points(text: str) -> str:
    """What a text with a `U&` before it says."""
    return _CODE_POINT.sub(_pointed, text)


def _pointed(match: re.Match[str]) -> str:
    return "\\" if match[3] else _character(int(match[1] or match[2], 16))


def _character(number: int) -> str:
    return chr(number) if number < 0x110000 else "\ufffd"  # noqa: PLR2004 - the end of Unicode


def _comment_end(text: str, at: int, end: int, lexicon: Lexicon) -> int:
    """The end of a comment that has begun before `at`."""
    if not lexicon.nests_comments:
        close = text.find("*/", at, end)
        return end if close < 0 else close + len("*/")
    depth = 1
    while depth and (mark := _COMMENT_MARK.search(text, at, end)):
        depth += 1 if mark[0] == "/*" else -1
        at = mark.end()
    return end if depth else at
