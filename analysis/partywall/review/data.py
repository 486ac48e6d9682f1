"""Statements that change rows, as far as it matters which rows: `INSERT`, `UPDATE`, `DELETE`, `TRUNCATE`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from partywall.database.model import Name
from partywall.database.provider import Provider
from partywall.database.sql_cursor import Cursor, Unread
from partywall.database.sql_statements import SqlStatement
from partywall.database.sql_tokens import Token
from partywall.review.statements import Statement, parts_of
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
    """`UPDATE`. `reads` are the tables of `FROM` and of subqueries; `where` is None without a condition."""

    table: Name
    alias: str
    sets: tuple[str, ...]
    reads: tuple[Source, ...]
    where: tuple[Token, ...] | None
    values: tuple[Token, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Delete:
    """`DELETE FROM`; `where` is None without a condition."""

    table: Name
    where: tuple[Token, ...] | None
    span: Span


@dataclass(frozen=True, slots=True)
class Truncate:
    """`TRUNCATE`."""

    tables: tuple[Name, ...]
    is_cascade: bool
    span: Span


Data = Insert | Update | Delete | Truncate


def data_of(statement: Statement) -> Data | None:
    """What a statement does to rows; None where it changes none, or is not understood."""
    inner = _in_string(statement)
    if inner is None:
        return _read(_Reader(statement.source, statement.provider))
    found = _read(_Reader(inner, statement.provider))
    return replace(found, span=statement.span) if found else None


def _read(cursor: _Reader) -> Data | None:
    try:
        _skip_with(cursor)
        match cursor.takes_one_of("INSERT", "REPLACE", "UPDATE", "DELETE", "TRUNCATE"):
            case "INSERT" | "REPLACE":
                return _insert(cursor)
            case "UPDATE":
                return _update(cursor)
            case "DELETE":
                return _delete(cursor)
            case "TRUNCATE":
                return _truncate(cursor)
            case _:
                return None
    except Unread:
        return None


def _in_string(statement: Statement) -> SqlStatement | None:
    """The one statement that `EXEC('…')` or `EXEC sp_executesql N'…'` runs, under a condition or not."""
    cursor = Cursor(statement.source)
    if not cursor.peeks_one_of("IF", "EXEC", "EXECUTE"):
        return None
    while not cursor.is_done and not cursor.takes_one_of("EXEC", "EXECUTE"):
        cursor.next()
    cursor.takes_one_of("(", "SP_EXECUTESQL")
    text = cursor.token.value if cursor.token.kind == "string" else ""
    inner = list(statement.provider.language.statements(text))
    return inner[0] if len(inner) == 1 else None


def is_whole_table(statement: Statement, data: Update | Delete) -> bool:
    """Whether the condition of a statement leaves every row possible.

    It does unless it compares a column with a constant, or something is limited, as batches are. What asks
    for `NULL` alone is how rows without a value are found, and at first these are all.
    """
    if any(each.key in _NARROWING for each in statement.tokens):
        return False
    where = data.where
    return where is None or not any(_is_constant(where, at) for at in range(1, len(where)))


_NARROWING = frozenset({"LIMIT", "TOP", "VALUES", "FETCH", "BETWEEN", "LIKE", "ILIKE", "SIMILAR"})


def _is_constant(tokens: Sequence[Token], at: int) -> bool:
    """Whether a string, number, boolean or parameter stands there as the other side of a comparison."""
    token = tokens[at]
    if token.kind not in {"string", "number"} and token.key not in {"TRUE", "FALSE"}:
        return False
    before = tokens[at - 1].key
    if before in {"<>", "!="}:
        return False
    if before in {"=", "<", ">", "<=", ">=", "(", ","}:
        return True
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    return after in {"=", "<", ">"} or before == "IS"


class _Reader(Cursor):
    """A place in a statement of a provider's."""

    def __init__(self, statement: SqlStatement, provider: Provider) -> None:
        super().__init__(statement)
        self.resolved = provider.resolved


