"""`CHECKLIST.md`: what to do before, while and after this very migration is deployed, and where it fails.

Each line is about this migration: a line that would stand in every checklist says nothing.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from itertools import groupby

from partywall.database.model import Database, Name
from partywall.migrations.codes import Codes, codes_of
from partywall.migrations.data_writing import Subject
from partywall.migrations.dialect import Dialect
from partywall.migrations.down import losses as losses_of_the_way_back
from partywall.migrations.failures import reasons
from partywall.migrations.markdown import cell, code, code_cell
from partywall.migrations.parts import Part, parts
from partywall.migrations.plan import Plan
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.preflight import preflight
from partywall.migrations.releases import Release, release
from partywall.migrations.script import one_line
from partywall.migrations.shell import Shell, commands_note, path_in, shell_of
from partywall.migrations.steps import AddColumn, AlterTable, Step
from partywall.migrations.verify import Question
from partywall.values import dataclass

_DONE = {
    "none": "an instant",
    "scan": "reads all rows",
    "index": "builds an index on all rows",
    "rewrite": "writes all rows anew",
}


@dataclass(frozen=True, slots=True)
class _Facts:
    folder: str
    path: str
    """Of its folder, from where commands are run."""
    note: str
    parts: tuple[Part, ...]
    release: Release
    questions: tuple[Question, ...]
    back: tuple[str, ...]
    filled: tuple[Name, ...]
    seeded: tuple[Name, ...]
    repeatable: int
    """How many statements can be run a second time."""
    dialect: Dialect
    shell: Shell
    codes: Codes
    postgres: int | None

    @property
    def slow(self) -> list[Part]:
        """The parts that take longer the more rows there are."""
        return [each for each in self.parts if each.effect.work != "none"]

    @property
    def tables(self) -> list[Name]:
        """The tables of before that are locked."""
        return list(dict.fromkeys(lock.table for part in self.parts for lock in part.effect.locks))


def checklist(  # noqa: PLR0913, PLR0917 - each is a part of what is known
    folder: str,
    plan: Plan,
    sql: str,
    source: Database,
    back: Sequence[Step],
    subjects: Sequence[Subject],
    dialect: Dialect,
    postgres: int,
    place: str = "",
) -> str:
    """The text of `CHECKLIST.md` for a migration whose file is `sql` and whose way back are `back`.

    `subjects` are the new tables that `seed.sql` is for, `postgres` is the version of PostgreSQL that locks
    and work are those of, `place` the path of the migrations from where commands are run.
    """
    shell = shell_of(source.provider)
    listed = parts(plan, sql, dialect, source.provider, postgres)
    codes = codes_of(source.provider)
    facts = _Facts(
        shlex.quote(one_line(folder)),
        path_in(place, folder),
        commands_note(shell, place),
        listed,
        release(plan, codes),
        preflight(plan, source, dialect),
        tuple(losses_of_the_way_back(tuple(back))),
        tuple(dict.fromkeys(each.wanted.table for each in plan.fillings)),
        tuple(each.table.name for each in subjects),
        _repeatable(listed, can_repeat=isinstance(dialect, PostgreSQL)),
        dialect,
        shell,
        codes,
        postgres if source.provider == "postgresql" else None,
    )
    sections = (
        [f"# {cell(folder)}"],
        ["## Before", facts.note, *_before(facts)],
        ["## Locks and downtime", *_locks(facts)],
        ["## Deploy", *_deploy(facts)],
        ["## If it fails", *_failures(facts)],
        ["## After", *_after(facts)],
    )
    return "\n\n".join("\n\n".join(each) for each in sections) + "\n"


def _repeatable(listed: Sequence[Part], *, can_repeat: bool) -> int:
    """How many statements at the start do nothing when they are run again."""
    count = 0
    for part in listed:
        changes = part.step.changes if isinstance(part.step, AlterTable) else ()
        adds = changes and all(isinstance(each, AddColumn) and each.if_missing for each in changes)
        if not (part.is_question or (can_repeat and (part.step is None or adds))):
            break
        count = part.last
    return count


# --- before ---------------------------------------------------------------------------------------


def _before(facts: _Facts) -> Iterator[str]:
    dump = facts.shell.dump.replace("{folder}", facts.folder)
    if facts.release.lost:
        yield (
            f"- [ ] **Backup.** It destroys {_listed(facts.release.lost)}; `down.sql` does not bring the "
            f"values back. Just before it: {code_cell(dump)}"
        )
    else:
        yield (
            "- [ ] **Backup.** It destroys no values, but changes rows or structure. Before it: "
            f"{code_cell(dump)}"
        )
    if facts.tables:
        sizes = facts.shell.sizes(facts.tables, facts.dialect)
        yield f"- [ ] **Size** of the tables that it locks, in production:\n\n{code('sql', sizes, 2)}"
    if facts.questions:
        asked = "\n".join(f"-- {one_line(each.bad)}\n{each.sql};" for each in facts.questions)
        listed = code("sql", asked, 2)
        yield f"- [ ] **Rows** on which it would fail. None of these may give one:\n\n{listed}"
    slow = _numbers(facts.slow)
    timed = f" Take the time of {slow}: that is how long it takes in production." if slow else ""
    yield (
        "- [ ] **Staging.** On a copy of production: `npx prisma migrate deploy`, `verify.sql`, "
        f"`down.sql`, `npx prisma migrate deploy`, `verify.sql`.{timed}"
    )
    yield _rollback(facts)
    yield from (f"- [ ] **Application.** {one_line(each)}" for each in facts.release.order)


def _rollback(facts: _Facts) -> str:
    line = facts.shell.run.replace("{file}", f"{facts.path}/down.sql")
    lost = f" It loses {_listed(facts.back)}." if facts.back else " It loses nothing."
    return f"- [ ] **Rollback.** {code_cell(line)}, with the application's version of before.{lost}"


# --- locks -----------------------------------------------------------------------------------------


def _locks(facts: _Facts) -> Iterator[str]:
    if not facts.tables:
        yield "None: it touches no table that is there. It can be deployed at any time."
        return
    rows = ["| statement | line | lock | meanwhile | how long |", "|---|---|---|---|---|"]
    for has_locks, found in groupby(facts.parts, key=lambda each: bool(each.effect.locks)):
        group = list(found)
        rows += _lock_rows(facts, group) if has_locks else [_free_row(group)]
    if facts.postgres is not None:
        yield f"As PostgreSQL {facts.postgres} has it (`postgres` in `partywall.toml`):"
    yield "\n".join(rows)
    yield _downtime(facts)


def _lock_rows(facts: _Facts, group: Sequence[Part]) -> Iterator[str]:
    for part in group:
        locks = part.effect.locks
        tables = ", ".join(code_cell(facts.dialect.name(each.table)) for each in locks)
        how_long = _DONE[part.effect.work]
        if part.effect.work != "none":
            worked = ", ".join(each.text for each in part.effect.worked)
            how_long += f" of {cell(worked)}"
        if part.step is None and facts.shell.reads_end:
            how_long += "; in the end nobody reads either, for as long as one pass over the rows takes"
        yield (
            f"| {part.numbers} {code_cell(part.text)} | {part.line} | {locks[0].mode} on {tables} "
            f"| {locks[0].meanwhile} | {how_long} |"
        )


def _free_row(group: Sequence[Part]) -> str:
    first, last = group[0].first, group[-1].last
    numbers = str(first) if first == last else f"{first} to {last}"
    return f"| {numbers} | {group[0].line} | none on what was there before | all go on | an instant |"


def _downtime(facts: _Facts) -> str:
    stopped = [
        each
        for each in (facts.parts if facts.shell.whole else facts.slow)
        if each.effect.locks and each.effect.locks[0].meanwhile != "all go on"
    ]
    slow = [each for each in stopped if each.effect.work != "none"]
    if not slow:
        return (
            "Expected downtime: none. Each lock is held for an instant, but it waits for transactions "
            "that are open on the table, and all others wait behind it."
        )
    unread = [each for each in slow if _hides(each, facts)]
    tables = dict.fromkeys(each.table.text for part in stopped for each in part.effect.locks)
    run = "runs" if _is_one(slow) else "run"
    what = f"{_listed(tuple(tables))} cannot be written to while {_numbers(slow)} {run}"
    if unread:
        hidden = dict.fromkeys(each.table.text for part in unread for each in part.effect.locks)
        what += f", and {_listed(tuple(hidden))} not be read for a part of it ({_numbers(unread)})"
    is_one = len(facts.parts) == 1
    held = "The lock is held until the statement has ended." if is_one else facts.shell.held
    return f"Expected downtime: {what}. {held}"


def _hides(part: Part, facts: _Facts) -> bool:
    is_backfill = part.step is None and facts.shell.reads_end
    return is_backfill or part.effect.locks[0].meanwhile == "nobody reads or writes"


# --- deploying -------------------------------------------------------------------------------------


def _deploy(facts: _Facts) -> Iterator[str]:
    window = "in the maintenance window, " if facts.filled else ""
    yield (
        f"- [ ] **One job**, {window}before the pods of the new version start, not one in each of them: "
        f"`npx prisma migrate deploy`. {facts.shell.second}"
    )
    if not facts.tables:
        return
    if facts.shell.open_transactions is not None:
        longest = facts.shell.open_transactions(facts.tables, facts.dialect)
        yield (
            "- [ ] **Nobody in the way.** Transactions on these tables that are open for longer than users "
            f"may wait, first let them end:\n\n{code('sql', longest, 2)}"
        )
    if facts.shell.watched:
        listed = code("sql", facts.shell.watched, 2)
        yield f"- [ ] **Watch** {facts.shell.watching}, while it runs:\n\n{listed}"
    yield from (f"- [ ] **Watch** the application's errors for {each}" for each in facts.release.watched)


# --- where it fails --------------------------------------------------------------------------------


def _failures(facts: _Facts) -> Iterator[str]:
    resolve = f"npx prisma migrate resolve --rolled-back {facts.folder}"
    yield (
        "Prisma then refuses every later deploy (P3009) until it is told. "
        "Put right what the message says first; nothing of it repairs itself."
    )
    rows = ["| fails at | because | then |", "|---|---|---|"]
    for _, found in groupby(facts.parts, key=lambda each: each if _stands_alone(each) else None):
        group = list(found)
        first, last = group[0].first, group[-1].last
        numbers = str(first) if first == last else f"{first} to {last}"
        why = dict.fromkeys(reason for part in group for reason in _reasons(part, facts))
        is_locking = group[0].effect.locks and group[0].step is not None
        named = list(why)[:3] + ([facts.codes.waited] if is_locking else [])
        what = cell("; ".join(named) or "the server or the connection ended")
        rows.append(f"| {numbers} | {what} | {_then(facts, group)} |")
    yield "\n".join(rows)
    again = code("sh", _again(resolve))
    yield f"(a) Nothing of it is there, or nothing that is in the way. When the cause is gone:\n\n{again}"
    if not facts.shell.whole and any(part.last > facts.repeatable + 1 for part in facts.parts):
        yield _half_done(facts)


def _reasons(part: Part, facts: _Facts) -> tuple[str, ...]:
    found = reasons(part.step, facts.codes)
    return found[:1] if part.is_question else found


def _stands_alone(part: Part) -> bool:
    """Whether a part has a line of its own; others stand together as far as they follow each other."""
    return bool(part.effect.locks) or part.is_question


def _then(facts: _Facts, group: Sequence[Part]) -> str:
    if facts.shell.whole or group[-1].last <= facts.repeatable + 1 or group[0].is_question:
        return "(a)"
    either = "(a), or (b)" if facts.shell.may_be_whole else "(b)"
    if group[0].first <= facts.repeatable + 1:
        either = "(a), or (b)"
    if len(group) > 1:
        return f"{either} from the line of the one that failed, {group[0].line} or later"
    return f"{either} from line {group[0].line} on"


def _again(resolve: str) -> str:
    return f"{resolve}\nnpx prisma migrate deploy"


def _half_done(facts: _Facts) -> str:
    effective = [each for each in facts.parts if not each.is_question]
    first = effective[0]
    look = _look(first, facts)
    have = "has" if _is_one([first]) else "have"
    rest = (
        f"tail -n +LINE {facts.path}/migration.sql | {facts.shell.pipe}\n"
        f"npx prisma migrate resolve --applied {facts.folder}"
    )
    return (
        f"(b) {facts.shell.partly} Look whether {_numbers([first])} {have} been done ({look}). If "
        "not, (a) holds. If so, do the rest by hand, with the line of the table above for LINE:\n\n"
        f"{code('sh', rest)}"
    )


def _look(part: Part, facts: _Facts) -> str:
    step = part.step
    name: Name | None = None
    if part.effect.locks:
        name = part.effect.locks[0].table
    elif (table := getattr(step, "table", None)) is not None:
        name = table if isinstance(table, Name) else table.name
    if name is not None:
        return f"{code_cell(facts.shell.look(name, facts.dialect))} in {facts.shell.program}"
    return "`\\dT`, `\\dn` and `\\dx` in psql list types, schemas and extensions"


# --- after -----------------------------------------------------------------------------------------


def _after(facts: _Facts) -> Iterator[str]:
    line = facts.shell.asks.replace("{file}", f"{facts.path}/verify.sql")
    yield f"- [ ] **Validation.** No query of {code_cell(line)} gives a row."
    if facts.seeded:
        line = facts.shell.run.replace("{file}", f"{facts.path}/seed.sql")
        yield (
            f"- [ ] **Seed.** The tenants that are there have no rows in "
            f"{_listed([each.text for each in facts.seeded])}. If they need some, fill in `seed.sql`: "
            f"{code_cell(line)}. If not, delete it."
        )
    for each in facts.shell.written_anew(facts.filled, facts.dialect):
        yield f"- [ ] **Clean-up.** {code_cell(each)} since all its rows were written anew."
    rewritten = dict.fromkeys(
        each
        for part in facts.parts
        if part.step is not None and part.effect.work in {"rewrite", "index"}
        for each in part.effect.worked
        if each not in facts.filled
    )
    if rewritten:
        analyse = code_cell(facts.shell.analysed(tuple(rewritten), facts.dialect))
        yield f"- [ ] **Clean-up.** {analyse} so that plans know the new columns and indexes."
    yield (
        f"- [ ] **Clean-up.** Delete `{facts.folder}.dump` once nobody would go back: from then on "
        "`down.sql` alone takes it back."
    )


# --- text ------------------------------------------------------------------------------------------


def _listed(names: Sequence[str]) -> str:
    return ", ".join(one_line(each) for each in names)


def _numbers(listed: Sequence[Part]) -> str:
    if not listed:
        return ""
    word = "statement" if _is_one(listed) else "statements"
    return f"{word} {', '.join(each.numbers for each in listed)}"


def _is_one(listed: Sequence[Part]) -> bool:
    return len(listed) == 1 and listed[0].first == listed[0].last
