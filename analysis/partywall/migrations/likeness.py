"""What disappears and what appears, and whether the one looks like the other under a new name.

Prisma drops the one and adds the other, and rows or values are lost. Here it is only found; a user decides
(`renames`). What counts: the same type and the same part in keys, a name with a word in common, the same
neighbours, a field that is still called what its column was called before it had an `@map`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from partywall.database.from_schema import table_name
from partywall.database.model import Column, Database, Enum, ForeignKey, Name, OneOf, Table
from partywall.database.providers import provider_of
from partywall.migrations.dialects import flavour_of
from partywall.migrations.steps import Cast
from partywall.schema.model import Model, Schema
from partywall.tenancy.words import words
from partywall.values import dataclass

Kind = Literal["table", "column", "enum", "value"]

LINKED = "both link the same two models"

_ALMOST = 0.75
"""From here on two names are taken for spellings of one. A guess; what it finds is only asked about."""

_HALF = 0.5
_SAYS_NOTHING = frozenset({"id", "uid", "uuid", "at", "is", "has", "on", "by", "of", "the", "new", "old"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Something that is gone, and something new that may be the same.

    `owner` is the table of columns, or the enum of values, None for a table or an enum itself; where enums
    are parts of columns, values are of a `column` of a table. `reasons` say why they look alike; none: they
    do not. `owners` and `nexts` are the names that a user may use for the owner and for what is new: those
    of the schema first, then those of the database.
    """

    kind: Kind
    owner: Name | None
    previous: Name | str
    next: Name | str
    reasons: tuple[str, ...]
    owners: tuple[str, ...] = ()
    nexts: tuple[str, ...] = ()
    column: str = ""

    @property
    def is_alike(self) -> bool:
        """Whether it has to be asked about."""
        return bool(self.reasons)

    @property
    def is_link(self) -> bool:
        """Whether both are tables that Prisma makes to tie two models together."""
        return self.reasons == (LINKED,)

    @property
    def is_move(self) -> bool:
        """Whether it is in another schema now, if it is the same."""
        old, new = self.previous, self.next
        return isinstance(old, Name) and isinstance(new, Name) and old.schema != new.schema

    @property
    def old(self) -> str:
        """The name that is gone."""
        return self.previous.text if isinstance(self.previous, Name) else self.previous


def pairs(kind: Kind, schema: Schema, before: Database, after: Database) -> tuple[Pair, ...]:
    """All pairs of one kind, of what is gone with what is new."""
    names = _Names.of(schema)
    match kind:
        case "table":
            return tuple(_tables(names, before, after))
        case "enum":
            return tuple(_enums(names, before, after))
        case "column":
            return tuple(_columns(names, before, after))
        case "value":
            return tuple(_values(names, before, after))


def likeliest(found: Iterable[Pair]) -> tuple[Pair, ...]:
    """Of pairs that share a side, the one with the most reasons; in their order."""
    alike = [each for each in found if each.is_alike]
    chosen: list[Pair] = []
    for each in sorted(alike, key=lambda each: -len(each.reasons)):
        if not any(clash(each, other) for other in chosen):
            chosen.append(each)
    return tuple(each for each in alike if each in chosen)


def clash(one: Pair, other: Pair) -> bool:
    """Whether two pairs share a side, so that only one of them can be."""
    same = (one.owner, one.column) == (other.owner, other.column)
    return same and (one.previous == other.previous or one.next == other.next)


@dataclass(frozen=True, slots=True)
class _Names:
    """The schema's names of tables, columns and enums."""

    models: dict[Name, Model]
    enums: dict[str, str]

    @staticmethod
    def of(schema: Schema) -> _Names:
        provider = provider_of(schema.provider)
        models = {table_name(each, provider): each for each in schema.models.values()}
        return _Names(models, {each.database_name: each.name for each in schema.enums.values()})

    def table(self, name: Name) -> tuple[str, ...]:
        model = self.models.get(name)
        return tuple(dict.fromkeys((model.name, name.text))) if model else (name.text,)

    def enum(self, name: Name) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.enums.get(name.text, name.text), name.text)))

    def enum_of(self, table: Name, column: str) -> tuple[str, ...]:
        """The enum that a column's values are from; the column itself where the schema has none."""
        model = self.models.get(table)
        shapes = model.scalar_fields.values() if model else ()
        types = (each.type_name for each in shapes if each.column == column)
        return (next(types, column),)

    def column(self, table: Name, column: str) -> tuple[str, ...]:
        model = self.models.get(table)
        fields = model.scalar_fields.items() if model else ()
        field = next((name for name, shape in fields if shape.column == column), column)
        return tuple(dict.fromkeys((field, column)))


# --- tables ---------------------------------------------------------------------------------------


