"""Fields of a model added, renamed, changed and dropped, and indexes: one fix with all that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from partywall.diagnostics.column_names import mapped_as_others
from partywall.diagnostics.finding import Anchor
from partywall.diagnostics.fix import (
    AddBlockAttribute,
    AddField,
    Fix,
    Operation,
    RemoveBlockAttribute,
    RemoveField,
    ReplaceField,
    Safety,
    SetArgument,
)
from partywall.diagnostics.rule import anchor_of
from partywall.diagnostics.written import WrittenField, field_fault, written_field
from partywall.schema.model import Model, Relation, RelationEnd, Schema
from partywall.schema.read import Reading
from partywall.schema.shape import Key
from partywall.syntax.printer import expression_text, field_cells
from partywall.syntax.tree import Array, Attribute, Call, Expression, Field, Line, Name
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """What a user asks for: fields as they are written, pairs of names, names."""

    add: tuple[str, ...] = ()
    rename: tuple[tuple[str, str], ...] = ()
    change: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def remodelled(reading: Reading, model: Model, changes: Changes) -> Fix | str:
    """The fix that makes the changes, or the reason why there is none."""
    try:
        operations = tuple(_Remodelling(reading, model, changes).operations())
    except _RefusedError as reason:
        return str(reason)
    return Fix(f"Change `{model.name}`", Safety.UNSAFE, operations)


def indexed(model: Model, fields: Sequence[str], *, is_unique: bool, where: str | None = None) -> Fix | str:
    """The fix that adds an index or a unique; fields may be given by the names of their columns."""
    names: list[str] = []
    for each in fields:
        name = _field_named(model, each)
        if name is None:
            return f"`{model.name}` has no scalar field `{each}`"
        names.append(name)
    if not names or len(set(names)) != len(names):
        return "name the fields of the index, each once"
    same = (key for key in model.interface.keys if key.fields == tuple(names) and key.where is None)
    there = next((key for key in same if key.is_unique or not is_unique), None)
    if there is not None and where is None:
        return f"`{there.label}` of `{model.name}` does that already"
    label = f"@@{'unique' if is_unique else 'index'}([{', '.join(names)}]"
    text = f"{label}, where: {where})" if where else f"{label})"
    return Fix(f"Index `{model.name}`", Safety.UNSAFE, (AddBlockAttribute(anchor_of(model), text),))


def model_named(schema: Schema, name: str) -> Model | str:
    """The model of a name, or of a table's name."""
    found = schema.models.get(name)
    if found is not None:
        return found
    tables = [each for each in schema.models.values() if each.database_name == name]
    if len(tables) == 1:
        return tables[0]
    if tables:
        return f"several models are tables `{name}`: {', '.join(each.name for each in tables)}"
    return f"there is no model or table `{name}`"


def _field_named(model: Model, name: str) -> str | None:
    if name in model.scalar_fields:
        return name
    return next((field for field, shape in model.scalar_fields.items() if shape.column == name), None)


class _RefusedError(Exception):
    """Something stands in the way; the text says what."""


