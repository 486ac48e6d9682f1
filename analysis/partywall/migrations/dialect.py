"""How steps are written, by provider. What stands in a database is `database/provider.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from partywall.database.model import Name
from partywall.migrations.fill import Filling
from partywall.migrations.steps import Step
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition in SQL under which a script must not go on, and what it then says."""

    condition: str
    message: str


class Naming(Protocol):
    """Quotes names."""

    def name(self, name: Name, /) -> str:
        """A quoted name, with its schema where it needs one."""
        ...

    def quoted(self, name: str, /) -> str:
        """A quoted name of anything inside of a table."""
        ...


class Dialect(Naming, Protocol):
    """Writes steps as SQL, in Prisma's words.

    Where it is careful, not to the byte, but in a form that works on rows too.
    """

    anything: str
    """How a question begins that asks whether there is a row."""
    transaction: tuple[str, str]
    """The text before and after statements that belong together."""

    def statements(self, step: Step, /) -> Iterator[str]:
        """The statements of one step, without the semicolons."""
        ...

    def framed(self, script: str, /) -> str:
        """A script with what has to stand around it."""
        ...

    def refusing(self, guards: Sequence[Guard], /) -> Iterator[str]:
        """Statements that fail where one of the conditions holds."""
        ...

    def asked(self, fillings: Sequence[Filling], /) -> Iterator[str]:
        """Statements before anything else, that fail where a filling would."""
        ...

    def backfill(self, fillings: Sequence[Filling], /) -> Iterator[str]:
        """Statements between those that add columns, nullable or not, and those that need their values."""
        ...

    def forgotten(self, folder: str, /) -> str:
        """The statement that takes a migration out of Prisma's bookkeeping."""
        ...
