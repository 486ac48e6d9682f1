"""What becomes of a column's values when its type changes, on PostgreSQL.

The classes are Prisma's (prisma-engines, `postgres/schema_differ.rs`), since they decide between `SET
DATA TYPE` and dropping the column. Lengths and precisions are compared as numbers; None is unlimited, but
for `CHAR` and `BIT`, where it is 1.
"""

# ruff: noqa: PLR2004 - the numbers are how many digits or characters a value can have

from __future__ import annotations

from collections.abc import Callable

from partywall.database.model import BuiltIn, Column, EnumOf, OneOf, Unsupported
from partywall.migrations.steps import Cast

SAFE, RISKY, IMPOSSIBLE = Cast.SAFE, Cast.RISKY, Cast.IMPOSSIBLE


def cast(previous: Column, next_: Column) -> Cast | None:
    """How values get from one column to the other; None where the type stays."""
    if isinstance(previous.type, EnumOf) or isinstance(next_.type, EnumOf):
        return None if previous.type == next_.type else IMPOSSIBLE
    if (previous.arity == "list") != (next_.arity == "list"):
        return _list_cast(previous, next_)
    if isinstance(previous.type, Unsupported) and isinstance(next_.type, Unsupported):
        return None  # Prisma compares no two types that it does not know
    if isinstance(previous.type, Unsupported) or isinstance(next_.type, Unsupported):
        return RISKY
    if isinstance(previous.type, OneOf) or isinstance(next_.type, OneOf):
        return IMPOSSIBLE  # not PostgreSQL's
    return _built_in_cast(previous.type, next_.type)


def _list_cast(previous: Column, next_: Column) -> Cast:
    if previous.arity == "list" and isinstance(next_.type, BuiltIn):
        if next_.type.name == "TEXT" or next_.type == BuiltIn("VARCHAR"):
            return SAFE
        if next_.type.name in {"VARCHAR", "CHAR"}:
            return RISKY
    return IMPOSSIBLE


def _built_in_cast(previous: BuiltIn, next_: BuiltIn) -> Cast | None:
    if previous == next_ or _is_same_moment(previous, next_) or _is_same_length(previous, next_):
        return None
    return _CASTS[previous.name](previous, next_)


def _is_same_moment(previous: BuiltIn, next_: BuiltIn) -> bool:
    """No precision said counts as the one that is there."""
    return (
        previous.name == next_.name
        and previous.name in {"TIMESTAMP", "TIMESTAMPTZ", "TIME", "TIMETZ"}
        and not (previous.arguments and next_.arguments)
    )


def _is_same_length(previous: BuiltIn, next_: BuiltIn) -> bool:
    """`CHAR` is `CHAR(1)`, to the database too; Prisma would change it again and again."""
    return previous.name == next_.name in {"CHAR", "BIT"} and (
        (previous.arguments or ("1",)) == (next_.arguments or ("1",))
    )


def _length(of: BuiltIn) -> int | None:
    return int(of.arguments[0]) if of.arguments and of.arguments[0].isdigit() else None


def _digits(of: BuiltIn) -> tuple[int, int] | None:
    """Precision and scale of a decimal."""
    if len(of.arguments) != 2 or not all(each.isdigit() for each in of.arguments):
        return None
    return int(of.arguments[0]), int(of.arguments[1])


# --- numbers ----------------------------------------------------------------------------------


def _from_integer(
    *, digits: int, characters: int, others: dict[str, Cast]
) -> Callable[[BuiltIn, BuiltIn], Cast]:
    """An integer of so many digits, which needs so many characters with its sign."""

    def to(_: BuiltIn, next_: BuiltIn) -> Cast:
        match next_.name:
            case "DECIMAL":
                room = _digits(next_)
                return RISKY if room and room[0] - room[1] < digits else SAFE
            case "VARCHAR" | "CHAR":
                return _fits(next_, characters)
            case "TEXT" | "REAL" | "DOUBLE PRECISION":
                return SAFE
            case name:
                return others.get(name, IMPOSSIBLE)

    return to


