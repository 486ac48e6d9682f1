"""Values for new required columns, as expressions over a row of their table, and what to ask beforehand.

A value that is not there is `NULL`, and no column that is required takes it. Where a script cannot be taken
back as a whole, all that can be known before is asked first. What becomes of rows whose value cannot be told
was chosen (`strays`): they are refused, get the value that was said, or go.
"""

# ruff: noqa: S608 - names and values are quoted by those who give them

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.migrations import path_sql
from partywall.migrations.dialect import Guard, Naming
from partywall.migrations.fill import Choice, Filling, FromExpression, FromParent, Path
from partywall.migrations.lookups import Lookup
from partywall.migrations.strays import is_number


class Rows:
    """What is said of the rows of one table that is filled from its parents."""

    def __init__(self, filling: Filling, fill: FromParent, naming: Naming, lookup: Lookup) -> None:
        self.filling = filling
        self.fill = fill
        self.naming = naming
        self.lookup = lookup
        self.table = naming.name(filling.wanted.table)
        self.column = naming.quoted(filling.wanted.column.name)
        self.label = f"{filling.wanted.table.text}.{filling.wanted.column.name}"

    def along(self, path: Path) -> str:
        """The value at the end of a path that begins at a row."""
        where = path_sql.conditions(path, self.naming, first=self.table)
        passed = path_sql.tables(path, self.naming)
        return f"(SELECT {path_sql.value(path, self.naming)} FROM {passed} WHERE {where})"

    def orphans(self, fillings: Sequence[Filling]) -> str:
        """The condition of rows without a value; where its parent is filled too, of rows without a parent."""
        empty = [] if self.filling.wanted.is_new else [f"{self.column} IS NULL"]
        nothing = [self.nothing_along(path, fillings) for path in self.fill.taken]
        return " AND ".join((*empty, *nothing)) or "1 = 1"

    def nothing_along(self, path: Path, fillings: Sequence[Filling]) -> str:
        where = path_sql.conditions(path, self.naming, first=self.table)
        known = _is_known(path, fillings)
        has_value = f" AND {path_sql.value(path, self.naming)} IS NOT NULL" if known else ""
        return f"NOT EXISTS (SELECT 1 FROM {path_sql.tables(path, self.naming)} WHERE {where}{has_value})"

    def disagreeing(self, one: Path, other: Path) -> str:
        """The condition of rows that two parents would give different values."""
        return f"{self.along(one)} <> {self.along(other)}"

    def value(self) -> str:
        """The value of a row, where it is chosen too; NULL where it cannot be told."""
        values = [self.along(path) for path in self.fill.taken]
        one = f"COALESCE({', '.join(values)})" if len(values) > 1 else "".join(values) or "NULL"
        cases = [
            f"WHEN {self.disagreeing(*pair)} THEN {self.said(self.fill.disagreeing)}"
            for pair in self.fill.pairs
        ]
        if self.fill.orphans.action == "assign":
            cases.append(f"WHEN {one} IS NULL THEN {self.said(self.fill.orphans)}")
        return f"CASE {' '.join(cases)} ELSE {one} END" if cases else one

    def said(self, choice: Choice) -> str:
        """The value that was chosen."""
        if choice.action != "assign":
            return "NULL"
        return choice.value if is_number(self.filling.wanted.column) else self.lookup.text(choice.value)

    def missing_root(self, choice: Choice, some: str) -> Iterator[Guard]:
        """Rows would be assigned to something that does not exist."""
        if self.fill.root is None:
            return
        name, key = self.fill.root
        root = f"SELECT 1 FROM {self.naming.name(name)} WHERE {self.naming.quoted(key)} = {self.said(choice)}"
        yield Guard(
            f"EXISTS (SELECT 1 FROM {self.table} WHERE {some}) AND NOT EXISTS ({root})",
            f"{self.label}: rows are to be those of {choice.value}, which no row of {name.text} is",
        )


