"""From one database to another: the steps, in the order in which Prisma writes them.

The rules are Prisma's (prisma-engines, `sql_schema_differ.rs`): tables are compared by name, columns by
name inside of them, indexes and foreign keys by what they say, whatever they are called. Renamed tables
and columns are never guessed. What a schema cannot say is never dropped, for the next database cannot
be asked about it: indexes on expressions, partial ones while `partialIndexes` is off, all `Other`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from partywall.database.expressions import same_expression
from partywall.database.model import (
    Column,
    Database,
    Enum,
    EnumOf,
    ForeignKey,
    FromSequence,
    Index,
    IndexColumn,
    Name,
    Table,
)
from partywall.database.operators import is_default
from partywall.migrations.columns import column_change
from partywall.migrations.dialects import flavour_of
from partywall.migrations.flavour import Flavour
from partywall.migrations.steps import (
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AlterColumn,
    AlterEnum,
    AlterExtension,
    AlterTable,
    Cast,
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
    RecreateColumn,
    RenameForeignKey,
    RenameIndex,
    RenamePrimaryKey,
    Step,
)

MIGRATIONS_TABLE = "_prisma_migrations"


def diff(previous: Database, next_: Database, *, compares_conditions: bool = True) -> tuple[Step, ...]:
    """The steps from one database to the other.

    `compares_conditions`: the next database comes from a schema that can say conditions of indexes
    (`partialIndexes`). Otherwise a partial index counts as if it had none, and is never dropped.
    """
    return _Comparison(previous, next_, compares_conditions).steps()


@dataclass(frozen=True, slots=True)
class _Pair:
    """A table before and after, with its foreign keys."""

    previous: Table
    next: Table
    previous_keys: tuple[ForeignKey, ...]
    next_keys: tuple[ForeignKey, ...]
    flavour: Flavour
    columns: dict[str, tuple[Column, Column]] = field(init=False)

    def __post_init__(self) -> None:
        after = {each.name: each for each in self.next.columns}
        object.__setattr__(
            self,
            "columns",
            {each.name: (each, after[each.name]) for each in self.previous.columns if each.name in after},
        )

    def only_in(self, table: Table) -> list[Column]:
        """The columns that the other table does not have, sorted by name as Prisma does."""
        columns = (each for each in table.columns if each.name not in self.columns)
        return sorted(columns, key=lambda each: each.name.encode(errors="replace"))

    def columns_in_next_order(self) -> Iterator[tuple[Column, Column]]:
        return (self.columns[each.name] for each in self.next.columns if each.name in self.columns)

    def changes_type(self, column: str) -> bool:
        pair = self.columns.get(column)
        return pair is not None and self.flavour.cast(*pair) is not None

    def recreates(self, column: str) -> bool:
        pair = self.columns.get(column)
        return pair is not None and self.flavour.cast(*pair) is Cast.IMPOSSIBLE


class _Comparison:
    def __init__(self, previous: Database, next_: Database, compares_conditions: bool) -> None:  # noqa: FBT001
        self.previous = previous
        self.next = next_
        self.flavour = flavour_of(next_.provider)
        self.compares_conditions = compares_conditions
        before = {each.name: each for each in previous.tables if not _is_prismas_own(each)}
        after = {each.name: each for each in next_.tables if not _is_prismas_own(each)}
        keys_before, keys_after = _by_table(previous), _by_table(next_)
        self.created = [each for name, each in after.items() if name not in before]
        self.dropped = [each for name, each in before.items() if name not in after]
        self.pairs = [
            _Pair(table, after[name], keys_before.get(name, ()), keys_after.get(name, ()), self.flavour)
            for name, table in before.items()
            if name in after
        ]

    def steps(self) -> tuple[Step, ...]:
        steps: list[Step] = [
            *self.created_schemas(),
            *self.extensions(),
            *(CreateEnum(each) for each in _missing(self.next.enums, self.previous.enums)),
            *self.altered_enums(),
            *self.dropped_foreign_keys(),
            *self.dropped_indexes(),
            *self.altered_tables(),
            *(DropTable(each) for each in self.dropped),
            *(DropEnum(each) for each in _missing(self.previous.enums, self.next.enums)),
            *(CreateTable(each) for each in self.created),
            *self.created_indexes(),
            *self.renamed_foreign_keys(),
            *self.added_foreign_keys(),
            *self.renamed_indexes(),
        ]
        return tuple(_uniques_after_primary_keys(steps, self.pairs))

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
        gone = {each.name for each in self.dropped}
        pairs = {each.previous.name: each for each in self.pairs}
        for key in self.previous.foreign_keys:
            pair = pairs.get(key.table)
            if key.table in gone or (pair and _match(key, pair.next_keys, pair) is None):
                yield DropForeignKey(key)

    def added_foreign_keys(self) -> Iterator[Step]:
        new = {each.name for each in self.created}
        pairs = {each.next.name: each for each in self.pairs}
        for key in self.next.foreign_keys:
            pair = pairs.get(key.table)
            if key.table in new or (pair and _match(key, pair.previous_keys, pair) is None):
                yield AddForeignKey(key)

    def renamed_foreign_keys(self) -> Iterator[Step]:
        for pair in self.pairs:
            taken: set[str] = set()
            for key in pair.previous_keys:
                free = tuple(each for each in pair.next_keys if each.name not in taken)
                other = _match(key, free, pair)
                if other is None:
                    continue
                taken.add(other.name)
                if other.name != key.name and not _joins(pair):
                    yield RenameForeignKey(pair.previous.name, key.name, other.name)

    # --- indexes ------------------------------------------------------------------------------

    def dropped_indexes(self) -> Iterator[Step]:
        for pair in self.pairs:
            for index in pair.previous.indexes:
                if self.can_be_said(index) and not any(
                    self.same_index(index, each) for each in pair.next.indexes
                ):
                    yield DropIndex(pair.previous.name, index)

    def created_indexes(self) -> Iterator[Step]:
        for table in self.created:
            for index in table.indexes:
                yield CreateIndex(table.name, index, "new table")
        for pair in self.pairs:
            yield from self.created_indexes_of(pair)

    def created_indexes_of(self, pair: _Pair) -> Iterator[Step]:
        singles = {id(each) for each in _singular(pair.previous.indexes)}
        for index in pair.next.indexes:
            matching = [each for each in pair.previous.indexes if self.same_index(each, index)]
            if not matching:
                yield CreateIndex(pair.next.name, index, "existing table")
            elif any(id(each) in singles for each in matching) and any(
                pair.recreates(each) for each in index.column_names
            ):
                yield CreateIndex(pair.next.name, index, "recreated column")

    def renamed_indexes(self) -> Iterator[Step]:
        for pair in self.pairs:
            for index in _singular(pair.previous.indexes):
                other = next((each for each in pair.next.indexes if self.same_index(index, each)), None)
                if other is not None and other.name != index.name:
                    yield RenameIndex(pair.previous.name, index.name, other.name)

    def can_be_said(self, index: Index) -> bool:
        """Whether a schema like the next one could have declared this index."""
        return index.is_expressible and (self.compares_conditions or index.where is None)

    def same_index(self, previous: Index, next_: Index) -> bool:
        if previous.has_expressions or next_.has_expressions:
            return previous == next_
        return (
            previous.is_unique == next_.is_unique
            and previous.method == next_.method
            and len(previous.columns) == len(next_.columns)
            and all(
                _same_index_column(a, b, previous.method)
                for a, b in zip(previous.columns, next_.columns, strict=True)
            )
            and (not self.compares_conditions or _same_condition(previous.where, next_.where))
        )

    # --- tables -------------------------------------------------------------------------------

    def altered_tables(self) -> Iterator[Step]:
        for pair in self.pairs:
            changes = tuple(self.changes(pair))
            if changes:
                yield AlterTable(pair.previous, pair.next, changes)

    def changes(self, pair: _Pair) -> Iterator[Change]:
        old, new = pair.previous.primary_key, pair.next.primary_key
        remade = _primary_key_is_remade(pair)
        if old and (remade or new is None):
            yield DropPrimaryKey(old)
        if old and new and not remade and old.name != new.name:
            yield RenamePrimaryKey(old.name, new.name)
        yield from (DropColumn(each) for each in pair.only_in(pair.previous))
        yield from (AddColumn(each) for each in pair.only_in(pair.next))
        yield from self.changed_columns(pair)
        if new and (remade or old is None):
            yield AddPrimaryKey(new)

    def changed_columns(self, pair: _Pair) -> Iterator[Change]:
        for before, after in pair.columns.values():
            change = column_change(before, after, self.flavour)
            if isinstance(change, AlterColumn):
                change = replace(change, unused_sequence=self.unused_sequence(pair, change))
            if change is not None:
                yield change

    def unused_sequence(self, pair: _Pair, change: AlterColumn) -> str | None:
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


def _by_table(database: Database) -> dict[Name, tuple[ForeignKey, ...]]:
    found: dict[Name, tuple[ForeignKey, ...]] = {}
    for key in database.foreign_keys:
        found[key.table] = (*found.get(key.table, ()), key)
    return found


def _missing(wanted: tuple[Enum, ...], present: tuple[Enum, ...]) -> Iterator[Enum]:
    names = {each.name for each in present}
    return (each for each in wanted if each.name not in names)


def _differ(old: str, new: str) -> bool:
    return bool(old) and bool(new) and old != new


def _match(key: ForeignKey, others: tuple[ForeignKey, ...], pair: _Pair) -> ForeignKey | None:
    """The first foreign key that says the same as this one, whatever its name."""
    if any(pair.changes_type(column) for column in key.columns):
        return None
    wanted = _meaning(key)
    return next((each for each in others if _meaning(each) == wanted), None)


def _meaning(key: ForeignKey) -> tuple[object, ...]:
    return key.columns, key.target, key.references, key.on_delete, key.on_update


def _joins(pair: _Pair) -> bool:
    """A join table of Prisma's, whose foreign keys have not always had the names that they have now."""
    return all(
        sorted(each.name for each in table.columns) == ["A", "B"] for table in (pair.previous, pair.next)
    )


