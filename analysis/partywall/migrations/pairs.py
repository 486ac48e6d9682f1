"""A table before and after, and what of it is the same (prisma-engines, `sql_schema_differ/table.rs`)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import field

from partywall.database.expressions import same_expression
from partywall.database.model import Column, ForeignKey, Index, IndexColumn, Table
from partywall.database.operators import is_default
from partywall.migrations.columns import column_change
from partywall.migrations.flavour import Flavour
from partywall.migrations.steps import AlterColumn, RecreateColumn
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A table before and after, with its foreign keys."""

    previous: Table
    next: Table
    previous_keys: tuple[ForeignKey, ...]
    next_keys: tuple[ForeignKey, ...]
    flavour: Flavour
    columns: dict[str, tuple[Column, Column]] = field(init=False)
    changed: dict[str, AlterColumn | RecreateColumn] = field(init=False)
    """What changes in columns, by name, in the order in which they stand."""

    def __post_init__(self) -> None:
        after = {each.name: each for each in self.next.columns}
        indexed = _indexed(self.previous)
        columns = {
            each.name: (each, after[each.name]) for each in self.previous.columns if each.name in after
        }
        changed = {
            name: change
            for name, pair in columns.items()
            if (change := column_change(*pair, self.flavour, is_indexed=name in indexed)) is not None
        }
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "changed", changed)

    @property
    def added(self) -> list[Column]:
        """The new columns, sorted by name as Prisma does."""
        return self._only_in(self.next)

    @property
    def dropped(self) -> list[Column]:
        """The columns that go, sorted by name."""
        return self._only_in(self.previous)

    def _only_in(self, table: Table) -> list[Column]:
        columns = (each for each in table.columns if each.name not in self.columns)
        return sorted(columns, key=lambda each: each.name.encode(errors="replace"))

    def columns_in_next_order(self) -> Iterator[tuple[Column, Column]]:
        """The columns that stay, before and after."""
        return (self.columns[each.name] for each in self.next.columns if each.name in self.columns)

    def changes_type(self, column: str) -> bool:
        """Whether a column that stays gets another type."""
        change = self.changed.get(column)
        return isinstance(change, RecreateColumn) or (change is not None and change.cast is not None)

    def becomes_required(self, column: str) -> bool:
        """Whether a column could be without a value, and cannot any more."""
        pair = self.columns.get(column)
        return pair is not None and not pair[0].not_null and pair[1].not_null

    def recreates(self, column: str) -> bool:
        """Whether a column is dropped and made anew."""
        return isinstance(self.changed.get(column), RecreateColumn)

    def matching_key(self, key: ForeignKey, others: tuple[ForeignKey, ...]) -> ForeignKey | None:
        """The first foreign key that says the same as this one, whatever its name."""
        if any(self.changes_type(column) for column in key.columns):
            return None
        if self.flavour.keys_hold_nullability and any(map(self.becomes_required, key.columns)):
            return None
        wanted = _meaning(key)
        return next((each for each in others if _meaning(each) == wanted), None)

    @property
    def remakes_primary_key(self) -> bool:
        """Whether there is a primary key before and after, and it is not the same."""
        old, new = self.previous.primary_key, self.next.primary_key
        if old is None or new is None:
            return False
        if old.columns != new.columns or not same_members(old.members, new.members):
            return True
        if (old.is_clustered, new.is_clustered) in {(True, False), (False, True)}:
            return True
        return self.flavour.remakes_primary_keys and any(map(self.changes_type, old.columns))

    @property
    def is_join(self) -> bool:
        """A join table of Prisma's, whose foreign keys have not always had the names that they have now."""
        return all(
            sorted(each.name for each in table.columns) == ["A", "B"] for table in (self.previous, self.next)
        )


