"""What a rename does to the SQL of things that name a table or a column, as PostgreSQL does it by itself.

A view, a policy, a check, a trigger or a comment holds on to its columns whatever they are called; written
anew, its text has to call them what they are called now.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.sql_text import identifier
from partywall.database.sql_tokens import Token, tokens

_BEFORE_TABLES = frozenset({"ON", "FROM", "JOIN", "TABLE", "COLUMN", "ONLY", "INTO", "UPDATE"})


def with_table_renamed(sql: str, schema: str, previous: str, next_: str) -> str:
    """SQL in which a table has another name."""
    return _renamed(sql, schema, previous, next_, is_table=True)


def with_column_renamed(sql: str, schema: str, previous: str, next_: str) -> str:
    """SQL in which a column has another name; `schema` is that of its table."""
    return _renamed(sql, schema, previous, next_, is_table=False)


def _renamed(sql: str, schema: str, previous: str, next_: str, *, is_table: bool) -> str:
    found = list(tokens(sql))
    pieces: list[str] = []
    end = 0
    for at, token in enumerate(found):
        if not _is_name(sql, token, previous):
            continue
        behind = found[at + 1].key if at + 1 < len(found) else ""
        if _names_table(found, at, schema, behind) if is_table else _names_column(found, at, schema, behind):
            pieces += (sql[end : token.start], identifier(next_))
            end = token.end
    return "".join((*pieces, sql[end:]))


def _is_name(sql: str, token: Token, name: str) -> bool:
    """A word in capitals is a keyword, as SQL is written."""
    is_keyword = token.kind == "word" and sql[token.start : token.end].isupper()
    return token.is_name and token.value == name and not is_keyword


def _names_table(found: list[Token], at: int, schema: str, behind: str) -> bool:
    before = list(_before(found, at))
    if before[:1] == ["."]:
        return before[1:2] == [schema]
    return behind == "." or bool(_BEFORE_TABLES.intersection(before[:1]))


def _names_column(found: list[Token], at: int, schema: str, behind: str) -> bool:
    """Neither a table nor a function."""
    return behind != "(" and not _names_table(found, at, schema, behind)


def _before(found: list[Token], at: int) -> Iterator[str]:
    """The two tokens before, the nearest first: signs and keywords, or else names."""
    for token in reversed(found[max(0, at - 2) : at]):
        yield token.key if token.key in _BEFORE_TABLES or token.kind == "sign" else token.value
