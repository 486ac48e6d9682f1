"""A new migration: from what the history builds to what the schema asks for.

The result is whole or it is a refusal: what was written is read again, and must lead to the schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from partywall.config import OLDEST_POSTGRES, TenancySettings
from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile, NotUnderstood, Replay
from partywall.database.model import Database
from partywall.database.provider import Provider
from partywall.database.providers import PROVIDERS, provider_of
from partywall.database.sqlserver import UNNAMED
from partywall.migrations.backfill import locked_tables
from partywall.migrations.base import base_line
from partywall.migrations.beside import beside
from partywall.migrations.carried import carrying
from partywall.migrations.collisions import collisions
from partywall.migrations.default_name import default_name
from partywall.migrations.dialect import Dialect
from partywall.migrations.dialects import dialect_of, flavour_of
from partywall.migrations.diff import diff
from partywall.migrations.down import down
from partywall.migrations.fill import Asked, Choice, Filling, FromParent
from partywall.migrations.filling_sql import too_late
from partywall.migrations.folder import folder_name
from partywall.migrations.header import Notice, header, notices
from partywall.migrations.memory import Memory
from partywall.migrations.obstacles import doubts, losses, obstacles
from partywall.migrations.plan import Plan, safe_plan, simple_plan
from partywall.migrations.rename_obstacles import held_renames
from partywall.migrations.renames import (
    NO_ANSWERS,
    Answers,
    Decided,
    KeptName,
    Question,
    decide,
    functions_with_old_names,
    renamed_text,
    taken_back,
)
from partywall.migrations.repair import repaired
from partywall.migrations.script import EMPTY, join, one_line, part, script, section
from partywall.migrations.steps import CreateIndex, CreateSchema, Rename, Step
from partywall.migrations.strays import NO_STRAYS, StrayQuestion, Strays, stray_questions, strays_faults
from partywall.migrations.unseen import unseen
from partywall.schema.model import Schema
from partywall.schema.shape import Body
from partywall.tenancy.classify import classify
from partywall.tenancy.verdict import Tenancy
from partywall.values import dataclass

LOCK_FILE = "migration_lock.toml"

Strategy = Literal["safe", "simple"]


@dataclass(frozen=True, slots=True)
class Migration:
    """A migration to be written. Paths are relative to the folder of migrations.

    `script` is the text of `migration.sql` without the warnings at its top: what `migrate diff` prints.
    `notes` are lines for whoever asked for it, `strays` what may be chosen otherwise.
    """

    folder: str
    files: Mapping[str, str]
    notes: tuple[str, ...]
    script: str
    strays: tuple[StrayQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no migration: a line, and what it is about, one by one.

    `questions` are to be answered first (see `Answers`), `keeps` to be written into the schema.
    """

    reason: str
    names: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    keeps: tuple[KeptName, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """The schema asks for nothing that is not there."""

    notes: tuple[str, ...] = ()
    script: str = EMPTY


def create(  # noqa: PLR0913 - each is a part of the question
    schema: Schema,
    bodies: Mapping[str, Body],
    *,
    history: Sequence[HistoryFile] = (),
    source: Database | None = None,
    name: str,
    now: str,
    strategy: Strategy = "safe",
    lock_file: str | None = None,
    tenancy: Tenancy | None = None,
    answers: Answers = NO_ANSWERS,
    partial: Sequence[CreateIndex] = (),
    standing: Database | None = None,
    strays: Strays = NO_STRAYS,
    postgres: int = OLDEST_POSTGRES,
    memory: Memory | None = None,
    place: str = "",
) -> Migration | Refusal | Nothing:
    """Write the migration from the history, or from `source` instead, to the schema.

    `name` may be empty: then it says what the steps do. `now` is the time in UTC as 14 digits, `lock_file`
    the text of `migration_lock.toml` if there is one. `tenancy` tells tenant keys from other columns;
    inferred where it is not given. `answers` decide about what may have been renamed. `partial` are
    indexes that the schema does not say, to be made as well. `standing` is what the schema asked for before
    it was changed just now: what that is ahead of the history is told. `strays` is what becomes of rows
    whose value a backfill cannot tell. `memory` is what was read and compared for the last one. `postgres`
    is the version of PostgreSQL that it is for, `place` the path of the migrations from where one works.
    """
    refusal = unsupported(schema, lock_file)
    if refusal is not None:
        return refusal
    asked = Asked(schema, bodies, tenancy or classify(schema, TenancySettings()))
    memory = memory or Memory()
    creation = _Creation(
        asked, history, source, strategy, answers, partial, standing, strays, memory, postgres, place
    )
    result = creation.result(name, now, lock_file)
    memory.turn()
    return result


def unsupported(schema: Schema, lock_file: str | None) -> Refusal | None:
    """Why there can be no migration of a schema, if there cannot."""
    if not schema.provider:
        return Refusal("the schema has no datasource with a provider")
    if schema.provider not in PROVIDERS:
        return Refusal(f"migrations for {schema.provider} are not supported yet", (schema.provider,))
    locked = re.search(r'^\s*provider\s*=\s*"([^"]*)"', lock_file or "", re.MULTILINE)
    if locked and locked[1] not in {schema.provider, "postgres"}:
        return Refusal(
            f"the migrations are for {locked[1]} ({LOCK_FILE}), the schema is for {schema.provider}",
            (locked[1], schema.provider),
        )
    return None


class _Creation:
    def __init__(  # noqa: PLR0913, PLR0917 - the parts of the question
        self,
        asked: Asked,
        history: Sequence[HistoryFile],
        source: Database | None,
        strategy: Strategy,
        answers: Answers,
        partial: Sequence[CreateIndex],
        standing: Database | None,
        strays: Strays,
        memory: Memory,
        postgres: int,
        place: str,
    ) -> None:
        self.asked = asked
        self.memory = memory
        self.partial = tuple(partial)
        self.standing = standing
        self.strays = strays
        self.postgres = postgres
        self.place = place
        self.history = history
        self.folders = [each.folder for each in history]
        self.strategy: Strategy = strategy
        self.provider = provider_of(asked.schema.provider)
        self.dialect = dialect_of(self.provider.name, is_careful=strategy == "safe")
        self.target = from_schema(asked.schema, asked.bodies, memory.tables)
        self.replay = self.replayed(history, source)
        self.before = self.replay.database if source is None else source
        self.decided = self.decide(answers)
        self.source = self.decided.database
        self.compares_conditions = "partialIndexes" in asked.schema.preview_features

    def result(self, name: str, now: str, lock_file: str | None) -> Migration | Refusal | Nothing:
        undecided = self.undecided()
        if undecided is not None:
            return undecided
        steps = self.steps(self.source)
        missed = self.replay.not_understood
        if not steps and not self.decided.renames and not self.partial:
            return Nothing((*map(_missed_note, missed), *unseen(self.source, self.target)))
        plan = simple_plan(steps)
        if self.strategy == "safe":
            plan = safe_plan(self.asked, self.source, self.target, steps, self.strays)
            plan = replace(
                plan, before=carrying(self.source, plan.before), after=carrying(self.source, plan.after)
            )
        plan = replace(plan, before=(*self.decided.renames, *plan.before), after=(*plan.after, *self.partial))
        refusal = self.refusal(plan)
        if refusal is not None:
            return refusal
        folder = folder_name(name or default_name(plan), now, self.folders)
        body = self.body(plan)
        if UNNAMED in body:
            return Refusal(
                "the history gives a constraint no name that goes or changes: SQL Server has made one up",
                tuple(line.replace(UNNAMED, "") for line in body.splitlines() if UNNAMED in line),
            )
        before = self.replay.database
        self.replay.read(HistoryFile(folder, body))
        remaining = self.steps(self.replay.database)
        if remaining:
            return Refusal(
                "what would be written does not lead to the schema; this is a fault of Partywall",
                tuple(script(remaining, self.dialect).splitlines()),
            )
        after = self.replay.database
        renamed_back = taken_back(self.decided.renames)
        named = self.renamed(renamed_back) if renamed_back else after
        back = carrying(named, repaired(named, before, diff(named, before, known=self.memory.pairs)))
        careful = dialect_of(self.provider.name, is_careful=True)
        files = {
            f"{folder}/migration.sql": self.text(plan, body),
            f"{folder}/down.sql": base_line(self.history)
            + down(folder, named, before, back, careful, renamed_back),
        }
        sql = files[f"{folder}/migration.sql"]
        here = self.postgres, self.place
        files |= beside(folder, plan, self.asked, sql, before, after, back, careful, *here)
        if lock_file is None:
            files[LOCK_FILE] = lock_file_text(self.asked.schema.provider)
        strays = tuple(stray_questions(plan.fillings))
        return Migration(folder, files, tuple(self.notes(plan, missed)), body, strays)

    def replayed(self, history: Sequence[HistoryFile], source: Database | None) -> Replay:
        if source is None:
            return self.memory.replay(history, self.provider)
        return _as_replayed(source, self.dialect, self.provider)

    def decide(self, answers: Answers) -> Decided:
        """What is renamed. Prisma's own form knows no renames, and asks about none."""
        is_simple = self.strategy == "simple" and answers == NO_ANSWERS
        if is_simple:
            return Decided(database=self.before)
        return decide(self.asked.schema, self.before, self.target, answers, self.renamed)

    def renamed(self, steps: Sequence[Rename]) -> Database:
        """What the history, as far as it is read, would build after renames."""
        if not steps:
            return self.replay.database
        further = self.replay.copy()
        further.read(HistoryFile("", script(steps, self.dialect)))
        return further.database

    def undecided(self) -> Refusal | None:
        maps = self.decided.maps
        if maps:
            told = tuple(map(str, maps))
            return Refusal("write this into the schema, and no SQL is needed for it", told, keeps=maps)
        if unused := self.decided.unused:
            is_enum = not self.target.enums and {each.partition(":")[2] for each in unused} <= {
                *self.asked.schema.enums
            }
            if is_enum:
                return Refusal("an enum has no name in this database: leave the pair out", unused)
            return Refusal("no such pair: one is not gone, or the other not new", unused)
        if self.decided.questions:
            return Refusal("something may only have another name now", questions=self.decided.questions)
        return None

    def steps(self, source: Database) -> tuple[Step, ...]:
        return diff(
            source,
            self.target,
            compares_conditions=self.compares_conditions,
            known=self.memory.pairs,
        )

    def refusal(self, plan: Plan) -> Refusal | None:
        unwritable = tuple(_with_nul(self.target))
        if unwritable:
            return Refusal("these names or values contain a NUL character", unwritable)
        unfit = tuple(dict.fromkeys(strays_faults(plan.fillings)))
        if unfit:
            return Refusal("rows cannot be assigned to this", unfit)
        late = tuple(dict.fromkeys(too_late(plan.fillings)))
        if late and flavour_of(self.provider.name).fills == "in the copy":
            return Refusal("rows cannot go in the migration that copies their table", late)
        long = tuple(filter(self.provider.is_too_long, _declared_names(self.target)))
        if long:
            limit = f"{self.provider.max_bytes} {self.provider.counts}"
            return Refusal(f"these names are longer than the {limit} that the database keeps", long)
        twice = tuple(collisions(self.target, self.provider))
        if twice:
            return Refusal("two things would have the same name", twice)
        if plan.refusals:
            return Refusal("no safe form is known for this change", plan.refusals)
        renames = held_renames(self.before, self.decided.renames)
        held = tuple(dict.fromkeys((*renames, *obstacles(self.source, plan.steps))))
        if held:
            return Refusal("something that a schema cannot say stands in the way", held)
        unsure = tuple(map(str, doubts(self.replay.not_understood, plan.steps)))
        if unsure:
            return Refusal(
                "the history has statements that are not understood, about tables of this migration",
                unsure,
            )
        return None

    # --- text ---------------------------------------------------------------------------------

    def body(self, plan: Plan) -> str:
        parts: list[str] = []
        if asked := list(self.dialect.asked(plan.fillings)):
            parts.append(section("Refuses where rows would have no value", asked))
        parts += [part(step, self.dialect) for step in plan.before]
        if filled := list(self.dialect.backfill(plan.fillings) if plan.fillings else ()):
            parts.append(section("Backfill", filled))
        parts += [part(step, self.dialect) for step in plan.after]
        return self.dialect.framed(join(parts))

    def text(self, plan: Plan, body: str) -> str:
        version = self.postgres if self.provider.name == "postgresql" else None
        return _window(plan, version) + header(_notices(plan, self.provider.name)) + body

    def notes(self, plan: Plan, missed: tuple[NotUnderstood, ...]) -> Iterator[str]:
        if plan.fillings:
            tables = ", ".join(each.text for each in locked_tables(plan.fillings))
            yield f"For a maintenance window: {tables} cannot be written to while this runs."
        pending = diff(self.before, self.standing, known=self.memory.pairs) if self.standing else ()
        if pending:
            steps = "1 step" if len(pending) == 1 else f"{len(pending)} steps"
            yield f"Also in it: what the schema asked for before and no migration did yet ({steps})."
        for filling in plan.fillings:
            yield _filling_note(filling)
        for step in self.decided.renames:
            yield f"Renames {renamed_text(step)}."
        yield from functions_with_old_names(self.before, self.decided.renames)
        for notice in _notices(plan, self.provider.name):
            yield notice.text
        for other in losses(self.source, plan.steps):
            yield f"Goes along with a dropped column: {other}."
        yield from map(_missed_note, missed)
        yield from unseen(self.source, self.target)


def _as_replayed(source: Database, dialect: Dialect, provider: Provider) -> Replay:
    """A database that is given, as if its SQL had been the history."""
    result = Replay(provider)
    schemas = (CreateSchema(each) for each in source.schemas)
    empty = Database(provider.name, provider.default_schema, (provider.default_schema, *source.schemas))
    result.read(HistoryFile("", script((*schemas, *diff(empty, source)), dialect)))
    return result


def _notices(plan: Plan, provider: str) -> list[Notice]:
    return list(notices(plan.steps, provider))


def _window(plan: Plan, postgres: int | None) -> str:
    """The first lines of a file that locks tables for longer, or that no running version is ready for."""
    renames = [f"Renames {one_line(renamed_text(each))}." for each in plan.steps if isinstance(each, Rename)]
    if renames and not plan.fillings:
        first = "For a maintenance window: the version that runs knows only the old names."
        return "".join(f"-- {line}\n" for line in (first, *renames))
    if not plan.fillings:
        return ""
    tables = ", ".join(one_line(each.text) for each in locked_tables(plan.fillings))
    said = f"Written for PostgreSQL {postgres} and newer (`postgres` in partywall.toml)."
    versions = [said] if postgres else []
    lines = [
        f"For a maintenance window: writers to {tables} wait, or fail, while this runs.",
        "Stop the application, or make it read-only, and deploy its new version with it.",
        *versions,
        *(one_line(_filling_note(each)) for each in plan.fillings),
        *renames,
    ]
    return "".join(f"-- {line}\n" for line in lines)


def _filling_note(filling: Filling) -> str:
    column = f"{filling.wanted.table.text}.{filling.wanted.column.name}"
    fill = filling.fill
    if not isinstance(fill, FromParent):
        return f"{column} of the rows that are there becomes {fill.meaning}."
    also = "".join(f"; must agree with {each}" for each in fill.others if each not in fill.taken)
    if fill.is_optional and fill.others:
        also = "; where several are set, they must agree"
    if fill.is_optional and fill.orphans.action == "refuse":
        rows = "where none is set" if fill.taken else "that are there"
        also += f"; rows {rows} are refused (`--orphans` assigns or deletes them)"
    strays = (
        _stray_note("rows without a value", fill.orphans),
        _stray_note("rows whose parents disagree", fill.disagreeing) if fill.others else "",
    )
    is_filled = "is filled" if fill.taken else "cannot be told"
    return f"{column} {is_filled}{fill.way}{also}{''.join(strays)}."


def _stray_note(rows: str, choice: Choice) -> str:
    match choice.action:
        case "delete":
            return f"; LOSS: {rows} are deleted, with all that references them and cascades"
        case "assign":
            return f"; {rows} become those of {choice.value}"
        case "refuse":
            return ""


def _missed_note(missed: NotUnderstood) -> str:
    return f"Left out of the history: {missed}"


def lock_file_text(provider: str) -> str:
    """The text of `migration_lock.toml`."""
    return (
        "# Tells Prisma Migrate which database the migrations are for. Keep it under version control.\n"
        f'provider = "{provider}"\n'
    )


def _declared_names(database: Database) -> Iterator[str]:
    """The names that a schema gives itself; those that Prisma makes are cut already."""
    for table in database.tables:
        yield from (table.name.text, *(each.name for each in table.columns))
    yield from (each.name.text for each in database.enums)


def _with_nul(database: Database) -> Iterator[str]:
    """Names and values that no SQL can hold."""
    for enum in database.enums:
        yield from (repr(each) for each in (enum.name.text, *enum.values) if "\0" in each)
    for table in database.tables:
        names = [table.name.text, table.name.schema, *(each.name for each in table.columns)]
        names += [each.name for each in table.indexes]
        defaults = (repr(each.default) for each in table.columns if each.default is not None)
        names += [each for each in defaults if "\\x00" in each]
        yield from (repr(each) for each in names if "\0" in each or "\\x00" in each)
    yield from (repr(each.name) for each in database.foreign_keys if "\0" in each.name)