def _tables(names: _Names, before: Database, after: Database) -> Iterator[Pair]:
    old, new = {each.name for each in before.tables}, {each.name for each in after.tables}
    gone = [each for each in before.tables if each.name not in new and each.name.text != "_prisma_migrations"]
    come = [each for each in after.tables if each.name not in old]
    if not gone or not come:
        return
    common = _common_columns(before)
    for one in gone:
        for other in come:
            if _can_be(one.name, other.name, after.provider):
                labels = names.table(other.name)
                reasons = tuple(_table_reasons(one, other, labels, common, before, after))
                yield Pair("table", None, one.name, other.name, reasons, nexts=labels)


def _can_be(old: Name, new: Name, provider: str) -> bool:
    """Whether one name can become the other: in its schema, or the same name in another one."""
    if old.schema == new.schema:
        return True
    return old.text == new.text and provider in {"postgresql", "cockroachdb"}


def _common_columns(database: Database) -> frozenset[str]:
    """Columns that tables have because all have them: they tell nothing."""
    counts = Counter(column.name for table in database.tables for column in table.columns)
    enough = max(3, len(database.tables) * _HALF)
    return frozenset(name for name, count in counts.items() if count >= enough)


def _table_reasons(  # noqa: PLR0913, PLR0917 - all that is known of both
    one: Table,
    other: Table,
    labels: Sequence[str],
    common: frozenset[str],
    before: Database,
    after: Database,
) -> Iterator[str]:
    links = [_link_targets(before, one), _link_targets(after, other)]
    if any(links):
        if links[0] == links[1]:
            yield LINKED
        return
    ours, theirs = ({(each.name, str(each.type)) for each in table.columns} for table in (one, other))
    telling = [{each for each in side if each[0] not in common} for side in (ours, theirs)]
    share = _share(*telling) if any(telling) else float(ours == theirs)
    named = any(_is_akin(one.name.text, label) for label in labels)
    if share >= _HALF:
        yield "most columns are the same"
        if share == 1:
            yield "all are"
        if named:
            yield "the names are alike"
    elif named and _share(ours, theirs) >= _HALF:
        yield "the names are alike"


def is_link(table: Table) -> bool:
    """Whether Prisma made a table to tie two models together."""
    return {each.name for each in table.columns} == {"A", "B"} and table.name.text.startswith("_")


def _link_targets(database: Database, table: Table) -> frozenset[Name]:
    """The two tables that a link table ties together; nothing for any other table."""
    if not is_link(table):
        return frozenset()
    return frozenset(each.target for each in database.foreign_keys_of(table.name))


