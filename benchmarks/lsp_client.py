"""A language client that does nothing but time: every message has the moment at which it came.

Standard library only, so that its own cost is small and the same for every server.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

Json = dict[str, Any]
NEWEST = 1e9
PARTYWALL = f"{Path(sys.executable).with_name('partywall')} server --stdio"
"""Our server as an editor starts it: the command that is installed beside this Python."""


@dataclass(frozen=True, slots=True)
class Published:
    """Diagnostics of one document, with the moment (`time.perf_counter`) at which they came."""

    at: float
    uri: str
    version: int | None
    items: list[Json]


@dataclass
class Client:
    """One server process on stdio."""

    command: str
    folder: Path
    started: float = field(init=False)
    peak_bytes: int = field(init=False, default=0)

    def __enter__(self) -> Self:
        self._complaints = tempfile.TemporaryFile()
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            shlex.split(self.command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            cwd=self.folder,
        )
        self._arrived = threading.Condition()
        self._answers: dict[int, tuple[float, Json]] = {}
        self._published: list[Published] = []
        self._requests = 0
        self._has_ended = False
        for work in (self._read, self._watch_memory):
            threading.Thread(target=work, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.request("shutdown", None, 10)
            self.notify("exit")
            self._process.wait(10)
        except (OSError, TimeoutError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._complaints.close()

    @property
    def pid(self) -> int:
        """The number of the server's process."""
        return self._process.pid

    # --- talking -----------------------------------------------------------------------------

    def notify(self, method: str, params: object = None) -> float:
        """Send a notification; the moment at which it was sent."""
        return self._send({"method": method, "params": params or {}})

    def start_request(self, method: str, params: object) -> tuple[int, float]:
        """Send a request and do not wait: its number and the moment."""
        self._requests += 1
        return self._requests, self._send({"id": self._requests, "method": method, "params": params})

    def answer(self, number: int, seconds: float = 120) -> tuple[float, Json]:
        """Wait for an answer: the moment at which it came, and the whole message."""
        with self._arrived:
            came = self._arrived.wait_for(lambda: number in self._answers or self._has_ended, seconds)
            if number in self._answers:
                return self._answers.pop(number)
        if came:
            raise self._ended()
        raise TimeoutError(number)

    def request(self, method: str, params: object, seconds: float = 120) -> tuple[float, Any]:
        """Send a request and wait: milliseconds it took, and its result."""
        number, sent = self.start_request(method, params)
        at, message = self.answer(number, seconds)
        return (at - sent) * 1e3, message.get("result")

    def diagnostics(self, uri: str, version: int, after: float, seconds: float) -> Published | None:
        """Wait for the diagnostics of a version; None where they do not come in time."""

        def found() -> Published | None:
            for each in self._published:
                if each.uri == uri and each.at > after and each.version in {version, None}:
                    return each
            return None

        with self._arrived:
            self._arrived.wait_for(found, seconds)
            published = found()
            if published:
                self._published = [each for each in self._published if each.at > published.at]
            return published

    def drain(self) -> list[Published]:
        """All diagnostics that came and that nobody waited for."""
        with self._arrived:
            taken, self._published = self._published, []
            return taken

    # --- measuring ---------------------------------------------------------------------------

    def memory(self) -> int:
        """Resident bytes of the server and its children now (Linux)."""
        total, left = 0, [self._process.pid]
        while left:
            process = Path(f"/proc/{left.pop()}")
            try:
                pages = int((process / "statm").read_text().split()[1])
                children = [(task / "children").read_text() for task in (process / "task").iterdir()]
            except OSError:
                continue
            total += pages * os.sysconf("SC_PAGE_SIZE")
            left += [int(child) for text in children for child in text.split()]
        return total

    def _watch_memory(self) -> None:
        while self._process.poll() is None:
            self.peak_bytes = max(self.peak_bytes, self.memory())
            time.sleep(0.05)

    # --- the wire ----------------------------------------------------------------------------

    def _send(self, message: Json) -> float:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stdin = self._process.stdin
        if stdin is None:
            raise BrokenPipeError
        sent = time.perf_counter()
        try:
            stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None
        return sent

    def _ended(self) -> RuntimeError:
        """What to raise when the server is gone, with what it said last."""
        self._complaints.seek(0)
        said = self._complaints.read().decode(errors="replace").strip()
        return RuntimeError(f"`{self.command}` ended: {said[-2000:] or 'and said nothing'}")

    def _read(self) -> None:
        stdout = self._process.stdout
        while stdout and (header := stdout.readline()):
            size = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.strip().lower() == b"content-length":
                    size = int(value)
                header = stdout.readline()
            raw = stdout.read(size)
            self._take(time.perf_counter(), json.loads(raw))
        with self._arrived:
            self._has_ended = True
            self._arrived.notify_all()

    def _take(self, at: float, message: Json) -> None:
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            params = message["params"]
            published = Published(at, params["uri"], params.get("version"), params["diagnostics"])
            with self._arrived:
                self._published.append(published)
                self._arrived.notify_all()
        elif method and "id" in message:
            settings = method == "workspace/configuration"
            result: list[Json] | None = [{} for _ in message["params"]["items"]] if settings else None
            self._send({"id": message["id"], "result": result})
        elif "id" in message:
            with self._arrived:
                self._answers[message["id"]] = (at, message)
                self._arrived.notify_all()
