"""Frozen slotted dataclasses that cost a fifth to define, and less to make.

The standard decorator compiles six functions for each class, two thirds of a millisecond for each of a
hundred and forty (measured, CPython 3.11), before the server can answer; and a frozen class sets its members
one by one through `object.__setattr__`. This one compiles `__init__` alone, and only when the first value is
made, which for half of the classes is never. That nobody changes a value is for the type checkers to hold,
which see the standard decorator here.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

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
            new = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots)
            members = dataclasses.fields(new)
            _set(new, "__init__", _first(new, members))
            names = [each.name for each in members if each.compare]
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


def _first(cls: Any, members: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:  # noqa: ANN401 (any class)
    """Stands for `__init__` until the first value is made."""

    def first(self: object, /, *values: object, **named: object) -> None:
        if cls.__init__ is first:
            cls.__init__ = _init(cls, members)
        cls.__init__(self, *values, **named)

    return first


def _init(cls: type, members: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """What sets the members, from values by place or by name."""
    known: dict[str, object] = {}
    parameters, body = ["self"], list[str]()
    for each in members:
        name, value = each.name, each.name
        if each.default is not dataclasses.MISSING:
            known[f"_of_{name}"] = each.default
            value = f"_of_{name}"
        elif each.default_factory is not dataclasses.MISSING:
            known[f"_of_{name}"], known["_left_out"] = each.default_factory, _LEFT_OUT
            value = f"_of_{name}()"
        if each.init:
            has_factory = value.endswith("()")
            default = "_left_out" if has_factory else value
            parameters.append(name if value == name else f"{name}={default}")
            value = f"{value} if {name} is _left_out else {name}" if has_factory else name
        elif value == name:
            continue  # for `__post_init__` to set
        body.append(f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    lines = [f"def __init__({', '.join(parameters)}):", *(body or ["pass"])]
    exec("\n ".join(lines), known)  # noqa: S102 (names of our own members)
    return cast("Callable[..., None]", known["__init__"])


_LEFT_OUT = object()


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
