"""What becomes of a column's values when its type changes, on MySQL and MariaDB.

`MODIFY` converts what can be converted and fails on the rest, in strict mode, which is the default. So
nothing is impossible here; what is not safe is warned of.
"""

from __future__ import annotations

from partywall.database.model import BuiltIn, Column, OneOf, Unsupported
from partywall.database.mysql_types import INTEGERS, TEXTS, as_reported
from partywall.migrations.steps import Cast

_UNLIMITED = {"TINYTEXT": 255, "TEXT": 65_535, "MEDIUMTEXT": 16_777_215, "LONGTEXT": 4_294_967_295}


def cast(previous: Column, next_: Column) -> Cast | None:
    """How values get from one column to the other; None where the type stays."""
    old, new = as_reported(previous.type), as_reported(next_.type)
    if old == new:
        return None
    if isinstance(old, Unsupported) and isinstance(new, Unsupported):
        return None  # Prisma compares no two types that it does not know
    if isinstance(old, OneOf) and isinstance(new, OneOf):
        return Cast.SAFE if set(old.values) <= set(new.values) else Cast.RISKY
    if isinstance(old, BuiltIn) and isinstance(new, BuiltIn):
        return _built_in_cast(old, new)
    return Cast.RISKY


def _built_in_cast(old: BuiltIn, new: BuiltIn) -> Cast:
    if old.name in TEXTS and new.name in TEXTS:
        return Cast.SAFE if _length(old) <= _length(new) else Cast.RISKY
    if old.name in INTEGERS and new.name in INTEGERS:
        return Cast.SAFE if INTEGERS.index(old.name) < INTEGERS.index(new.name) else Cast.RISKY
    if (old.name, new.name) == ("FLOAT", "DOUBLE"):
        return Cast.SAFE
    return Cast.RISKY


def _length(of: BuiltIn) -> int:
    if of.name in _UNLIMITED:
        return _UNLIMITED[of.name]
    return int(of.arguments[0]) if of.arguments and of.arguments[0].isdigit() else 1
