"""The database that a Prisma schema asks for, as Prisma's engine sees it.

What this leaves out, Prisma leaves out: views are not migrated, `@ignore` and `@@ignore` hide fields
and models from the client only and are migrated, `relationMode = "prisma"` has no foreign keys. A part that
does not resolve (a half-written relation, a field of an unknown type) is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from partywall.database.defaults import default_of, number
from partywall.database.key_indexes import implicit_index
from partywall.database.model import (
    Column,
    Database,
    Enum,
    EnumOf,
    Extension,
    ForeignKey,
    FromSequence,
    Index,
    IndexColumn,
    Name,
    OneOf,
    PrimaryKey,
    Table,
    Type,
    Unsupported,
)
from partywall.database.names import (
    cut,
    default_name,
    foreign_key_name,
    index_name,
    primary_key_name,
    unique_name,
)
from partywall.database.operators import operator_class
from partywall.database.provider import Language, Provider
from partywall.database.providers import provider_of
from partywall.memo import Memo
from partywall.schema.model import SCALAR_TYPES, Model, Relation, RelationEnd, Schema
from partywall.schema.shape import Action, Body, FieldShape, Key
from partywall.syntax import tree
from partywall.syntax.tree import Array, BlockKind, Call, Expression, Number, Object, String
from partywall.values import dataclass

Tables = Memo[tuple[object, ...], Table]
"""The tables of models, kept as long as what they are made of stays the same."""


def from_schema(schema: Schema, bodies: Mapping[str, Body], tables: Tables | None = None) -> Database:
    """Describe the database of a schema; `bodies` hold the defaults of its models, `tables` what is known."""
    return _Reading(
        schema, bodies, provider_of(schema.provider), tables if tables is not None else Memo()
    ).database()


def table_name(model: Model, provider: Provider) -> Name:
    """The table of a model."""
    return Name(model.interface.schema or provider.default_schema, model.database_name)


def join_name(relation: Relation, provider: Provider) -> str:
    """What the table of an implicit many-to-many relation is called."""
    return f"_{relation.name or f'{relation.model}To{relation.target}'}"[: provider.max_bytes]


@dataclass(frozen=True, slots=True)
class _Reading:
    schema: Schema
    bodies: Mapping[str, Body]
    provider: Provider
    known: Tables

    @property
    def limit(self) -> int:
        """How long a name can be, in bytes."""
        return self.provider.max_bytes

    def database(self) -> Database:
        tables = {model.name: self.table(model) for model in self.models()}
        joins = [
            (relation, join)
            for relation in self.many_to_many()
            if (join := self.join_table(relation, tables)) is not None
        ]
        foreign_keys: list[ForeignKey] = []
        if self.schema.relation_mode == "foreignKeys":
            foreign_keys += (
                key
                for relation in self.schema.relations
                if (key := self.foreign_key(relation, tables)) is not None
            )
            for relation, join in joins:
                foreign_keys += self.join_keys(relation, join, tables)
        return Database(
            provider=self.schema.provider,
            default_schema=self.provider.default_schema,
            schemas=self.schemas(),
            extensions=tuple(self.extensions()),
            enums=tuple(self.enums()),
            tables=tuple(self.indexed((*tables.values(), *(join for _, join in joins)), foreign_keys)),
            foreign_keys=tuple(foreign_keys),
        )

    def indexed(self, tables: Sequence[Table], keys: Sequence[ForeignKey]) -> Iterator[Table]:
        """The tables with the indexes that the database makes for foreign keys by itself."""
        if not self.provider.keys_make_indexes:
            yield from tables
            return
        for table in tables:
            found = list(table.indexes)
            for key in keys:
                implicit = implicit_index(key, table.primary_key, found) if key.table == table.name else None
                found += [implicit] if implicit else []
            yield replace(table, indexes=tuple(found))

    # --- names --------------------------------------------------------------------------------

    def models(self) -> Iterator[Model]:
        return (each for each in self.schema.models.values() if each.kind is BlockKind.MODEL)

    def many_to_many(self) -> list[Relation]:
        """In Prisma's order: by the field of the model that comes first in byte order."""
        found = [each for each in self.schema.relations if each.kind == "many-to-many"]
        if not found:
            return []
        fields = [
            RelationEnd(model.name, field.name) for model in self.models() for field in model.interface.fields
        ]
        numbers = {end: number for number, end in enumerate(fields)}
        return sorted(found, key=lambda each: numbers.get(each.forward, -1) if each.forward else -1)

    def schemas(self) -> tuple[str, ...]:
        datasource = self.schema.datasource
        named = datasource.texts("schemas") if datasource else ()
        return tuple(sorted(set(named))) or tuple(filter(None, (self.provider.default_schema,)))

    def enums(self) -> Iterator[Enum]:
        if self.provider.enums != "types":
            return
        for each in self.schema.enums.values():
            name = Name(each.interface.schema or self.provider.default_schema, each.database_name)
            yield Enum(name, tuple(value for _, value in each.interface.values))

    def extensions(self) -> Iterator[Extension]:
        datasource = self.schema.datasource
        if datasource is None or "postgresqlExtensions" not in self.schema.preview_features:
            return
        value = dict(datasource.properties).get("extensions")
        items = value.items if isinstance(value, Array) else ()
        found = [each for item in items if (each := _extension(item)) is not None]
        yield from sorted(found, key=lambda each: each.name)

    # --- tables -------------------------------------------------------------------------------

    def table(self, model: Model) -> Table:
        """Of a model; interfaces and bodies are told apart by identity, a type by what it stands for."""
        body = self.bodies.get(model.name, _NO_BODY)
        types = tuple(
            (field.name, enum.interface if enum else None)
            for field in model.scalar_fields.values()
            if field.type_name not in SCALAR_TYPES
            for enum in (self.schema.enums.get(field.type_name),)
        )
        key = (model.interface, body, types, self.provider.name)
        return self.known.get(key, self.made, model, body)

    def made(self, model: Model, body: Body) -> Table:
        columns = tuple(
            column
            for field in model.interface.fields
            if field.name in model.scalar_fields and (column := self.column(model, field, body)) is not None
        )
        table = Table(
            name=table_name(model, self.provider),
            columns=columns,
            primary_key=self.primary_key(model, {each.name for each in columns}),
            indexes=tuple(self.indexes(model, {each.name for each in columns})),
        )
        defaults = (
            (field.column, expression)
            for field in model.interface.fields
            if (expression := body.default(field.name)) is not None
        )
        return self.provider.completed(table, dict(defaults))

    def column(self, model: Model, field: FieldShape, body: Body) -> Column | None:
        of = self.type(field)
        if of is None:
            return None
        expression = body.default(field.name)
        default = None
        if expression is not None:
            default = default_of(expression, field.type_name, self.enum_values(field))
        return Column(
            name=field.column,
            type=of,
            arity=field.arity,
            not_null=field.arity == "required",
            default=default,
            default_name=self.default_name(model, field, body) if default is not None else "",
            is_autoincrement=isinstance(default, FromSequence),
            filled_by_prisma=expression is not None and default is None,
        )

    def default_name(self, model: Model, field: FieldShape, body: Body) -> str:
        if not self.provider.names_defaults:
            return ""
        own = default_name(model.database_name, field.column, self.limit)
        return dict(body.default_names).get(field.name, own)

    def type(self, field: FieldShape) -> Type | None:
        if field.is_unsupported:
            return Unsupported(field.type_name)
        enum = self.schema.enums.get(field.type_name)
        if enum and self.provider.enums == "text":
            return self.provider.types.scalars["String"]
        if enum and self.provider.enums == "in columns":
            return OneOf(tuple(value for _, value in enum.interface.values))
        if enum:
            return EnumOf(Name(enum.interface.schema or self.provider.default_schema, enum.database_name))
        if field.native is not None:
            return self.provider.types.native(field.native, field.type_name)
        if field.type_name in self.schema.types:
            return self.provider.types.scalars["Json"]
        return self.provider.types.scalars.get(field.type_name)

    def enum_values(self, field: FieldShape) -> Mapping[str, str] | None:
        enum = self.schema.enums.get(field.type_name)
        return dict(enum.interface.values) if enum else None

    def primary_key(self, model: Model, columns: set[str]) -> PrimaryKey | None:
        key = model.primary_key
        if key is None:
            return None
        names = tuple(model.column(each) for each in key.fields)
        if not names or not columns.issuperset(names):
            return None
        name = key.map or primary_key_name(model.database_name, self.limit)
        members = self.members(key, names)
        if not any(each.sort or each.length for each in members):
            members = ()
        return PrimaryKey(name if self.provider.names_primary_keys else "", names, members, key.clustered)

    def indexes(self, model: Model, columns: set[str]) -> Iterator[Index]:
        """In Prisma's order: `@unique` of fields, then `@@index`, `@@fulltext`, `@@unique`."""
        for key in sorted(model.keys, key=_rank):
            index = None if key.kind == "id" else self.index(model, key)
            if index is not None and columns.issuperset(index.column_names):
                yield index

    def index(self, model: Model, key: Key) -> Index | None:
        names = tuple(model.column(each) for each in key.fields)
        if not names:
            return None
        make_name = unique_name if key.is_unique else index_name
        return Index(
            name=key.map or make_name(model.database_name, names, self.limit),
            columns=self.members(key, names),
            is_unique=key.is_unique,
            method="fulltext" if key.kind == "fulltext" else (key.type or "BTree").lower(),
            is_constraint=key.is_unique and key.where is None and self.provider.makes_unique_constraints,
            is_clustered=key.clustered,
            where=_condition(key.where, model, self.provider.language) if key.where is not None else None,
        )

    def members(self, key: Key, names: tuple[str, ...]) -> tuple[IndexColumn, ...]:
        return tuple(
            IndexColumn(
                name,
                member.sort,
                operator_class(member.ops) if member.ops else None,
                length=member.length,
            )
            for name, member in zip(names, key.members, strict=True)
        )

    # --- relations ----------------------------------------------------------------------------

    def foreign_key(self, relation: Relation, tables: Mapping[str, Table]) -> ForeignKey | None:
        if relation.kind == "many-to-many" or not relation.fields:
            return None
        model, target = (self.schema.models.get(each) for each in (relation.model, relation.target))
        if model is None or target is None or not {model.name, target.name} <= tables.keys():
            return None
        columns = tuple(model.column(each) for each in relation.fields)
        references = tuple(target.column(each) for each in relation.references)
        if len(columns) != len(references):
            return None
        return ForeignKey(
            name=relation.map or foreign_key_name(model.database_name, columns, self.limit),
            table=table_name(model, self.provider),
            columns=columns,
            target=table_name(target, self.provider),
            references=references,
            on_delete=relation.on_delete,
            on_update=relation.on_update,
        )

    def join_table(self, relation: Relation, tables: Mapping[str, Table]) -> Table | None:
        """The table of an implicit many-to-many relation; it lies in the schema of its first model."""
        sides = [tables.get(each) for each in (relation.model, relation.target)]
        types = [_key_type(table) for table in sides]
        if sides[0] is None or None in types:
            return None
        text = join_name(relation, self.provider)
        columns = tuple(
            Column(name, of, "required", not_null=True)
            for name, of in zip(("A", "B"), types, strict=True)
            if of is not None
        )
        key: PrimaryKey | None = None
        indexes: tuple[Index, ...] = (Index(f"{text[: self.limit - 8]}_B_index", (IndexColumn("B"),)),)
        if self.provider.joins_by_primary_key:
            key = PrimaryKey(f"{text[: self.limit - 8]}_AB_pkey", ("A", "B"))
        else:
            unique = Index(
                f"{text[: self.limit - 10]}_AB_unique",
                (IndexColumn("A"), IndexColumn("B")),
                is_unique=True,
                is_constraint=self.provider.makes_unique_constraints,
            )
            indexes = (unique, *indexes)
        return Table(Name(sides[0].name.schema, text), columns, key, indexes)

    def join_keys(self, relation: Relation, join: Table, tables: Mapping[str, Table]) -> Iterator[ForeignKey]:
        stem = cut(join.name.text, self.limit - len("_A_fkey"))
        for column, model in (("A", relation.model), ("B", relation.target)):
            key = tables[model].primary_key
            is_self = self.provider.name == "sqlserver" and relation.model == relation.target
            action: Action = "NoAction" if is_self else "Cascade"  # SQL Server allows no two such paths
            if key is not None:
                yield ForeignKey(
                    name=f"{stem}_{column}_fkey",
                    table=join.name,
                    columns=(column,),
                    target=tables[model].name,
                    references=key.columns[:1],
                    on_delete=action,
                    on_update=action,
                )


