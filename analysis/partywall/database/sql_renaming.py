"""What a rename does to the SQL of things that name a table or a column, as a database does it by itself.

A view, a policy, a check, a trigger or a comment holds on to its columns whatever they are called; written
anew, its text has to call them what they are called now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.model import Name
from partywall.database.provider import Language
from partywall.database.sql_tokens import Token

_BEFORE_TABLES = frozenset({"ON", "FROM", "JOIN", "TABLE", "COLUMN", "ONLY", "INTO", "UPDATE"})
_BEFORE_OTHERS = frozenset({"POLICY", "TRIGGER", "RULE", "CONSTRAINT", "VIEW", "FUNCTION", "TO"})


def with_table_renamed(sql: str, table: Name, next_: str, language: Language) -> str:
    """SQL in which a table has another name."""
    found = _tokens(sql, language)
    places = [at for at in _places(sql, found, table.text) if _names_table(found, at, table.schema)]
    return _renamed(sql, found, places, language.identifier(next_))


def with_column_renamed(sql: str, schema: str, previous: str, next_: str, language: Language) -> str:
    """SQL in which a column has another name; `schema` is that of its table."""
    found = _tokens(sql, language)
    places = [
        at
        for at in _places(sql, found, previous)
        if not _names_table(found, at, schema) and not _names_other(found, at)
    ]
    return _renamed(sql, found, places, language.identifier(next_))


def _tokens(sql: str, language: Language) -> list[Token]:
    return [token for statement in language.statements(sql) for token in statement.tokens]


def _renamed(sql: str, found: Sequence[Token], places: Sequence[int], name: str) -> str:
    pieces: list[str] = []
    end = 0
    for at in places:
        pieces += (sql[end : found[at].start], name)
        end = found[at].end
    return "".join((*pieces, sql[end:]))


def _places(sql: str, found: Sequence[Token], name: str) -> Iterator[int]:
    """Where a name stands. A bare word in capitals is a keyword, as SQL is written."""
    for at, token in enumerate(found):
        is_keyword = token.kind == "word" and sql[token.start : token.end].isupper() and not name.isupper()
        if token.is_name and token.value == name and not is_keyword:
            yield at


def _names_table(found: Sequence[Token], at: int, schema: str) -> bool:
    before = [_word(token) for token in found[max(0, at - 2) : at]]
    if before[-1:] == ["."]:
        return before[:-1] == [schema]
    return _behind(found, at) == "." or bool(_BEFORE_TABLES.intersection(before[-1:]))


def _names_other(found: Sequence[Token], at: int) -> bool:
    """A function, a role, or the thing itself: they have names of their own."""
    return _behind(found, at) == "(" or (at > 0 and found[at - 1].key in _BEFORE_OTHERS)


def _behind(found: Sequence[Token], at: int) -> str:
    return found[at + 1].key if at + 1 < len(found) else ""


def _word(token: Token) -> str:
    """A sign or one of the keywords that matter, else a name."""
    return token.key if token.key in _BEFORE_TABLES or token.kind == "sign" else token.value
