"""Rows whose tenant cannot be told, in a backfill: those that no path leads from, and those of two tenants.

Whoever deploys has to choose: refuse (nothing is done until the rows are put right), assign them to one
tenant, or delete them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from partywall.database.model import BuiltIn, Column, Database
from partywall.migrations.fill import REFUSE, Choice, Filling, FromParent
from partywall.values import dataclass

_UUID = re.compile(r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_INTEGERS = {
    "TINYINT": 7,
    "SMALLINT": 15,
    "MEDIUMINT": 23,
    "INT": 31,
    "INTEGER": 31,
    "BIGINT": 63,
    "INT2": 15,
    "INT4": 31,
    "INT8": 63,
}
"""Types of whole numbers, and how many bits a positive one has."""


@dataclass(frozen=True, slots=True)
class Strays:
    """What becomes of rows without a value, and of rows whose paths disagree."""

    orphans: Choice = REFUSE
    disagreeing: Choice = REFUSE


NO_STRAYS = Strays()


@dataclass(frozen=True, slots=True)
class StrayQuestion:
    """What is to be chosen before a backfill is written: the option, and the question about its rows."""

    option: Literal["orphans", "disagreeing"]
    text: str


def choice(text: str) -> Choice | None:
    """`refuse`, `delete` or `assign=ID`; None for anything else."""
    action, has_value, value = text.partition("=")
    kinds: dict[tuple[str, bool], Literal["refuse", "assign", "delete"]] = {
        ("refuse", False): "refuse",
        ("delete", False): "delete",
        ("assign", True): "assign",
    }
    found = kinds.get((action, bool(has_value)))
    return Choice(found, value) if found and (found != "assign" or value) else None


def chosen(fillings: Sequence[Filling], target: Database, strays: Strays) -> tuple[Filling, ...]:
    """The fillings with what was chosen."""
    return tuple(_with(each, target, strays) for each in fillings)


def _with(filling: Filling, target: Database, strays: Strays) -> Filling:
    if not isinstance(filling.fill, FromParent):
        return filling
    wanted = filling.wanted
    roots = (
        (key.target, key.references[0])
        for key in target.foreign_keys_of(wanted.table)
        if key.columns == (wanted.column.name,)
    )
    fill = replace(
        filling.fill, orphans=strays.orphans, disagreeing=strays.disagreeing, root=next(roots, None)
    )
    return replace(filling, fill=fill)


def stray_questions(fillings: Sequence[Filling]) -> Iterator[StrayQuestion]:
    """What there is to choose: for rows without a value always, for two values where two paths can differ."""
    filled = [(each.wanted.table.text, each.fill) for each in fillings if isinstance(each.fill, FromParent)]
    orphans = [f"`{table}`{fill.way}" for table, fill in filled]
    if orphans:
        yield StrayQuestion("orphans", f"What of rows that get no tenant: {'; '.join(orphans)}?")
    differing = [
        f"`{table}` along {' and along '.join(map(str, (fill.path, *fill.others)))}"
        for table, fill in filled
        if fill.others
    ]
    if differing:
        yield StrayQuestion("disagreeing", f"What of rows that get two tenants: {'; '.join(differing)}?")


def strays_faults(fillings: Sequence[Filling]) -> Iterator[str]:
    """The values that a column cannot have."""
    for each in fillings:
        if not isinstance(each.fill, FromParent):
            continue
        for one in (each.fill.orphans, each.fill.disagreeing):
            if one.action == "assign" and not _fits(one.value, each.wanted.column):
                column = f"`{each.wanted.table.text}.{each.wanted.column.name}`"
                yield f"`{one.value}` is no value of {column}, which is {each.wanted.column.type}"


def _fits(value: str, column: Column) -> bool:
    if "\0" in value or not isinstance(column.type, BuiltIn):
        return False
    if column.type.name in {"UUID", "UNIQUEIDENTIFIER"}:
        return _UUID.fullmatch(value) is not None
    if is_number(column):
        name, _, sign = column.type.name.partition(" ")
        return re.fullmatch(r"\d{1,20}", value, re.ASCII) is not None and int(
            value
        ).bit_length() <= _INTEGERS[name] + bool(sign)
    length = column.type.arguments[:1]
    return not length or not length[0].isdigit() or len(value) <= int(length[0])


def is_number(column: Column) -> bool:
    """Whether a column has whole numbers."""
    return isinstance(column.type, BuiltIn) and column.type.name.partition(" ")[0] in _INTEGERS
