"""One worker thread, and what it does in which order.

The message loop never computes. What happened to texts is *posted*: applied in order, all that waits at
once. A question is *asked*: it is answered for the texts as they were when it came, since all posts
before it are applied before it, and a later post to its document ends it (`ContentModified`). When
nothing waits, the worker refreshes what is out of date, and leaves that for any post or question, each
time a little later; the engine's memos keep what was done so far. There is no delay before any of it:
the first keystroke starts a run, those that come meanwhile are the next one.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import time
from collections import deque
from contextlib import contextmanager, suppress
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pygls.exceptions import JsonRpcContentModified, JsonRpcRequestCancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from partywall_server.lsp.desk import Desk

    Change = Callable[[Desk], None]

T = TypeVar("T")
_log = logging.getLogger(__name__)
LONG = 0.5
"""Seconds after which work is shown to go on."""
QUIET = 0.3
"""Seconds without news before work is done that nobody waits for."""
_LEAST = 0.01


class Stopped(Exception):  # noqa: N818 (no error: what a checkpoint raises)
    """Somebody else comes first, or nobody wants the result any more."""


class _State(Enum):
    OPEN = auto()
    COMMITTED = auto()
    DROPPED = auto()


class Job:
    """A question on its way: what to run, for which document, and who waits for the answer."""

    def __init__(
        self,
        run: Callable[[Desk, Job], object],
        document: str | None,
        answer: asyncio.Future[Any],
        tick: Callable[[], None],
    ) -> None:
        self.run = run
        self._tick = tick
        self.document = document
        self.answer = answer
        self._state = _State.OPEN
        self._lock = threading.Lock()

    def checkpoint(self) -> None:
        """Go on only as long as the answer is wanted."""
        if self._state is _State.DROPPED:
            raise Stopped
        self._tick()

    def commit(self) -> None:
        """From here on it cannot be cancelled: what follows is done whole."""
        with self._lock:
            self.checkpoint()
            self._state = _State.COMMITTED

    def drop(self) -> bool:
        """Give up; False if it is too late for that."""
        with self._lock:
            if self._state is _State.COMMITTED:
                return False
            self._state = _State.DROPPED
            return True


def _nothing() -> None:
    return


class _Watch:
    """Tells, once, that an analysis takes long, and when it is done after all."""

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self._tell = tell
        self._since: float | None = None
        self._is_told = False

    def tick(self) -> None:
        """Look at the clock."""
        now = time.monotonic()
        if self._since is None:
            self._since = now
        elif not self._is_told and now - self._since > LONG:
            self._is_told = True
            self._tell(True)  # noqa: FBT003

    def stop(self) -> None:
        """What was waited for is done, or given up."""
        self._since = None
        if self._is_told:
            self._is_told = False
            self._tell(False)  # noqa: FBT003


class Worker:
    """The thread that owns the engine."""

    def __init__(
        self,
        make_desk: Callable[[Worker], Desk],
        show: Callable[[bool], None],
    ) -> None:
        self._make_desk = make_desk
        self._watch = _Watch(lambda is_long: self.tell(lambda: show(is_long)))
        self._news = threading.Condition()
        self._changes: deque[Change] = deque()
        self._jobs: deque[Job] = deque()
        self._running: Job | None = None
        self._has_news = False
        self._patience = 0.0
        self._stays_until = 0.0
        self._ends = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._work, name="partywall-worker", daemon=True)

    # --- called on the loop ----------------------------------------------------------------------

    def start(self) -> None:
        """Begin to work; the engine is imported now."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        with self._news:
            self._ends = self._has_news = True
            if self._running:
                self._running.drop()
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def post(self, change: Change, document: str | None = None) -> None:
        """Tell the worker what happened; questions about this document are overtaken."""
        with self._news:
            overtaken = [
                job
                for job in (*self._jobs, *((self._running,) if self._running else ()))
                if document is not None and job.document == document
            ]
            self._changes.append(change)
            self._has_news = True
            self._news.notify()
        for job in overtaken:
            if job.drop() and not job.answer.done():
                job.answer.set_exception(JsonRpcContentModified())

    async def ask(
        self,
        run: Callable[[Desk, Job], T],
        document: str | None = None,
        *,
        is_shown: bool = False,
    ) -> T:
        """Have a question answered; cancelling this cancels the job.

        `is_shown` tells that the client is shown already that somebody waits.
        """
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        job = Job(run, document, answer, _nothing if is_shown else self._watch.tick)
        with self._news:
            self._jobs.append(job)
            self._has_news = True
            self._news.notify()
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            if job.drop():
                answer.cancel()
                raise
            return await answer

    # --- called on the worker --------------------------------------------------------------------

    def tell(self, callback: Callable[[], object]) -> None:
        """Run something on the loop, after all that was told before."""
        if self._loop is None or self._loop.is_closed():
            return
        try:
            self._loop.call_soon_threadsafe(callback)
        except RuntimeError:  # the loop was closed just now
            _log.debug("nobody is left to tell")

    def yield_to_news(self) -> None:
        """Leave work that nobody asked for as soon as there is anything else."""
        if self._has_news and time.monotonic() >= self._stays_until:
            raise Stopped
        self._watch.tick()

    def leave_for_news(self) -> None:
        """Leave work that nobody waits for as soon as there is anything else."""
        if self._has_news:
            raise Stopped

    def _work(self) -> None:
        try:
            desk = self._make_desk(self)
        except Exception as error:  # noqa: BLE001 (told to who asks)
            _log.exception("the engine cannot be loaded")
            self._fail(error)
            return
        finally:
            gc.freeze()
            gc.enable()
        while True:
            with self._news:
                while not self._has_news and not desk.is_out_of_date:
                    if not self._news.wait(QUIET if desk.has_spare_work else None):
                        break
                if self._ends:
                    return
                changes, self._changes = self._changes, deque()
                job = self._running = self._jobs.popleft() if self._jobs else None
                self._has_news = bool(self._jobs)
            for change in changes:
                self._guarded(change, desk)
            if job is not None:
                self._answer(job, desk)
                with self._news:
                    self._running = None
            elif changes or desk.is_out_of_date:
                self._guarded(self._refresh, desk)
            else:
                self._guarded(self._do_spare_work, desk)
            if not desk.is_out_of_date:
                self._watch.stop()

    def _fail(self, error: Exception) -> None:
        """Answer all questions with the reason why none can be answered."""
        while not self._ends:
            with self._news:
                while not self._has_news:
                    self._news.wait()
                jobs, self._jobs = self._jobs, deque()
                self._changes.clear()
                self._has_news = self._ends
            for job in jobs:
                self._settle(job, partial(job.answer.set_exception, error))

    def _answer(self, job: Job, desk: Desk) -> None:
        try:
            job.checkpoint()
            result = job.run(desk, job)
        except Stopped:
            self._settle(job, partial(job.answer.set_exception, JsonRpcRequestCancelled()))
        except Exception as error:  # noqa: BLE001 (whatever it is, the question is answered with it)
            self._settle(job, partial(job.answer.set_exception, error))
        else:
            self._settle(job, partial(job.answer.set_result, result))

    def _settle(self, job: Job, settle: Callable[[], None]) -> None:
        self.tell(lambda: None if job.answer.done() else settle())

    def _refresh(self, desk: Desk) -> None:
        # To go on from where it was left takes a while itself. So each time it stays longer, until it is
        # done: else somebody who types without a pause would wait forever.
        self._stays_until = time.monotonic() + self._patience
        try:
            desk.refresh(self.yield_to_news)
        except Stopped:
            self._patience = min(max(2 * self._patience, _LEAST), LONG)
        else:
            self._patience = 0.0

    def _do_spare_work(self, desk: Desk) -> None:
        with suppress(Stopped):
            desk.do_spare_work(self.leave_for_news)

    def _guarded(self, change: Change, desk: Desk) -> None:
        try:
            change(desk)
        except Exception:  # noqa: BLE001 (whatever it is, the next message is handled)
            _log.exception("the worker goes on after a failure")


@contextmanager
def without_collector() -> Generator[None]:
    """Make what lives long: it is not looked through meanwhile (a tenth of the time), nor later.

    Left to the collector, each full collection would stop a keystroke for as long as all of it takes.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
