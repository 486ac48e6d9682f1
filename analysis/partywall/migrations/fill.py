"""Where the value of a new required column comes from, for the rows that are there already.

A tenant key takes its value from a parent that has it: along required foreign keys which the database
holds already, to the nearest model with a column for the same thing (a document's tenant is that of its
chatbot). Where there is no such way, along optional ones: a row in which they are not set is a row without
a tenant, of which a user says what it becomes; so are all rows where no relation leads to one. Two columns
are for the same thing if their foreign keys lead to the same column in the end. That holds for tenant keys
alone: the author of a comment is not the author of its post.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Literal

from partywall.database.from_schema import table_name
from partywall.database.model import BuiltIn, Column, Database, Name, Type
from partywall.database.provider import Types
from partywall.database.providers import provider_of
from partywall.schema.model import Model, Relation, Schema
from partywall.schema.shape import Body
from partywall.syntax.tree import BlockKind, Call
from partywall.tenancy.verdict import Tenancy
from partywall.tenancy.words import GROUP_WORDS, TENANT_WORDS, stem
from partywall.values import dataclass

_LONGEST_PATH = 5
_UUID_LENGTH = 36


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The schema that a migration leads to, and what is known of it."""

    schema: Schema
    bodies: Mapping[str, Body]
    tenancy: Tenancy


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that needs a value for each row of a table; `is_new`: no row has one yet."""

    table: Name
    column: Column
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Join:
    """One step of a path: the table, and pairs of a column of the table before and a column of it."""

    table: Name
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way to a value: the tables passed, and the column of the last one."""

    joins: tuple[Join, ...]
    column: str

    def __str__(self) -> str:
        steps = (f"{', '.join(own for own, _ in join.pairs)} → {join.table.text}" for join in self.joins)
        return f"{', '.join(steps)}.{self.column}"


