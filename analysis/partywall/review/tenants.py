"""Whose data the tables of a database are, from the verdicts on the models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from partywall.database.from_schema import table_name
from partywall.database.model import Name, Table
from partywall.database.providers import provider_of
from partywall.schema.model import Schema
from partywall.syntax.tree import BlockKind
from partywall.tenancy.verdict import Tenancy
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class TenantTable:
    """A table whose rows belong to tenants. `keys` are the columns that name them, the chosen one first."""

    name: Name
    keys: tuple[str, ...]

    def key_in(self, table: Table | None) -> str | None:
        """The chosen key as far as the table has one, at that point of the history."""
        if table is None:
            return None
        return next((each for each in self.keys if table.column(each)), None)


@dataclass(frozen=True, slots=True, eq=False)
class Tenants:
    """The tables of tenants and the tables whose rows are tenants; `fields` are what models call columns."""

    tables: dict[Name, TenantTable]
    roots: frozenset[Name]
    fields: Mapping[Name, Mapping[str, str]] = field(default_factory=dict[Name, Mapping[str, str]])

    def table(self, name: Name) -> TenantTable | None:
        """A table whose rows belong to tenants."""
        return self.tables.get(name)

    def index_of(self, name: Name, columns: Iterable[str]) -> str:
        """An index over columns in the words of the schema."""
        fields = self.fields.get(name, {})
        return f"@@index([{', '.join(fields.get(each, each) for each in columns)}])"

    def names_key(self, name: Name, columns: Iterable[str]) -> bool:
        """Whether a tenant key of a table is among these columns."""
        table = self.tables.get(name)
        return table is not None and not set(table.keys).isdisjoint(columns)


def tenants_of(schema: Schema, tenancy: Tenancy) -> Tenants:
    """The tables of a schema whose rows belong to tenants."""
    provider = provider_of(schema.provider)
    tables: dict[Name, TenantTable] = {}
    roots: set[Name] = set()
    fields: dict[Name, Mapping[str, str]] = {}
    for name, model in schema.models.items():
        fields[table_name(model, provider)] = {model.column(each): each for each in model.scalar_fields}
        verdict = tenancy.verdicts.get(name)
        if verdict is None or model.kind is not BlockKind.MODEL:
            continue
        if verdict.is_scoped:
            keys = tuple(model.column(each.field) for each in verdict.keys)
            table = table_name(model, provider)
            tables[table] = TenantTable(table, keys)
        elif verdict.ownership == "root":
            roots.add(table_name(model, provider))
    return Tenants(tables, frozenset(roots), fields)


NO_TENANTS = Tenants({}, frozenset())
