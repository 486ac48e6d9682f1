"""Showing that something is going on: on a terminal, on standard error, and only when it takes long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

_PATIENCE = 0.5  # seconds
_BETWEEN = 0.1
_MARKS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


@contextmanager
def progress(what: str) -> Generator[Callable[[], None]]:
    """Show that something is going on; what it yields is to be called often meanwhile."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    meter = _Meter(what)
    try:
        yield meter.tick
    finally:
        meter.clear()


class _Meter:
    def __init__(self, what: str) -> None:
        self.what = what
        self.next = time.monotonic() + _PATIENCE
        self.shown = 0

    def tick(self) -> None:
        now = time.monotonic()
        if now >= self.next:
            self.next = now + _BETWEEN
            mark = _MARKS[self.shown % len(_MARKS)]
            self.shown += 1
            sys.stderr.write(f"\r{mark} {self.what} …")
            sys.stderr.flush()

    def clear(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
