"""The command line, run in this process: what it prints and its exit code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from partywall_server.cli.app import run as run_command

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON; the tests name it
        """Standard output, which has to be JSON and nothing else."""
        return json.loads(self.out)


class CommandLine:
    """Runs commands and reads what they print."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture
        self.served: list[tuple[str, int] | None] = []

    def __call__(self, *arguments: str) -> Outcome:
        self._capture.readouterr()
        code = run_command(arguments, self._serve)
        printed = self._capture.readouterr()
        return Outcome(code, printed.out, printed.err)

    def _serve(self, address: tuple[str, int] | None) -> int:
        self.served.append(address)
        return 0
