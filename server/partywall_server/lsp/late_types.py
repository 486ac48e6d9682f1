"""Imports lsprotocol without building what is never used.

`lsprotocol.types` has 554 attrs classes. To compile the methods of all of them takes 0.35 s of the 0.5 s
that a pygls server needs to start (lsprotocol issue 441), and a session uses some sixty. While the module
is imported here, `attrs.define` only marks a class; it is built when somebody asks for its attributes
or makes the first instance. Where lsprotocol was imported before, it stays as it is.
"""

from __future__ import annotations

import sys
from typing import Any

import attrs


def _import_late() -> bool:
    """Import the types; whether their classes are built late."""
    if "lsprotocol.types" in sys.modules:
        return False
    define = attrs.define
    _set(attrs, "define", _later)
    try:
        import lsprotocol.types  # noqa: F401, PLC0415  # pyright: ignore[reportUnusedImport]
    finally:
        _set(attrs, "define", define)
    return True


def _later(cls: type) -> type:
    _set(cls, "__attrs_attrs__", _ATTRIBUTES)
    _set(cls, "__init__", _init)
    return cls


class _Attributes:
    """Stands for `__attrs_attrs__`, by which attrs and cattrs know a class, until somebody asks for it."""

    def __get__(self, instance: object, owner: Any) -> object:  # noqa: ANN401 (any class)
        _build(owner)
        return owner.__attrs_attrs__


def _init(self: Any, *values: object, **named: object) -> None:  # noqa: ANN401 (any class)
    """Stands for `__init__` until the first instance is made."""
    _build(type(self))
    self.__init__(*values, **named)


def _build(cls: Any) -> None:  # noqa: ANN401 (any class)
    del cls.__attrs_attrs__
    del cls.__init__
    # In place (with slots there would be a second class), and without what no server needs.
    attrs.define(cls, slots=False, repr=False, match_args=False)
    attrs.resolve_types(cls, types.ALL_TYPES_MAP, {})


def _set(holder: object, name: str, value: object) -> None:
    setattr(holder, name, value)


_ATTRIBUTES = _Attributes()
_IS_LATE = _import_late()

import cattrs  # noqa: E402
from lsprotocol import _hooks, types  # noqa: E402
from lsprotocol.converters import get_converter  # noqa: E402

__all__ = ["converter", "types"]


def converter() -> cattrs.Converter:
    """A converter for these types.

    A message that does not fit is refused without a list of all that is wrong with it: that would show
    what it held, and costs at every message.
    """
    if _IS_LATE:
        # Else the first thing it does is to ask each class for its attributes.
        _set(_hooks, "_resolved_forward_references", value=True)
    return get_converter(cattrs.Converter(detailed_validation=False))
