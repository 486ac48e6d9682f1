"""Text in Markdown: code of any content, and cells of tables that nothing in them ends."""

from __future__ import annotations

import re


def code(language: str, text: str, indent: int = 0) -> str:
    """A block of code; its fence is longer than any run of backticks in it."""
    fence = "`" * max(3, *(len(each) + 1 for each in re.findall("`+", text)), 0)
    lines = [f"{fence}{language}", *text.splitlines(), fence]
    return "\n".join(" " * indent + each for each in lines)


def code_cell(text: str) -> str:
    """A text as code in a line; a fence is longer than any run of backticks in it."""
    shown = cell(text)
    fence = "`" * (1 + max((len(each) for each in re.findall("`+", shown)), default=0))
    blank = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{blank}{shown}{blank}{fence}"


def cell(text: str) -> str:
    """A text that ends neither the cell nor the line that it stands in."""
    return " ".join(text.split()).replace("|", "\\|")