def _from_float(characters: int, wider: dict[str, Cast]) -> Callable[[BuiltIn, BuiltIn], Cast]:
    def to(_: BuiltIn, next_: BuiltIn) -> Cast:
        match next_.name:
            case "SMALLINT" | "INTEGER" | "BIGINT" | "DECIMAL":
                return RISKY
            case "VARCHAR" | "CHAR":
                return _fits(next_, characters)
            case "TEXT":
                return SAFE
            case name:
                return wider.get(name, IMPOSSIBLE)

    return to


def _fits(next_: BuiltIn, characters: int) -> Cast:
    length = _length(next_)
    if length is None:
        return RISKY if next_.name == "CHAR" else SAFE
    return RISKY if length < characters else SAFE


_WHOLE_DIGITS = {"SMALLINT": 2, "INTEGER": 9, "BIGINT": 18}


def _from_decimal(previous: BuiltIn, next_: BuiltIn) -> Cast:
    old = _digits(previous)
    match next_.name:
        case "SMALLINT" | "INTEGER" | "BIGINT":
            fits = old is not None and old[1] == 0 and old[0] <= _WHOLE_DIGITS[next_.name]
            return SAFE if fits else RISKY
        case "DECIMAL":
            return _between_decimals(old, _digits(next_))
        case "REAL" | "DOUBLE PRECISION":
            return RISKY
        case "VARCHAR" | "CHAR":
            return _decimal_as_text(old, next_)
        case "TEXT":
            return SAFE
        case _:
            return IMPOSSIBLE


def _between_decimals(old: tuple[int, int] | None, new: tuple[int, int] | None) -> Cast:
    if new is None:
        return SAFE
    if old is None:  # unlimited: 131,072 digits before the point, 16,383 after it
        return RISKY if new[0] < 131_072 or new[1] < 16_383 else SAFE
    loses = old[0] - old[1] > new[0] - new[1] or old[1] > new[1]
    return RISKY if loses else SAFE


def _decimal_as_text(old: tuple[int, int] | None, next_: BuiltIn) -> Cast:
    length = _length(next_)
    if length is None:
        return RISKY if next_.name == "CHAR" else SAFE
    if old is None:
        return RISKY if length < 131_073 else SAFE
    needed = old[0] + (2 if old[1] else 1)  # a sign, and a point
    return RISKY if needed > length else SAFE


# --- text -------------------------------------------------------------------------------------


def _from_varchar(previous: BuiltIn, next_: BuiltIn) -> Cast:
    if next_.name == "TEXT":
        return SAFE
    if next_.name not in {"VARCHAR", "CHAR"}:
        return IMPOSSIBLE
    old, new = _length(previous), _length(next_)
    if old is None:
        return RISKY if new is not None or next_.name == "CHAR" else SAFE
    return _between_lengths(old, new, next_.name)


def _from_char(previous: BuiltIn, next_: BuiltIn) -> Cast:
    if next_.name == "TEXT":
        return SAFE
    if next_.name not in {"VARCHAR", "CHAR"}:
        return IMPOSSIBLE
    old, new = _length(previous), _length(next_)
    return SAFE if old is None else _between_lengths(old, new, next_.name)


def _between_lengths(old: int, new: int | None, name: str) -> Cast:
    if new is None:
        return RISKY if name == "CHAR" and old != 1 else SAFE
    return RISKY if old > new else SAFE


def _from_text(_: BuiltIn, next_: BuiltIn) -> Cast:
    if next_.name == "CITEXT" or next_ == BuiltIn("VARCHAR"):
        return SAFE
    return RISKY if next_.name in {"VARCHAR", "CHAR"} else IMPOSSIBLE


def _from_document(*others: str) -> Callable[[BuiltIn, BuiltIn], Cast]:
    """JSON and XML: to text of any length, and to each other."""

    def to(_: BuiltIn, next_: BuiltIn) -> Cast:
        if next_.name in {"TEXT", *others} or next_ == BuiltIn("VARCHAR"):
            return SAFE
        return RISKY if next_.name in {"VARCHAR", "CHAR"} else IMPOSSIBLE

    return to


def _from_boolean(_: BuiltIn, next_: BuiltIn) -> Cast:
    if next_.name in {"TEXT", "VARCHAR"}:
        return SAFE
    length = _length(next_) or 0
    if next_.name == "CHAR" and length >= 4:
        return SAFE if length > 4 else RISKY
    return IMPOSSIBLE


