"""Values for new required columns, as expressions over a row of their table, and what to ask beforehand.

A value that is not there is `NULL`, and no column that is required takes it. Where a script cannot be taken
back as a whole, all that can be known before is asked first.
"""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.migrations.dialect import Guard, Naming
from partywall.migrations.fill import Filling, FromExpression, FromParent, Path


def questions(fillings: Sequence[Filling], naming: Naming) -> Iterator[Guard]:
    """Why a filling would fail: rows without a parent, parents that disagree."""
    filled = {(each.wanted.table, each.wanted.column.name) for each in fillings}
    for filling in fillings:
        if not isinstance(filling.fill, FromParent):
            continue
        table = naming.name(filling.wanted.table)
        label = f"{filling.wanted.table.text}.{filling.wanted.column.name}"
        for path in (filling.fill.path, *filling.fill.others):
            found = f"SELECT 1 FROM {tables(path, naming)} WHERE {conditions(path, table, naming)}"
            known = (path.joins[-1].table, path.column) not in filled
            value = f" AND {value_of(path, naming)} IS NOT NULL" if known else ""
            yield Guard(
                f"EXISTS (SELECT 1 FROM {table} WHERE NOT EXISTS ({found}{value}))",
                f"{label}: rows have no value along {path}",
            )
            if path is not filling.fill.path and known:
                one = value_along(filling.fill.path, table, naming)
                yield Guard(
                    f"EXISTS (SELECT 1 FROM {table} WHERE {one} <> {value_along(path, table, naming)})",
                    f"{label}: the values along {filling.fill.path} and along {path} differ",
                )


def value(filling: Filling, naming: Naming) -> str:
    """The value of a column for the row of its table that is copied."""
    table = naming.name(filling.wanted.table)
    fill = filling.fill
    if isinstance(fill, FromExpression):
        return fill.sql
    found = value_along(fill.path, table, naming)
    for other in fill.others:  # values that differ are none
        found = f"CASE WHEN {found} = {value_along(other, table, naming)} THEN {found} END"
    return found


def value_along(path: Path, table: str, naming: Naming) -> str:
    """The value at the end of a path that begins at a row of a table."""
    where = conditions(path, table, naming)
    return f"(SELECT {value_of(path, naming)} FROM {tables(path, naming)} WHERE {where})"


def value_of(path: Path, naming: Naming) -> str:
    """The column at the end."""
    return f"t{len(path.joins)}.{naming.quoted(path.column)}"


def tables(path: Path, naming: Naming) -> str:
    """The tables on the way."""
    return ", ".join(f"{naming.name(each.table)} AS t{n}" for n, each in enumerate(path.joins, start=1))


def conditions(path: Path, table: str, naming: Naming) -> str:
    """How they hang together, beginning at a row of the table."""
    aliases = [table, *(f"t{number}" for number, _ in enumerate(path.joins, start=1))]
    return " AND ".join(
        f"{aliases[number - 1]}.{naming.quoted(own)} = {aliases[number]}.{naming.quoted(theirs)}"
        for number, join in enumerate(path.joins, start=1)
        for own, theirs in join.pairs
    )
