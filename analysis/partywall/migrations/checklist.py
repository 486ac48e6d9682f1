"""`CHECKLIST.md`: what to do before, while and after this very migration is deployed, and where it fails.

Each line is about this migration: a line that would stand in every checklist says nothing.
"""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import groupby

from partywall.database.model import Database, Name
from partywall.database.sql_text import literal
from partywall.migrations.dialect import Dialect
from partywall.migrations.down import losses as losses_of_the_way_back
from partywall.migrations.failures import WAITED, reasons
from partywall.migrations.parts import Part, parts
from partywall.migrations.plan import Plan
from partywall.migrations.preflight import preflight
from partywall.migrations.releases import Release, release
from partywall.migrations.steps import AddColumn, AlterTable, Step
from partywall.migrations.verify import Question
from partywall.values import dataclass

_MEANWHILE = {
    "ACCESS EXCLUSIVE": "nobody reads or writes",
    "SHARE ROW EXCLUSIVE": "nobody writes",
    "SHARE": "nobody writes",
    "SHARE UPDATE EXCLUSIVE": "all go on",
}
_DONE = {
    "none": "an instant",
    "scan": "reads all rows",
    "index": "builds an index on all rows",
    "rewrite": "writes all rows anew",
}


@dataclass(frozen=True, slots=True)
class _Facts:
    folder: str
    parts: tuple[Part, ...]
    release: Release
    questions: tuple[Question, ...]
    back: tuple[str, ...]
    filled: tuple[Name, ...]
    repeatable: int
    """How many statements can be run a second time."""
    dialect: Dialect

    @property
    def slow(self) -> list[Part]:
        """The parts that take longer the more rows there are."""
        return [each for each in self.parts if each.effect.work != "none"]

    @property
    def tables(self) -> list[Name]:
        """The tables of before that are locked."""
        return list(dict.fromkeys(lock.table for part in self.parts for lock in part.effect.locks))


def checklist(  # noqa: PLR0913, PLR0917 - each is a part of what is known
    folder: str, plan: Plan, sql: str, source: Database, back: Sequence[Step], dialect: Dialect
) -> str:
    """The text of `CHECKLIST.md` for a migration whose file is `sql` and whose way back are `back`."""
    listed = parts(plan, sql, dialect)
    facts = _Facts(
        shlex.quote(_one_line(folder)),
        listed,
        release(plan),
        preflight(plan, source, dialect),
        tuple(losses_of_the_way_back(tuple(back))),
        tuple(dict.fromkeys(each.wanted.table for each in plan.fillings)),
        _repeatable(listed),
        dialect,
    )
    sections = (
        [f"# {_cell(folder)}"],
        ["## Before", *_before(facts)],
        ["## Locks and downtime", *_locks(facts)],
        ["## Deploy", *_deploy(facts)],
        ["## If it fails", *_failures(facts)],
        ["## After", *_after(facts)],
    )
    return "\n\n".join("\n\n".join(each) for each in sections) + "\n"


def _repeatable(listed: Sequence[Part]) -> int:
    """How many statements at the start do nothing when they are run again."""
    count = 0
    for part in listed:
        step = part.step
        changes = step.changes if isinstance(step, AlterTable) else ()
        if step is not None and not (
            changes and all(isinstance(each, AddColumn) and each.if_missing for each in changes)
        ):
            break
        count = part.last
    return count


# --- before ---------------------------------------------------------------------------------------


def _before(facts: _Facts) -> Iterator[str]:
    dump = f'pg_dump --format=custom --file {facts.folder}.dump "$DATABASE_URL"'
    if facts.release.lost:
        yield (
            f"- [ ] **Backup.** It destroys {_listed(facts.release.lost)}; `down.sql` does not bring the "
            f"values back. Just before it: `{dump}`"
        )
    else:
        yield f"- [ ] **Backup.** It destroys no values, but changes rows or structure. Before it: `{dump}`"
    if facts.tables:
        tables = ", ".join(f"to_regclass({literal(facts.dialect.name(each))})" for each in facts.tables)
        sizes = (
            "SELECT relname, reltuples::bigint AS rows, pg_size_pretty(pg_total_relation_size(oid)) AS size "
            f"FROM pg_class WHERE oid IN ({tables});"
        )
        yield f"- [ ] **Size** of the tables that it locks, in production:\n\n{_code('sql', sizes, 2)}"
    if facts.questions:
        asked = "\n".join(f"-- {_one_line(each.bad)}\n{each.sql};" for each in facts.questions)
        listed = _code("sql", asked, 2)
        yield f"- [ ] **Rows** on which it would fail. None of these may give one:\n\n{listed}"
    slow = _numbers(facts.slow)
    timed = f" Take the time of {slow}: that is how long it takes in production." if slow else ""
    yield (
        "- [ ] **Staging.** On a copy of production: `npx prisma migrate deploy`, `verify.sql`, "
        f"`down.sql`, `npx prisma migrate deploy`, `verify.sql`.{timed}"
    )
    yield _rollback(facts)
    yield from (f"- [ ] **Application.** {_one_line(each)}" for each in facts.release.order)


