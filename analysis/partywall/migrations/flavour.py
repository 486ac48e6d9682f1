"""How two databases are compared, by provider: what changes a type, what steps there are for what.

The word and the questions are Prisma's (prisma-engines, `sql_schema_differ_flavour.rs`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from partywall.database.model import Column, Index
from partywall.migrations.steps import Cast
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.migrations.pairs import Pair


def _never(_: Pair | Index) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Flavour:
    """What a comparison asks about a provider; what is said here is so on PostgreSQL."""

    cast: Callable[[Column, Column], Cast | None]
    """How values get from one column to the other; None where the type stays."""
    same_default: Callable[[Column, Column], bool]
    """Whether the database would be told nothing about the default."""
    casts_indexed: bool = True
    """Whether a column can be cast that an index or key is on."""
    redefines: Callable[[Pair], bool] = _never
    """Whether a table is copied with its rows, instead of being changed in place."""
    keeps_references: bool = False
    """Whether foreign keys of other tables outlive the copying of theirs."""
    keys_inside: bool = False
    """Whether foreign keys are a part of their table, and nothing by themselves."""
    indexes_inside: Callable[[Index], bool] = _never
    """Which indexes a new table is created with."""
    remakes_primary_keys: bool = True
    """Whether a primary key goes and comes when a column of it gets another type."""
    alters_primary_keys: bool = False
    """Whether a primary key gets other columns in one statement."""
    renames_indexes: bool = True
    """Whether an index can get another name; it is made anew otherwise."""
    renames_keys: Literal["in place", "anew", "never"] = "in place"
    """How a foreign key gets another name."""
    remakes_retyped_indexes: bool = False
    """Whether indexes hold on to the types of their columns, and go and come around a new one."""
    keys_hold_nullability: bool = False
    """Whether a foreign key goes and comes around a column that becomes required."""
    keys_need_indexes: bool = False
    """Whether an index cannot go while a foreign key needs it."""
    fills: Literal["beside", "in the copy"] = "beside"
    """How rows that are there get a value for a new required column."""
    new_before_old: bool = True
    """Whether a unique goes after the one that comes in its place; elsewhere a file is one transaction."""
    compares_conditions: bool = True
    """Whether there are partial indexes."""
