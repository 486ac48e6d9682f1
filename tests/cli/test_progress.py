"""Signs of life on a terminal: a bar where there are several schemas, nothing where nobody looks."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.folders import DATASOURCE, fill

if TYPE_CHECKING:
    from pathlib import Path

# Impatient, so that a quick run shows what a long one does.
RUN = (
    "import partywall_server.cli.progress as progress\n"
    "progress._PATIENCE = progress._BETWEEN = 0\n"
    "from partywall_server.main import main; main()"
)
SEVERAL = {f"{name}/schema.prisma": DATASOURCE + "model A {\n  id Int @id\n}\n" for name in "abc"}


def on_terminal(folder: Path, *arguments: str, **environment: str) -> tuple[str, str]:
    """What a command prints, and what its standard error shows on a terminal."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=folder,
        env={**kept, "TERM": "xterm", "COLUMNS": "80", **environment},
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        check=False,
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # Linux: the other side is closed
        pass
    os.close(ours)
    return done.stdout, shown.decode()


@pytest.mark.parametrize("command", ["check", "fix"])
def test_several_schemas_have_a_bar(tmp_path: Path, command: str) -> None:
    fill(tmp_path, SEVERAL)
    out, shown = on_terminal(tmp_path, command)
    assert "Nothing found in 3 files." in out
    assert "━" not in out
    assert re.findall(r"(\d)/3", re.sub(r"\x1b\[[\d;]*m", "", shown))[-1] == "3"
    assert re.search(r"\x1b\[[\d;]*3\dm", shown), "in colour"
    assert shown.endswith("\x1b[2K") or shown.rstrip("\r\n").endswith("\x1b[2K"), "and is gone in the end"


def test_no_color_takes_the_colours_from_the_bar(tmp_path: Path) -> None:
    fill(tmp_path, SEVERAL)
    _, shown = on_terminal(tmp_path, "check", NO_COLOR="1")
    assert "3/3" in shown
    assert not re.search(r"\x1b\[[\d;]*(3|9)\dm", shown)


def test_one_schema_has_a_mark_and_no_bar(tmp_path: Path) -> None:
    fill(tmp_path, {"schema.prisma": DATASOURCE})
    _, shown = on_terminal(tmp_path, "check")
    assert "⠋ Checking …" in shown
    assert "1/1" not in shown
    assert shown.endswith("\r\x1b[2K")


def test_a_line_on_standard_error_is_not_lost_in_the_bar(tmp_path: Path) -> None:
    fill(tmp_path, {**SEVERAL, "b/partywall.toml": "colour = 1\n"})
    _, shown = on_terminal(tmp_path, "check")
    assert "partywall: b/partywall.toml:1:1: `colour`: there is no such setting" in shown


def test_nothing_is_shown_where_nobody_looks(tmp_path: Path) -> None:
    fill(tmp_path, SEVERAL)
    assert on_terminal(tmp_path, "check", TERM="dumb")[1] == ""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "check"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