def _rollback(facts: _Facts) -> str:
    line = f'psql "$DATABASE_URL" --set ON_ERROR_STOP=1 --file {facts.folder}/down.sql'
    lost = f" It loses {_listed(facts.back)}." if facts.back else " It loses nothing."
    return f"- [ ] **Rollback.** `{line}`, with the application's version of before.{lost}"


# --- locks -----------------------------------------------------------------------------------------


def _locks(facts: _Facts) -> Iterator[str]:
    if not facts.tables:
        yield "None: it touches no table that is there. It can be deployed at any time."
        return
    rows = ["| statement | line | lock | meanwhile | how long |", "|---|---|---|---|---|"]
    for has_locks, found in groupby(facts.parts, key=lambda each: bool(each.effect.locks)):
        group = list(found)
        rows += _lock_rows(facts, group) if has_locks else [_free_row(group)]
    yield "\n".join(rows)
    yield _downtime(facts)


def _lock_rows(facts: _Facts, group: Sequence[Part]) -> Iterator[str]:
    for part in group:
        locks = part.effect.locks
        tables = ", ".join(_code_cell(facts.dialect.name(each.table)) for each in locks)
        how_long = _DONE[part.effect.work]
        if part.effect.work != "none":
            worked = ", ".join(each.text for each in part.effect.worked)
            how_long += f" of {_cell(worked)}"
        if part.step is None:
            how_long += "; in the end nobody reads either, for as long as one pass over the rows takes"
        yield (
            f"| {part.numbers} {_code_cell(part.text)} | {part.line} | {locks[0].mode} on {tables} "
            f"| {_MEANWHILE[locks[0].mode]} | {how_long} |"
        )


def _free_row(group: Sequence[Part]) -> str:
    first, last = group[0].first, group[-1].last
    numbers = str(first) if first == last else f"{first} to {last}"
    return f"| {numbers} | {group[0].line} | none on what was there before | all go on | an instant |"


def _downtime(facts: _Facts) -> str:
    slow = [each for each in facts.slow if each.effect.locks]
    if not slow:
        return (
            "Expected downtime: none. Each lock is held for an instant, but it waits for transactions "
            "that are open on the table, and all others wait behind it."
        )
    unread = [each for each in slow if each.effect.locks[0].mode == "ACCESS EXCLUSIVE" or each.step is None]
    tables = dict.fromkeys(each.table.text for part in slow for each in part.effect.locks)
    what = f"{_listed(tuple(tables))} cannot be written to while {_numbers(slow)} run"
    if unread:
        hidden = dict.fromkeys(each.table.text for part in unread for each in part.effect.locks)
        what += f", and {_listed(tuple(hidden))} not be read for a part of it ({_numbers(unread)})"
    whole = (
        "Prisma before 7.4 runs the file as one transaction: every lock is then held until the end."
        if len(facts.parts) > 1
        else "The lock is held until the statement has ended."
    )
    return f"Expected downtime: {what}. {whole}"


# --- deploying -------------------------------------------------------------------------------------


def _deploy(facts: _Facts) -> Iterator[str]:
    window = "in the maintenance window, " if facts.filled else ""
    yield (
        f"- [ ] **One job**, {window}before the pods of the new version start, not one in each of them: "
        "`npx prisma migrate deploy`. A second one waits 10 seconds for Prisma's advisory lock and then "
        "fails (P1002)."
    )
    if not facts.tables:
        return
    names = ", ".join(f"to_regclass({literal(facts.dialect.name(each))})" for each in facts.tables)
    longest = (
        "SELECT DISTINCT a.pid, now() - a.xact_start AS open_for, a.usename, left(a.query, 80) AS query\n"
        "FROM pg_stat_activity AS a JOIN pg_locks AS l ON l.pid = a.pid\n"
        f"WHERE l.relation IN ({names}) AND a.pid <> pg_backend_pid()\n"
        "ORDER BY open_for DESC NULLS LAST;"
    )
    yield (
        "- [ ] **Nobody in the way.** Transactions on these tables that are open for longer than users may "
        f"wait, first let them end:\n\n{_code('sql', longest, 2)}"
    )
    waiting = (
        "SELECT pid, now() - query_start AS waiting_for, pg_blocking_pids(pid) AS behind,\n"
        "    left(query, 80) AS query\n"
        "FROM pg_stat_activity WHERE wait_event_type = 'Lock' ORDER BY waiting_for DESC NULLS LAST;"
    )
    yield f"- [ ] **Watch** who waits, while it runs:\n\n{_code('sql', waiting, 2)}"
    yield from (f"- [ ] **Watch** the application's errors for {each}" for each in facts.release.watched)


