"""What becomes of a column's values when its type changes, on SQLite.

Any change makes the table anew, so that nothing is impossible; the classes tell what to warn of.
"""

from __future__ import annotations

from partywall.database.model import BuiltIn, Column, Unsupported
from partywall.migrations.columns import same_default as same_default_otherwise
from partywall.migrations.steps import Cast


def cast(previous: Column, next_: Column) -> Cast | None:
    """How values get from one column to the other; None where the type stays."""
    if previous.type == next_.type:
        return None
    if isinstance(previous.type, Unsupported) and isinstance(next_.type, Unsupported):
        return None  # Prisma compares no two types that it does not know
    return Cast.SAFE if next_.type == BuiltIn("TEXT") else Cast.RISKY


def same_default(previous: Column, next_: Column) -> bool:
    """Whether the database would be told nothing about the default; a key that counts has none."""
    return next_.is_autoincrement or same_default_otherwise(previous, next_)
