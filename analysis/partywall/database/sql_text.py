"""Names and values in SQL text: always quoted, always escaped.

Prisma itself leaves quotes in names and enum values as they are; such SQL is broken or does something
else than it says, so here they are doubled. A NUL can stand in no PostgreSQL text at all.
"""

from __future__ import annotations


def identifier(name: str) -> str:
    """A quoted name."""
    return '"' + name.replace("\0", "").replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string literal, under `standard_conforming_strings`, which is PostgreSQL's default."""
    return "'" + text.replace("\0", "").replace("'", "''") + "'"


def identifiers(names: tuple[str, ...], separator: str = ", ") -> str:
    """Several quoted names."""
    return separator.join(identifier(name) for name in names)


def dollar_quoted(body: str, name: str = "body") -> str:
    """Code in dollar quotes that nothing inside can end, each mark on a line of its own."""
    number = 0
    tag = f"${name}$"
    while tag in body:
        number += 1
        tag = f"${name}{number}$"
    return f"{tag}\n{body}\n{tag}"