def _from_bytes(_: BuiltIn, next_: BuiltIn) -> Cast:
    if next_.name == "TEXT" or next_ == BuiltIn("VARCHAR"):
        return SAFE
    fits = next_.name in {"VARCHAR", "CHAR"} and (_length(next_) or 0) > 2
    return RISKY if fits else IMPOSSIBLE


def _from_fixed_text(characters: int, *others: str) -> Callable[[BuiltIn, BuiltIn], Cast]:
    """A value that takes so many characters as text (a moment, a UUID)."""

    def to(_: BuiltIn, next_: BuiltIn) -> Cast:
        if next_.name in {"TEXT", *others} or next_ == BuiltIn("VARCHAR"):
            return SAFE
        fits = next_.name in {"VARCHAR", "CHAR"} and (_length(next_) or 0) >= characters
        return SAFE if fits else IMPOSSIBLE

    return to


# --- the rest ---------------------------------------------------------------------------------


def _from_bit(previous: BuiltIn, next_: BuiltIn) -> Cast:
    old, new = _length(previous), _length(next_)
    if next_.name == "TEXT":
        return SAFE
    if old is None:
        return SAFE if next_.name in {"VARCHAR", "CHAR", "VARBIT"} else IMPOSSIBLE
    if next_.name in {"VARCHAR", "VARBIT"} and new is None:
        return SAFE
    fits = next_.name in {"VARCHAR", "VARBIT", "CHAR"} and new is not None and new >= old
    return SAFE if fits else IMPOSSIBLE


def _from_varbit(previous: BuiltIn, next_: BuiltIn) -> Cast:
    old, new = _length(previous), _length(next_)
    match next_.name:
        case "TEXT":
            return SAFE
        case "VARCHAR" if new is None:
            return SAFE
        case "VARCHAR" | "CHAR":
            return SAFE if old is not None and new is not None and new >= old else RISKY
        case "VARBIT" if old is not None and (new is None or new > old):
            return SAFE
        case "BIT" if old is None or new is None or new <= old:
            return RISKY
        case _:
            return IMPOSSIBLE


def _from_words(safe: set[str], otherwise: Cast) -> Callable[[BuiltIn, BuiltIn], Cast]:
    return lambda _, next_: SAFE if next_.name in safe else otherwise


MOMENTS = ("TIMESTAMP", "TIMESTAMPTZ", "DATE", "TIME", "TIMETZ")

_CASTS: dict[str, Callable[[BuiltIn, BuiltIn], Cast]] = {
    "INET": _from_words({"CITEXT", "TEXT", "VARCHAR"}, IMPOSSIBLE),
    "MONEY": _from_words({"CITEXT", "TEXT", "VARCHAR"}, RISKY),
    "CITEXT": _from_words({"TEXT", "VARCHAR"}, RISKY),
    "OID": _from_words({"TEXT", "VARCHAR", "BIGINT", "INTEGER"}, IMPOSSIBLE),
    "SMALLINT": _from_integer(digits=3, characters=4, others={"INTEGER": SAFE, "BIGINT": SAFE}),
    "INTEGER": _from_integer(digits=10, characters=11, others={"SMALLINT": RISKY, "BIGINT": SAFE}),
    "BIGINT": _from_integer(digits=19, characters=20, others={"SMALLINT": RISKY, "INTEGER": RISKY}),
    "DECIMAL": _from_decimal,
    "REAL": _from_float(47, {"DOUBLE PRECISION": SAFE}),
    "DOUBLE PRECISION": _from_float(317, {"REAL": RISKY}),
    "VARCHAR": _from_varchar,
    "CHAR": _from_char,
    "TEXT": _from_text,
    "BYTEA": _from_bytes,
    "TIMESTAMP": _from_fixed_text(23, *MOMENTS),
    "TIMESTAMPTZ": _from_fixed_text(28, *MOMENTS),
    "DATE": _from_fixed_text(28, "TIMESTAMP", "TIMESTAMPTZ"),
    "TIME": _from_fixed_text(14, "TIMETZ"),
    "TIMETZ": _from_fixed_text(19, "TIMETZ", "TIME"),
    "BOOLEAN": _from_boolean,
    "BIT": _from_bit,
    "VARBIT": _from_varbit,
    "UUID": _from_fixed_text(32),
    "XML": _from_document(),
    "JSON": _from_document("JSONB"),
    "JSONB": _from_document("JSON"),
}
