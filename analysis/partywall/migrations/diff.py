"""From one database to another: the steps, in the order in which Prisma writes them.

The rules are Prisma's (prisma-engines, `sql_schema_differ.rs`): tables are compared by name, columns by
name inside of them, indexes and foreign keys by what they say, whatever they are called. Renamed tables
and columns are never guessed. What a schema cannot say is never dropped, for the next database cannot
be asked about it: indexes on expressions, partial ones while `partialIndexes` is off, all `Other`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from partywall.database.identity import sequence_options
from partywall.database.model import (
    Database,
    Enum,
    EnumOf,
    ForeignKey,
    FromSequence,
    Index,
    Table,
)
from partywall.migrations.dialects import flavour_of, reading_flavour_of
from partywall.migrations.order import uniques_after_primary_keys
from partywall.migrations.pairs import Pair, Pairs, orders_rows, same_index, singular
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AlterColumn,
    AlterEnum,
    AlterExtension,
    AlterPrimaryKey,
    AlterSequence,
    AlterTable,
    Change,
    CreateEnum,
    CreateExtension,
    CreateIndex,
    CreateSchema,
    CreateTable,
    DropColumn,
    DropEnum,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTable,
    EnumDefault,
    EnumUse,
    RedefineIndex,
    RedefineTable,
    RedefineTables,
    RenameForeignKey,
    RenameIndex,
    RenamePrimaryKey,
    Step,
)

MIGRATIONS_TABLE = "_prisma_migrations"


def diff(
    previous: Database,
    next_: Database,
    *,
    compares_conditions: bool = True,
    known: Pairs | None = None,
) -> tuple[Step, ...]:
    """The steps from one database to the other.

    `compares_conditions`: the next database comes from a schema that can say conditions of indexes
    (`partialIndexes`). Otherwise a partial index counts as if it had none, and is never dropped. `known` are
    the pairs of tables that were compared before: those that need no step are not looked at again.
    """
    return _Comparison(previous, next_, compares_conditions, known).steps()


class _Comparison:
    def __init__(
        self,
        previous: Database,
        next_: Database,
        compares_conditions: bool,  # noqa: FBT001
        known: Pairs | None = None,
    ) -> None:
        self.previous = previous
        self.next = next_
        self.flavour = (reading_flavour_of if previous.is_read else flavour_of)(next_.provider)
        self.compares_conditions = compares_conditions and self.flavour.compares_conditions
        before = {each.name: each for each in previous.tables if not _is_prismas_own(each)}
        after = {each.name: each for each in next_.tables if not _is_prismas_own(each)}
        self.created = [each for name, each in after.items() if name not in before]
        self.dropped = [each for name, each in before.items() if name not in after]
        pair = Pair if known is None else known.pair
        self.pairs = [
            pair(
                table,
                after[name],
                previous.foreign_keys_of(name),
                next_.foreign_keys_of(name),
                self.flavour,
            )
            for name, table in before.items()
            if name in after
        ]
        self.redefined = {each.next.name for each in self.pairs if self.flavour.redefines(each)}
        self.changed = [each for each in self.pairs if each.next.name not in self.redefined]
        if known is not None and not self.redefined:  # else foreign keys go and come for others' sake
            how = (self.compares_conditions, previous.is_read, next_.is_read)
            self.changed = [
                each for each in self.changed if not known.is_settled(each, self.needs_nothing, how)
            ]

    def needs_nothing(self, pair: Pair) -> bool:
        """Whether there is no step inside of a pair, by itself."""
        before = _only(self.previous, pair.previous, pair.previous_keys)
        after = _only(self.next, pair.next, pair.next_keys)
        return not _Comparison(before, after, self.compares_conditions).steps()

    def steps(self) -> tuple[Step, ...]:
        steps: list[Step] = [
            *self.created_schemas(),
            *self.extensions(),
            *self.altered_sequences(),
            *(CreateEnum(each) for each in _missing(self.next.enums, self.previous.enums)),
            *self.altered_enums(),
            *self.dropped_foreign_keys(),
            *self.dropped_indexes(),
            *self.altered_tables(),
            *self.altered_primary_keys(),
            *(DropTable(each) for each in self.dropped),
            *(DropEnum(each) for each in _missing(self.previous.enums, self.next.enums)),
            *self.created_tables(),
            *self.redefined_tables(),
            *self.created_indexes(),
            *self.renamed_foreign_keys(),
            *self.added_foreign_keys(),
            *self.renamed_indexes(),
            *self.remade_indexes(),
        ]
        return tuple(uniques_after_primary_keys(steps, self.pairs))

    # --- schemas, extensions, enums -----------------------------------------------------------

    def created_schemas(self) -> Iterator[Step]:
        """The new namespaces that something will stand in; Prisma makes no empty ones."""
        enums = _missing(self.next.enums, self.previous.enums)
        used = {each.name.schema for each in self.next.tables}
        used.update(each.name.schema for each in enums)
        for schema in self.next.schemas:
            if schema in used and schema not in self.previous.schemas:
                yield CreateSchema(schema)

    def extensions(self) -> Iterator[Step]:
        before = {each.name: each for each in self.previous.extensions}
        for each in self.next.extensions:
            old = before.get(each.name)
            if old is None:
                yield CreateExtension(each)
            elif _differ(old.version, each.version) or _differ(old.schema, each.schema):
                yield AlterExtension(old, each)

    def altered_sequences(self) -> Iterator[Step]:
        """The columns that go on counting, and differently."""
        for pair in self.changed:
            for before, after in pair.columns.values():
                both = before.is_identity and after.is_identity
                if both and sequence_options(before.clause) != sequence_options(after.clause):
                    yield AlterSequence(pair.next.name, before, after)

    def altered_enums(self) -> Iterator[Step]:
        after = {each.name: each for each in self.next.enums}
        for old in self.previous.enums:
            new = after.get(old.name)
            if new is None:
                continue
            added = tuple(each for each in new.values if each not in old.values)
            dropped = tuple(each for each in old.values if each not in new.values)
            if added or dropped:
                yield AlterEnum(
                    previous=old,
                    next=new,
                    added=added,
                    dropped=dropped,
                    uses=tuple(self.kept_enum_uses(old)),
                    leaving=tuple(self.leaving_enum_uses(old)),
                    defaults=tuple(self.enum_defaults(old)),
                    is_qualified=self.previous.is_read,
                )

    def kept_enum_uses(self, enum: Enum) -> Iterator[EnumUse]:
        """The columns that are of this type and stay so, as they will be.

        Prisma takes all that will be, new ones too, and then alters columns that do not exist yet.
        """
        of = EnumOf(enum.name)
        pairs = {each.next.name: each for each in self.pairs}
        for table in self.next.tables:
            pair = pairs.get(table.name)
            for before, after in pair.columns_in_next_order() if pair else ():
                if before.type == of == after.type:
                    yield EnumUse(table.name, after)

    def leaving_enum_uses(self, enum: Enum) -> Iterator[EnumUse]:
        """The columns that are of this type and will be gone or of another one.

        They go only after the enum has changed, and hold on to the old type until then.
        """
        of = EnumOf(enum.name)
        pairs = {each.previous.name: each for each in self.pairs}
        for table in self.previous.tables:
            pair = pairs.get(table.name)
            for column in table.columns:
                after = pair.columns.get(column.name) if pair else None
                if column.type == of and (after is None or after[1].type != of):
                    yield EnumUse(table.name, column)

    def enum_defaults(self, enum: Enum) -> Iterator[EnumDefault]:
        """The columns of this type with a default: of dropped tables, dropped columns, then the rest."""
        of = EnumOf(enum.name)
        for table in self.dropped:
            for column in table.columns:
                if column.type == of and column.default is not None:
                    yield EnumDefault(table.name, column, None)
        for pair in self.pairs:
            used = sorted(
                (each for each in pair.previous.columns if each.type == of and each.default),
                key=lambda each: (each.name in pair.columns, each.name.encode()),
            )
            for column in used:
                after = pair.columns.get(column.name, (column, None))[1]
                kept = after if after and after.type == of and after.default else None
                yield EnumDefault(pair.previous.name, column, kept)

    # --- foreign keys -------------------------------------------------------------------------

    def dropped_foreign_keys(self) -> Iterator[Step]:
        if self.flavour.keys_inside:
            return
        gone = {each.name for each in self.dropped}
        pairs = {each.previous.name: each for each in self.changed}
        for key in self.previous.foreign_keys:
            pair = pairs.get(key.table)
            if key.table in gone or (pair and self.is_another(key, pair.next_keys, pair)):
                yield DropForeignKey(key)

    def added_foreign_keys(self) -> Iterator[Step]:
        if self.flavour.keys_inside:
            return
        new = {each.name for each in self.created}
        pairs = {each.next.name: each for each in self.changed}
        for key in self.next.foreign_keys:
            pair = pairs.get(key.table)
            if key.table in new or (pair and self.is_another(key, pair.previous_keys, pair)):
                yield AddForeignKey(key)

    def is_another(self, key: ForeignKey, others: tuple[ForeignKey, ...], pair: Pair) -> bool:
        """Whether none of the others is this foreign key, or what it references is made anew."""
        other = pair.matching_key(key, others)
        if other is None or (key.target in self.redefined and not self.flavour.keeps_references):
            return True
        if self.flavour.renames_keys == "anew" and other.name != key.name:
            return True
        return self.flavour.keys_need_indexes and self.loses_index(key.columns, pair)

    def loses_index(self, columns: tuple[str, ...], pair: Pair) -> bool:
        """Whether no index is left that a foreign key can stand on."""
        dropped = [each for each in pair.previous.indexes if self.is_dropped(each, pair)]
        left: list[tuple[str, ...]] = [
            each.column_names for each in pair.previous.indexes if each not in dropped
        ]
        gone = [each.column_names for each in dropped]
        old, new = pair.previous.primary_key, pair.next.primary_key
        if old is not None and (new is None or pair.remakes_primary_key):
            gone.append(old.columns)
        left += [new.columns] if old is not None and new is not None else []
        count = len(columns)
        return any(each[:count] == columns for each in gone) and not any(
            each[:count] == columns for each in left
        )

    def renamed_foreign_keys(self) -> Iterator[Step]:
        if self.flavour.renames_keys != "in place":
            return
        for pair in self.changed:
            taken: set[str] = set()
            for key in pair.previous_keys:
                free = tuple(each for each in pair.next_keys if each.name not in taken)
                other = pair.matching_key(key, free)
                if other is None:
                    continue
                taken.add(other.name)
                if other.name != key.name and not pair.is_join and key.target not in self.redefined:
                    yield RenameForeignKey(pair.previous.name, key.name, other.name)

    # --- indexes ------------------------------------------------------------------------------

    def dropped_indexes(self) -> Iterator[Step]:
        """By their tables. Those of dropped tables too, before their names are needed for copies."""
        found = [
            DropIndex(pair.previous.name, index, orders_rows(pair.previous, index))
            for pair in self.changed
            for index in pair.previous.indexes
            if self.is_dropped(index, pair)
        ]
        if self.redefined and self.flavour.keys_inside:
            found += (DropIndex(table.name, each) for table in self.dropped for each in table.indexes)
            order = {each.name: number for number, each in enumerate(self.previous.tables)}
            found.sort(key=lambda each: order[each.table])
        yield from found

    def is_dropped(self, index: Index, pair: Pair) -> bool:
        others = (each for each in pair.next.indexes if self.same_index(index, each))
        return self.can_be_said(index) and (next(others, None) is None or self.holds_type(pair, index))

    def created_indexes(self) -> Iterator[Step]:
        for table in self.created:
            for index in table.indexes:
                if not self.flavour.indexes_inside(index):
                    yield CreateIndex(table.name, index, "new table")
        for pair in self.changed:
            yield from self.created_indexes_of(pair)

    def created_indexes_of(self, pair: Pair) -> Iterator[Step]:
        singles = {id(each) for each in singular(pair.previous.indexes)}
        for index in pair.next.indexes:
            matching = [each for each in pair.previous.indexes if self.same_index(each, index)]
            if index.is_implicit:
                continue
            if not matching or any(self.holds_type(pair, each) for each in matching):
                yield CreateIndex(pair.next.name, index, "existing table")
            elif any(id(each) in singles for each in matching) and any(
                pair.recreates(each) for each in index.column_names
            ):
                yield CreateIndex(pair.next.name, index, "recreated column")

    def renamed_indexes(self) -> Iterator[Step]:
        if self.flavour.renames_indexes:
            for pair, index, other in self.misnamed_indexes():
                yield RenameIndex(pair.previous.name, index.name, other.name)

    def remade_indexes(self) -> Iterator[Step]:
        if not self.flavour.renames_indexes:
            for pair, index, other in self.misnamed_indexes():
                yield RedefineIndex(pair.next.name, index, other)

    def misnamed_indexes(self) -> Iterator[tuple[Pair, Index, Index]]:
        for pair in self.changed:
            for index in singular(pair.previous.indexes):
                other = next((each for each in pair.next.indexes if self.same_index(index, each)), None)
                if other is None or other.name == index.name:
                    continue
                if other.is_implicit and not self.next.is_read:
                    continue  # nobody has asked for a name; on the way back it had one
                if not self.holds_type(pair, index):
                    yield pair, index, other

    def holds_type(self, pair: Pair, index: Index) -> bool:
        """Whether an index keeps a column from getting another type, so that it must go and come."""
        return self.flavour.remakes_retyped_indexes and any(map(pair.changes_type, index.column_names))

    def can_be_said(self, index: Index) -> bool:
        """Whether a schema like the next one could have declared this index."""
        return index.is_expressible and (self.compares_conditions or index.where is None)

    def same_index(self, previous: Index, next_: Index) -> bool:
        return same_index(previous, next_, compares_conditions=self.compares_conditions)

    # --- tables -------------------------------------------------------------------------------

    def altered_tables(self) -> Iterator[Step]:
        for pair in self.changed:
            changes = tuple(self.changes(pair))
            if changes:
                yield AlterTable(pair.previous, pair.next, changes)

    def created_tables(self) -> Iterator[Step]:
        for table in self.created:
            keys = self.next.foreign_keys_of(table.name) if self.flavour.keys_inside else ()
            yield CreateTable(table, keys)

    def altered_primary_keys(self) -> Iterator[Step]:
        for pair in self.changed:
            old, new = pair.previous.primary_key, pair.next.primary_key
            if self.flavour.alters_primary_keys and old and new and pair.remakes_primary_key:
                yield AlterPrimaryKey(pair.next.name, old, new)

    def redefined_tables(self) -> Iterator[Step]:
        found = [self.redefined_table(pair) for pair in self.pairs if pair.next.name in self.redefined]
        if found:
            yield RedefineTables(tuple(found))

    def redefined_table(self, pair: Pair) -> RedefineTable:
        changes = tuple(self.changes(pair))
        return RedefineTable(pair.previous, pair.next, changes, pair.previous_keys, pair.next_keys)

    def changes(self, pair: Pair) -> Iterator[Change]:
        old, new = pair.previous.primary_key, pair.next.primary_key
        remade = pair.remakes_primary_key
        if remade and self.flavour.alters_primary_keys and pair.next.name not in self.redefined:
            old = new = None
        if old and (remade or new is None):
            yield DropPrimaryKey(old)
        if old and new and not remade and old.name != new.name and new.name:
            yield RenamePrimaryKey(old.name, new.name)
        yield from map(DropColumn, pair.dropped)
        yield from map(AddColumn, pair.added)
        yield from self.changed_columns(pair)
        if new and (remade or old is None):
            yield AddPrimaryKey(new)

    def changed_columns(self, pair: Pair) -> Iterator[Change]:
        for change in pair.changed.values():
            if isinstance(change, AlterColumn):
                yield replace(change, unused_sequence=self.unused_sequence(pair, change))
            else:
                yield change

    def unused_sequence(self, pair: Pair, change: AlterColumn) -> str | None:
        """The sequence of a column that stops counting, unless another column still draws from it."""
        default = change.previous.default
        if not (change.autoincrement and change.previous.is_autoincrement):
            return None
        if not isinstance(default, FromSequence):
            return None
        own = (pair.next.name, change.next.name)
        is_used = any(
            column.default == default and (table.name, column.name) != own
            for table in self.next.tables
            for column in table.columns
        )
        name = default.name or f"{pair.previous.name.text}_{change.previous.name}_seq"
        return None if is_used else name


# --- helpers ----------------------------------------------------------------------------------


def _is_prismas_own(table: Table) -> bool:
    return table.name.text == MIGRATIONS_TABLE


def _only(database: Database, table: Table, keys: tuple[ForeignKey, ...]) -> Database:
    """A database of this one's kind, with nothing but a table."""
    return Database(
        database.provider,
        database.default_schema,
        tables=(table,),
        foreign_keys=keys,
        is_read=database.is_read,
    )


def _missing(wanted: tuple[Enum, ...], present: tuple[Enum, ...]) -> Iterator[Enum]:
    names = {each.name for each in present}
    return (each for each in wanted if each.name not in names)


def _differ(old: str, new: str) -> bool:
    return bool(old) and bool(new) and old != new
