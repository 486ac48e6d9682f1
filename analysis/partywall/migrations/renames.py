"""Is it gone, or is it called something else? Asked, never guessed: a wrong guess loses values.

Of each pair that looks alike (`likeness`) a user says one of three things: it is renamed, it keeps its name
in the database (`@map`, no SQL at all), or it is dropped and the other one is new.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from partywall.database.model import Column, Constant, Database, Name, OneOf
from partywall.migrations.likeness import Kind, Pair, clash, likeliest, pairs
from partywall.migrations.steps import (
    Rename,
    RenameColumn,
    RenameColumnValues,
    RenameEnum,
    RenameEnumValue,
    RenameTable,
)
from partywall.schema.model import Schema
from partywall.values import dataclass

ALL = "*"
_KINDS: tuple[Kind, ...] = ("table", "table", "enum", "column", "value")
"""One after the other: link tables follow their models, columns are compared in tables of one name."""

_LOSSES: dict[Kind, str] = {
    "table": "all its rows",
    "column": "its values in all rows",
    "enum": "the values of all its columns",
    "value": "nothing, but it fails where rows have it",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What a user has said, as `Document.title:name`, or `Document:File` for a model or an enum.

    `drops` name what is gone alone (`Document.title`); `*` is everything.
    """

    renames: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()


NO_ANSWERS = Answers()
_BODIES = frozenset({"FUNCTION", "PROCEDURE", "EVENT"})


@dataclass(frozen=True, slots=True)
class Question:
    """Something that may have been renamed: `text` asks, `subject` and `dropped` are what answers name."""

    text: str
    subject: str
    dropped: str
    loss: str

    def __str__(self) -> str:
        return f"{self.text} `rename {self.subject}`, `map {self.subject}` or `drop {self.dropped}`"


@dataclass(frozen=True, slots=True)
class Decided:
    """The renames to do, what is still to be asked, `@map`s to write, and answers that fit nothing.

    `database` is the one to go on from: the one before, after the renames.
    """

    database: Database
    renames: tuple[Rename, ...] = ()
    questions: tuple[Question, ...] = ()
    maps: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def decide(
    schema: Schema,
    before: Database,
    after: Database,
    answers: Answers,
    rename: Callable[[Sequence[Rename]], Database],
) -> Decided:
    """Find what may be renamed and apply the answers; `rename` gives the database after renames."""
    done: list[Rename] = []
    questions: dict[str, Question] = {}
    maps: dict[str, None] = {}
    used: set[str] = set()
    database = before
    for kind in _KINDS:
        found = pairs(kind, schema, database, after)
        answered = _answered(found, answers)
        if kind == "table":
            linked = _following(found, answered, done)
            answered += [(each, "rename", "") for each in linked]
        used.update(text for _, _, text in answered)
        maps |= {_map(each): None for each, verb, _ in answered if verb == "map"}
        questions |= {
            next(_subjects(each)): _question(each)
            for each in likeliest(found)
            if not any(clash(each, other) for other, _, _ in answered)
        }
        renamed = [each for each, verb, _ in answered if verb == "rename"]
        steps = [step for each in renamed for step in (*_steps(each), *_swapped(each, database, after))]
        steps += _column_values(renamed, database)
        if steps:
            done += steps
            database = rename(done)
    unused = (each for each in (*answers.renames, *answers.maps) if each not in used)
    return Decided(database, tuple(done), tuple(questions.values()), tuple(maps), tuple(unused))


def taken_back(renames: Sequence[Rename]) -> tuple[Rename, ...]:
    """The renames that undo others."""
    return tuple(map(_back, reversed(renames)))


def _back(step: Rename) -> Rename:
    match step:
        case RenameTable(previous, next_):
            return RenameTable(next_, previous)
        case RenameColumn(table, previous, next_):
            return RenameColumn(table, next_, previous)
        case RenameEnum(previous, next_):
            return RenameEnum(next_, previous)
        case RenameEnumValue(enum, previous, next_):
            return RenameEnumValue(enum, next_, previous)
        case RenameColumnValues(table, previous, next_, values):
            return RenameColumnValues(table, next_, previous, tuple((new, old) for old, new in values))


def renamed_text(step: Rename) -> str:
    """A rename for people."""
    match step:
        case RenameTable(previous, next_) | RenameEnum(previous, next_):
            return f"{previous.text} to {next_.text}"
        case RenameColumn(owner, old, new) | RenameEnumValue(owner, old, new):
            return f"{owner.text}.{old} to {new}"
        case RenameColumnValues(table, previous, _, values):
            changed = ", ".join(f"{old} to {new}" for old, new in values)
            return f"{changed} in {table.text}.{previous.name}"


def functions_with_old_names(before: Database, renames: Sequence[Rename]) -> Iterator[str]:
    """Functions keep their text: a database renames what depends on a column, but not words in a body."""
    for step in renames:
        if isinstance(step, RenameColumnValues):
            continue
        old = step.previous.text if isinstance(step.previous, Name) else step.previous
        for other in before.others:
            if other.kind in _BODIES and old in other.words:
                yield f"Names {old} in its body, which no rename reaches: {other}. Look whether it is meant."