class Pairs:
    """The pairs that were compared, by what is in them: the same tables with the same foreign keys.

    What two runs in a row did not ask for is forgotten. `compared` counts the pairs that were looked into.
    """

    def __init__(self) -> None:
        self._new: dict[_Ids, Pair] = {}
        self._old: dict[_Ids, Pair] = {}
        self._settled: dict[tuple[int, Hashable], tuple[Pair, bool]] = {}
        self.compared = 0

    def pair(
        self,
        previous: Table,
        next_: Table,
        previous_keys: tuple[ForeignKey, ...],
        next_keys: tuple[ForeignKey, ...],
        flavour: Flavour,
    ) -> Pair:
        """The pair of two tables. They are told apart by identity: a pair keeps its own alive."""
        key = (id(previous), id(next_))
        known = self._new.get(key) or self._old.get(key)
        made_of = (previous_keys, next_keys, flavour)
        if known is None or (known.previous_keys, known.next_keys, known.flavour) != made_of:
            known = Pair(previous, next_, previous_keys, next_keys, flavour)
        self._new[key] = known
        return known

    def is_settled(self, pair: Pair, needs_nothing: Callable[[Pair], bool], how: Hashable) -> bool:
        """Whether nothing has to be done about a pair, as it was found out or is now.

        `how` is all that the answer depends on besides the pair.
        """
        if pair.previous is pair.next and pair.previous_keys == pair.next_keys:
            return True
        found = self._settled.get((id(pair), how))
        if found is None or found[0] is not pair:
            self.compared += 1
            found = self._settled[id(pair), how] = (pair, needs_nothing(pair))
        return found[1]

    def turn(self) -> None:
        """End a run: what it did not ask for is forgotten at the end of the next."""
        self._old, self._new = self._new, {}
        kept = {id(each) for each in self._old.values()}
        self._settled = {key: value for key, value in self._settled.items() if key[0] in kept}


_Ids = tuple[int, int]


def _indexed(table: Table) -> set[str]:
    key = table.primary_key.columns if table.primary_key else ()
    return {*key, *(column for index in table.indexes for column in index.column_names)}


def _meaning(key: ForeignKey) -> tuple[object, ...]:
    return key.columns, key.target, key.references, key.on_delete, key.on_update


# --- indexes ----------------------------------------------------------------------------------


def same_index(previous: Index, next_: Index, *, compares_conditions: bool) -> bool:
    """Whether two indexes say the same, whatever their names."""
    if previous.has_expressions or next_.has_expressions:
        return previous == next_
    return (
        previous.is_unique == next_.is_unique
        and previous.method == next_.method
        and (previous.is_clustered or False) == (next_.is_clustered or False)
        and len(previous.columns) == len(next_.columns)
        and all(
            _same_index_column(a, b, previous.method)
            for a, b in zip(previous.columns, next_.columns, strict=True)
        )
        and (not compares_conditions or _same_condition(previous.where, next_.where))
    )


def singular(indexes: tuple[Index, ...]) -> list[Index]:
    """The indexes of which there is one on its columns: among copies, Prisma renames none."""
    kinds = [(each.column_names, each.is_unique) for each in indexes]
    return [each for each, kind in zip(indexes, kinds, strict=True) if kinds.count(kind) == 1]


def same_members(previous: tuple[IndexColumn, ...], next_: tuple[IndexColumn, ...]) -> bool:
    """Whether the columns of two primary keys have the same lengths and orders; the names are the same."""
    said = [{each.name: (each.sort or "Asc", each.length) for each in key} for key in (previous, next_)]
    plain = ("Asc", None)
    return all(
        said[0].get(name, plain) == said[1].get(name, plain) for name in said[0].keys() | said[1].keys()
    )


def _same_index_column(previous: IndexColumn, next_: IndexColumn, method: str) -> bool:
    return (
        previous.name == next_.name
        and previous.length == next_.length
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


def orders_rows(table: Table, index: Index) -> bool:
    """Whether rows lie in the order of an index, for want of a primary key; so on MySQL."""
    columns = [table.column(each) for each in index.column_names]
    return table.primary_key is None and index.is_unique and all(each and each.not_null for each in columns)
