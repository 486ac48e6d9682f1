"""Takes a tenant key out of a schema, with all that hangs on it: the task that a fix has to undo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from partywall.schema.read import Reading
from partywall.syntax.printer import expression_text
from partywall.syntax.tree import Array, Attribute, BlockAttribute, Call, Field, Name
from partywall.text import Edit, Span, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.schema.model import Model, Relation
    from partywall.schema.read import Part
    from partywall.tenancy.verdict import TenantKey


def without_key(reading: Reading, model: Model, key: TenantKey) -> dict[str, str]:
    """The files without a key's column and relations and their back-relations.

    Its name goes from every attribute, and an attribute left empty goes.
    """
    found: dict[str, list[Edit]] = {}
    gone: set[tuple[str, str]] = {(model.name, key.field)}
    for relation in reading.schema.relations:
        if key.field in _columns_of(relation, model.name):
            gone |= {(end.model, end.field) for end in (relation.forward, relation.back) if end}
    for name in {name for name, _ in gone}:
        declared = reading.schema.models[name]
        located = reading.part(declared.file, declared.kind, declared.name, declared.nth)
        assert located
        start, part = located
        lines = {field for owner, field in gone if owner == name}
        edits = _removals(part, lines, key.field if name == model.name else None)
        found.setdefault(declared.file, []).extend(
            Edit(each.span.shifted(start), each.text) for each in edits
        )
    return {path: apply_edits(file.source.text, found.get(path, [])) for path, file in reading.files.items()}


def _columns_of(relation: Relation, model: str) -> tuple[str, ...]:
    own = relation.fields if relation.model == model else ()
    return (*own, *(relation.references if relation.target == model else ()))


def _removals(part: Part, fields: set[str], key: str | None) -> Iterator[Edit]:
    block = part.block
    for line in block.lines:
        content = line.statement.content
        if isinstance(content, Field) and content.name in fields:
            start = max(block.text.rfind("\n", 0, line.start), block.text.rfind("\r", 0, line.start))
            end = re.compile(r"\r\n|\n|\r|\Z").search(block.text, line.span.end)
            assert end
            yield Edit(Span(start + 1, end.end()), "")
        elif isinstance(content, BlockAttribute) and key is not None:
            yield from _without(content.attribute, line.start, line.span, key, block.text)


def _without(attribute: Attribute, start: int, span: Span, key: str, text: str) -> Iterator[Edit]:
    argument = next((each for each in attribute.arguments if each.name in {None, "fields"}), None)
    if argument is None or not isinstance(argument.value, Array | Name):
        return
    items = argument.value.items if isinstance(argument.value, Array) else (argument.value,)
    kept = [each for each in items if not (isinstance(each, Name | Call) and _named(each) == key)]
    if len(kept) == len(items):
        return
    if kept:
        fields = f"[{', '.join(map(expression_text, kept))}]"
        yield Edit(argument.value.span.shifted(start), fields)
        return
    line_start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    end = re.compile(r"\r\n|\n|\r|\Z").search(text, span.end)
    assert end
    yield Edit(Span(line_start, end.end()), "")


def _named(value: Name | Call) -> str:
    return value.value if isinstance(value, Name) else value.name