def questions(fillings: Sequence[Filling], naming: Naming, lookup: Lookup) -> Iterator[Guard]:
    """Why a filling would fail: rows without a parent, parents that disagree, a tenant that is not there."""
    for rows in _of_parents(fillings, naming, lookup):
        fill = rows.fill
        some = rows.orphans(fillings)
        if fill.orphans.action == "refuse":
            message = f"{rows.label}: rows have no value{fill.way}"
            yield Guard(f"EXISTS (SELECT 1 FROM {rows.table} WHERE {some})", message)
        elif fill.orphans.action == "assign":
            yield from rows.missing_root(fill.orphans, some)
        for one, other in fill.pairs:
            if not (_is_known(one, fillings) and _is_known(other, fillings)):
                continue
            some = rows.disagreeing(one, other)
            if fill.disagreeing.action == "refuse":
                message = f"{rows.label}: the values along {one} and along {other} differ"
                yield Guard(f"EXISTS (SELECT 1 FROM {rows.table} WHERE {some})", message)
            elif fill.disagreeing.action == "assign":
                yield from rows.missing_root(fill.disagreeing, some)


def deletions(fillings: Sequence[Filling], naming: Naming, lookup: Lookup) -> Iterator[str]:
    """Rows that go before their table is copied, parents first."""
    for rows in _of_parents(fillings, naming, lookup):
        if rows.fill.orphans.action == "delete":
            yield f"DELETE FROM {rows.table} WHERE {rows.orphans(fillings)}"
        if rows.fill.disagreeing.action == "delete":
            for pair in rows.fill.pairs:
                yield f"DELETE FROM {rows.table} WHERE {rows.disagreeing(*pair)}"


def too_late(fillings: Sequence[Filling]) -> Iterator[str]:
    """Rows that should go by a value which is only known once tables are copied."""
    for each in fillings:
        fill = each.fill
        if isinstance(fill, FromParent) and fill.disagreeing.action == "delete":
            for path in (fill.path, *fill.others):
                if fill.others and not _is_known(path, fillings):
                    yield (
                        f"`{each.wanted.table.text}.{each.wanted.column.name}`: which rows have parents that "
                        f"disagree is only known once `{path.joins[-1].table.text}.{path.column}` is filled, "
                        "and rows cannot go then: fill it in a migration before this"
                    )


def filled(filling: Filling, naming: Naming, lookup: Lookup) -> Iterator[str]:
    """The statements that fill a column which is there and may be NULL, with the rows that go."""
    table, column = naming.name(filling.wanted.table), naming.quoted(filling.wanted.column.name)
    fill = filling.fill
    if isinstance(fill, FromParent) and fill.disagreeing.action == "delete":
        rows = Rows(filling, fill, naming, lookup)
        yield from (f"DELETE FROM {table} WHERE {rows.disagreeing(*pair)}" for pair in fill.pairs)
    yield f"UPDATE {table} SET {column} = {value(filling, naming, lookup)} WHERE {column} IS NULL"
    if isinstance(fill, FromParent) and fill.orphans.action == "delete":
        yield f"DELETE FROM {table} WHERE {column} IS NULL"


def value(filling: Filling, naming: Naming, lookup: Lookup) -> str:
    """The value of a column for a row of its table."""
    fill = filling.fill
    return fill.sql if isinstance(fill, FromExpression) else Rows(filling, fill, naming, lookup).value()


def _of_parents(fillings: Sequence[Filling], naming: Naming, lookup: Lookup) -> Iterator[Rows]:
    for each in fillings:
        if isinstance(each.fill, FromParent):
            yield Rows(each, each.fill, naming, lookup)


def _is_known(path: Path, fillings: Sequence[Filling]) -> bool:
    """Whether the value at the end is there before anything is filled."""
    filled_too = {(each.wanted.table, each.wanted.column.name) for each in fillings}
    return (path.joins[-1].table, path.column) not in filled_too