def _skip_with(cursor: _Reader) -> None:
    if not cursor.takes("WITH"):
        return
    cursor.takes("RECURSIVE")
    while True:
        cursor.name()
        if cursor.peeks("("):
            cursor.skip_group()
        cursor.needs("AS")
        cursor.takes("NOT")
        cursor.takes("MATERIALIZED")
        cursor.skip_group()
        if not cursor.takes(","):
            return


def _insert(cursor: _Reader) -> Insert:
    _skip_or(cursor)
    while cursor.takes_one_of("IGNORE", "LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED"):
        pass
    cursor.takes("INTO")
    begin = cursor.at
    table = cursor.qualified()
    span = _span(cursor, begin)
    if cursor.takes("AS"):
        cursor.name()
    columns = cursor.names() if cursor.peeks("(") and not cursor.peeks("(", "SELECT") else ()
    if cursor.takes("OVERRIDING"):
        cursor.next()
        cursor.needs("VALUE")
    if cursor.takes("SET"):  # MySQL
        columns = tuple(_assigned(_until(cursor, "ON")))
        return Insert(cursor.resolved(table), columns, False, (), span)  # noqa: FBT003
    is_select = not cursor.peeks_one_of("VALUES", "VALUE", "DEFAULT", "OUTPUT")
    reads = tuple(_sources(cursor, cursor.tokens[cursor.at :])) if is_select else ()
    values = tuple(_selected(cursor)) if is_select else ()
    return Insert(cursor.resolved(table), columns, is_select, reads, span, values)


def _selected(cursor: _Reader) -> Iterator[str]:
    """The texts of what a plain `SELECT` gives."""
    if cursor.takes("SELECT"):
        for part in parts_of(_until(cursor, "FROM", "WHERE", "UNION")):
            yield cursor.text[part[0].start : part[-1].end]


def _update(cursor: _Reader) -> Update:
    _skip_or(cursor)
    while cursor.takes_one_of("ONLY", "IGNORE", "LOW_PRIORITY"):
        pass
    _top(cursor)
    begin = cursor.at
    table = cursor.qualified()
    span = _span(cursor, begin)
    alias = _own_alias(cursor, table)
    reads = list(_sources(cursor, _until(cursor, "SET")))  # MySQL joins here
    cursor.needs("SET")
    values = _until(cursor, "FROM", "WHERE", "RETURNING", "OUTPUT")
    sets = tuple(_assigned(values))
    reads += _sources(cursor, values)
    _until(cursor, "FROM", "WHERE", "RETURNING")
    if cursor.takes("FROM"):
        reads += _sources(cursor, _until(cursor, "WHERE", "RETURNING"), is_from=True)
    name, reads = _unaliased(cursor.resolved(table), reads, cursor)
    where = _where(cursor)
    reads += _sources(cursor, where or ())
    return Update(name, alias, sets, tuple(reads), where, values, span)


def _delete(cursor: _Reader) -> Delete:
    while cursor.takes_one_of("IGNORE", "LOW_PRIORITY", "QUICK"):
        pass
    _top(cursor)
    cursor.takes("FROM")
    cursor.takes("ONLY")
    begin = cursor.at
    table = cursor.qualified()
    span = _span(cursor, begin)
    between = _until(cursor, "WHERE", "RETURNING")
    reads = list(_sources(cursor, between))
    where = _where(cursor)
    if where is None and any(each.key == "JOIN" for each in between):
        where = between  # a join says which rows
    return Delete(_unaliased(cursor.resolved(table), reads, cursor)[0], where, span)


def _skip_or(cursor: _Reader) -> None:
    """`OR IGNORE`, on SQLite."""
    if cursor.takes("OR"):
        cursor.next()


def _top(cursor: _Reader) -> None:
    """`TOP (1000)`, on SQL Server."""
    if cursor.takes("TOP"):
        if cursor.peeks("("):
            cursor.skip_group()
        else:
            cursor.next()
        cursor.takes("PERCENT")


def _own_alias(cursor: _Reader, table: Name) -> str:
    if cursor.takes("AS"):
        return cursor.name()
    if cursor.token.is_name and cursor.token.key not in _NO_ALIAS:
        return cursor.name()
    return table.text


