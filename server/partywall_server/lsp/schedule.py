"""One worker thread, and what it does in which order.

The message loop never computes. What happened to texts is *posted*: applied in order, all that waits at
once. A question is *asked*: it is answered for the texts as they were when it came, since all posts
before it are applied before it, and a later post to its document ends it (`ContentModified`). When
nothing waits, the worker refreshes what is out of date, and leaves that for any post or question;
the engine's memos keep what was done so far. There is no delay before any of it: the first keystroke
starts a run, those that come meanwhile are the next one.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from enum import Enum, auto
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pygls.exceptions import JsonRpcContentModified, JsonRpcRequestCancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from partywall_server.lsp.desk import Desk

    Change = Callable[[Desk], None]

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Stopped(Exception):  # noqa: N818 (no error: what a checkpoint raises)
    """Somebody else comes first, or nobody wants the result any more."""


class _State(Enum):
    OPEN = auto()
    COMMITTED = auto()
    DROPPED = auto()


class Job(Generic[T]):
    """A question on its way: what to run, for which document, and who waits for the answer."""

    def __init__(
        self,
        run: Callable[[Desk, Job[T]], T],
        document: str | None,
        answer: asyncio.Future[T],
    ) -> None:
        self.run = run
        self.document = document
        self.answer = answer
        self._state = _State.OPEN
        self._lock = threading.Lock()

    def checkpoint(self) -> None:
        """Go on only as long as the answer is wanted."""
        if self._state is _State.DROPPED:
            raise Stopped

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


class Loop(Protocol):
    """What the worker needs of the message loop."""

    def call_soon_threadsafe(self, callback: Callable[[], object], /) -> object:
        """Run something on the loop."""
        ...


class Worker:
    """The thread that owns the engine."""

    def __init__(self, make_desk: Callable[[Worker], Desk]) -> None:
        self._make_desk = make_desk
        self._news = threading.Condition()
        self._changes: deque[Change] = deque()
        self._jobs: deque[Job[object]] = deque()
        self._running: Job[object] | None = None
        self._has_news = False
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

    async def ask(self, run: Callable[[Desk, Job[T]], T], document: str | None = None) -> T:
        """Have a question answered; cancelling this cancels the job."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        job = Job(run, document, answer)
        with self._news:
            self._jobs.append(job)  # type: ignore[arg-type]
            self._has_news = True
            self._news.notify()
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            if job.drop():
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
        """The checkpoint of work that nobody asked for: it leaves for anything else."""
        if self._has_news:
            raise Stopped

    def _work(self) -> None:
        desk = self._make_desk(self)
        while True:
            with self._news:
                while not self._has_news and not desk.is_out_of_date:
                    self._news.wait()
                if self._ends:
                    return
                changes, self._changes = self._changes, deque()
                job = self._running = self._jobs.popleft() if self._jobs else None
                self._has_news = bool(self._jobs)
            for change in changes:
                self._guarded(lambda change=change: change(desk))
            if job is not None:
                self._answer(job, desk)
                with self._news:
                    self._running = None
            else:
                self._guarded(lambda: desk.refresh(self.yield_to_news))

    def _answer(self, job: Job[object], desk: Desk) -> None:
        try:
            job.checkpoint()
            result = job.run(desk, job)
        except Stopped:
            self._settle(job, lambda: job.answer.set_exception(JsonRpcRequestCancelled()))
        except Exception as error:  # noqa: BLE001 (whatever it is, the question is answered with it)
            self._settle(job, lambda error=error: job.answer.set_exception(error))
        else:
            self._settle(job, lambda: job.answer.set_result(result))

    def _settle(self, job: Job[object], settle: Callable[[], None]) -> None:
        self.tell(lambda: None if job.answer.done() else settle())

    def _guarded(self, run: Callable[[], None]) -> None:
        try:
            run()
        except Stopped:
            pass
        except Exception:
            _log.exception("the worker goes on after a failure")
