"""The name of a new field's column: `dueAt` gets `@map("due_at")` where its neighbours are mapped so."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from partywall.diagnostics.naming import camel, snake
from partywall.diagnostics.written import WrittenField, written_field
from partywall.schema.model import Model, Schema
from partywall.schema.shape import FieldShape

_ENOUGH = 64


def mapped_as_others(field: WrittenField, schema: Schema, model: Model | None = None) -> WrittenField:
    """A field with the `@map` that most fields of its model have; of all models where it has none to show."""
    column = snake(field.name)
    is_said = any(each.startswith("@map(") for each in field.attributes)
    if is_said or column == field.name or not _is_custom(schema, model):
        return field
    ordered = written_field(f'{field.text} @map("{column}")', schema)
    again = written_field(ordered.text, schema) if isinstance(ordered, WrittenField) else field
    return again if isinstance(again, WrittenField) else field


def _is_custom(schema: Schema, model: Model | None) -> bool:
    own = _telling((model,)) if model else []
    fields = own or _telling(islice(schema.models.values(), _ENOUGH))
    return sum(each.map == snake(each.name) for each in fields) * 2 > len(fields)


def _telling(models: Iterable[Model]) -> list[FieldShape]:
    """The fields whose columns could be called otherwise: those of several words, in camel case."""
    fields = (each for model in models for each in model.scalar_fields.values())
    return [each for each in fields if each.name == camel(each.name) != snake(each.name)]
