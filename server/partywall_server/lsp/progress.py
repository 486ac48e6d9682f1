"""Work that takes longer than half a second shows that it goes on, and can be cancelled there."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, TypeVar, cast

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future

    from partywall_server.lsp.app import Server

T = TypeVar("T")
PATIENCE = 0.5


async def shown(ls: Server, title: str, work: Coroutine[None, None, T], token: int | str | None = None) -> T:
    """Do some work, and show it if it takes long: with the client's token, else with one of ours.

    Cancelling the progress cancels the work, as cancelling this does. Work that can no longer be
    cancelled ends as if nobody had tried.
    """
    task = asyncio.ensure_future(work)
    display = Display(ls, title, task.cancel, token)
    try:
        done, _ = await asyncio.wait([task], timeout=PATIENCE)
        if not done:
            await display.begin()
        return await task
    except asyncio.CancelledError:
        task.cancel()
        return await task
    finally:
        display.end()


class Display:
    """One progress bar in the client."""

    def __init__(
        self,
        ls: Server,
        title: str,
        cancel: Callable[[], object],
        token: int | str | None = None,
    ) -> None:
        self._ls = ls
        self._title = title
        self._cancel = cancel
        self._token = token
        self._is_shown = False
        self._is_over = False

    async def begin(self) -> None:
        """Show it, where the client can."""
        progress = self._ls.work_done_progress
        if self._token is None:
            if not self._ls.abilities.progress:
                return
            self._token = f"partywall-{uuid.uuid4()}"
            try:
                await self._ls.window_work_done_progress_create_async(
                    types.WorkDoneProgressCreateParams(self._token)
                )
            except Exception:  # noqa: BLE001 (a client that shows no progress loses nothing else)
                return
        if self._is_over:
            return
        progress.begin(self._token, types.WorkDoneProgressBegin(title=self._title, cancellable=True))
        loop = asyncio.get_running_loop()
        cancelled = cast("Future[None]", progress.tokens[self._token])  # pyright: ignore[reportUnknownMemberType]
        cancelled.add_done_callback(lambda _: loop.call_soon_threadsafe(self._cancelled))
        self._is_shown = True

    def end(self) -> None:
        """Take it away."""
        self._is_over = True
        if self._token is not None:
            if self._is_shown:
                self._ls.work_done_progress.end(self._token, types.WorkDoneProgressEnd())
            self._ls.work_done_progress.tokens.pop(self._token, None)  # pyright: ignore[reportUnknownMemberType]
        self._is_shown = False

    def _cancelled(self) -> None:
        if not self._is_over:
            self._cancel()