class _Remodelling:
    def __init__(self, reading: Reading, model: Model, changes: Changes) -> None:
        self.reading = reading
        self.schema = reading.schema
        self.model = model
        self.changes = changes
        self.renames = dict(changes.rename)
        self.fields = {field.name: (line.statement.text, field) for line, field in self.block_fields(model)}

    def operations(self) -> Iterator[Operation]:
        changed = [self.written(each) for each in self.changes.change]
        written = [self.written(each) for each in self.changes.add]
        added = [mapped_as_others(each, self.schema, self.model) for each in written]
        self.check(added, changed)
        yield from self.renamed()
        for each in changed:
            yield ReplaceField(self.anchor(each.name), each.text)
        for each in added:
            yield AddField(anchor_of(self.model), each.name, each.type, each.arity, each.attributes)
        for name in self.changes.drop:
            yield from self.dropped(name)

    def written(self, text: str) -> WrittenField:
        found = written_field(text, self.schema)
        if isinstance(found, str):
            raise _RefusedError(found)
        return found

    def check(self, added: Sequence[WrittenField], changed: Sequence[WrittenField]) -> None:
        for name in (*self.renames, *(each.name for each in changed), *self.changes.drop):
            if name not in self.fields:
                raise _RefusedError(f"`{self.model.name}` has no field `{name}`")
        for each in changed:
            if each.name not in self.model.scalar_fields:
                raise _RefusedError(f"`{self.model.name}.{each.name}` is a relation: change it in the schema")
        gone = {*self.renames, *self.changes.drop}
        taken = self.fields.keys() - gone
        for name in (*(each.name for each in added), *self.renames.values()):
            if fault := field_fault(name):
                raise _RefusedError(fault)
            if name in taken:
                raise _RefusedError(f"`{self.model.name}` has a field `{name}` already")
            taken = taken | {name}
        named = [*self.renames, *(each.name for each in changed), *self.changes.drop]
        twice = next((each for each in named if named.count(each) > 1), None)
        if twice:
            raise _RefusedError(f"`{twice}` is named twice: do one thing with it")

    # --- renaming ---------------------------------------------------------------------------------

    def renamed(self) -> Iterator[Operation]:
        if not self.renames:
            return
        for old, new in self.renames.items():
            yield ReplaceField(self.anchor(old), self.line(old, new))
        for key in self.model.interface.keys:
            if key.field is None and self.renames.keys() & set(key.fields):
                if key.where is not None:
                    raise _RefusedError(f"`{key.label}` has a condition: rename its fields in the schema")
                yield SetArgument(self.key_anchor(key), None, self.list_in(self.model, key))
        for relation in self.schema.relations_from(self.model.name):
            if relation.forward and self.renames.keys() & set(relation.fields):
                fields = ", ".join(self.renames.get(each, each) for each in relation.fields)
                yield SetArgument(self.relation_anchor(relation.forward), "fields", f"[{fields}]")
        for relation in self.schema.relations_to(self.model.name):
            if relation.forward and self.renames.keys() & set(relation.references):
                references = ", ".join(self.renames.get(each, each) for each in relation.references)
                yield SetArgument(self.relation_anchor(relation.forward), "references", f"[{references}]")

    def line(self, old: str, new: str) -> str:
        """A field under its new name; a column takes it on in the way of the others, if it has none yet."""
        text, field = self.fields[old]
        line = " ".join((new, *field_cells(field, text)[1:]))
        if old not in self.model.scalar_fields:
            return line
        return mapped_as_others(self.written(line), self.schema, self.model).text

    def list_in(self, model: Model, key: Key) -> str:
        """The fields of a block attribute with their new names, options and all."""
        labels = [each for each in self.block_attributes(model) if each.name == key.kind]
        for attribute in labels:
            value = attribute.value("fields")
            if isinstance(value, Array) and _names(value) == key.fields:
                return expression_text(replace(value, items=tuple(map(self.new_name, value.items))))
        raise _RefusedError(f"`{key.label}` cannot be read")

    def new_name(self, item: Expression) -> Expression:
        if isinstance(item, Name):
            return replace(item, value=self.renames.get(item.value, item.value))
        if isinstance(item, Call):
            return replace(item, name=self.renames.get(item.name, item.name))
        return item

    # --- dropping ---------------------------------------------------------------------------------

    def dropped(self, name: str) -> Iterator[Operation]:
        yield RemoveField(self.anchor(name))
        relation = self.schema.relation_of(self.model.name, name)
        if name in self.model.relation_fields:
            other = _other_end(relation, RelationEnd(self.model.name, name)) if relation else None
            if other is not None:
                yield RemoveField(self.end_anchor(other))
            return
        yield from self.dropped_keys(name)
        for each in self.schema.relations_from(self.model.name):
            own = each.forward.field if each.forward else ""
            if name in each.fields and own not in self.changes.drop:
                raise _RefusedError(f"the relation `{self.model.name}.{own}` needs `{name}`: drop that too")
        for each in self.schema.relations_to(self.model.name):
            if name in each.references and each.forward:
                end = each.forward
                raise _RefusedError(f"the relation `{end.model}.{end.field}` references `{name}`")

    def dropped_keys(self, name: str) -> Iterator[Operation]:
        """The indexes and uniques that lose all their fields."""
        for key in self.model.interface.keys:
            if name not in key.fields:
                continue
            if key.kind == "id" or set(key.fields) - set(self.changes.drop):
                line = f"`{key.label}` of `{self.model.name}`"
                raise _RefusedError(f"{line} needs `{name}`: change that line first")
            if key.field is None:
                yield RemoveBlockAttribute(self.key_anchor(key))

    # --- places -----------------------------------------------------------------------------------

    def anchor(self, field: str) -> Anchor:
        return self.end_anchor(RelationEnd(self.model.name, field))

    def end_anchor(self, end: RelationEnd) -> Anchor:
        return replace(anchor_of(self.schema.models[end.model]), member=end.field)

    def relation_anchor(self, end: RelationEnd) -> Anchor:
        return replace(self.end_anchor(end), attribute="relation")

    def key_anchor(self, key: Key) -> Anchor:
        return replace(anchor_of(self.model), member=key.label, member_nth=key.nth)

    def block_fields(self, model: Model) -> Iterator[tuple[Line, Field]]:
        found = self.reading.part(model.file, model.kind, model.name, model.nth)
        return found[1].block.fields() if found else iter(())

    def block_attributes(self, model: Model) -> Iterator[Attribute]:
        found = self.reading.part(model.file, model.kind, model.name, model.nth)
        for _, attribute in found[1].block.block_attributes() if found else ():
            yield attribute


def _names(value: Array) -> tuple[str, ...]:
    names = (each.value if isinstance(each, Name) else getattr(each, "name", "") for each in value.items)
    return tuple(names)


def _other_end(relation: Relation, end: RelationEnd) -> RelationEnd | None:
    return relation.back if relation.forward == end else relation.forward
