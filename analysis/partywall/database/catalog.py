"""The structure of a database while statements are applied to it. The only mutable thing here.

What a statement does to it is in `applying` and the modules beside that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from partywall.database import ddl
from partywall.database.model import (
    Database,
    Enum,
    EnumOf,
    Extension,
    ForeignKey,
    Index,
    Name,
    Other,
    Place,
    Type,
    Unsupported,
)
from partywall.database.provider import Provider
from partywall.database.sql_text import identifier
from partywall.database.table_drafts import Conflict, Owner, TableDraft


class Catalog:
    """What there is. `place` and `sql` are those of the statement that is being applied."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.default_schema = provider.default_schema
        self.schemas: set[str] = {self.default_schema} - {""}
        self.extensions: dict[str, Extension] = {}
        self.enums: dict[Name, list[str]] = {}
        self.tables: dict[Name, TableDraft] = {}
        self.foreign_keys: list[ForeignKey] = []
        self.others: list[Other] = []
        self.owner = Owner()
        self.place = Place("", 0)
        self.sql = ""

    def copy(self) -> Catalog:
        """Another one with the same in it; either copies a table when it is about to change it."""
        self.owner = Owner()
        other = Catalog(self.provider)
        other.schemas = set(self.schemas)
        other.extensions = dict(self.extensions)
        other.enums = {name: list(values) for name, values in self.enums.items()}
        other.tables = dict(self.tables)
        other.foreign_keys = list(self.foreign_keys)
        other.others = list(self.others)
        return other

    def database(self) -> Database:
        """What there is now, in the order in which Prisma reads a database: by name."""
        tables = sorted(self.tables.values(), key=lambda each: _by_name(each.name))
        keys = sorted(self.foreign_keys, key=lambda each: (_by_name(each.table), each.name.encode()))
        enums = sorted(self.enums.items(), key=lambda each: _by_name(each[0]))
        return Database(
            provider=self.provider.name,
            default_schema=self.default_schema,
            schemas=tuple(sorted(self.schemas)),
            extensions=tuple(sorted(self.extensions.values(), key=lambda each: each.name)),
            enums=tuple(Enum(name, tuple(values)) for name, values in enums),
            tables=tuple(each.frozen(self.provider) for each in tables),
            foreign_keys=tuple(keys),
            others=tuple(self.others),
            is_read=True,
        )

    def own(self, operation: ddl.Operation) -> None:
        """Make those tables this catalog's own that an operation may change; most are about one, or none."""
        match operation:
            case ddl.CreateTable(name) | ddl.AlterTable(name) | ddl.CreateIndex(table=name):
                names = [self.resolved(name)]
            case ddl.CreateEnum() | ddl.AddEnumValue() | ddl.DropTables() | ddl.CreateOther() | ddl.Nothing():
                names = []
            case _:
                names = list(self.tables)
        for each in names:
            table = self.tables.get(each)
            if table is not None:
                self.tables[each] = table if table.owner is self.owner else table.copy(self.owner)
                self.tables[each].known = None

    def cut(self, text: str) -> str:
        """A name as the database keeps it."""
        return self.provider.kept(text)

    def own_name(
        self, table: TableDraft, columns: tuple[str, ...], label: str, taken: Callable[[str], bool]
    ) -> str:
        """What the database calls something that has no name."""
        return self.provider.own_name(table.name.text, columns, label, taken)

    def resolved(self, name: Name) -> Name:
        """A name with its schema, as the database keeps it."""
        return self.provider.resolved(name)

    def table(self, name: Name) -> TableDraft:
        """The table of that name, or `Conflict`."""
        table = self.tables.get(self.resolved(name))
        if table is None:
            raise Conflict(f"there is no table `{name}` here")
        return table

    def enum(self, name: Name) -> list[str]:
        """The values of the enum of that name, or `Conflict`."""
        values = self.enums.get(self.resolved(name))
        if values is None:
            raise Conflict(f"there is no enum `{name}` here")
        return values

    def is_taken(self, schema: str, name: str) -> bool:
        """Whether one of the names that tables, indexes and sequences share in a schema is in use."""
        if Name(schema, name) in self.tables:
            return True
        for table in self.tables.values():
            if name not in table.indexes and (not table.primary_key or table.primary_key.name != name):
                continue
            if table.name.schema == schema:
                return True
        return any(each.name == name for each in self.others if each.kind in {"SEQUENCE", "VIEW"})

    def is_taken_in(self, table: TableDraft, name: str) -> bool:
        """Whether an index of a table cannot have a name."""
        if self.provider.shares_index_names:
            return self.is_taken(table.name.schema, name)
        return name in table.indexes

    def index_of(self, table: TableDraft, name: str) -> Index:
        """The index of that name, or `Conflict`."""
        index = table.indexes.get(self.cut(name))
        if index is None:
            raise Conflict(f"`{table.name.text}` has no index `{name}` here")
        return index

    def is_view(self, name: Name) -> bool:
        """Whether a name is that of a view, a sequence or a partition: no table that Prisma sees."""
        kinds = {"VIEW", "SEQUENCE", "PARTITION"}
        return any(each.kind in kinds and each.name == name.text for each in self.others)

    def type_of(self, written: ddl.TypeName) -> Type:
        """What a type's name stands for; an enum goes before a built-in type only where it is named so."""
        name = written.name
        for schema in (name.schema,) if name.schema else (self.default_schema,):
            if Name(schema, name.text) in self.enums:
                return EnumOf(Name(schema, name.text))
        if name.schema in {"", "pg_catalog"} and (built_in := self.provider.types.named(written)) is not None:
            return built_in
        arguments = f"({','.join(written.arguments)})" if written.arguments else ""
        text = identifier(name.text) if written.is_quoted else name.text
        schema = f"{identifier(name.schema)}." if name.schema else ""
        return Unsupported(schema + text + arguments)

    def keep(
        self,
        kind: str,
        name: Name,
        table: Name | None,
        words: frozenset[str],
        sql: str | None = None,
    ) -> None:
        """There is something that a schema cannot say, in the words of the statement if no `sql` is given."""
        table = self.resolved(table) if table is not None else None
        self.forget(kind, (name,), table)
        text = self.sql if sql is None else sql
        self.others.append(Other(kind, name.text, table, text, self.place, words))

    def forget(self, kind: str, names: Iterable[Name], table: Name | None) -> None:
        """Something is gone that a schema cannot say: of a table, or wherever it is."""
        gone = {each.text for each in names}
        table = self.resolved(table) if table is not None else None
        self.others = [
            each
            for each in self.others
            if not (each.kind == kind and each.name in gone and (table is None or each.table == table))
        ]

    def rename_other(self, kind: str, previous: str, table: Name | None, next_: str) -> None:
        """The same has another name."""
        table = self.resolved(table) if table is not None else None
        self.others = [
            replace(each, name=next_)
            if each.kind == kind and each.name == previous and table in {None, each.table}
            else each
            for each in self.others
        ]


def _by_name(name: Name) -> tuple[bytes, bytes]:
    return name.schema.encode(errors="replace"), name.text.encode(errors="replace")