# --- answers --------------------------------------------------------------------------------------

_Verb = Literal["rename", "map", "drop"]


def _answered(found: Sequence[Pair], answers: Answers) -> list[tuple[Pair, _Verb, str]]:
    """The pairs that an answer names; of answers that contradict each other the first one counts."""
    result: list[tuple[Pair, _Verb, str]] = []
    for pair in found:
        answer = _answer(pair, answers)
        if answer and not any(clash(pair, other) for other, verb, _ in result if verb != "drop"):
            result.append((pair, *answer))
    return result


def _answer(pair: Pair, answers: Answers) -> tuple[_Verb, str] | None:
    subjects, dropped = set(_subjects(pair)), set(_dropped(pair))
    for each in answers.renames:
        if each in subjects:
            return "rename", each
    for each in answers.maps:
        if each in subjects:
            return "map", each
    for each in answers.drops:
        if each in dropped or each == ALL:
            return "drop", each
    return None


def _subjects(pair: Pair) -> Iterator[str]:
    yield from (f"{dropped}:{new}" for dropped in _dropped(pair) for new in pair.nexts)


def _dropped(pair: Pair) -> Iterator[str]:
    if pair.owner is None:
        yield pair.old
    else:
        yield from (f"{owner}.{pair.old}" for owner in pair.owners)


def _following(
    found: Sequence[Pair], answered: Sequence[tuple[Pair, _Verb, str]], done: Sequence[Rename]
) -> list[Pair]:
    """Link tables, which Prisma names after the models that they tie together, where one got another name."""
    if not any(isinstance(each, RenameTable) for each in done):
        return []
    links = [each for each in likeliest(found) if each.is_link]
    return [each for each in links if not any(clash(each, other) for other, _, _ in answered)]


# --- what follows ---------------------------------------------------------------------------------


def _steps(pair: Pair) -> Iterator[Rename]:
    old, new, owner = pair.previous, pair.next, pair.owner
    if isinstance(old, Name) and isinstance(new, Name):
        yield RenameTable(old, new) if pair.kind == "table" else RenameEnum(old, new)
    elif isinstance(old, str) and isinstance(new, str) and owner is not None and not pair.column:
        yield RenameColumn(owner, old, new) if pair.kind == "column" else RenameEnumValue(owner, old, new)


def _column_values(renamed: Iterable[Pair], database: Database) -> Iterator[Rename]:
    """The values of columns, each column once."""
    found: dict[tuple[Name, str], list[tuple[str, str]]] = {}
    for each in renamed:
        if each.column and each.owner is not None and isinstance(each.next, str):
            found.setdefault((each.owner, each.column), []).append((each.old, each.next))
    for (name, column), values in found.items():
        table = database.table(name)
        previous = table.column(column) if table else None
        if previous is not None:
            yield RenameColumnValues(name, previous, _with_values(previous, dict(values)), tuple(values))


def _with_values(column: Column, renamed: dict[str, str]) -> Column:
    default = column.default
    if isinstance(default, Constant):
        default = replace(default, text=renamed.get(default.text, default.text))
    values = column.type.values if isinstance(column.type, OneOf) else ()
    return replace(column, type=OneOf(tuple(renamed.get(each, each) for each in values)), default=default)


def _swapped(pair: Pair, before: Database, after: Database) -> Iterator[Rename]:
    """A link table's columns follow the order of its models' names, which a new name may turn around."""
    if not pair.is_link or not isinstance(pair.previous, Name) or not isinstance(pair.next, Name):
        return
    targets = [
        {key.columns: key.target for key in database.foreign_keys_of(name)}
        for database, name in ((before, pair.previous), (after, pair.next))
    ]
    if targets[0] != targets[1]:
        yield RenameColumn(pair.next, "A", "A_")
        yield RenameColumn(pair.next, "B", "A")
        yield RenameColumn(pair.next, "A_", "B")


def _map(pair: Pair) -> str:
    """The line to write into the schema, so that the name in the database stays."""
    text = json.dumps(pair.old, ensure_ascii=False)
    if pair.kind in {"table", "enum"}:
        return f"`@@map({text})` in `{pair.nexts[0]}`"
    return f"`@map({text})` on `{pair.owners[0]}.{pair.nexts[0]}`"


def _question(pair: Pair) -> Question:
    subject, dropped = next(_subjects(pair)), next(_dropped(pair))
    old = dropped if pair.kind in {"column", "value"} else f"the {pair.kind} {dropped}"
    return Question(
        text=f"is `{pair.nexts[0]}` what `{old}` was ({', '.join(pair.reasons)})?",
        subject=subject,
        dropped=dropped,
        loss=_LOSSES[pair.kind],
    )
