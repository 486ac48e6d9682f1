"""Showing that something is going on: on a terminal, on standard error, and only when it takes long.

A sign of life for one schema; for several a bar with how many are done.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")

_PATIENCE = 0.5  # seconds
_BETWEEN = 0.1
_MARKS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


@contextmanager
def progress(what: str) -> Generator[Meter]:
    """Show that something is going on."""
    is_shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    meter = Meter(what) if is_shown else _Silent(what)
    try:
        yield meter
    finally:
        meter.clear()


class Meter:
    """Shows how far it is; `tick` is to be called often meanwhile."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._next = time.monotonic() + _PATIENCE
        self._shown = 0
        self._done, self._total = 0, 1
        self._bar: Progress | None = None

    def over(self, items: Sequence[Item]) -> Iterator[Item]:
        """These, one after the other; each counts as done when the next is asked for."""
        self._done, self._total = 0, len(items)
        for item in items:
            yield item
            self._done += 1
            self.tick()

    def tick(self) -> None:
        """Show it anew, if it is time."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _BETWEEN
        if self._total > 1:
            self._draw()
            return
        mark = _MARKS[self._shown % len(_MARKS)]
        self._shown += 1
        sys.stderr.write(f"\r{mark} {self._what} …")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take away what was shown."""
        if self._bar:
            self._bar.stop()
        elif self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def _draw(self) -> None:
        if self._bar is None:
            self._bar = _bar(self._what, self._total)
            self._bar.start()
        task = self._bar.task_ids[0]
        self._bar.update(task, completed=self._done)
        self._bar.refresh()


class _Silent(Meter):
    def tick(self) -> None:
        """Show nothing."""


def _bar(what: str, total: int) -> Progress:
    """A bar that draws when it is told to, and that lines on standard error go above of."""
    from rich.console import Console  # noqa: PLC0415  (rich: see `streams.console`)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415  (same)

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("schemas"),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
    )
    bar.add_task(what, total=total)
    return bar
