"""The statements of a migration file, each with what it does and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from partywall.database.ddl import AlterTable, CreateTable, Operation, TableAction
from partywall.database.do_blocks import Guarded, body_of, guarded_statements
from partywall.database.model import Name
from partywall.database.postgresql import POSTGRESQL
from partywall.database.provider import Provider
from partywall.database.sql_cursor import Cursor, Unread
from partywall.database.sql_statements import SqlStatement
from partywall.database.sql_tokens import Token
from partywall.text import Span
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, plain or inside of a `DO` block.

    `operation` is None where it is not understood. `number` counts the statements that Prisma sends: those
    inside of one `DO` block share it. `is_uncertain`: it stands under a condition, so it may not run. `loops`
    are the heads of the loops that it stands in.
    """

    source: SqlStatement
    operation: Operation | None
    number: int
    is_nested: bool = False
    is_uncertain: bool = False
    provider: Provider = POSTGRESQL
    loops: tuple[tuple[Token, ...], ...] = ()

    @property
    def span(self) -> Span:
        """From its first token to its last."""
        return Span(self.source.start, self.source.end)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Its words and signs."""
        return self.source.tokens

    @property
    def keyword(self) -> str:
        """Its first word, in capitals."""
        return self.source.tokens[0].key

    def at(self, *keys: str) -> int | None:
        """The number of the token at which these words and signs first stand one after the other."""
        found = [each.key for each in self.tokens]
        return next(
            (start for start in range(len(found)) if tuple(found[start : start + len(keys)]) == keys), None
        )

    def has(self, *keys: str) -> bool:
        """Whether these words and signs stand in it one after the other."""
        return self.at(*keys) is not None

    def span_of(self, *keys: str) -> Span:
        """Where these words stand; the first word where they do not."""
        start = self.at(*keys) or 0
        return Span(self.tokens[start].start, self.tokens[start + max(len(keys), 1) - 1].end)

    def mentions(self, name: str) -> bool:
        """Whether a name stands in it anywhere."""
        return any(each.is_name and each.value == name for each in self.tokens)

    def resolved(self, name: Name) -> Name:
        """A name that is written in it as the database has it."""
        return self.provider.resolved(name)


@dataclass(frozen=True, slots=True)
class Change:
    """One action of an `ALTER TABLE`, with its own place."""

    statement: Statement
    table: Name
    action: TableAction
    tokens: tuple[Token, ...]

    @property
    def span(self) -> Span:
        """From its first token to its last."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    @property
    def sql(self) -> str:
        """Its text."""
        return self.statement.source.text[self.span.start : self.span.end]


class Script:
    """The statements and changes of a text, read when they are first asked for."""

    def __init__(self, text: str, provider: Provider = POSTGRESQL) -> None:
        self.text = text
        self.provider = provider

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements in order."""
        return read_statements(self.text, self.provider)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All that its `ALTER TABLE` do."""
        return tuple(change for each in self.statements for change in changes_of(each))


def read_statements(text: str, provider: Provider = POSTGRESQL) -> tuple[Statement, ...]:
    """All statements of a file in order; a `DO` block is followed by those in it."""
    found: list[Statement] = []
    recognise = provider.language.recognise
    for number, each in enumerate(provider.language.statements(text)):
        body = body_of(each)
        found.append(Statement(each, None if body else recognise(each), number, provider=provider))
        if body:
            found += (_nested(inner, number, provider) for inner in guarded_statements(each, body))
    return tuple(found)


def _nested(inner: Guarded, number: int, provider: Provider) -> Statement:
    operation = provider.language.recognise(inner.statement)
    return Statement(
        inner.statement,
        operation,
        number,
        is_nested=True,
        is_uncertain=inner.is_uncertain,
        provider=provider,
        loops=inner.loops,
    )


def changes_of(statement: Statement) -> Iterator[Change]:
    """The actions of an `ALTER TABLE` one by one, or of what does the same; none for any other statement."""
    if not isinstance(statement.operation, AlterTable):
        return
    table = statement.resolved(statement.operation.name)
    actions = statement.operation.actions
    if statement.keyword != "ALTER":  # `DROP INDEX … ON …`, `RENAME TABLE …`, a procedure
        yield from (Change(statement, table, each, statement.tokens) for each in actions)
        return
    parts = [tuple(part) for part in parts_of(_behind_the_name(statement))]
    if statement.provider.language.repeats_verbs:
        for part in parts:
            yield from (Change(statement, table, each, part) for each in _actions(statement, part))
        return
    if len(parts) != len(actions):  # a type, and whether there may be `NULL`
        parts = [parts[0]] * len(actions)
    yield from (Change(statement, table, *each) for each in zip(actions, parts, strict=True))


def _actions(statement: Statement, part: tuple[Token, ...]) -> tuple[TableAction, ...]:
    try:
        return statement.provider.language.table_actions(
            Cursor(SqlStatement(statement.source.text, part, statement.source.line))
        )
    except Unread:
        return ()


def created_table(statement: Statement) -> Name | None:
    """The table that a statement makes, in any form: `CREATE TEMP TABLE`, `CREATE TABLE … AS`."""
    if isinstance(statement.operation, CreateTable):
        return statement.resolved(statement.operation.name)
    if statement.keyword != "CREATE":
        return None
    cursor = Cursor(statement.source)
    cursor.at = 1
    cursor.takes("OR", "REPLACE")  # MariaDB
    while cursor.takes_one_of("GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "FOREIGN"):
        pass
    if not cursor.takes("TABLE") and not cursor.takes("MATERIALIZED", "VIEW"):
        return None
    cursor.takes("IF", "NOT", "EXISTS")
    try:
        return statement.resolved(cursor.qualified())
    except Unread:
        return None


def _behind_the_name(statement: Statement) -> Sequence[Token]:
    cursor = Cursor(statement.source)
    cursor.at = 2
    cursor.takes("IF", "EXISTS")
    cursor.takes("ONLY")
    cursor.qualified()
    cursor.takes("*")
    return statement.tokens[cursor.at :]


def parts_of(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The parts between commas, but for those in parentheses."""
    begin = depth = 0
    for at, token in enumerate(tokens):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.key, 0)
        if token.key == "," and depth == 0:
            yield tokens[begin:at]
            begin = at + 1
    if tokens[begin:]:
        yield tokens[begin:]
