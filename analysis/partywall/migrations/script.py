"""A migration's text: steps with their headings, as Prisma lays them out."""

from __future__ import annotations

from collections.abc import Iterable

from partywall.migrations.dialect import Dialect
from partywall.migrations.steps import Step

EMPTY = "-- This is an empty migration.\n"


def script(steps: Iterable[Step], dialect: Dialect) -> str:
    """The text of `migrate diff --script`."""
    text = join(part(step, dialect) for step in steps)
    return dialect.framed(text) if text else EMPTY


def part(step: Step, dialect: Dialect) -> str:
    """One step: its name as a comment, then its statements."""
    return section(type(step).__name__, dialect.statements(step))


def section(heading: str, statements: Iterable[str]) -> str:
    """A heading and statements under it."""
    lines = [f"-- {heading}", *(f"{statement};" for statement in statements)]
    return "\n".join(lines) + "\n"


def join(parts: Iterable[str]) -> str:
    """Parts with an empty line between them."""
    return "\n".join(parts)


def one_line(text: str) -> str:
    """A text that ends no comment."""
    return " ".join(text.split())
