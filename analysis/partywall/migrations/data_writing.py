"""What is known of a data migration while it is written, and the words for what only its author knows."""

from __future__ import annotations

from typing import Literal

from partywall.database.model import Database, Name, Table
from partywall.database.providers import provider_of
from partywall.migrations.dialect import Dialect
from partywall.migrations.script import one_line
from partywall.values import dataclass

Kind = Literal["seed", "transform", "cleanup"]


@dataclass(frozen=True, slots=True)
class Subject:
    """The table whose rows are meant, and how they belong to tenants.

    `owner` is the table of tenants, or of parents, one of whom each row belongs to by `key`, which names
    its `reference`; None where the rows belong to nobody. Prisma Client makes up an id for the columns in
    `generated` and keeps the time of the last change in those of `updated_at`: the database does neither.
    """

    table: Table
    owner: Name | None = None
    key: str = ""
    reference: str = ""
    generated: frozenset[str] = frozenset()
    updated_at: frozenset[str] = frozenset()


def key_columns(database: Database, table: Table) -> frozenset[str]:
    """The columns of a table's primary key and of its foreign keys: no values of its own."""
    keys = database.foreign_keys_of(table.name)
    own = table.primary_key.columns if table.primary_key else ()
    return frozenset((*own, *(name for key in keys for name in key.columns)))


@dataclass(frozen=True, slots=True)
class Writing:
    """What is asked for; `columns` are those that a transformation sets, `place` where migrations are."""

    kind: Kind
    name: str
    folder: str
    subject: Subject
    source: Database
    columns: tuple[str, ...]
    dialect: Dialect
    place: str = ""

    @property
    def table(self) -> str:
        """The quoted name of the table."""
        return self.dialect.name(self.subject.table.name)

    @property
    def owner(self) -> str:
        """The quoted name of the table of owners."""
        return self.dialect.name(self.subject.owner) if self.subject.owner else ""

    @property
    def owners_key(self) -> str:
        """What the key of a row is the same as."""
        return f"owner.{self.dialect.quoted(self.subject.reference)}"

    @property
    def belongs(self) -> str:
        """The condition that a row is its owner's."""
        return f"old.{self.dialect.quoted(self.subject.key)} = {self.owners_key}"

    @property
    def shown(self) -> str:
        """The table for people."""
        return one_line(self.subject.table.name.text)

    @property
    def wrong(self) -> str:
        """What is to be said where it has not been done."""
        whose = "tenants without" if self.subject.owner else "seeded rows missing: none of"
        return {
            "seed": f"{whose} {one_line(self.name)}",
            "transform": f"rows of {self.shown} are not transformed",
            "cleanup": f"obsolete rows of {self.shown} are left",
        }[self.kind]

    def fill_in(self, what: str) -> str:
        """A place to be filled in, which no database runs."""
        return f"fill_this_in({provider_of(self.source.provider).language.literal(one_line(what))})"
