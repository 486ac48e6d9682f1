"""What every test may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import shared
from support.oracle import Oracle
from support.skips import NO_SHARED, SkipPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SkipPolicy(shared=shared.is_present()), "partywall-skips")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if shared.is_present():
        return
    for item in items:
        if item.get_closest_marker(shared.requires_shared.name):
            item.add_marker(pytest.mark.skip(reason=NO_SHARED))


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
    """Prisma's own validator, formatter and schema engine."""
    with Oracle() as oracle:
        yield oracle
