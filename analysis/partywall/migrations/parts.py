"""A migration's file as those see it who deploy it: its statements by number and line, and what each does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.model import Name
from partywall.database.sql_statements import statements
from partywall.migrations.backfill import locked_tables
from partywall.migrations.dialect import Dialect
from partywall.migrations.effects import Effect, Lock, created_tables, effect
from partywall.migrations.plan import Plan
from partywall.migrations.steps import Step
from partywall.values import dataclass

_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Part:
    """The statements of one step, from `first` to `last`, counted from 1; `line` is that of the first.

    `step` is None for the backfill. `text` is the first statement on one line, cut.
    """

    first: int
    last: int
    line: int
    text: str
    step: Step | None
    effect: Effect

    @property
    def numbers(self) -> str:
        """Its statements by number."""
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


def parts(plan: Plan, sql: str, dialect: Dialect) -> tuple[Part, ...]:
    """The parts of a file, whose text is `sql`."""
    return tuple(_parts(plan, sql, dialect))


def _parts(plan: Plan, sql: str, dialect: Dialect) -> Iterator[Part]:
    found = list(statements(sql))
    created = created_tables(plan.steps)
    at = 0
    for step, count in _counted(plan, dialect):
        if not count or at >= len(found):
            continue
        first = found[at]
        done = _backfill(plan) if step is None else effect(step, created)
        yield Part(at + 1, at + count, first.line, _shown(first.sql), step, done)
        at += count


def _counted(plan: Plan, dialect: Dialect) -> Iterator[tuple[Step | None, int]]:
    for step in plan.before:
        yield step, _count(step, dialect)
    if plan.fillings:
        yield None, 1
    for step in plan.after:
        yield step, _count(step, dialect)


def _count(step: Step, dialect: Dialect) -> int:
    return sum(1 for _ in dialect.statements(step))


def _backfill(plan: Plan) -> Effect:
    locked: Sequence[Name] = locked_tables(plan.fillings)
    return Effect(tuple(Lock(each, "SHARE ROW EXCLUSIVE") for each in locked), "rewrite", tuple(locked))


def _shown(sql: str) -> str:
    text = " ".join(sql.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
