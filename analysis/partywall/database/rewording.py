"""SQL in which a name has become another one, as a database rewords it along with a rename."""

from __future__ import annotations

from partywall.database.provider import Language


def reworded(sql: str, previous: str, next_: str, language: Language) -> str:
    """The text with one name in place of another, wherever it stands."""
    parts: list[str] = []
    at = 0
    for statement in language.statements(sql):
        for token in statement.tokens:
            if token.is_name and token.value == previous:
                parts += [statement.text[at : token.start], language.identifier(next_)]
                at = token.end
    return "".join((*parts, sql[at:]))
