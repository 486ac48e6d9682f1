"""How two databases are compared, by provider: what changes a type, which steps belong together.

The word and the questions are Prisma's (prisma-engines, `sql_schema_differ_flavour.rs`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from partywall.database.model import Column
from partywall.migrations.steps import Cast


@dataclass(frozen=True, slots=True)
class Flavour:
    """What a comparison asks about a provider."""

    cast: Callable[[Column, Column], Cast | None]
    """How values get from one column to the other; None where the type stays."""
    same_default: Callable[[Column, Column], bool]
    """Whether the database would be told nothing about the default."""
