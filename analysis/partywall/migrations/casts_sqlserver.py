"""What becomes of a column's values when its type changes, on SQL Server.

Prisma drops and makes anew where no conversion exists (prisma-engines, `mssql/schema_differ.rs`): from text
and from moments to numbers, from and to what is not text. The rest is converted, or fails.
"""

from __future__ import annotations

from partywall.database.model import BuiltIn, Column, Unsupported
from partywall.database.sqlserver_types import BYTES, INTEGERS, MOMENTS, NUMBERS, TEXTS, as_reported
from partywall.migrations.steps import Cast

_ALL = 1 << 30
_CHARACTERS = {"BIGINT": 20, "INT": 11, "SMALLINT": 6, "TINYINT": 3, "BIT": 1, "UNIQUEIDENTIFIER": 36}
_LONG = 50
"""More characters than any number or moment needs."""


def cast(previous: Column, next_: Column) -> Cast | None:
    """How values get from one column to the other; None where the type stays."""
    old, new = as_reported(previous.type), as_reported(next_.type)
    if old == new:
        return None
    if isinstance(old, Unsupported) and isinstance(new, Unsupported):
        return None  # Prisma compares no two types that it does not know
    if isinstance(old, BuiltIn) and isinstance(new, BuiltIn):
        return _built_in_cast(old, new)
    return Cast.RISKY


def _built_in_cast(old: BuiltIn, new: BuiltIn) -> Cast:
    if new.name in TEXTS:
        return _as_text(old, new)
    if old.name in (*TEXTS, *MOMENTS) and new.name in NUMBERS:
        return Cast.IMPOSSIBLE
    if old.name in {"XML", "IMAGE", "UNIQUEIDENTIFIER"} or new.name in {"IMAGE", "XML"}:
        is_bytes = old.name in BYTES and new.name in BYTES
        return Cast.RISKY if is_bytes or new.name == "XML" else Cast.IMPOSSIBLE
    if old.name in INTEGERS and new.name in INTEGERS:
        return Cast.SAFE if INTEGERS.index(old.name) < INTEGERS.index(new.name) else Cast.RISKY
    if old.name == new.name and old.name in BYTES:
        return Cast.SAFE if _length(old) <= _length(new) else Cast.RISKY
    return Cast.RISKY


def _as_text(old: BuiltIn, new: BuiltIn) -> Cast:
    if old.name == "IMAGE":
        return Cast.IMPOSSIBLE
    needed = _length(old) if old.name in (*TEXTS, *BYTES, "XML") else _CHARACTERS.get(old.name, _LONG)
    loses_characters = old.name in {"NCHAR", "NVARCHAR", "NTEXT", "XML"} and not new.name.startswith("N")
    return Cast.SAFE if needed <= _length(new) and not loses_characters else Cast.RISKY


def _length(of: BuiltIn) -> int:
    if not of.arguments:
        return _ALL
    return int(of.arguments[0]) if of.arguments[0].isdigit() else _ALL