def _singular(indexes: tuple[Index, ...]) -> list[Index]:
    """The indexes of which there is one on its columns: among copies, Prisma renames none."""
    kinds = [(each.column_names, each.is_unique) for each in indexes]
    return [each for each, kind in zip(indexes, kinds, strict=True) if kinds.count(kind) == 1]


def _same_index_column(previous: IndexColumn, next_: IndexColumn, method: str) -> bool:
    return (
        previous.name == next_.name
        and (previous.sort or "Asc") == (next_.sort or "Asc")
        and _same_operators(previous.operators, next_.operators, method)
    )


def _same_operators(previous: str | None, next_: str | None, method: str) -> bool:
    if previous is None or next_ is None:
        said = previous or next_
        return said is None or is_default(said, method)
    return previous == next_


def _same_condition(previous: str | None, next_: str | None) -> bool:
    if previous is None or next_ is None:
        return previous is next_
    return same_expression(previous, next_)


def _primary_key_is_remade(pair: _Pair) -> bool:
    old, new = pair.previous.primary_key, pair.next.primary_key
    if old is None or new is None:
        return False
    return old.columns != new.columns or any(pair.changes_type(each) for each in old.columns)


def _uniques_after_primary_keys(steps: list[Step], pairs: list[_Pair]) -> list[Step]:
    """A unique goes only once a primary key on its columns has come, so that foreign keys keep a target.

    The one exception to the order of steps that Prisma makes: for tables without a primary key so far.
    """
    tables = {each.previous.name: each.previous for each in pairs}
    moved: dict[Name, list[DropIndex]] = {}
    result: list[Step] = []
    altered = {each.previous.name: each for each in steps if isinstance(each, AlterTable)}
    for step in steps:
        if isinstance(step, DropIndex) and tables[step.table].primary_key is None:
            alter = altered.get(step.table)
            if alter is not None and _becomes_primary_key(step.index, alter):
                moved.setdefault(step.table, []).append(step)
                continue
        result.append(step)
        if isinstance(step, AlterTable):
            result += moved.pop(step.previous.name, [])
    return result


def _becomes_primary_key(index: Index, alter: AlterTable) -> bool:
    lost = {
        (each.column if isinstance(each, DropColumn) else each.previous).name
        for each in alter.changes
        if isinstance(each, DropColumn | RecreateColumn)
    }
    return index.is_unique and any(
        isinstance(each, AddPrimaryKey)
        and each.key.columns == index.column_names
        and not lost.intersection(index.column_names)
        for each in alter.changes
    )
