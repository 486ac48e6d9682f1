"""Our dataclasses do what the standard ones do, but for refusing to be changed."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import field
from typing import Any

import pytest

from partywall.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Ours:
    """A value."""

    one: int
    two: tuple[str, ...] = ()
    derived: int = field(default=0, compare=False, repr=False)


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Standard:
    """The same, by the standard decorator."""

    one: int
    two: tuple[str, ...] = ()
    derived: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Named:
    """One that says itself what tells it apart."""

    name: str
    rest: int

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Single:
    """One that is equal to itself alone."""

    name: str


@dataclass(frozen=True, slots=True)
class Derived:
    """One that makes some of its members itself."""

    name: str
    rest: list[str] = field(default_factory=list[str])
    size: int = field(init=False)
    kind: str = field(default="plain", init=False)

    def __post_init__(self) -> None:
        self.size = len(self.rest)  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


VALUES = [(1,), (1, ("a",)), (2,), (1, ("a",), 7)]


@pytest.mark.parametrize("left", VALUES)
@pytest.mark.parametrize("right", VALUES)
def test_they_compare_as_the_standard_ones_do(left: tuple[Any, ...], right: tuple[Any, ...]) -> None:
    ours, standard = (Ours(*left), Ours(*right)), (Standard(*left), Standard(*right))
    for name in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"):
        assert getattr(ours[0], name)(ours[1]) == getattr(standard[0], name)(standard[1])
    if ours[0] == ours[1]:
        assert hash(ours[0]) == hash(ours[1])
    assert repr(ours[0]) == repr(standard[0]).replace("Standard", "Ours")


def test_they_are_equal_to_nothing_else() -> None:
    others: list[object] = [Standard(1), (1, ()), 1]
    assert Ours(1) not in others


def test_they_are_slotted_replaced_matched_and_copied() -> None:
    value = Ours(1, ("a",))
    assert not hasattr(value, "__dict__")
    assert dataclasses.replace(value, one=2) == Ours(2, ("a",))
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 (our own bytes)
    match value:
        case Ours(one, two=("a",)):
            assert one == 1
        case _:
            pytest.fail("no match")


def test_what_a_class_says_itself_stays() -> None:
    assert hash(Named("a", 1)) == hash("a")
    assert Named("a", 1) != Named("a", 2)
    assert Single("a") != Single("a")


def test_members_are_given_by_place_or_by_name_or_left_out() -> None:
    for made in (Derived("a", ["b"]), Derived(name="a", rest=["b"]), Derived(rest=["b"], name="a")):
        assert (made.name, made.rest, made.size, made.kind) == ("a", ["b"], 1, "plain")
    one, other = Derived("a"), Derived("a")
    assert one == other
    assert one.rest is not other.rest


@pytest.mark.parametrize(
    ("places", "names"), [((), {}), (("a", ["b"], 1), {}), (("a",), {"size": 1}), ((), {"rest": ["b"]})]
)
def test_what_is_missing_or_too_much_is_refused(places: tuple[Any, ...], names: dict[str, Any]) -> None:
    for _ in range(2):  # the first time, and when the way to make one is known
        with pytest.raises(TypeError):
            Derived(*places, **names)
