"""The dialects and flavours that are known here."""

from __future__ import annotations

from partywall.migrations import casts_cockroachdb
from partywall.migrations.casts import cast
from partywall.migrations.cockroachdb import CockroachDB, redefines
from partywall.migrations.columns import same_default
from partywall.migrations.dialect import Dialect
from partywall.migrations.flavour import Flavour
from partywall.migrations.postgresql import PostgreSQL

_POSTGRESQL = Flavour(cast=cast, same_default=same_default)
_COCKROACHDB = Flavour(
    cast=casts_cockroachdb.cast,
    same_default=same_default,
    casts_indexed=False,
    redefines=redefines,
    remakes_primary_keys=False,
    alters_primary_keys=True,
)
_FLAVOURS = {"cockroachdb": _COCKROACHDB}
_DIALECTS: dict[str, type[PostgreSQL]] = {"cockroachdb": CockroachDB}


def flavour_of(provider: str) -> Flavour:
    """How databases of a provider are compared."""
    return _FLAVOURS.get(provider, _POSTGRESQL)


def dialect_of(provider: str, *, is_careful: bool = False) -> Dialect:
    """How steps are written for a provider."""
    return _DIALECTS.get(provider, PostgreSQL)(is_careful=is_careful)
