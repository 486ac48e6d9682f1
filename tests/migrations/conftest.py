"""What the tests of migrations use: databases of Prisma schemas, and a server to run SQL on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from migrations.engines import Engine, OnSQLite, on_mariadb
from support.mariadb import MariaDB, installation, mariadb
from support.postgres import Cluster, cluster, installations
from support.skips import NO_MARIADB

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _label(binaries: Path) -> str:
    return "wheel" if "site-packages" in binaries.parts else binaries.parent.name


@pytest.fixture(scope="session", params=installations(), ids=_label)
def server(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A running PostgreSQL: the newest, and the oldest that the machine has."""
    with cluster(request.param) as running:
        yield running


@pytest.fixture(scope="session")
def maria() -> Iterator[MariaDB]:
    """A running MariaDB."""
    found = installation()
    if found is None:
        pytest.skip(NO_MARIADB)
    with mariadb(found) as running:
        yield running


@pytest.fixture(params=["mariadb", "sqlite"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty database of each other provider that there is a server of here."""
    if request.param == "sqlite":
        yield OnSQLite()
        return
    with on_mariadb(request.getfixturevalue("maria")) as database:
        yield database
