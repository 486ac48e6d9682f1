"""What statements do to rows, as far as it matters which: they insert, update, delete or truncate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from partywall.database.model import Name
from partywall.database.sql_tokens import Token
from partywall.review.conditions import narrows
from partywall.review.statements import Statement
from partywall.text import Span
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A table that a statement reads, under the name that it has there."""

    table: Name
    alias: str


@dataclass(frozen=True, slots=True)
class Insert:
    """`INSERT INTO`. `columns` is empty where none are said; `reads` are the tables of a `SELECT`.

    `values` are the texts of what a `SELECT` gives to each column.
    """

    table: Name
    columns: tuple[str, ...]
    is_select: bool
    reads: tuple[Source, ...]
    span: Span
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """`UPDATE`. `reads` are the tables of `FROM` and of subqueries; `where` is None without a condition.

    `joined` are the conditions of joins.
    """

    table: Name
    alias: str
    sets: tuple[str, ...]
    reads: tuple[Source, ...]
    where: tuple[Token, ...] | None
    values: tuple[Token, ...]
    span: Span
    joined: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Delete:
    """`DELETE FROM`; `where` is None without a condition. `reads` are the tables that say which rows go."""

    table: Name
    where: tuple[Token, ...] | None
    span: Span
    reads: tuple[Source, ...] = ()
    joined: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Truncate:
    """`TRUNCATE`."""

    tables: tuple[Name, ...]
    is_cascade: bool
    span: Span


Data = Insert | Update | Delete | Truncate


def is_whole_table(statement: Statement, data: Update | Delete) -> bool:
    """Whether the condition of a statement leaves every row possible.

    It does unless it compares a column with a constant, or something is limited, as batches are. What asks
    for `NULL` alone is how rows without a value are found, and at first these are all.
    """
    if any(each.key in _NARROWING for each in statement.tokens):
        return False
    where = data.where
    return where is None or not any(narrows(where, at) for at in range(1, len(where)))


_NARROWING = frozenset({"LIMIT", "TOP", "VALUES", "FETCH", "BETWEEN", "LIKE", "ILIKE", "SIMILAR"})


def written(data: Iterable[Data | None]) -> Iterator[Name]:
    """The tables whose rows are changed."""
    for each in data:
        if isinstance(each, Truncate):
            yield from each.tables
        elif each is not None:
            yield each.table
