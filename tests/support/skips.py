"""Which tests may be skipped, and why.

A skip hides what a failure would show. So each has one of the few reasons below, their number ends
every run, and where nothing may be missing (`CI=true`) a single one fails it.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NO_SHARED = "no ../shared beside the checkout"
NO_CHROMIUM = "no Chromium on the PATH; install it (Debian: `apt-get install chromium`)"
NO_SECOND_PYTHON = "only one Python from 3.11 to 3.14 was found; a second lets this run"
NO_MARIADB = "no MariaDB on the machine; install it (Debian: `apt-get install mariadb-server-core`)"
ALLOWED = (NO_SHARED, NO_CHROMIUM, NO_SECOND_PYTHON, NO_MARIADB)


def forbidden(skipped: Mapping[str, int], environment: Mapping[str, str], *, shared: bool) -> list[str]:
    """List the reasons, among those that were given, for which nothing may be skipped here."""
    allowed: Iterable[str] = ALLOWED
    if environment.get("CI") == "true":
        allowed = () if shared else (NO_SHARED,)
    return [reason for reason in skipped if reason not in allowed]


class SkipPolicy:
    """Counts the skips of a run, prints them, and fails the run for one that is not allowed."""

    def __init__(self, *, shared: bool) -> None:
        self._shared = shared
        self._skipped: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._count(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._count(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if exitstatus == pytest.ExitCode.OK and self._forbidden():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("skips")
        terminalreporter.line(f"tests skipped: {self._skipped.total()}")
        for reason, times in self._skipped.most_common():
            terminalreporter.line(f"  {times} x {reason}")
        for reason in self._forbidden():
            terminalreporter.line(f"  not allowed here, so this run failed: {reason}", red=True)

    def _count(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._skipped[_reason(report)] += 1

    def _forbidden(self) -> list[str]:
        return forbidden(self._skipped, os.environ, shared=self._shared)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Give the reason alone: pytest keeps it as (file, line, "Skipped: reason")."""
    place = report.longrepr
    text = place[2] if isinstance(place, tuple) else str(place)
    return text.removeprefix("Skipped: ")
