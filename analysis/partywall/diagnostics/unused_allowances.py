"""Allowances that keep nothing from being reported: what they allowed was mended, or never was there.

Each would hide the next finding of its rule, which nobody has looked at. Whether one is needed shows only
where its rule speaks and has looked: nothing is said of a rule that is off, failed or is not known, and
the host does not ask about a schema that cannot be read whole, or in which no tenant was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from partywall.diagnostics.directive_faults import UNUSED, DirectiveFault, span_of_name
from partywall.schema.shaping import label_of
from partywall.syntax.directives import directives
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.diagnostics.checking import Checked
    from partywall.diagnostics.finding import Anchor
    from partywall.syntax.directives import Attached
    from partywall.syntax.tree import Block

_Place = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """What allowances were needed for, and the rules that looked: at each model and file, and everywhere."""

    places: frozenset[_Place]
    looked: Mapping[_Place, frozenset[str]]
    looked_everywhere: frozenset[str]


def uses(of_models: Iterable[tuple[Anchor, Checked]], of_schema: Checked) -> Uses:
    """What comes of all checks."""
    places: set[_Place] = set()
    looked: dict[_Place, frozenset[str]] = {}
    for here, each in of_models:
        places.update(_used(each))
        looked[_block(here)] = each.looked
        looked[here.file,] = looked.get((here.file,), each.looked) | each.looked
    places.update(_used(of_schema))
    return Uses(frozenset(places), looked, of_schema.looked)


def _used(checked: Checked) -> Iterator[_Place]:
    for rule, at in checked.allowed:
        block = _block(at)
        yield from ((rule, at.file), (rule, *block, None), (rule, *block, at.member))


def unused_allowances(
    block: Block, here: Anchor, known: Uses, *, before_first_block: bool
) -> Iterator[DirectiveFault]:
    """What a chunk's directives allow without need."""
    for attached in directives(block, before_first_block=before_first_block):
        directive = attached.directive
        place = _place(attached, here)
        if directive.verb != "allow" or place is None:
            continue
        is_of_file = attached.governs == "file"
        here_looked = known.looked.get(place if is_of_file else _block(here), frozenset())
        for name in directive.names:
            has_looked = name in here_looked or name in known.looked_everywhere
            if has_looked and (name, *place) not in known.places:
                is_alone = len(directive.names) == 1
                yield DirectiveFault(
                    UNUSED,
                    directive.span if is_alone else span_of_name(name, directive, block),
                    f"`{name}` reports nothing here that has to be allowed",
                    "remove the allowance, or it hides what that rule finds here next",
                )


def _place(attached: Attached, here: Anchor) -> _Place | None:
    """What a directive governs, as the uses name it."""
    if attached.governs == "file":
        return (here.file,)
    if attached.governs == "nothing":
        return None
    return (*_block(here), label_of(attached.line) if attached.line else None)


def _block(at: Anchor) -> _Place:
    return (at.file, at.kind, at.block, at.nth)
