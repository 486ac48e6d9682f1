"""How bytes come and go: pipes or a socket, and one message loop on either.

pygls reads standard input with three hops to a thread pool for each message, and a read that nobody
ends keeps the process alive after `exit`. Here one thread feeds the loop whole blocks of bytes, and
it does not hold the process back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING, BinaryIO

from pygls.io_ import run_async

if TYPE_CHECKING:
    from partywall_server.lsp.protocol import Protocol

_log = logging.getLogger(__name__)
_BLOCK = 65536
_PIPE = 1 << 20
"""The most that a user may ask for (pipe(7), `pipe-max-size`)."""


def run_stdio(protocol: Protocol) -> None:
    """Talk with a client over standard input and output until it goes."""
    with contextlib.suppress(BrokenPipeError):
        asyncio.run(_stdio(protocol))


def run_tcp(protocol: Protocol, host: str, port: int) -> None:
    """Wait for one client at an address and talk with it until it goes."""
    with contextlib.suppress(ConnectionError):
        asyncio.run(_tcp(protocol, host, port))


async def _stdio(protocol: Protocol) -> None:
    _widen(sys.stdout.buffer)
    reader = asyncio.StreamReader()
    # Without its buffer: a daemon thread that waits inside the buffer's lock aborts the interpreter's
    # shutdown ("could not acquire lock for <_io.BufferedReader name='<stdin>'>").
    source: BinaryIO = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
    loop = asyncio.get_running_loop()
    threading.Thread(target=_pump, args=(source, reader, loop), name="partywall-stdin", daemon=True).start()
    protocol.set_writer(_Pipe(sys.stdout.buffer, reader))
    await _messages(protocol, reader)


def _widen(pipe: BinaryIO) -> None:
    """Let a pipe take what is said of a large schema (160 KB for 500 findings) without a reader's help.

    Linux' have 64 KB (pipe(7)): the writer would wait for the client several times at each keystroke.
    Other systems, and other things than pipes, stay as they are.
    """
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import fcntl  # noqa: PLC0415 - Windows has none

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _pump(source: BinaryIO, reader: asyncio.StreamReader, loop: asyncio.AbstractEventLoop) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
        while block := _read(source):
            loop.call_soon_threadsafe(reader.feed_data, block)
        loop.call_soon_threadsafe(reader.feed_eof)


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(_BLOCK)
    except OSError:
        return b""


async def _tcp(protocol: Protocol, host: str, port: int) -> None:
    gone = asyncio.Event()
    taken = False

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        if taken:  # one session a process
            writer.close()
            return
        taken = True
        protocol.set_writer(_SocketWriter(writer))
        try:
            await _messages(protocol, reader)
        finally:
            writer.close()
            gone.set()

    server = await asyncio.start_server(talk, host, port)
    async with server:
        name = server.sockets[0].getsockname()
        sys.stderr.write(f"partywall listens on {name[0]}:{name[1]}\n")
        sys.stderr.flush()
        await gone.wait()


async def _messages(protocol: Protocol, reader: asyncio.StreamReader) -> None:
    with contextlib.suppress(asyncio.IncompleteReadError):  # the client went in mid-message
        await run_async(protocol.ended, _Reader(reader), protocol, _log, protocol.report)


class _Reader:
    """Lets the handler of a message begin before the next one is read.

    Else a question that was sent before an edit, both in one block, would be asked after it.
    """

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self.readexactly = reader.readexactly
        self._readline = reader.readline

    async def readline(self) -> bytes:
        await asyncio.sleep(0)
        return await self._readline()


class _Pipe:
    """Standard output. Where nobody reads it any more, nothing is left to be read either."""

    def __init__(self, out: BinaryIO, reader: asyncio.StreamReader) -> None:
        self._out = out
        self._reader = reader

    def close(self) -> None:
        self._out.close()

    def write(self, data: bytes) -> None:
        try:
            self._out.write(data)
            self._out.flush()
        except OSError:
            # What is still buffered would fail again when the interpreter ends, and be complained of.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())
            self._reader.feed_eof()


class _SocketWriter:
    """A socket as pygls wants a pipe; for a client that reads slowly the loop keeps what is written."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def close(self) -> None:
        self._writer.close()

    def write(self, data: bytes) -> None:
        self._writer.write(data)