# --- where it fails --------------------------------------------------------------------------------


def _failures(facts: _Facts) -> Iterator[str]:
    resolve = f"npx prisma migrate resolve --rolled-back {facts.folder}"
    yield (
        "Prisma then refuses every later deploy (P3009) until it is told. "
        "Put right what the message says first; nothing of it repairs itself."
    )
    rows = ["| fails at | because | then |", "|---|---|---|"]
    for _, found in groupby(facts.parts, key=lambda each: each if each.effect.locks else None):
        group = list(found)
        first, last = group[0].first, group[-1].last
        numbers = str(first) if first == last else f"{first} to {last}"
        why = dict.fromkeys(reason for part in group for reason in reasons(part.step))
        named = list(why)[:3] + ([WAITED] if group[0].effect.locks and group[0].step is not None else [])
        what = _cell("; ".join(named) or "the server or the connection ended")
        rows.append(f"| {numbers} | {what} | {_then(facts, group)} |")
    yield "\n".join(rows)
    yield f"(a) Nothing of it is there. When the cause is gone:\n\n{_code('sh', _again(resolve))}"
    if any(part.first > facts.repeatable + 1 for part in facts.parts):
        yield _half_done(facts)


def _then(facts: _Facts, group: Sequence[Part]) -> str:
    if group[-1].last <= facts.repeatable + 1:
        return "(a)"
    if len(group) > 1:
        return f"(a), or (b) from the line of the one that failed, {group[0].line} or later"
    return f"(a), or (b) from line {group[0].line} on"


def _again(resolve: str) -> str:
    return f"{resolve}\nnpx prisma migrate deploy"


def _half_done(facts: _Facts) -> str:
    first = facts.parts[0]
    look = _look(first, facts.dialect)
    rest = (
        f'tail -n +LINE {facts.folder}/migration.sql | psql "$DATABASE_URL" --set ON_ERROR_STOP=1\n'
        f"npx prisma migrate resolve --applied {facts.folder}"
    )
    return (
        f"(b) Prisma from 7.4 on may send statement by statement: what came before stays. Look whether "
        f"statement {first.numbers} has been done ({look}). If it has not, (a) holds. If it has, do the "
        f"rest by hand, with the line of the table above for LINE:\n\n{_code('sh', rest)}"
    )


def _look(part: Part, dialect: Dialect) -> str:
    step = part.step
    name: Name | None = None
    if part.effect.locks:
        name = part.effect.locks[0].table
    elif (table := getattr(step, "table", None)) is not None:
        name = table if isinstance(table, Name) else table.name
    if name is not None:
        shown = _code_cell(f"\\d {dialect.name(name)}")
        return f"{shown} in psql"
    return "`\\dT`, `\\dn` and `\\dx` in psql list types, schemas and extensions"


# --- after -----------------------------------------------------------------------------------------


def _after(facts: _Facts) -> Iterator[str]:
    line = f'psql "$DATABASE_URL" --file {facts.folder}/verify.sql'
    yield f"- [ ] **Validation.** No query of `{line}` gives a row."
    for table in facts.filled:
        vacuum = _code_cell(f"VACUUM (ANALYZE) {facts.dialect.name(table)};")
        yield f"- [ ] **Clean-up.** {vacuum} since all its rows were written anew."
    rewritten = dict.fromkeys(
        each
        for part in facts.parts
        if part.step is not None and part.effect.work in {"rewrite", "index"}
        for each in part.effect.worked
        if each not in facts.filled
    )
    if rewritten:
        tables = ", ".join(map(facts.dialect.name, rewritten))
        analyse = _code_cell(f"ANALYZE {tables};")
        yield f"- [ ] **Clean-up.** {analyse} so that plans know the new columns and indexes."
    yield (
        f"- [ ] **Clean-up.** Delete `{facts.folder}.dump` once nobody would go back: from then on "
        "`down.sql` alone takes it back."
    )


# --- text ------------------------------------------------------------------------------------------


def _code(language: str, text: str, indent: int = 0) -> str:
    fence = "`" * max(3, *(len(each) + 1 for each in re.findall("`+", text)), 0)
    lines = [f"{fence}{language}", *text.splitlines(), fence]
    return "\n".join(" " * indent + each for each in lines)


def _code_cell(text: str) -> str:
    return f"`{_cell(text).replace('`', chr(39))}`"


def _cell(text: str) -> str:
    """A text that ends neither the cell nor the line that it stands in."""
    return _one_line(text).replace("|", "\\|")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(_one_line(each) for each in names)


def _numbers(listed: Sequence[Part]) -> str:
    if not listed:
        return ""
    word = "statement" if len(listed) == 1 and listed[0].first == listed[0].last else "statements"
    return f"{word} {', '.join(each.numbers for each in listed)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
