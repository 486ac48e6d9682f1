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
from partywall.migrations.fill import Choice, Filling, FromParent, Path
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
        for one, other in fill.pairs:
            yield from _disagreeing(filling, fill, one, other, dialect)
        for path in fill.taken:
            yield f"    UPDATE {table} AS t0 SET {column} = {value(path, dialect)}"
            yield f"    FROM {tables(path, dialect)}"
            yield f"    WHERE t0.{column} IS NULL AND {conditions(path, dialect)};"
        yield from _orphans(filling, fill, dialect)
    else:
        yield f"    UPDATE {table} SET {column} = {fill.sql} WHERE {column} IS NULL;"
    yield f"    ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL;"


def _orphans(filling: Filling, fill: FromParent, dialect: Naming) -> Iterator[str]:
    """What becomes of rows that no path gives a value."""
    table, column = dialect.name(filling.wanted.table), identifier(filling.wanted.column.name)
    match fill.orphans.action:
        case "refuse":
            yield from _refusal(
                f"SELECT count(*) INTO found FROM {table} WHERE {column} IS NULL",
                f"% rows of {_in_message(filling)} have no value",
                "Give these rows a parent that has one, or delete them; then deploy again."
                if fill.taken
                else "No relation says whose they are: make this migration anew with what they become.",
            )
        case "assign":
            yield from _there(filling, fill, fill.orphans, f"{column} IS NULL", dialect)
            yield f"    UPDATE {table} SET {column} = {literal(fill.orphans.value)} WHERE {column} IS NULL;"
        case "delete":
            yield f"    DELETE FROM {table} WHERE {column} IS NULL;"


def _disagreeing(
    filling: Filling, fill: FromParent, path: Path, other: Path, dialect: Naming
) -> Iterator[str]:
    """What becomes of rows that two parents would give different values."""
    table = dialect.name(filling.wanted.table)
    one, two = value(path, dialect), value(other, dialect, "u")
    passed = f"{tables(path, dialect)}, {tables(other, dialect, 'u')}"
    where = f"{conditions(path, dialect)} AND {conditions(other, dialect, 'u')} AND {one} <> {two}"
    column = identifier(filling.wanted.column.name)
    match fill.disagreeing.action:
        case "refuse":
            yield from _refusal(
                f"SELECT count(*) INTO found FROM {table} AS t0, {passed}\n    WHERE {where}",
                f"% rows of {_in_message(filling)} have parents that disagree",
                f"The values along {path} and along {other} differ; put these rows right first.",
            )
        case "assign":
            some = f"EXISTS (SELECT FROM {passed} WHERE {where})"
            yield from _there(filling, fill, fill.disagreeing, some, dialect)
            yield f"    UPDATE {table} AS t0 SET {column} = {literal(fill.disagreeing.value)}"
            yield f"    FROM {passed}\n    WHERE t0.{column} IS NULL AND {where};"
        case "delete":
            yield f"    DELETE FROM {table} AS t0 USING {passed}\n    WHERE {where};"


def _there(filling: Filling, fill: FromParent, choice: Choice, some: str, dialect: Naming) -> Iterator[str]:
    """Refuse where rows would be assigned to a tenant that does not exist."""
    if fill.root is None:
        return
    root, key = dialect.name(fill.root[0]), identifier(fill.root[1])
    table = dialect.name(filling.wanted.table)
    yield from _refusal(
        f"SELECT count(*) INTO found FROM {table} AS t0 WHERE {some}\n"
        f"        AND NOT EXISTS (SELECT FROM {root} WHERE {key} = {literal(choice.value)})",
        f"% rows of {_in_message(filling)} are to be those of {choice.value.replace('%', '')}, "
        f"which no row of {fill.root[0].text.replace('%', '')} is",
        "Say another one, or make it first; then deploy again.",
    )


def _refusal(count: str, message: str, hint: str) -> Iterator[str]:
    yield f"    {count};"
    yield "    IF found > 0 THEN"
    yield f"        RAISE EXCEPTION USING MESSAGE = replace({literal(message)}, '%', found::text),"
    yield f"            HINT = {literal(hint)};"
    yield "    END IF;"


def _in_message(filling: Filling) -> str:
    return f"{filling.wanted.table.text}.{filling.wanted.column.name}".replace("%", "")