NOWHERE = Path((), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of rows whose value cannot be told; `value` is the one to assign."""

    action: Literal["refuse", "assign", "delete"]
    value: str = ""


REFUSE = Choice("refuse")


@dataclass(frozen=True, slots=True)
class FromParent:
    """The value that a parent has. `others` are paths of the same length, which must agree.

    `is_optional`: the paths pass relations that need not be set; where one leads nowhere, the next is taken.
    Where all lead nowhere, since no relation leads to a value, all rows are without one.
    `orphans` and `disagreeing` say what becomes of rows without a value, and of rows with two. `root` is
    the table and the column that the values name, if a foreign key does.
    """

    path: Path
    others: tuple[Path, ...] = ()
    orphans: Choice = REFUSE
    disagreeing: Choice = REFUSE
    root: tuple[Name, str] | None = None
    is_optional: bool = False

    @property
    def taken(self) -> tuple[Path, ...]:
        """The paths that give a value, one after the other."""
        if not self.path.joins:
            return ()
        return (self.path, *self.others) if self.is_optional else (self.path,)

    @property
    def pairs(self) -> tuple[tuple[Path, Path], ...]:
        """The paths that must agree, wherever both lead to a value."""
        if self.is_optional:
            return tuple(combinations(self.taken, 2))
        return tuple((self.path, other) for other in self.others)

    @property
    def way(self) -> str:
        """The paths that give a value, for people."""
        return " along " + ", else along ".join(map(str, self.taken)) if self.taken else " by any relation"


@dataclass(frozen=True, slots=True)
class FromExpression:
    """A value that SQL can make up for each row; `meaning` says what it is."""

    sql: str
    meaning: str


Fill = FromParent | FromExpression


@dataclass(frozen=True, slots=True)
class Filling:
    """A column and where its values come from."""

    wanted: Wanted
    fill: Fill


@dataclass(frozen=True, slots=True)
class Fillings:
    """What can be filled, parents before their children, and what cannot."""

    found: tuple[Filling, ...]
    missing: tuple[Wanted, ...]


def fillings(asked: Asked, source: Database, wanted: Iterable[Wanted]) -> Fillings:
    """Find a value for each wanted column; `source` is the database before the migration."""
    ways = _Ways(asked, source)
    open_ = list(wanted)
    found: list[Filling] = []
    while open_:
        possible = [Filling(each, fill) for each in open_ if (fill := ways.fill(each)) is not None]
        if not possible:  # what waits for a parent that is filled so itself takes its value from there
            tables = {each.table for each in open_}
            free = [each for each in open_ if not ways.waits(each, tables)] or open_
            possible = [Filling(each, fill) for each in free if (fill := ways.over_optional(each))]
        if not possible:
            break
        nearest = min(map(_length, possible))  # a child may then take the value from its parent
        for each in possible:
            if _length(each) == nearest:
                found.append(each)
                open_.remove(each.wanted)
                ways.known.add((each.wanted.table, each.wanted.column.name))
    lost = [each for each in open_ if each.is_new and ways.names_tenant(each)]
    found += [Filling(each, FromParent(NOWHERE, is_optional=True)) for each in lost]
    return Fillings(tuple(found), tuple(each for each in open_ if each not in lost))


def _length(filling: Filling) -> int:
    return len(filling.fill.path.joins) if isinstance(filling.fill, FromParent) else 0


class _Ways:
    """Searches paths. `known` are the columns that have a value in each row."""

    def __init__(self, asked: Asked, source: Database) -> None:
        self.schema = asked.schema
        self.provider = provider_of(asked.schema.provider)
        self.bodies = asked.bodies
        self.tenancy = asked.tenancy
        self.models = {
            table_name(each, self.provider): each
            for each in asked.schema.models.values()
            if each.kind is BlockKind.MODEL
        }
        columns = [(table.name, column) for table in source.tables for column in table.columns]
        self.there = {(table, column.name) for table, column in columns}
        self.known = {(table, column.name) for table, column in columns if column.not_null}

    def fill(self, wanted: Wanted) -> Fill | None:
        model = self.models.get(wanted.table)
        field = _field_of(model, wanted.column.name) if model else None
        if model is None or field is None:
            return None
        found = self.from_parent(wanted, model, field) if self.is_key(model, field) else None
        return found or self.from_expression(wanted, model, field)

    def over_optional(self, wanted: Wanted) -> Fill | None:
        """The value of a tenant key along relations that need not be set."""
        model = self.models.get(wanted.table)
        field = _field_of(model, wanted.column.name) if model else None
        if model is None or field is None or not self.is_key(model, field):
            return None
        return self.from_parent(wanted, model, field, over_optional=True)

    def names_tenant(self, wanted: Wanted) -> bool:
        """Whether a wanted column is a tenant key."""
        model = self.models.get(wanted.table)
        field = _field_of(model, wanted.column.name) if model else None
        return model is not None and field is not None and self.is_key(model, field)

    def waits(self, wanted: Wanted, open_: Collection[Name]) -> bool:
        """Whether required relations lead to another table whose column is still to be filled."""
        model = self.models.get(wanted.table)
        todo, seen = [model] if model else [], {wanted.table}
        while todo:
            for _, target in self.relations(todo.pop(), over_optional=False):
                name = table_name(target, self.provider)
                if name in seen:
                    continue
                if name in open_:
                    return True
                seen.add(name)
                todo.append(target)
        return False

    def is_key(self, model: Model, field: str) -> bool:
        """Whether a field names a tenant; in a schema too small for certainty, by its name."""
        verdict = self.tenancy.verdicts.get(model.name)
        if verdict is not None and any(field == each.field for each in verdict.keys):
            return True
        named = stem(field) if not self.tenancy.is_known else None
        return named is not None and named[-1] in TENANT_WORDS | GROUP_WORDS

    # --- from a parent ------------------------------------------------------------------------

    def from_parent(
        self, wanted: Wanted, model: Model, field: str, *, over_optional: bool = False
    ) -> FromParent | None:
        """Breadth first: the nearest parents that have the value, the first of them in field order."""
        origins = self.origins(model, field)
        level: list[tuple[Model, tuple[Join, ...]]] = [(model, ())]
        seen = {model.name}
        for _ in range(_LONGEST_PATH):
            paths: list[Path] = []
            following: list[tuple[Model, tuple[Join, ...]]] = []
            for at, joins in level:
                for relation, target in self.relations(at, over_optional=over_optional):
                    if target.name == model.name:
                        continue
                    join, carried = self.join(at, relation, target, model, field)
                    if join is None:
                        continue
                    way = (*joins, join)
                    column = carried or self.column_for(target, model, field, origins, wanted)
                    if column is not None:
                        paths.append(Path(way, column))
                    elif target.name not in seen:
                        following.append((target, way))
            if paths:
                return FromParent(paths[0], tuple(dict.fromkeys(paths[1:])), is_optional=over_optional)
            seen.update(target.name for target, _ in following)
            level = following
        return None

    def relations(self, model: Model, *, over_optional: bool) -> Iterator[tuple[Relation, Model]]:
        for relation in self.schema.relations_from(model.name):
            target = self.schema.models.get(relation.target)
            if target is not None and relation.fields and (over_optional or not relation.nullable_fields):
                yield relation, target

    def join(
        self, at: Model, relation: Relation, target: Model, model: Model, field: str
    ) -> tuple[Join | None, str | None]:
        """One step, over columns that are there; and the column that the wanted one is paired with.

        In a composite foreign key (`[tenantId, chatbotId]`) the wanted column is one of a pair itself:
        the others must tell which row is meant, and the value is what it is paired with.
        """
        pairs = list(zip(relation.fields, relation.references, strict=False))
        carried = None
        if at.name == model.name:
            carried = next((theirs for own, theirs in pairs if own == field), None)
            pairs = [each for each in pairs if each[0] != field]
        if not pairs or not target.is_unique(tuple(theirs for _, theirs in pairs)):
            return None, None
        columns = tuple((at.column(own), target.column(theirs)) for own, theirs in pairs)
        held = self.there if relation.nullable_fields else self.known
        there = all(
            (table_name(at, self.provider), own) in held and self.is_known(target, theirs)
            for own, theirs in columns
        )
        if carried is not None:
            there = there and self.is_known(target, target.column(carried))
            carried = target.column(carried)
        return (Join(table_name(target, self.provider), columns), carried) if there else (None, None)

    def is_known(self, model: Model, column: str) -> bool:
        return (table_name(model, self.provider), column) in self.known

    def column_for(
        self,
        target: Model,
        model: Model,
        field: str,
        origins: frozenset[tuple[str, str]],
        wanted: Wanted,
    ) -> str | None:
        """The column of a parent that is for the same thing as the wanted one."""
        has_origin = (model.name, field) not in origins
        for name, shape in target.scalar_fields.items():
            if not self.is_known(target, shape.column):
                continue
            if shape.type_name != model.scalar_fields[field].type_name:
                continue
            if shape.native != model.scalar_fields[field].native:
                continue
            same = self.origins(target, name) & origins if has_origin else name == field
            if same and wanted.column.arity != "list":
                return shape.column
        return None

    def origins(self, model: Model, field: str) -> frozenset[tuple[str, str]]:
        """The columns that a column's foreign keys lead to in the end; itself if it has none."""
        found: set[tuple[str, str]] = set()
        todo = [(model.name, field)]
        seen: set[tuple[str, str]] = set()
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            following = [
                (relation.target, theirs)
                for relation in self.schema.relations_from(at[0])
                for own, theirs in zip(relation.fields, relation.references, strict=False)
                if own == at[1]
            ]
            if following:
                todo += following
            else:
                found.add(at)
        return frozenset(found)

    # --- from an expression -------------------------------------------------------------------

    def from_expression(self, wanted: Wanted, model: Model, field: str) -> FromExpression | None:
        """What Prisma Client would put in, where SQL can make the same."""
        body = self.bodies.get(model.name, Body())
        default = body.default(field)
        if isinstance(default, Call) and default.name == "uuid":
            sql = random_uuid(wanted.column.type, self.provider.types)
            if sql is not None:
                return FromExpression(sql, "a new UUID for each row")
        if field in body.updated_at:
            return FromExpression("CURRENT_TIMESTAMP", "the time of the migration")
        return None


def random_uuid(type_: Type, types: Types) -> str | None:
    """An expression that makes a UUID, where the type has room for one and the database makes any."""
    if not isinstance(type_, BuiltIn):
        return None
    length = type_.arguments[0] if type_.arguments else ""
    has_room = not length.isdecimal() or int(length) >= _UUID_LENGTH  # `max` has
    return types.random_uuid.get(type_.name) if has_room else None


def _field_of(model: Model, column: str) -> str | None:
    return next((name for name, shape in model.scalar_fields.items() if shape.column == column), None)
