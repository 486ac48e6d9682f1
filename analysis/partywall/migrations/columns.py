"""What differs between two columns of one name, as Prisma sees it (prisma-engines, `column.rs`)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from partywall.database.expressions import same_expression
from partywall.database.model import (
    BuiltIn,
    Column,
    Computed,
    Constant,
    ConstantList,
    CurrentTime,
    FromSequence,
    Unsupported,
)
from partywall.database.provider import ReadDefault
from partywall.migrations.casts import MOMENTS
from partywall.migrations.flavour import Flavour
from partywall.migrations.steps import AlterColumn, Cast, RecreateColumn


def column_change(
    previous: Column, next_: Column, flavour: Flavour, *, is_indexed: bool
) -> AlterColumn | RecreateColumn | None:
    """The change from one column to the other; None where Prisma sees none."""
    kind = flavour.cast(previous, next_)
    if kind is not None and is_indexed and not flavour.casts_indexed and _are_known(previous, next_):
        kind = Cast.IMPOSSIBLE
    arity = previous.arity != next_.arity
    default = not flavour.same_default(previous, next_)
    is_said = isinstance(next_.default, Computed) and next_.default.sql and not default  # by its sequence
    autoincrement = previous.is_autoincrement != next_.is_autoincrement and not is_said
    if not (kind or arity or default or autoincrement):
        return None
    if kind is Cast.IMPOSSIBLE:
        return RecreateColumn(previous, next_, arity)
    return AlterColumn(previous, next_, arity, default, kind, autoincrement)


def _are_known(*columns: Column) -> bool:
    return not any(isinstance(each.type, Unsupported) for each in columns)


def same_default(previous: Column, next_: Column) -> bool:
    """Whether PostgreSQL would be told nothing about the default."""
    old, new = previous.default, next_.default
    if previous.is_generated and not isinstance(new, Constant | ConstantList | CurrentTime):
        return True  # nothing that a schema can say; `dbgenerated()` is as near as it comes
    if new is None:
        return old is None or isinstance(old, FromSequence)  # a sequence goes with autoincrement
    if isinstance(new, FromSequence) or new == Computed(""):
        return True  # a sequence again; `dbgenerated()` says that there is a default, not which
    if old is None or isinstance(old, FromSequence):
        return False
    match old, new:
        case (Constant("datetime"), Constant() | Computed()) | (Computed(), Constant("datetime")):
            return True  # as Prisma has it, which cannot compare moments
        case ConstantList(olds), ConstantList(news):
            return len(olds) == len(news) and all(map(_same_constant, olds, news))
        case (ConstantList(), Computed()) | (Computed(), ConstantList()):
            return _is_moment(previous) or _is_moment(next_)
        case Constant(), Constant():
            return _same_constant(old, new)
        case Computed(a), Computed(b):
            return same_expression(a, b)
        case _:
            return old == new


def reads_as_same(
    same: Callable[[Column, Column], bool], read: ReadDefault, previous: Column, next_: Column
) -> bool:
    """The same for a column that was read from SQL: what a schema gives as an expression is read as well."""
    if same(previous, next_):
        return True
    if not isinstance(next_.default, Computed):
        return False
    default = read(next_.default.sql, next_.type, is_list=next_.arity == "list")
    if isinstance(default, Computed | FromSequence):
        return default == previous.default
    return same(previous, replace(next_, default=default))


_BITS = {"false": "0", "true": "1"}


def _is_moment(column: Column) -> bool:
    return isinstance(column.type, BuiltIn) and column.type.name in MOMENTS


def _same_constant(old: Constant, new: Constant) -> bool:
    kinds = {old.kind, new.kind}
    if "datetime" in kinds:
        return True
    if "json" in kinds:
        return _same_json(old.text, new.text)
    if kinds == {"number"}:
        return _same_number(old.text, new.text)
    if kinds == {"boolean", "number"}:  # an `Int` may be a bit
        return _BITS.get(old.text, old.text) == _BITS.get(new.text, new.text)
    if kinds == {"bytes", "text"}:
        return old.text.removeprefix("\\x").lower() == new.text.removeprefix("\\x").lower()
    return old == new


def _same_json(old: str, new: str) -> bool:
    try:
        return bool(json.loads(old) == json.loads(new))
    except ValueError:
        return True  # as Prisma has it


def _same_number(old: str, new: str) -> bool:
    try:
        return Decimal(old) == Decimal(new)
    except InvalidOperation:
        return old == new
