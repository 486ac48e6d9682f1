"""The dialects and flavours that are known here."""

from __future__ import annotations

from partywall.migrations.casts import cast
from partywall.migrations.columns import same_default
from partywall.migrations.dialect import Dialect
from partywall.migrations.flavour import Flavour
from partywall.migrations.postgresql import PostgreSQL

_POSTGRESQL = Flavour(cast=cast, same_default=same_default)
_FLAVOURS: dict[str, Flavour] = {}


def flavour_of(provider: str) -> Flavour:
    """How databases of a provider are compared."""
    return _FLAVOURS.get(provider, _POSTGRESQL)


def dialect_of(provider: str, *, is_careful: bool = False) -> Dialect:  # noqa: ARG001 - one so far
    """How steps are written for a provider."""
    return PostgreSQL(is_careful=is_careful)
