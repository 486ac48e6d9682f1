"""What differs between two columns of one name, as Prisma sees it (prisma-engines, `column.rs`)."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation

from partywall.database.model import (
    Column,
    Computed,
    Constant,
    ConstantList,
    CurrentTime,
    Default,
    FromSequence,
)
from partywall.migrations.casts import cast
from partywall.migrations.steps import AlterColumn, Cast, RecreateColumn


def column_change(previous: Column, next_: Column) -> AlterColumn | RecreateColumn | None:
    """The change from one column to the other; None where Prisma sees none."""
    kind = cast(previous, next_)
    arity = previous.arity != next_.arity
    default = not _same_default(previous, next_)
    autoincrement = previous.is_autoincrement != next_.is_autoincrement
    if not (kind or arity or default or autoincrement):
        return None
    if kind is Cast.IMPOSSIBLE:
        return RecreateColumn(previous, next_, arity)
    return AlterColumn(previous, next_, arity, default, kind, autoincrement)


def is_recreated(previous: Column, next_: Column) -> bool:
    """Whether the column is dropped and made anew."""
    return cast(previous, next_) is Cast.IMPOSSIBLE


def changes_type(previous: Column, next_: Column) -> bool:
    """Whether the column gets another type."""
    return cast(previous, next_) is not None


def _same_default(previous: Column, next_: Column) -> bool:
    old, new = previous.default, next_.default
    if "GENERATED" in previous.clause.upper() and new is None:
        return True  # a generated column, which no schema can say
    match old, new:
        case _, Computed(""):
            return True  # `dbgenerated()`: there is one, whichever
        case _, FromSequence():
            return True  # sequences are compared as autoincrement
        case FromSequence(), None:
            return True
        case _, None:
            return old is None
        case (None, _) | (FromSequence(), _):
            return False
        case (Constant("datetime"), _) | (_, Constant("datetime")):
            return True  # Prisma cannot compare these
        case ConstantList(olds), ConstantList(news):
            return len(olds) == len(news) and all(
                map(_same_constant, olds, news)
            )
        case (ConstantList(items), Computed()) | (Computed(), ConstantList(items)):
            return any(item.kind == "datetime" for item in items)
        case Constant(), Constant():
            return _same_constant(old, new)
        case Computed(a), Computed(b):
            return same_expression(a, b)
        case CurrentTime(), CurrentTime():
            return True
        case _:
            return False


def _same_constant(old: Constant, new: Constant) -> bool:
    kinds = {old.kind, new.kind}
    if "datetime" in kinds:
        return True
    if "json" in kinds:
        return _same_json(old.text, new.text)
    if kinds == {"number"}:
        return _same_number(old.text, new.text)
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


# --- expressions ------------------------------------------------------------------------------

_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[A-Za-z_][\w$]*|\d+(?:\.\d+)?|::|\S")


def same_expression(old: str, new: str) -> bool:
    """Whether two SQL expressions are the same but for what PostgreSQL adds when it keeps one.

    It writes names in small letters, puts parentheses around each operation, and casts constants to
    their type: `now() + interval '1 day'` comes back as `(now() + '1 day'::interval)`.
    """
    return old.lower() == new.lower() or plain(old) == plain(new)


def plain(expression: str) -> str:
    """An expression without parentheses, casts, blanks and capitals outside of quotes."""
    tokens = [
        token if token[0] in "'\"" else token.lower() for token in _TOKEN.findall(expression)
    ]
    text = " ".join(token for token in tokens if token not in "()")
    text = re.sub(r"\b(interval|date|timestamp|time|uuid|jsonb?) (?=')", "", text)
    text = re.sub(r"!=", "<>", re.sub(r"! =", "!=", text))
    return re.sub(r"\s+", " ", _without_casts(text)).strip()


def _without_casts(text: str) -> str:
    """Drop `:: type` after a value: one or several words, a length, brackets."""
    words = (
        r"(?:character varying|double precision|bit varying"
        r"|time(?:stamp)?(?: \d+)? with(?:out)? time zone|\"[^\"]*\"(?: \. \"[^\"]*\")?|[a-z_][\w$]*)"
    )
    return re.sub(rf" ?:: ?{words}(?: \d+(?: , \d+)?(?![\w']))?(?: \[ \])*", "", text)
