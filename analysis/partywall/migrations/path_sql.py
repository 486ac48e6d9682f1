"""A path from a table to a value, as parts of a query: `t0` is the table, `t1` the first one it passes."""

from __future__ import annotations

from partywall.database.sql_text import identifier
from partywall.migrations.dialect import Naming
from partywall.migrations.fill import Path


def value(path: Path, prefix: str = "t") -> str:
    """The column at the end of a path."""
    return f"{prefix}{len(path.joins)}.{identifier(path.column)}"


def tables(path: Path, dialect: Naming, prefix: str = "t") -> str:
    """The tables that a path passes, without the one that it begins at."""
    return ", ".join(
        f"{dialect.name(join.table)} AS {prefix}{number}" for number, join in enumerate(path.joins, start=1)
    )


def conditions(path: Path, prefix: str = "t") -> str:
    """What ties the tables of a path together."""
    return " AND ".join(
        f"{prefix if number > 1 else 't'}{number - 1}.{identifier(own)} = "
        f"{prefix}{number}.{identifier(theirs)}"
        for number, join in enumerate(path.joins, start=1)
        for own, theirs in join.pairs
    )
