"""A skipped test is printed, counted, and fails the run where it must not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.skips import NO_CHROMIUM, NO_SHARED, forbidden

pytest_plugins = ["pytester"]

TESTS = """
import pytest

def test_that_passes():
    pass

@pytest.mark.skip(reason="{reason}")
def test_that_is_skipped():
    pass

@pytest.mark.xfail(reason="known", strict=True)
def test_that_fails_as_it_should():
    assert False
"""

CONFTEST = """
from support.skips import SkipPolicy

def pytest_configure(config):
    config.pluginmanager.register(SkipPolicy(shared=True))
"""


def test_a_developer_may_lack_chromium_and_shared() -> None:
    assert forbidden({NO_CHROMIUM: 3, NO_SHARED: 40}, {}, shared=False) == []


def test_nobody_may_skip_for_a_reason_of_their_own() -> None:
    assert forbidden({"flaky": 1, NO_SHARED: 1}, {}, shared=False) == ["flaky"]


def test_under_ci_nothing_is_skipped() -> None:
    assert forbidden({NO_CHROMIUM: 1}, {"CI": "true"}, shared=True) == [NO_CHROMIUM]
    assert forbidden({NO_SHARED: 1}, {"CI": "true"}, shared=True) == [NO_SHARED]


def test_a_fork_without_the_evidence_passes_under_ci() -> None:
    assert forbidden({NO_SHARED: 9, NO_CHROMIUM: 1}, {"CI": "true"}, shared=False) == [NO_CHROMIUM]


@pytest.mark.parametrize(("reason", "failed"), [(NO_CHROMIUM, False), ("not today", True)])
def test_a_skip_for_another_reason_fails_the_run(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, reason: str, *, failed: bool
) -> None:
    monkeypatch.delenv("CI", raising=False)
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(TESTS.format(reason=reason))
    result = pytester.runpytest_inprocess("-p", "no:asyncio")
    assert result.ret == int(failed)
    result.assert_outcomes(passed=1, skipped=1, xfailed=1)
    result.stdout.fnmatch_lines(["tests skipped: 1", f"  1 x {reason}"])
    assert ("so this run failed: not today" in result.stdout.str()) == failed


def test_several_processes_report_to_the_same_policy(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(
        test_one=TESTS.format(reason=NO_CHROMIUM),
        test_module='import pytest\n\npytest.skip("not today", allow_module_level=True)\n',
    )
    result = pytester.runpytest_subprocess("-p", "no:asyncio", "-n", "2")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["tests skipped: 2", "*not allowed here, so this run failed: not today"])
