"""The providers whose databases are known here."""

from __future__ import annotations

from partywall.database.cockroachdb import COCKROACHDB
from partywall.database.mysql import MYSQL
from partywall.database.postgresql import POSTGRESQL
from partywall.database.provider import Provider
from partywall.database.sqlite import SQLITE
from partywall.database.sqlserver import SQLSERVER

PROVIDERS: dict[str, Provider] = {
    each.name: each for each in (POSTGRESQL, COCKROACHDB, SQLITE, MYSQL, SQLSERVER)
}


def provider_of(name: str) -> Provider:
    """The provider of that name; PostgreSQL for any other, for those who only want to look on."""
    return PROVIDERS.get(name, POSTGRESQL)
