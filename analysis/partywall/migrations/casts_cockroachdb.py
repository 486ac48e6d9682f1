"""What becomes of a column's values when its type changes, on CockroachDB.

Prisma casts almost nothing here (prisma-engines, `postgres/schema_differ.rs`): what is no safe cast is
dropped and made anew.
"""

from __future__ import annotations

from partywall.database.cockroachdb_types import as_reported
from partywall.database.model import BuiltIn, Column, EnumOf, Unsupported
from partywall.migrations.steps import Cast


def cast(previous: Column, next_: Column) -> Cast | None:
    """How values get from one column to the other; None where the type stays."""
    if isinstance(previous.type, EnumOf) or isinstance(next_.type, EnumOf):
        return None if previous.type == next_.type else Cast.IMPOSSIBLE
    if (previous.arity == "list") != (next_.arity == "list"):
        is_text = next_.type == BuiltIn("STRING")
        return Cast.SAFE if previous.arity == "list" and is_text else Cast.IMPOSSIBLE
    if isinstance(previous.type, Unsupported) and isinstance(next_.type, Unsupported):
        return None  # Prisma compares no two types that it does not know
    if isinstance(previous.type, Unsupported) or isinstance(next_.type, Unsupported):
        return Cast.RISKY
    old, new = as_reported(previous.type), as_reported(next_.type)
    if old == new:
        return None
    if (old, new) == (BuiltIn("INT4"), BuiltIn("STRING")):
        return Cast.SAFE
    return Cast.RISKY if (old, new) == (BuiltIn("INT8"), BuiltIn("INT4")) else Cast.IMPOSSIBLE
