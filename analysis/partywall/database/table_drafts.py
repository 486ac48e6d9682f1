"""A table and its columns while statements change them."""

from __future__ import annotations

from dataclasses import field, replace

from partywall.database.model import (
    BuiltIn,
    Column,
    FromSequence,
    Index,
    Name,
    PrimaryKey,
    Table,
    Type,
)
from partywall.database.provider import Provider, Types
from partywall.values import dataclass


class Conflict(Exception):  # noqa: N818 - a reason for `from_sql`, which it never leaves
    """A statement does not fit what is there: it is about something that is not, or already is."""


@dataclass(slots=True)
class ColumnDraft:
    """A column. `default` and `clause` are SQL."""

    name: str
    type: Type
    is_list: bool
    not_null: bool
    default: str | None
    clause: str
    default_name: str = ""

    def frozen(self, types: Types) -> Column:
        """Its value."""
        default = None
        if self.default is not None:
            default = types.read_default(self.default, self.type, is_list=self.is_list)
        is_identity = "AS IDENTITY" in self.clause.upper()
        return Column(
            name=self.name,
            type=types.reported(self.type),
            arity="list" if self.is_list else "required" if self.not_null else "optional",
            not_null=self.not_null,
            default=default,
            is_autoincrement=is_identity or isinstance(default, FromSequence),
            clause=self.clause,
            default_name=self.default_name if default is not None else "",
            is_bare=isinstance(self.type, BuiltIn) and not self.type.arguments,
        )


class Owner:
    """Who may change a table; others that have it make a copy first."""


@dataclass(slots=True)
class TableDraft:
    """A table. `known` is its value as long as it stays as it is."""

    name: Name
    clause: str
    owner: Owner
    columns: dict[str, ColumnDraft] = field(default_factory=dict[str, ColumnDraft])
    primary_key: PrimaryKey | None = None
    indexes: dict[str, Index] = field(default_factory=dict[str, Index])
    known: Table | None = None

    def copy(self, owner: Owner) -> TableDraft:
        """Another one with the same in it, for another owner."""
        columns = {name: replace(column) for name, column in self.columns.items()}
        return replace(self, owner=owner, columns=columns, indexes=dict(self.indexes), known=None)

    def column(self, name: str) -> ColumnDraft:
        """The column of that name, or `Conflict`."""
        if name not in self.columns:
            raise Conflict(f"`{self.name.text}` has no column `{name}` here")
        return self.columns[name]

    def frozen(self, provider: Provider) -> Table:
        """Its value; the indexes come by name, as Prisma reads them."""
        if self.known is None:
            self.known = self._frozen(provider)
        return self.known

    def _frozen(self, provider: Provider) -> Table:
        table = Table(
            name=self.name,
            columns=tuple(each.frozen(provider.types) for each in self.columns.values()),
            primary_key=self.primary_key,
            indexes=tuple(sorted(self.indexes.values(), key=lambda each: each.name.encode())),
            clause=self.clause,
        )
        return provider.completed(table, {})
