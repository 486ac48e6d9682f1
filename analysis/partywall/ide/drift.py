"""What of a schema no migration makes yet, line by line.

A step of the next migration is told at the line that asks for it. What would only be dropped has no line, and
nothing is said of it; of a new model its name is told, not each of its fields.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.from_schema import from_schema, join_name, table_name
from partywall.database.model import Column, Database, ForeignKey, Index, Name, Table
from partywall.database.providers import provider_of
from partywall.diagnostics.finding import Anchor, Finding
from partywall.diagnostics.rule import anchor_of, key_anchor_of
from partywall.migrations.diff import diff
from partywall.migrations.memory import Memory
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AlterColumn,
    AlterEnum,
    AlterPrimaryKey,
    AlterSequence,
    AlterTable,
    Change,
    CreateEnum,
    CreateIndex,
    CreateTable,
    RecreateColumn,
    RedefineIndex,
    RedefineTable,
    RedefineTables,
    RenameForeignKey,
    RenameIndex,
    RenamePrimaryKey,
    Step,
)
from partywall.schema.model import RelationEnd, Schema
from partywall.schema.read import Reading
from partywall.syntax.tree import BlockKind

_MESSAGE = "not in any migration yet"
_HELP = "Create a migration once the schema is as you want it."

_Place = tuple[Anchor, str]
"""Where something is asked for, and what."""


def unmigrated(reading: Reading, history: Database, memory: Memory) -> tuple[Finding, ...]:
    """A finding at each line that a history has not built yet, in no order."""
    schema = reading.schema
    target = from_schema(schema, reading.bodies, memory.tables)
    compares = "partialIndexes" in schema.preview_features
    steps = diff(history, target, compares_conditions=compares, known=memory.pairs)
    memory.turn()
    if not steps:
        return ()
    said: dict[Anchor, list[str]] = {}
    for anchor, what in _Lines(schema, target).places(steps):
        said.setdefault(anchor, []).append(what)
    return tuple(
        Finding(anchor, f"{_MESSAGE}: {' and '.join(dict.fromkeys(what))}", _HELP)
        for anchor, what in said.items()
        if anchor.attribute is None or _without_attribute(anchor) not in said
    )


def _without_attribute(anchor: Anchor) -> Anchor:
    """The field of an attribute: where all of it is new, one hint is enough."""
    return Anchor(anchor.file, anchor.kind, anchor.block, anchor.nth, anchor.member, anchor.member_nth)


class _Lines:
    """Finds the lines of a schema that database objects come from."""

    def __init__(self, schema: Schema, target: Database) -> None:
        self.schema = schema
        self.target = target
        self.provider = provider_of(schema.provider)
        self.models = {
            table_name(each, self.provider): each
            for each in schema.models.values()
            if each.kind is BlockKind.MODEL
        }
        self.joins = {
            join_name(each, self.provider): each.forward
            for each in schema.relations
            if each.kind == "many-to-many"
        }

    def places(self, steps: tuple[Step, ...]) -> Iterator[_Place]:  # noqa: C901, PLR0912 - one case a step
        created = {each.table.name for each in steps if isinstance(each, CreateTable)}
        for step in steps:
            match step:
                case CreateTable(table):
                    yield from self.new_table(table.name)
                case CreateEnum(enum):
                    yield from self.enum(enum.name, None, f"the enum `{enum.name.text}`")
                case AlterEnum(next=enum, added=added):
                    for value in added:
                        yield from self.enum(enum.name, value, f"the value `{value}`")
                case AlterTable(next=next_, changes=changes):
                    yield from self.changed_table(next_, changes)
                case RedefineTables(tables):
                    for each in tables:
                        yield from self.copied_table(each)
                case AlterPrimaryKey(table=name):
                    yield from self.primary_key(name, "the primary key")
                case AlterSequence(table=name, next=column):
                    yield from self.column(name, column, "how it counts")
                case CreateIndex(table=name, index=index, on="existing table" | "recreated column"):
                    yield from self.index(name, index, _index_text(index))
                case AddForeignKey(key) if key.table not in created:
                    yield from self.foreign_key(key, "the foreign key")
                case RenameForeignKey(table=name, next=key_name):
                    for key in self.target.foreign_keys_of(name):
                        if key.name == key_name:
                            yield from self.foreign_key(key, f"the name `{key_name}`")
                case RenameIndex(table=name, next=index_name):
                    changed = self.target.table(name)
                    for index in () if changed is None else changed.indexes:
                        if index.name == index_name:
                            yield from self.index(name, index, f"the name `{index_name}`")
                case RedefineIndex(table=name, next=index):
                    yield from self.index(name, index, f"the name `{index.name}`")
                case _:
                    pass

    # --- what asks for it -----------------------------------------------------------------------

    def new_table(self, name: Name) -> Iterator[_Place]:
        model = self.models.get(name)
        if model is not None:
            yield anchor_of(model), f"the table `{name.text}`"
        else:
            yield from self.join(name, "the table")

    def join(self, name: Name, what: str = "a change of the table") -> Iterator[_Place]:
        """The field of an implicit many-to-many relation, which has a table of its own."""
        end = self.joins.get(name.text)
        yield from self.relation_field(end, f"{what} `{name.text}`")

    def relation_field(self, end: RelationEnd | None, what: str) -> Iterator[_Place]:
        model = self.schema.models.get(end.model) if end else None
        if end and model:
            yield anchor_of(model, end.field), what

    def changed_table(self, next_: Table, changes: tuple[Change, ...]) -> Iterator[_Place]:
        for change in changes:
            match change:
                case AddColumn(column):
                    yield from self.column(next_.name, column, f"the column `{column.name}`")
                case AlterColumn():
                    yield from self.column(next_.name, change.next, _changed(change))
                case RecreateColumn():
                    yield from self.column(next_.name, change.next, "its type")
                case AddPrimaryKey():
                    yield from self.primary_key(next_.name, "the primary key")
                case RenamePrimaryKey(next=name):
                    yield from self.primary_key(next_.name, f"the name `{name}`")
                case _:
                    pass

    def copied_table(self, step: RedefineTable) -> Iterator[_Place]:
        """Its indexes and foreign keys come with the copy: no step of their own tells them."""
        yield from self.changed_table(step.next, step.changes)
        indexes = {(each.column_names, each.is_unique) for each in step.previous.indexes}
        for index in step.next.indexes:
            if (index.column_names, index.is_unique) not in indexes:
                yield from self.index(step.next.name, index, _index_text(index))
        keys = {_meaning(each) for each in step.previous_keys}
        for key in step.next_keys:
            if _meaning(key) not in keys:
                yield from self.foreign_key(key, "the foreign key")

    def column(self, table: Name, column: Column, what: str) -> Iterator[_Place]:
        model = self.models.get(table)
        if model is None:
            yield from self.join(table)
            return
        for name, shape in model.scalar_fields.items():
            if shape.column == column.name:
                yield anchor_of(model, name), what
                return

    def primary_key(self, table: Name, what: str) -> Iterator[_Place]:
        model = self.models.get(table)
        if model is None:
            yield from self.join(table)
        elif model.primary_key is not None:
            yield key_anchor_of(model, model.primary_key), what

    def index(self, table: Name, index: Index, what: str) -> Iterator[_Place]:
        model = self.models.get(table)
        if model is None:
            yield from self.join(table)
            return
        found = [
            key
            for key in model.keys
            if key.kind != "id"
            and key.is_unique == index.is_unique
            and tuple(map(model.column, key.fields)) == index.column_names
        ]
        # Of copies on the same columns, the one that is called so.
        found.sort(key=lambda key: key.map != index.name)
        for key in found[:1]:
            yield key_anchor_of(model, key), what

    def foreign_key(self, key: ForeignKey, what: str) -> Iterator[_Place]:
        model = self.models.get(key.table)
        if model is None:
            yield from self.join(key.table)
            return
        for relation in self.schema.relations_from(model.name):
            target = self.schema.models.get(relation.target)
            if (
                relation.kind != "many-to-many"
                and target is not None
                and tuple(map(model.column, relation.fields)) == key.columns
                and table_name(target, self.provider) == key.target
            ):
                yield from self.relation_field(relation.forward, what)
                return

    def enum(self, name: Name, value: str | None, what: str) -> Iterator[_Place]:
        for each in self.schema.enums.values():
            schema = each.interface.schema or self.provider.default_schema
            if Name(schema, each.database_name) != name:
                continue
            member = next((own for own, mapped in each.interface.values if mapped == value), None)
            if value is None or member is not None:
                yield Anchor(each.file, BlockKind.ENUM, each.name, each.nth, member), what
            return


def _index_text(index: Index) -> str:
    return "the unique" if index.is_unique else "the index"


def _changed(change: AlterColumn) -> str:
    """What of a column is another than what it was."""
    what = {
        "its type": change.cast is not None,
        "that it is optional" if change.next.arity == "optional" else "that it is required": change.arity,
        "its default": change.default,
        "that it counts": change.autoincrement,
    }
    return " and ".join(name for name, is_so in what.items() if is_so) or "how it is defined"


def _meaning(key: ForeignKey) -> tuple[object, ...]:
    return key.columns, key.target, key.references, key.on_delete, key.on_update
