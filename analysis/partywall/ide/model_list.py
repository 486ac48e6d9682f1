"""The models of a schema with their fields, as the questions of a form offer them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from partywall.syntax.printer import field_cells
from partywall.syntax.tree import BlockKind
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.schema.model import Model
    from partywall.schema.read import Reading


@dataclass(frozen=True, slots=True)
class ListedField:
    """A field; `text` is how it is written, but for the layout and a comment."""

    name: str
    text: str
    is_scalar: bool


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model, the file that declares it, and its fields in order."""

    name: str
    file: str
    fields: tuple[ListedField, ...]


def model_list(reading: Reading, first: str) -> tuple[ListedModel, ...]:
    """All models in the order of the files, but those of the file `first` before all others."""
    models = [each for each in reading.schema.models.values() if each.kind is BlockKind.MODEL]
    near_first = sorted(models, key=lambda each: each.file != first)
    return tuple(ListedModel(each.name, each.file, tuple(_fields(reading, each))) for each in near_first)


def _fields(reading: Reading, model: Model) -> Iterator[ListedField]:
    found = reading.part(model.file, model.kind, model.name, model.nth)
    for line, field in found[1].block.fields() if found else ():
        text = " ".join(field_cells(field, line.statement.text))
        yield ListedField(field.name, text, field.name in model.scalar_fields)
