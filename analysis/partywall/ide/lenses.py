"""One short line above each model: whose data it is, and by which path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from partywall.diagnostics.anchors import locate
from partywall.diagnostics.rule import anchor_of
from partywall.ide.hover import whose
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.schema.read import Reading
    from partywall.tenancy.verdict import Tenancy
    from partywall.text import Span


@dataclass(frozen=True, slots=True)
class Lens:
    """A line above a model; `span` is the model's name."""

    span: Span
    title: str


def lenses(reading: Reading, tenancy: Tenancy, path: str) -> Iterator[Lens]:
    """The lines of a file, in order; none in a schema without tenants."""
    if not tenancy.is_known:
        return
    for name, model in reading.schema.models.items():
        verdict = tenancy.verdicts.get(name)
        place = locate(reading, anchor_of(model)) if verdict and model.file == path else None
        if verdict and place:
            yield Lens(place.span, whose(verdict).replace("**", "").replace("`", ""))
