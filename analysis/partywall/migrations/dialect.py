"""How steps are written, by provider. What stands in a database is `database/provider.py`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from partywall.database.model import Name
from partywall.migrations.steps import Step


class Dialect(Protocol):
    """Writes steps as SQL, in Prisma's words.

    Where it is careful, not to the byte, but in a form that works on rows too.
    """

    def statements(self, step: Step) -> Iterator[str]:
        """The statements of one step, without the semicolons."""
        ...

    def name(self, name: Name) -> str:
        """A quoted name, with its schema where it needs one."""
        ...

    def framed(self, script: str) -> str:
        """A script with what has to stand around it."""
        ...