def _unaliased(name: Name, reads: list[Source], cursor: _Reader) -> tuple[Name, list[Source]]:
    """The table itself, where a statement names it by its alias: `UPDATE u SET … FROM [User] u`."""
    for each in reads:
        if each.alias != each.table.text and cursor.resolved(Name("", each.alias)) == name:
            return each.table, [other for other in reads if other is not each]
    return name, reads


def _truncate(cursor: _Reader) -> Truncate:
    cursor.takes("TABLE")
    cursor.takes("ONLY")
    begin = cursor.at
    names = cursor.qualifieds()
    span = _span(cursor, begin)
    is_cascade = any(each.key == "CASCADE" for each in cursor.tokens[cursor.at :])
    return Truncate(tuple(map(cursor.resolved, names)), is_cascade, span)


def _where(cursor: _Reader) -> tuple[Token, ...] | None:
    return _until(cursor, "RETURNING") if cursor.takes("WHERE") else None


def _until(cursor: _Reader, *stops: str) -> tuple[Token, ...]:
    """The tokens up to a word outside of parentheses."""
    begin, depth = cursor.at, 0
    while not cursor.is_done and (depth or not cursor.peeks_one_of(*stops)):
        depth += {"(": 1, ")": -1}.get(cursor.next().key, 0)
    return cursor.tokens[begin : cursor.at]


def _assigned(values: Sequence[Token]) -> Iterator[str]:
    """The columns that `SET` gives a value: `a = …, (b, c) = …`."""
    for part in split(values, ","):
        left = next(split(part, "="), ())
        yield from (each.value for each in left if each.is_name)


def split(tokens: Sequence[Token], sign: str) -> Iterator[tuple[Token, ...]]:
    """The parts between a word or sign outside of parentheses."""
    begin = depth = 0
    for at, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.key, 0)
        if token.key == sign and depth == 0:
            yield tuple(tokens[begin:at])
            begin = at + 1
    yield tuple(tokens[begin:])


_NO_ALIAS = frozenset(
    {
        *("ON", "USING", "WHERE", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "GROUP"),
        *("ORDER", "LIMIT", "OFFSET", "UNION", "SET", "RETURNING", "FOR", "HAVING", "LATERAL", "EXCEPT"),
        *("INTERSECT", "WINDOW", "FETCH", "WITH", "OUTPUT", "OPTION", "OUTER", "STRAIGHT_JOIN"),
    }
)


def _sources(cursor: _Reader, tokens: Sequence[Token], *, is_from: bool = False) -> Iterator[Source]:
    """The tables behind `FROM` and `JOIN`, and behind the commas between them."""
    expects = is_from
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if expects and token.is_name and token.key not in _NO_ALIAS:
            name, at = _qualified(tokens, at)
            alias, at = _alias(tokens, at, name.text)
            yield Source(cursor.resolved(name), alias)
            expects = at < len(tokens) and tokens[at].key == ","
            at += 1 if expects else 0
            continue
        expects = token.key in {"FROM", "JOIN"} or (expects and token.key in {"ONLY", "LATERAL"})
        at += 1


def _qualified(tokens: Sequence[Token], at: int) -> tuple[Name, int]:
    if at + 2 < len(tokens) and tokens[at + 1].key == "." and tokens[at + 2].is_name:
        return Name(tokens[at].value, tokens[at + 2].value), at + 3
    return Name("", tokens[at].value), at + 1


def _alias(tokens: Sequence[Token], at: int, name: str) -> tuple[str, int]:
    if at < len(tokens) and tokens[at].key == "AS":
        at += 1
    if at < len(tokens) and tokens[at].is_name and tokens[at].key not in _NO_ALIAS:
        return tokens[at].value, at + 1
    return name, at


def _span(cursor: _Reader, begin: int) -> Span:
    return Span(cursor.tokens[begin].start, cursor.tokens[cursor.at - 1].end)


def written(data: Iterable[Data | None]) -> Iterator[Name]:
    """The tables whose rows are changed."""
    for each in data:
        if isinstance(each, Truncate):
            yield from each.tables
        elif each is not None:
            yield each.table
