"""The histories of real repositories build their schemas, and docs/histories.md says so."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from support.histories import replayed
from support.shared import PROJECT, requires_shared

if TYPE_CHECKING:
    from types import ModuleType


def _page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("histories", PROJECT / "docs" / "histories.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@requires_shared
def test_the_page_of_histories_is_current() -> None:
    page = _page()
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), "run `python docs/histories.py`"


@requires_shared
def test_every_history_is_read_whole_and_hardly_a_step_remains() -> None:
    found = replayed()
    assert sum(each.files for each in found) == 527
    assert [each.not_understood for each in found if each.not_understood] == []
    left = sum(len(each.remainders) for each in found)
    assert left <= 0.02 * sum(each.steps for each in found)


@requires_shared
def test_every_step_that_remains_names_the_statement_that_causes_it() -> None:
    """But for what the schema asks for and no file ever named."""
    unnamed = [
        (repository.schema, each.kind)
        for repository in replayed()
        for each in repository.remainders
        if each.cause is None
    ]
    assert unnamed == [("stack-auth/stack-auth", "CreateTable"), ("stack-auth/stack-auth", "CreateIndex")]
    for repository in replayed():
        for each in repository.remainders:
            if each.cause:
                assert any(name in each.cause.statement for name in _names(each.sql)), each


def _names(sql: str) -> list[str]:
    """The quoted names in a step."""
    return sql.split('"')[1::2]
