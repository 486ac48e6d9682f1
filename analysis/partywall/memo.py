"""A memo that forgets: what two runs in a row did not ask for is dropped.

Keys are values or interned objects, all visible at the call. Nothing else in the engine caches.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import compress
from operator import is_not
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class _Missing:
    """Stands for no result, since None may be one."""


_MISSING = _Missing()


class Memo(Generic[Key, Value]):
    """Two generations of results.

    `computed` counts the misses, so that a test can assert how much work an edit caused.
    """

    __slots__ = ("_new", "_old", "computed")

    def __init__(self) -> None:
        self._new: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}
        self.computed = 0

    def get(self, key: Key, compute: Callable[..., Value], *arguments: object) -> Value:
        """The remembered result for this key, else what `compute` makes of the arguments."""
        value = self._new.get(key, _MISSING)
        if isinstance(value, _Missing):
            value = self._from_before(key)
            if isinstance(value, _Missing):
                value = compute(*arguments)
                self.computed += 1
            self._new[key] = value
        return value

    def each(self, keys: Iterable[Key], compute: Callable[..., Value], *arguments: object) -> list[Value]:
        """As `get` for each key, which `compute` takes before the arguments."""
        known = self._new.get
        values: list[Value] = []
        for key in keys:
            value = known(key, _MISSING)
            values.append(self.get(key, compute, key, *arguments) if isinstance(value, _Missing) else value)
        return values

    def _from_before(self, key: Key) -> Value | _Missing:
        return self._old.get(key, _MISSING) if self._old else _MISSING

    def turn(self) -> None:
        """End a run: what it did not ask for is forgotten at the end of the next."""
        self._old, self._new = self._new, {}

    def turn_when_over(self, size: int) -> None:
        """End a generation only when it holds more than `size` results."""
        if len(self._new) > size:
            self.turn()


def others(before: Mapping[Key, object], after: Mapping[Key, object]) -> set[Key] | None:
    """The keys whose values are other objects now; None where the keys, or their order, are others.

    An edit changes one of a thousand models: this is how the other ones are passed over.
    """
    if len(before) != len(after) or list(before) != list(after):
        return None
    return set(compress(after, map(is_not, before.values(), after.values())))
