"""What a hazard is, and what it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from partywall.config import Profile
from partywall.database.providers import PROVIDERS
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.view import MigrationView
from partywall.text import Edit, Span
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class SqlFix:
    """A safer form as edits of the file. `note` says what remains to be done."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """What may go wrong (`message`, one line, code in backticks) and what to do (`help`).

    `severity` lowers the hazard's own, None keeps it.
    """

    span: Span
    message: str
    help: str
    fix: SqlFix | None = None
    severity: Severity | None = None


POSTGRESQL = frozenset({"postgresql", "cockroachdb"})
"""The providers of a hazard that names none."""
BY_LOCKS = frozenset({"postgresql"})
"""Where a change of the structure keeps others out.

CockroachDB, which speaks the same SQL, makes it while all go on, and `CONCURRENTLY` is a word without effect
there ("Online Schema Changes" and "CREATE INDEX" in its manual).
"""
EVERYWHERE = frozenset(PROVIDERS)
"""All that are known."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """A hazard as discovered: `name` is its file's name with dashes, `severities` by profile (None: off).

    `providers` are those whose databases do what it says. `documentation` is the module's docstring.
    `is_of_history` says that it is about the place of a file in its history: told of files that are not open.
    """

    name: str
    check: Callable[[MigrationView], Iterator[Risk]]
    severities: Mapping[Profile, Severity | None]
    documentation: str
    providers: frozenset[str]
    is_of_history: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A risk with the name and the effective severity of its hazard, in a migration.

    `fingerprint` is the same as long as the statement is, wherever its lines move.
    """

    hazard: str
    severity: Severity
    folder: str
    risk: Risk
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Review:
    """What was found in one migration, in order of its text, and what went wrong in us."""

    found: tuple[Reviewed, ...]
    internal_errors: tuple[str, ...] = ()
