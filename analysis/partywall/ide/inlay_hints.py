"""The referential actions that hold where none is written: Prisma's defaults, which few know by heart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.anchors import locate
from partywall.diagnostics.rule import anchor_of
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.schema.model import Model, Relation, Schema
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
    for name, model in reading.schema.models.items():
        part = reading.part(path, model.kind, name, model.nth) if model.file == path else None
        if part is None or part[0] > within.end or part[0] + len(part[1].block.text) < within.start:
            continue
        for relation in reading.schema.relations_from(name):
            hint = _hint(reading, model, relation)
            if hint and within.contains(hint.offset):
                yield hint


def effects(schema: Schema) -> frozenset[tuple[str, str, str]]:
    """What all hints of a schema say, wherever they stand: whether they changed."""
    return frozenset(
        (relation.model, relation.forward.field, text)
        for relation in schema.relations
        if relation.forward and (text := _unwritten(relation))
    )


def _hint(reading: Reading, model: Model, relation: Relation) -> InlayHint | None:
    text = _unwritten(relation)
    if not text or relation.forward is None:
        return None
    here = replace(anchor_of(model, relation.forward.field), attribute="relation")
    place = locate(reading, here)
    if place is None or place.line is None or not (place.attribute and place.attribute.arguments):
        return None
    at = place.start + place.line.start + place.attribute.arguments[-1].span.end
    return InlayHint(at, f", {text}", _why(relation))


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
