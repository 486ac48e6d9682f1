"""Whether a column gets another type without a row being written: by each database's own rules.

PostgreSQL's are those for binary coercible types; MySQL's are in its manual ("Online DDL Operations", for
lengths and for `ENUM`), SQL Server's in that of `ALTER TABLE`.
"""

from __future__ import annotations

from partywall.database.model import BuiltIn, Column, OneOf, Type


def keeps_rows(old: Column, new: Column, provider: str) -> bool:
    """Whether every row stands as it is."""
    if (old.arity == "list") != (new.arity == "list"):
        return False
    if old.type == new.type:
        return True
    match provider:
        case "mysql":
            return _fits_mysql(old.type, new.type)
        case "sqlserver":
            return _fits_sqlserver(old.type, new.type)
        case _:
            return _fits(old.type, new.type)


def holds_every_value(old: Type, new: Type) -> bool:
    """Whether each number and moment has a place in a text of that length."""
    if not isinstance(old, BuiltIn) or not isinstance(new, BuiltIn) or not _is_text(new) or _is_text(old):
        return False
    is_short = old.name.startswith(
        ("INT", "BIGINT", "SMALLINT", "TINYINT", "MEDIUMINT", "D", "FLOAT", "TIME")
    )
    return is_short and (not new.arguments or _number(new, 0) >= _LONGEST)


_LONGEST = 70
"""More characters than `DECIMAL(65,30)` has."""


def _is_text(of: BuiltIn) -> bool:
    return of.name.endswith(("CHAR", "TEXT"))


def _fits(old: Type, new: Type) -> bool:
    if not isinstance(old, BuiltIn) or not isinstance(new, BuiltIn):
        return False
    if old.name in {"VARCHAR", "TEXT"} and new.name in {"VARCHAR", "TEXT", "CITEXT"}:
        return not new.arguments or (bool(old.arguments) and _number(old, 0) <= _number(new, 0))
    if old.name == new.name == "VARBIT":
        return not new.arguments or (bool(old.arguments) and _number(old, 0) <= _number(new, 0))
    if old.name == new.name == "DECIMAL":
        if not new.arguments:
            return True
        return (
            bool(old.arguments) and _number(old, 0) <= _number(new, 0) and _number(old, 1) == _number(new, 1)
        )
    if old.name == new.name and old.name.startswith("TIME"):
        finest = 6
        return (_number(old, 0) if old.arguments else finest) <= (
            _number(new, 0) if new.arguments else finest
        )
    return (old.name, new.name) == ("CIDR", "INET")


_BYTES = 4
"""The most that a character takes in `utf8mb4`, which Prisma asks for."""


def _fits_mysql(old: Type, new: Type) -> bool:
    """A length takes one byte up to 255 bytes of text, two above; members of an enum as many up to 255."""
    if isinstance(old, OneOf) and isinstance(new, OneOf):
        is_longer = new.values[: len(old.values)] == old.values
        return is_longer and (len(old.values) < 256) == (len(new.values) < 256)  # noqa: PLR2004 (one byte)
    if not isinstance(old, BuiltIn) or not isinstance(new, BuiltIn):
        return False
    if old.name == new.name == "VARCHAR":
        before, after = _number(old, 0), _number(new, 0)
        return before <= after and (before * _BYTES < 256) == (after * _BYTES < 256)  # noqa: PLR2004 (same)
    return False


def _fits_sqlserver(old: Type, new: Type) -> bool:
    """Text and bytes of variable length may become longer."""
    if not isinstance(old, BuiltIn) or not isinstance(new, BuiltIn) or old.name != new.name:
        return False
    if old.name not in {"VARCHAR", "NVARCHAR", "VARBINARY"}:
        return False
    is_unlimited = any(not each.isdigit() for each in new.arguments)
    return is_unlimited or (_number(new, 0) >= _number(old, 0) > 0)


def _number(of: BuiltIn, at: int) -> int:
    text = of.arguments[at] if at < len(of.arguments) else "0"
    return int(text) if text.isdigit() else 0
