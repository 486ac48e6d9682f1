"""What the tests of migrations use: databases of Prisma schemas, and a server to run SQL on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.postgres import Cluster, cluster, installations

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
