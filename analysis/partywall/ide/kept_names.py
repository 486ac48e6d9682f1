"""A schema that keeps the names of a database, though it has others itself: `@map`, `@@map`, and no SQL.

Where the name is the schema's own again, the attribute goes. A link table is named after its models, or as
the relation is named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from partywall.database.from_schema import join_name
from partywall.database.providers import provider_of
from partywall.diagnostics.finding import Anchor
from partywall.diagnostics.fix import (
    AddBlockAttribute,
    AddFieldAttribute,
    Fix,
    Operation,
    RemoveBlockAttribute,
    RemoveFieldAttribute,
    Safety,
    SetArgument,
)
from partywall.diagnostics.rule import anchor_of
from partywall.migrations.renames import KeptName
from partywall.schema.model import Enum, Model, Schema
from partywall.syntax.tree import BlockKind


def kept_names_fix(schema: Schema, kept: Iterable[KeptName]) -> Fix:
    """The fix that says which names stay; what has no line in the schema is left out."""
    operations = tuple(operation for each in kept for operation in _operations(schema, each))
    return Fix("Keep the names in the database", Safety.UNSAFE, operations)


def _operations(schema: Schema, kept: KeptName) -> Iterator[Operation]:  # noqa: C901 - one case a kind
    text = json.dumps(kept.name, ensure_ascii=False)
    match kept.kind:
        case "schema":
            yield from _of_schema(schema, kept, text)
        case "link":
            yield from _of_link(schema, kept)
        case "table":
            if model := schema.models.get(kept.block):
                yield _of_block(anchor_of(model), model, model.interface.map, kept.name, text)
        case "enum":
            if enum := schema.enums.get(kept.block):
                yield _of_block(_enum_anchor(enum), enum, enum.interface.map, kept.name, text)
        case "column":
            model = schema.models.get(kept.block)
            shape = model.scalar_fields.get(kept.member) if model else None
            if model and shape:
                anchor = anchor_of(model, kept.member)
                yield _of_member(anchor, is_mapped=shape.map is not None, kept=kept, text=text)
        case "value":
            enum = schema.enums.get(kept.block)
            values = enum.interface.values if enum else ()
            value = next((each for each in values if each[1] == kept.member), None)  # as the database has it
            if enum and value:
                anchor = _enum_anchor(enum, value[0])
                yield _of_member(anchor, is_mapped=value[0] != value[1], kept=kept, text=text)


def _of_schema(schema: Schema, kept: KeptName, text: str) -> Iterator[Operation]:
    block = schema.models.get(kept.block) or schema.enums.get(kept.block)
    if block is not None:
        anchor = anchor_of(block) if isinstance(block, Model) else _enum_anchor(block)
        attribute = Anchor(anchor.file, anchor.kind, anchor.block, anchor.nth, "@@schema")
        yield SetArgument(attribute, None, text)


def _of_block(anchor: Anchor, block: Model | Enum, mapped: str | None, name: str, text: str) -> Operation:
    attribute = Anchor(anchor.file, anchor.kind, anchor.block, anchor.nth, "@@map")
    if mapped is None:
        return AddBlockAttribute(anchor, f"@@map({text})")
    return RemoveBlockAttribute(attribute) if name == block.name else SetArgument(attribute, None, text)


def _of_member(anchor: Anchor, *, is_mapped: bool, kept: KeptName, text: str) -> Operation:
    attribute = Anchor(anchor.file, anchor.kind, anchor.block, anchor.nth, anchor.member, 0, "map")
    if not is_mapped:
        return AddFieldAttribute(anchor, f"@map({text})")
    is_its_own = kept.name == anchor.member
    return RemoveFieldAttribute(attribute) if is_its_own else SetArgument(attribute, None, text)


def _of_link(schema: Schema, kept: KeptName) -> Iterator[Operation]:
    """The name of the relation, at both ends."""
    provider = provider_of(schema.provider)
    many = (each for each in schema.relations if each.kind == "many-to-many")
    relation = next((each for each in many if join_name(each, provider) == kept.block), None)
    ends = (relation.forward, relation.back) if relation else ()
    text = json.dumps(kept.name.removeprefix("_"), ensure_ascii=False)
    for end in ends:
        if end is None or relation is None:
            continue
        anchor = anchor_of(schema.models[end.model], end.field)
        if relation.name is None:
            yield AddFieldAttribute(anchor, f"@relation({text})")
        else:
            yield SetArgument(anchor_of(schema.models[end.model], end.field, "relation"), None, text)


def _enum_anchor(enum: Enum, value: str | None = None) -> Anchor:
    return Anchor(enum.file, BlockKind.ENUM, enum.name, enum.nth, value)
