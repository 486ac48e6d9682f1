"""Frozen slotted dataclasses that cost a third: to define, and to make.

The standard decorator compiles six functions for each class, a millisecond for each of a hundred and forty
(measured, CPython 3.11), before the server can answer; and a frozen class sets its members one by one
through `object.__setattr__`. This one compiles `__init__` alone. That nobody changes a value is for the type
checkers to hold, which see the standard decorator here.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 (for those who import it from here)
else:

    def dataclass(
        cls: type | None = None,
        /,
        *,
        frozen: bool = False,
        slots: bool = False,
        eq: bool = True,
        order: bool = False,
    ) -> Any:  # noqa: ANN401 (a class, or what makes one)
        """As `dataclasses.dataclass`; one that is not frozen is made by that."""

        def made(cls: type) -> type:
            if not frozen:
                return dataclasses.dataclass(cls, eq=eq, order=order, slots=slots)
            new = dataclasses.dataclass(cls, repr=False, eq=False, slots=slots)
            names = [each.name for each in dataclasses.fields(new) if each.compare]
            values = operator.attrgetter(*names) if names else type
            if eq:
                _set(new, "__eq__", _compared(values, operator.eq))
                _set(new, "__hash__", lambda self: hash(values(self)))
            for name in ("lt", "le", "gt", "ge") if order else ():
                _set(new, f"__{name}__", _compared(values, getattr(operator, name)))
            _set(new, "__repr__", _written)
            return new

        return made if cls is None else made(cls)


def _set(cls: type, name: str, function: Callable[..., object]) -> None:
    """Give a class a method, unless it has one of its own."""
    if cls.__dict__.get(name) is None:
        setattr(cls, name, function)


def _compared(
    values: Callable[[object], object], compare: Callable[[Any, Any], bool]
) -> Callable[[object, object], object]:
    def compared(self: object, other: object) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compare(values(self), values(other))

    return compared


def _written(self: Any) -> str:  # noqa: ANN401 (any of the classes)
    shown = (each.name for each in dataclasses.fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"
