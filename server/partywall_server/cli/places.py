"""How places are told to people and machines: relative to the current folder, counted from 1."""

from __future__ import annotations

import os
from pathlib import Path

from partywall.syntax.chunks import Source
from partywall.text import Span


def shown(path: Path | str) -> str:
    """A path relative to the current folder, with `/` between its parts."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        relative = str(path)
    return relative.replace(os.sep, "/")


def json_range(source: Source, span: Span) -> dict[str, dict[str, int]]:
    """A range with lines and columns from 1, columns in code points, the end exclusive."""
    return {"start": json_position(source, span.start), "end": json_position(source, span.end)}


def json_position(source: Source, offset: int) -> dict[str, int]:
    """A position with line and column from 1."""
    position = source.position(offset)
    return {"line": position.line + 1, "column": position.column + 1}
