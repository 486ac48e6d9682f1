"""What a statement does to rows, read from its tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from partywall.database.model import Name
from partywall.database.provider import Provider
from partywall.database.sql_cursor import Cursor, Unread
from partywall.database.sql_statements import SqlStatement
from partywall.database.sql_tokens import Token
from partywall.review.conditions import is_always_true, split
from partywall.review.data import Data, Delete, Insert, Source, Truncate, Update
from partywall.review.statements import Statement, parts_of
from partywall.text import Span


def data_of(statement: Statement) -> tuple[Data, ...]:
    """What a statement does to rows: the parts of a `WITH` and of a `MERGE` one by one.

    What is not understood is left out.
    """
    inner = _in_string(statement)
    if inner is None:
        return tuple(_read(_Reader(statement.source, statement.provider)))
    found = _read(_Reader(inner, statement.provider))
    return tuple(replace(each, span=statement.span) for each in found)


def tables_read(statement: Statement, part: tuple[Token, ...]) -> Iterator[Name]:
    """The tables behind `FROM` and `JOIN` in a part of a statement, or of what stands around it."""
    source = statement.source
    reader = _Reader(SqlStatement(source.text, part, source.line), statement.provider)
    yield from (each.table for each in _sources(reader, part))


def _read(cursor: _Reader) -> Iterator[Data]:
    try:
        for part in _parts_of_with(cursor):
            yield from _read(part)
        match cursor.takes_one_of("INSERT", "REPLACE", "UPSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE"):
            case "INSERT" | "REPLACE" | "UPSERT":
                yield _insert(cursor)
            case "UPDATE":
                yield _update(cursor)
            case "DELETE":
                yield _delete(cursor)
            case "MERGE":
                yield from _merge(cursor)
            case "TRUNCATE":
                yield _truncate(cursor)
            case _:
                pass
    except Unread:
        pass


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


class _Reader(Cursor):
    """A place in a statement of a provider's."""

    def __init__(self, statement: SqlStatement, provider: Provider) -> None:
        super().__init__(statement)
        self.resolved = provider.resolved
        self.provider = provider
        self.line = statement.line

    def inside(self) -> _Reader:
        """Step over a group, and read what is in it."""
        begin = self.at + 1
        self.skip_group()
        return _Reader(SqlStatement(self.text, self.tokens[begin : self.at - 1], self.line), self.provider)


def _parts_of_with(cursor: _Reader) -> Iterator[_Reader]:
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
        yield cursor.inside()
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
    between = _until(cursor, "SET")  # MySQL joins here
    begin = 1 if between and between[0].key == "," else 0
    reads = list(_sources(cursor, between[begin:], is_from=bool(begin)))
    cursor.needs("SET")
    values = _until(cursor, "FROM", "WHERE", "RETURNING", "OUTPUT")
    sets = tuple(_assigned(values))
    reads += _sources(cursor, values)
    _until(cursor, "FROM", "WHERE", "RETURNING")
    if cursor.takes("FROM"):
        between = _until(cursor, "WHERE", "RETURNING")
        reads += _sources(cursor, between, is_from=True)
    name, reads = _unaliased(cursor.resolved(table), reads, cursor)
    where = _where(cursor)
    reads += _sources(cursor, where or ())
    joined = tuple(_join_conditions(between))
    return Update(name, alias, sets, tuple(reads), where, values, span, joined)


def _delete(cursor: _Reader) -> Delete:
    while cursor.takes_one_of("IGNORE", "LOW_PRIORITY", "QUICK"):
        pass
    _top(cursor)
    cursor.takes("FROM")
    cursor.takes("ONLY")
    begin = cursor.at
    table = cursor.qualified()
    span = _span(cursor, begin)
    between = _until(cursor, "USING", "WHERE", "RETURNING")
    reads = list(_sources(cursor, between))
    if cursor.takes("USING"):
        behind = _until(cursor, "WHERE", "RETURNING")
        reads += _sources(cursor, behind, is_from=True)
        between += behind
    where = _where(cursor)
    if where is None and any(each.key == "JOIN" for each in between):
        where = between  # a join says which rows
    name, reads = _unaliased(cursor.resolved(table), reads, cursor)
    reads += _sources(cursor, where or ())
    return Delete(name, where, span, tuple(reads), tuple(_join_conditions(between)))


def _merge(cursor: _Reader) -> Iterator[Data]:
    """What `MERGE` does to rows that match and to those that do not."""
    _top(cursor)
    cursor.takes("INTO")
    cursor.takes("ONLY")
    table = cursor.qualified()
    name = cursor.resolved(table)
    if cursor.takes("WITH"):  # what SQL Server is told of locks
        cursor.skip_group()
    alias = _own_alias(cursor, table)
    cursor.needs("USING")
    reads = tuple(_sources(cursor, _until(cursor, "ON"), is_from=True))
    cursor.needs("ON")
    on = _until(cursor, "WHEN")
    while cursor.takes("WHEN"):
        _until(cursor, "THEN")
        cursor.needs("THEN")
        begin = cursor.at
        match cursor.takes_one_of("UPDATE", "INSERT", "DELETE"):
            case "UPDATE":
                cursor.needs("SET")
                values = _until(cursor, "WHEN", "RETURNING", "OUTPUT")
                span = Span(cursor.tokens[begin].start, cursor.tokens[begin + 1].end)
                yield Update(name, alias, tuple(_assigned(values)), reads, on, values, span)
            case "INSERT":
                columns = cursor.names() if cursor.peeks("(") else ()
                yield Insert(name, columns, False, reads, _span(cursor, begin))  # noqa: FBT003
            case "DELETE":
                yield Delete(name, on, _span(cursor, begin), reads)
            case _:
                pass
        _until(cursor, "WHEN")


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
    if not cursor.takes("WHERE"):
        return None
    condition = _until(cursor, "RETURNING")
    return None if is_always_true(condition) else condition


def _join_conditions(tokens: Sequence[Token]) -> Iterator[Token]:
    """What stands behind `ON` and `USING`, up to the next table."""
    depth, is_inside = 0, False
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.key, 0)
        if depth == 0 and token.key in {"ON", "USING"}:
            is_inside = True
        elif depth == 0 and (token.key == "," or token.key in _JOINING):
            is_inside = False
        elif is_inside:
            yield token


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


_NO_ALIAS = frozenset(
    {
        *("ON", "USING", "WHERE", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "GROUP"),
        *("ORDER", "LIMIT", "OFFSET", "UNION", "SET", "RETURNING", "FOR", "HAVING", "LATERAL", "EXCEPT"),
        *("INTERSECT", "WINDOW", "FETCH", "WITH", "OUTPUT", "OPTION", "OUTER", "STRAIGHT_JOIN"),
    }
)
_JOINING = frozenset({"JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "STRAIGHT_JOIN"})


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
