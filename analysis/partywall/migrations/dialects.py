"""The dialects and flavours that are known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

from partywall.database.providers import provider_of
from partywall.migrations import (
    casts_cockroachdb,
    casts_mysql,
    casts_sqlite,
    casts_sqlserver,
    cockroachdb,
    mysql,
    sqlite,
    sqlserver,
)
from partywall.migrations.casts import cast
from partywall.migrations.columns import reads_as_same, same_default
from partywall.migrations.dialect import Dialect
from partywall.migrations.flavour import Flavour
from partywall.migrations.postgresql import PostgreSQL

_POSTGRESQL = Flavour(cast=cast, same_default=same_default)
_COCKROACHDB = Flavour(
    cast=casts_cockroachdb.cast,
    same_default=same_default,
    casts_indexed=False,
    redefines=cockroachdb.redefines,
    remakes_primary_keys=False,
    alters_primary_keys=True,
)
_SQLITE = Flavour(
    cast=casts_sqlite.cast,
    same_default=casts_sqlite.same_default,
    redefines=sqlite.redefines,
    keeps_references=True,
    keys_inside=True,
    remakes_primary_keys=False,
    renames_indexes=False,
    renames_keys="never",
    fills="in the copy",
)
_MYSQL = Flavour(
    cast=casts_mysql.cast,
    same_default=same_default,
    indexes_inside=lambda _: True,
    renames_keys="anew",
    keys_hold_nullability=True,
    keys_need_indexes=True,
    compares_conditions=False,
)
_SQLSERVER = Flavour(
    cast=casts_sqlserver.cast,
    same_default=same_default,
    redefines=sqlserver.redefines,
    indexes_inside=lambda index: index.is_constraint,
    remakes_retyped_indexes=True,
    new_before_old=False,
)
_FLAVOURS = {
    "cockroachdb": _COCKROACHDB,
    "mysql": _MYSQL,
    "sqlite": _SQLITE,
    "sqlserver": _SQLSERVER,
}
_DIALECTS: dict[str, Callable[..., Dialect]] = {
    "cockroachdb": cockroachdb.CockroachDB,
    "mysql": mysql.MySQL,
    "sqlite": sqlite.SQLite,
    "sqlserver": sqlserver.SQLServer,
}


def flavour_of(provider: str) -> Flavour:
    """How databases of a provider are compared."""
    return _FLAVOURS.get(provider, _POSTGRESQL)


@cache
def reading_flavour_of(provider: str) -> Flavour:
    """How a database that was read from SQL is compared with a schema.

    Where a schema says `dbgenerated("true")`, Prisma reads `true` from the database, takes the two for
    different, and proposes the same statement after each migration. Here they are the same.
    """
    flavour = flavour_of(provider)
    same = partial(reads_as_same, flavour.same_default, provider_of(provider).types.read_default)
    return replace(flavour, same_default=same)


def dialect_of(provider: str, *, is_careful: bool = False) -> Dialect:
    """How steps are written for a provider."""
    return _DIALECTS.get(provider, PostgreSQL)(is_careful=is_careful)