_NO_BODY = Body()


def _rank(key: Key) -> int:
    if key.field is not None:
        return 0
    return {"index": 1, "fulltext": 2, "unique": 3, "id": 4}[key.kind]


def _key_type(table: Table | None) -> Type | None:
    if table is None or table.primary_key is None:
        return None
    column = table.column(table.primary_key.columns[0])
    return column.type if column else None


# --- partial indexes --------------------------------------------------------------------------


def _condition(where: Expression, model: Model, sql: Language) -> str | None:
    """The condition of a partial index in SQL: `raw("…")` verbatim, an object field by field."""
    if isinstance(where, Call):
        first = where.arguments[0].value if where.arguments else None
        return first.value if isinstance(first, String) else None
    if isinstance(where, Object) and where.entries:
        return " AND ".join(
            f"{sql.identifier(model.column(field))} {_comparison(value, sql)}"
            for field, value in where.entries
        )
    return None


def _comparison(value: Expression, sql: Language) -> str:
    if isinstance(value, Object) and value.entries:
        inner = value.entries[0][1]
        return "IS NOT NULL" if _is_null(inner) else f"!= {_value(inner, sql)}"
    return "IS NULL" if _is_null(value) else f"= {_value(value, sql)}"


def _is_null(value: Expression) -> bool:
    return isinstance(value, tree.Name) and value.value == "null"


def _value(value: Expression, sql: Language) -> str:
    match value:
        case String(text):
            return sql.literal(text)
        case Number(text):
            return number(text)
        case tree.Name(word):
            return word
        case _:
            return "NULL"


# --- extensions -------------------------------------------------------------------------------


def _extension(item: Expression) -> Extension | None:
    """`pgcrypto`, or `uuidOssp(map: "uuid-ossp", schema: "x", version: "1.1")`."""
    if isinstance(item, tree.Name | String):
        return Extension(item.value)
    if not isinstance(item, Call):
        return None
    said = {
        each.name: each.value.value for each in item.arguments if isinstance(each.value, String) and each.name
    }
    return Extension(said.get("map", item.name), said.get("schema", ""), said.get("version", ""))