def _share(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> float:
    return len(one & other) / max(len(one), len(other), 1)


# --- enums ----------------------------------------------------------------------------------------


def _enums(names: _Names, before: Database, after: Database) -> Iterator[Pair]:
    old, new = {each.name for each in before.enums}, {each.name for each in after.enums}
    for one in (each for each in before.enums if each.name not in new):
        for other in (each for each in after.enums if each.name not in old):
            if _can_be(one.name, other.name, after.provider):
                labels = names.enum(other.name)
                reasons = tuple(_enum_reasons(one, other, labels))
                yield Pair("enum", None, one.name, other.name, reasons, nexts=labels)


def _enum_reasons(one: Enum, other: Enum, labels: Sequence[str]) -> Iterator[str]:
    ours, theirs = set(one.values), set(other.values)
    if len(ours & theirs) >= max(len(ours), len(theirs)) * _HALF:
        yield "most values are the same"
        if any(_is_akin(one.name.text, label) for label in labels):
            yield "the names are alike"


def _values(names: _Names, before: Database, after: Database) -> Iterator[Pair]:
    new = {each.name: each for each in after.enums}
    for one in before.enums:
        if (other := new.get(one.name)) is not None:
            for previous, value, reasons in _value_pairs(one.values, other.values):
                owners = names.enum(one.name)
                yield Pair("value", one.name, previous, value, reasons, owners, (value,))
    yield from _values_of_columns(names, before, after)


def _values_of_columns(names: _Names, before: Database, after: Database) -> Iterator[Pair]:
    """The same where each column has the values of its enum."""
    new = {each.name: each for each in after.tables}
    for table in before.tables:
        for column in table.columns:
            if not isinstance(column.type, OneOf) or table.name not in new:
                continue
            other = new[table.name].column(column.name)
            if other is None or not isinstance(other.type, OneOf):
                continue
            owners = names.enum_of(table.name, column.name)
            for previous, value, reasons in _value_pairs(column.type.values, other.type.values):
                yield Pair("value", table.name, previous, value, reasons, owners, (value,), column.name)


def _value_pairs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    gone = [each for each in ours if each not in theirs]
    come = [each for each in theirs if each not in ours]
    is_only = len(gone) == len(come) == 1
    for previous in gone:
        for value in come:
            yield previous, value, tuple(_value_reasons(ours, theirs, previous, value, is_only=is_only))


def _value_reasons(
    ours: Sequence[str], theirs: Sequence[str], previous: str, value: str, *, is_only: bool
) -> Iterator[str]:
    if _is_akin(previous, value):
        yield "the names are alike"
    kept = set(ours) & set(theirs)
    if _neighbours(ours, previous, kept) == _neighbours(theirs, value, kept):
        yield "both stand in the same place"
    elif is_only:
        yield "nothing else comes or goes"


# --- columns --------------------------------------------------------------------------------------


def _columns(names: _Names, before: Database, after: Database) -> Iterator[Pair]:
    new = {each.name: each for each in after.tables}
    for one in before.tables:
        other = new.get(one.name)
        if other is None:
            continue
        kept = {each.name for each in one.columns} & {each.name for each in other.columns}
        gone = [each for each in one.columns if each.name not in kept]
        come = [each for each in other.columns if each.name not in kept]
        if gone and come:
            compare = _Comparison(names, before, after, one, other, frozenset(kept))
            is_only = len(gone) == len(come) == 1
            yield from (compare.pair(old, column, is_only=is_only) for old in gone for column in come)


@dataclass(frozen=True, slots=True)
class _Comparison:
    names: _Names
    before: Database
    after: Database
    old: Table
    new: Table
    kept: frozenset[str]

    def pair(self, gone: Column, come: Column, *, is_only: bool) -> Pair:
        labels = self.names.column(self.new.name, come.name)
        reasons = tuple(self.reasons(gone, come, labels, is_only=is_only))
        owners = self.names.table(self.new.name)
        return Pair("column", self.old.name, gone.name, come.name, reasons, owners, labels)

    def reasons(self, gone: Column, come: Column, labels: Sequence[str], *, is_only: bool) -> Iterator[str]:
        kind = flavour_of(self.after.provider).cast(gone, come)
        is_named = any(_is_akin(gone.name, label) for label in labels)
        ours = _references(self.before.foreign_keys_of(self.old.name), gone.name)
        theirs = _references(self.after.foreign_keys_of(self.new.name), come.name)
        if kind is Cast.IMPOSSIBLE or (kind is not None and not is_named):
            return
        if ours != theirs and not (is_named and not (ours and theirs)):
            return  # the author of a post is not its tenant, whatever the type
        if gone.name in labels:
            yield "the field is still called so"
        if is_named:
            yield "the names are alike"
        arities = {gone.arity, come.arity}
        if len(arities) > 1 and (
            "list" in arities or not is_only
        ):  # required now, or no more: if nothing else
            return
        same = "it has the same type" if kind is None else ""
        if same and self.place(self.old, gone) == self.place(self.new, come):
            yield f"{same} and the same neighbours"
        elif same and is_only and gone.default == come.default and self.is_key(gone, come):
            yield f"{same}, and no other column comes or goes"

    def place(self, table: Table, column: Column) -> tuple[str | None, str | None]:
        return _neighbours([each.name for each in table.columns], column.name, set(self.kept))

    def is_key(self, gone: Column, come: Column) -> bool:
        """Whether both are part of a key, or neither is."""
        return _is_in_key(self.old, gone.name) == _is_in_key(self.new, come.name)


def _references(keys: Sequence[ForeignKey], column: str) -> frozenset[tuple[Name, str]]:
    """What the foreign keys over a column name in it."""
    return frozenset(
        (key.target, theirs)
        for key in keys
        for own, theirs in zip(key.columns, key.references, strict=True)
        if own == column
    )


def _is_in_key(table: Table, column: str) -> bool:
    keys = [table.primary_key.columns] if table.primary_key else []
    keys += [each.column_names for each in table.indexes if each.is_unique]
    return any(column in each for each in keys)


def _neighbours(names: Sequence[str], name: str, kept: set[str]) -> tuple[str | None, str | None]:
    """The nearest names before and after one that stay as they are."""
    at = list(names).index(name)
    before = next((each for each in reversed(names[:at]) if each in kept), None)
    after = next((each for each in names[at + 1 :] if each in kept), None)
    return before, after


def _is_akin(one: str, other: str) -> bool:
    """Whether two names are spellings of one, or share a word that says something."""
    plain, plain_other = (re.sub(r"[\W_]", "", each).lower() for each in (one, other))
    if SequenceMatcher(None, plain, plain_other).ratio() >= _ALMOST:
        return True
    ours, theirs = ({_singular(word) for word in words(each)} - _SAYS_NOTHING for each in (one, other))
    return bool(ours & theirs)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
