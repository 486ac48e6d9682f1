"""Names that PostgreSQL itself gives to what has none (`makeObjectName` in its `indexcmds.c`)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

MAX_BYTES = 63


def own_name(table: str, columns: tuple[str, ...], label: str, is_taken: Callable[[str], bool]) -> str:
    """`table_columns_label`, the longer part shortened until it fits, numbered until it is free."""
    names = (_fitted(table, "_".join(columns), f"{label}{number or ''}") for number in count())
    return next(name for name in names if not is_taken(name))


def _fitted(first: str, second: str, label: str) -> str:
    a, b = len(first.encode()), len(second.encode())
    room = MAX_BYTES - len(label.encode()) - 1 - (1 if second else 0)
    while a + b > room:
        if a > b:
            a -= 1
        else:
            b -= 1
    parts = (_start(first, a), _start(second, b), label)
    return "_".join(part for part in parts if part)


def _start(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")
