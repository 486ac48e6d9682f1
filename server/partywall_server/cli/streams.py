"""Standard output and standard error: results on the one, everything else on the other."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from partywall.text import Position
from partywall_server.cli.places import shown

if TYPE_CHECKING:
    from rich.console import Console


def complain(message: str, path: Path | None = None, position: Position | None = None) -> None:
    """One line on standard error, with the place that it speaks of."""
    place = "" if path is None else f"{shown(path)}: "
    if path is not None and position is not None:
        place = f"{shown(path)}:{position.line + 1}:{position.column + 1}: "
    one_line = " ".join(printable(message).split())
    sys.stderr.write(f"partywall: {printable(place)}{one_line}\n")


def print_json(value: object) -> None:
    """A value as JSON, alone on standard output. ASCII, so that no terminal's encoding spoils it."""
    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def console() -> Console:
    """Where text results go: in colour on a terminal, unless `NO_COLOR` is set."""
    return console_on(sys.stdout)


def console_on(out: TextIO) -> Console:
    """The same for another stream. Long lines are not folded, and nothing in them is taken for markup."""
    from rich.console import Console  # noqa: PLC0415  (costs 60 ms, and JSON needs none of it)

    return Console(file=out, highlight=False, markup=False, emoji=False, soft_wrap=True)


def printable(text: str) -> str:
    """A text from a file without what would steer the terminal."""
    return text.translate(_HARMLESS)


# Control characters (C0, DEL, C1) but for TAB and line ends, and marks that reverse the order of text.
_HARMLESS = {
    **{code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"},
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"),
}
