"""Allowances that keep nothing from being reported: what they allowed was mended, or never was there.

Each would hide the next finding of its rule, which nobody has looked at. Whether one is needed shows only
where its rule speaks and has looked: nothing is said of a rule that is off, failed or is not known, and
the host does not ask about a schema that cannot be read whole, or in which no tenant was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partywall.diagnostics.directive_faults import UNUSED, DirectiveFault, span_of_name
from partywall.schema.shaping import label_of
from partywall.syntax.directives import directives

if TYPE_CHECKING:
    from partywall.diagnostics.checking import Checked
    from partywall.diagnostics.finding import Anchor
    from partywall.syntax.directives import Attached
    from partywall.syntax.tree import Block

_Place = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """What allowances were needed for; the rules that looked at each model, and at the schema as a whole."""

    places: frozenset[_Place]
    of_models: frozenset[str]
    of_schema: frozenset[str]


def uses(checked: Iterable[Checked], of_models: frozenset[str], of_schema: frozenset[str]) -> Uses:
    """What comes of all checks by these active rules."""
    failed: set[str] = set()
    places: set[_Place] = set()
    for each in checked:
        failed.update(each.failed)
        for rule, at in each.allowed:
            block = _block(at)
            places.update(((rule, at.file), (rule, *block, None), (rule, *block, at.member)))
    return Uses(frozenset(places), of_models - failed, of_schema - failed)


def unused_allowances(
    block: Block, here: Anchor, known: Uses, *, is_model: bool, before_first_block: bool
) -> Iterator[DirectiveFault]:
    """What a chunk's directives allow without need; `is_model` where each rule looks at the block."""
    for attached in directives(block, before_first_block=before_first_block):
        directive = attached.directive
        place = _place(attached, here)
        if directive.verb != "allow" or place is None:
            continue
        looked = known.of_schema | known.of_models if is_model or len(place) == 1 else known.of_schema
        for name in directive.names:
            if name in looked and (name, *place) not in known.places:
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
