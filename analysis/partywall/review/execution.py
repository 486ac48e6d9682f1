"""How Prisma sends a migration file to the database, by its version.

Up to 7.3 the file is one query: several statements are then one implicit transaction, a single one is none.
From 7.4 on each statement is a query of its own, unless sqlparser, which cuts the file, rejects one of them:
then it is one query again. On CockroachDB the engine turns the implicit transaction off.

MySQL and SQLite run a file in one go, but each statement is a transaction of its own, and on MySQL whatever
changes the structure commits what was open (its manual: "Statements That Cause an Implicit Commit"). So it is
on SQL Server, where Prisma writes `BEGIN TRAN` and `COMMIT TRAN` into the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from partywall.database.ddl import Nothing
from partywall.review.statements import Statement
from partywall.values import dataclass

Certainty = Literal["yes", "maybe", "no"]
Version = tuple[int, int]

_SPLITS_SINCE: Version = (7, 4)
_PART = re.compile(
    r"(?P<sign>\^|~|>=|<=|>|<|=|v)?\s*(?P<major>\d+)(?:\.(?P<minor>\d+|[xX*]))?(?:\.[\w*+.-]+)?"
)
_LAST: Version = (999, 0)


@dataclass(frozen=True, slots=True)
class PrismaVersions:
    """The versions of Prisma that may run a migration: from `low` up to, and not including, `high`."""

    low: Version = (0, 0)
    high: Version = _LAST

    @property
    def splits(self) -> Certainty:
        """Whether a file is cut into its statements."""
        if self.low >= _SPLITS_SINCE:
            return "yes"
        return "no" if self.high <= _SPLITS_SINCE else "maybe"


SPLITTING = PrismaVersions(_SPLITS_SINCE)
"""Versions that send statements one by one."""


def versions(written: str | None) -> PrismaVersions:
    """The versions that a range of npm's allows (`^7.4.0`, `~6.1`, `7.x`); all where it is not understood."""
    text = (written or "").strip().removeprefix("npm:prisma@")
    if "||" in text:
        parts = [versions(each) for each in text.split("||")]
        return PrismaVersions(min(each.low for each in parts), max(each.high for each in parts))
    found = PrismaVersions()
    rest = text
    while match := _PART.match(rest):
        found = _narrowed(found, match)
        rest = rest[match.end() :].strip()
    return PrismaVersions() if rest else found


def _narrowed(before: PrismaVersions, match: re.Match[str]) -> PrismaVersions:
    major = int(match["major"])
    minor = int(match["minor"]) if (match["minor"] or "").isdigit() else None
    exact = (major, minor or 0)
    next_minor = (major, minor + 1) if minor is not None else (major + 1, 0)
    match match["sign"]:
        case ">=":
            return PrismaVersions(max(before.low, exact), before.high)
        case ">":
            return PrismaVersions(max(before.low, exact), before.high)
        case "<":
            return PrismaVersions(before.low, min(before.high, exact))
        case "<=":
            return PrismaVersions(before.low, min(before.high, next_minor))
        case "^":
            return PrismaVersions(exact, (major + 1, 0))
        case _:
            return PrismaVersions(exact, next_minor)


# --- one file -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Execution:
    """How one file runs. `splits`: whether each statement is a query of its own."""

    splits: Certainty
    count: int
    blocks: tuple[tuple[int, int], ...] = ()
    """The numbers of the statements that open and end transactions of the file's own."""
    is_uncut: bool = False
    """Whether something in it keeps versions that cut files from cutting this one, as far as was seen."""

    def together(self, first: Statement, second: Statement) -> Certainty:
        """Whether two statements run in one transaction."""
        low, high = sorted((first.number, second.number))
        if low == high or any(begin < low and high < end for begin, end in self.blocks):
            return "yes"
        if any(low < edge < high for block in self.blocks for edge in block):
            return "no"
        return _NOT[self.splits]

    def in_transaction(self, statement: Statement) -> Certainty:
        """Whether a statement runs in a transaction together with others."""
        if any(begin < statement.number < end for begin, end in self.blocks):
            return "yes"
        return "no" if self.count == 1 else _NOT[self.splits]


_NOT: dict[Certainty, Certainty] = {"yes": "no", "maybe": "maybe", "no": "yes"}


def execution(found: tuple[Statement, ...], prisma: PrismaVersions, provider: str) -> Execution:
    """How a file of these statements runs."""
    outer = [each for each in found if not each.is_nested]
    if provider != "postgresql":
        commits = _changes_structure if provider == "mysql" else _commits
        return Execution("yes", len(outer), tuple(_blocks(outer, commits)))
    splits = prisma.splits
    is_uncut = any(map(_is_rejected, outer))
    if splits == "yes" and is_uncut:
        splits = "maybe"
    return Execution(splits, len(outer), tuple(_blocks(outer, _commits)), is_uncut)


_REJECTED = (
    ("DROP", "INDEX", "CONCURRENTLY"),
    ("DO",),
    ("REINDEX",),
    ("CREATE", "PROCEDURE"),
    ("ALTER", "DEFAULT", "PRIVILEGES"),
)
_REJECTED_INSIDE = (("USING", "INDEX"), ("ALTER", "CONSTRAINT"), ("DETACH", "PARTITION"))


def _is_rejected(statement: Statement) -> bool:
    """Whether sqlparser 0.61 rejects it, as was seen; Prisma's own release of it may differ."""
    keys = tuple(each.key for each in statement.tokens[:3])
    if any(keys[: len(each)] == each for each in _REJECTED):
        return True
    return statement.keyword == "ALTER" and any(statement.has(*each) for each in _REJECTED_INSIDE)


def _blocks(outer: list[Statement], ends: Callable[[Statement], bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin: int | None = None
    for each in outer:
        if begin is None and _begins(each):
            begin = each.number
        elif begin is not None and ends(each):
            found.append((begin, each.number))
            begin = None
    if begin is not None:
        found.append((begin, len(outer)))
    return found


def _begins(statement: Statement) -> bool:
    """`BEGIN`, `START TRANSACTION`; not `BEGIN TRY` alone."""
    if statement.keyword not in {"BEGIN", "START"}:
        return False
    is_frame = statement.has("BEGIN", "TRY") or statement.has("BEGIN", "CATCH")
    return not is_frame or statement.has("BEGIN", "TRAN") or statement.has("BEGIN", "TRANSACTION")


def _commits(statement: Statement) -> bool:
    return statement.keyword in {"COMMIT", "END", "ROLLBACK"} and not statement.has("TO")


def _changes_structure(statement: Statement) -> bool:
    """What ends a transaction on MySQL; what is not understood is taken to do so."""
    return _commits(statement) or not isinstance(statement.operation, Nothing)
