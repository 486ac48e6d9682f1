"""New required columns filled and made required, all in one `DO`: it happens as a whole or not at all.

Prisma sends a file as one transaction or statement by statement, depending on its version and on what
stands in the file; one statement is atomic in both. The tables are locked against writers from the
start (`SHARE ROW EXCLUSIVE` lets readers pass), so that no row can come without a value between the
`UPDATE` and `NOT NULL`. `SET NOT NULL` needs `ACCESS EXCLUSIVE` in the end: a transaction that has read a
table and then wants to write to it would wait for us while we wait for it, and PostgreSQL ends one of
the two. That, and the time that the `UPDATE` takes, is why the file is for a maintenance window.
"""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.model import Name
from partywall.database.sql_text import dollar_quoted, identifier, literal
from partywall.migrations.dialect import Naming
from partywall.migrations.fill import Filling, FromParent, Path
from partywall.migrations.path_sql import conditions, tables, value

LOCK_TIMEOUT = "10s"


def backfill(fillings: Sequence[Filling], dialect: Naming) -> str:
    """The statement, without its semicolon."""
    return "DO " + dollar_quoted("\n".join(_lines(fillings, dialect)), "fill")


def locked_tables(fillings: Sequence[Filling]) -> tuple[Name, ...]:
    """The tables that it locks, parents first."""
    return tuple(dict.fromkeys(each.wanted.table for each in fillings))


def _lines(fillings: Sequence[Filling], dialect: Naming) -> Iterator[str]:
    locked = ", ".join(dialect.name(each) for each in locked_tables(fillings))
    yield "DECLARE"
    yield "    found bigint;"
    yield "BEGIN"
    yield f"    SET LOCAL lock_timeout = '{LOCK_TIMEOUT}';"
    yield "    SET LOCAL row_security = off; -- an error rather than rows that are not seen"
    yield "    SET CONSTRAINTS ALL IMMEDIATE; -- no check may be pending when a table is altered"
    yield f"    LOCK TABLE {locked} IN SHARE ROW EXCLUSIVE MODE;"
    for filling in fillings:
        yield ""
        yield from _fill(filling, dialect)
    yield "END"


def _fill(filling: Filling, dialect: Naming) -> Iterator[str]:
    table = dialect.name(filling.wanted.table)
    column = identifier(filling.wanted.column.name)
    fill = filling.fill
    if isinstance(fill, FromParent):
        for other in fill.others:
            yield from _agreement(filling, fill.path, other, dialect)
        yield f"    UPDATE {table} AS t0 SET {column} = {value(fill.path)}"
        yield f"    FROM {tables(fill.path, dialect)}"
        yield f"    WHERE t0.{column} IS NULL AND {conditions(fill.path)};"
        yield from _refusal(
            f"SELECT count(*) INTO found FROM {table} WHERE {column} IS NULL",
            f"% rows of {_in_message(filling)} have no value",
            "Give these rows a parent that has one, or delete them; then deploy again.",
        )
    else:
        yield f"    UPDATE {table} SET {column} = {fill.sql} WHERE {column} IS NULL;"
    yield f"    ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL;"


def _agreement(filling: Filling, path: Path, other: Path, dialect: Naming) -> Iterator[str]:
    """Refuse where two parents of a row would give it different values."""
    table = dialect.name(filling.wanted.table)
    one, two = value(path), value(other, "u")
    yield from _refusal(
        f"SELECT count(*) INTO found FROM {table} AS t0, {tables(path, dialect)}, "
        f"{tables(other, dialect, 'u')}\n    WHERE {conditions(path)} AND "
        f"{conditions(other, 'u')} AND {one} <> {two}",
        f"% rows of {_in_message(filling)} have parents that disagree",
        f"The values along {path} and along {other} differ; put these rows right first.",
    )


def _refusal(count: str, message: str, hint: str) -> Iterator[str]:
    yield f"    {count};"
    yield "    IF found > 0 THEN"
    yield f"        RAISE EXCEPTION USING MESSAGE = replace({literal(message)}, '%', found::text),"
    yield f"            HINT = {literal(hint)};"
    yield "    END IF;"


def _in_message(filling: Filling) -> str:
    return f"{filling.wanted.table.text}.{filling.wanted.column.name}".replace("%", "")
