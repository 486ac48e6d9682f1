"""A migration's file as those see it who deploy it: its statements by number and line, and what each does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from partywall.database.model import Name
from partywall.migrations import (
    effects,
    effects_cockroachdb,
    effects_mysql,
    effects_sqlite,
    effects_sqlserver,
)
from partywall.migrations.backfill import locked_tables
from partywall.migrations.dialect import Dialect
from partywall.migrations.effects import Effect
from partywall.migrations.plan import Plan
from partywall.migrations.sqlite import BEFORE_COPIES, SQLite
from partywall.migrations.steps import RedefineTables, Step, created_tables
from partywall.values import dataclass

_SHOWN = 90
_Effects = tuple[Callable[[Step, frozenset[Name]], Effect], Callable[[Iterable[Name]], Effect]]
"""What a step does, and what a backfill does."""

_EFFECTS: dict[str, _Effects] = {
    "cockroachdb": (effects_cockroachdb.effect, effects_cockroachdb.backfill_effect),
    "mysql": (effects_mysql.effect, effects_mysql.backfill_effect),
    "sqlite": (effects_sqlite.effect, effects_sqlite.backfill_effect),
    "sqlserver": (effects_sqlserver.effect, effects_sqlserver.backfill_effect),
}


@dataclass(frozen=True, slots=True)
class Part:
    """The statements of one step, from `first` to `last`, counted from 1; `line` is that of the first.

    `step` is None for the backfill, and for the questions that are asked before it (`is_question`). `text`
    is the first statement that tells something, on one line, cut.
    """

    first: int
    last: int
    line: int
    text: str
    step: Step | None
    effect: Effect
    is_question: bool = False

    @property
    def numbers(self) -> str:
        """Its statements by number."""
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


def parts(plan: Plan, sql: str, dialect: Dialect, provider: str, version: int) -> tuple[Part, ...]:
    """The parts of a file, whose text is `sql`; `version` is that of PostgreSQL."""
    found = _EFFECTS.get(provider, (partial(effects.effect, version=version), effects.backfill_effect))
    return tuple(_parts(plan, sql, dialect, found))


def _parts(plan: Plan, sql: str, dialect: Dialect, found: _Effects) -> Iterator[Part]:
    number, at = 0, 0
    for step, statements, done, is_question in _written(plan, dialect, found):
        if not statements:
            continue
        line = sql.count("\n", 0, max(sql.find(f"\n{statements[0]};", at), 0)) + 2
        for each in statements:
            at = max(sql.find(f"\n{each};", at), at) + len(each)
        last = number + len(statements)
        yield Part(number + 1, last, line, _shown(_telling(statements)), step, done, is_question)
        number = last


def _written(
    plan: Plan, dialect: Dialect, found: _Effects
) -> Iterator[tuple[Step | None, list[str], Effect, bool]]:
    created = created_tables(plan.steps)
    effect, filled = found
    yield None, list(dialect.asked(plan.fillings)), Effect(), True
    for step, statements in _each(plan.before, dialect):
        yield step, statements, effect(step, created), False
    if plan.fillings:
        yield None, list(dialect.backfill(plan.fillings)), filled(locked_tables(plan.fillings)), False
    for step, statements in _each(plan.after, dialect):
        yield step, statements, effect(step, created), False


def _each(steps: Iterable[Step], dialect: Dialect) -> Iterator[tuple[Step, list[str]]]:
    """Each step with its statements; each table that is copied for itself, with what stands around all."""
    for step in steps:
        if not isinstance(step, RedefineTables):
            yield step, list(dialect.statements(step))
            continue
        if not isinstance(dialect, SQLite):
            yield from ((copy, list(dialect.statements(copy))) for copy in _copies(step))
            continue
        left = list(dialect.statements(step))
        for number, copy in enumerate(_copies(step)):
            count = sum(1 for _ in dialect.redefine(copy.tables[0]))
            count += (len(step.others) + len(BEFORE_COPIES)) * (number == 0)
            is_last = number == len(step.tables) - 1
            yield copy, left if is_last else left[:count]
            left = left[count:]


def _copies(step: RedefineTables) -> list[RedefineTables]:
    return [RedefineTables((each,)) for each in step.tables]


def _telling(statements: list[str]) -> str:
    """The statement that says what it is about."""
    made = (each for each in statements if each.startswith("CREATE TABLE"))
    return next(made, statements[0])


def _shown(sql: str) -> str:
    text = " ".join(sql.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
