"""A path from a table to a value, as parts of a query: `t0` is the table, `t1` the first one it passes."""

from __future__ import annotations

from partywall.migrations.dialect import Naming
from partywall.migrations.fill import Path


def value(path: Path, naming: Naming, prefix: str = "t") -> str:
    """The column at the end of a path."""
    return f"{prefix}{len(path.joins)}.{naming.quoted(path.column)}"


def tables(path: Path, naming: Naming, prefix: str = "t") -> str:
    """The tables that a path passes, without the one that it begins at."""
    return ", ".join(
        f"{naming.name(join.table)} AS {prefix}{number}" for number, join in enumerate(path.joins, start=1)
    )


def conditions(path: Path, naming: Naming, prefix: str = "t", first: str = "t0") -> str:
    """What ties the tables of a path together; `first` is what the table that it begins at is called."""
    aliases = [first, *(f"{prefix}{number}" for number, _ in enumerate(path.joins, start=1))]
    return " AND ".join(
        f"{aliases[number - 1]}.{naming.quoted(own)} = {aliases[number]}.{naming.quoted(theirs)}"
        for number, join in enumerate(path.joins, start=1)
        for own, theirs in join.pairs
    )
