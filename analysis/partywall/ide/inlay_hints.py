"""The referential actions that hold where none is written: Prisma's defaults, which few know by heart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from partywall.diagnostics.anchors import locate
from partywall.diagnostics.rule import anchor_of

if TYPE_CHECKING:
    from partywall.schema.model import Relation, Schema
    from partywall.schema.read import Reading
    from partywall.text import Span


@dataclass(frozen=True, slots=True)
class InlayHint:
    """A text that reads as if it were written at an offset, and may be."""

    offset: int
    text: str
    tooltip: str


def inlay_hints(reading: Reading, path: str, within: Span) -> Iterator[InlayHint]:
    """The hints of a part of a file, relation by relation."""
    for relation in reading.schema.relations:
        text = _unwritten(relation)
        model = reading.schema.models.get(relation.model)
        if not text or model is None or model.file != path or relation.forward is None:
            continue
        here = replace(anchor_of(model, relation.forward.field), attribute="relation")
        place = locate(reading, here)
        if place is None or place.line is None or not (place.attribute and place.attribute.arguments):
            continue
        at = place.start + place.line.start + place.attribute.arguments[-1].span.end
        if within.contains(at):
            yield InlayHint(at, f", {text}", _why(relation))


def effects(schema: Schema) -> frozenset[tuple[str, str, str]]:
    """What all hints of a schema say, wherever they stand: whether they changed."""
    return frozenset(
        (relation.model, relation.forward.field, text)
        for relation in schema.relations
        if relation.forward and (text := _unwritten(relation))
    )


def _unwritten(relation: Relation) -> str:
    """The actions of a foreign key that are not written."""
    if not relation.fields:
        return ""
    actions = (
        ("onDelete", relation.on_delete if relation.declared_on_delete is None else None),
        ("onUpdate", relation.on_update if relation.declared_on_update is None else None),
    )
    return ", ".join(f"{name}: {action}" for name, action in actions if action)


def _why(relation: Relation) -> str:
    kind = "a required" if relation.is_required else "an optional"
    return f"Prisma's default for {kind} relation"
