"""Is it gone, or is it called something else? Asked, never guessed: a wrong guess loses values.

Of each pair that looks alike (`likeness`) a user says one of three things: it is renamed, it keeps its name
in the database (`@map`, no SQL at all), or it is dropped and the other one is new.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from partywall.database.model import Column, Constant, Database, Name, OneOf
from partywall.migrations.likeness import Kind, Pair, clash, is_link, likeliest, pairs
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

    `drops` name what is gone alone (`Document.title`); `*` is everything. `kept` are tables of which a schema
    says already that they keep their names: the link tables of their models keep theirs too.
    """

    renames: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()


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
class KeptName:
    """A `name` that stays in the database, though the schema has another: what the schema is to say.

    `block` is the model or the enum, `member` its field or value; of a link table, which has no block,
    `block` is its new name. `answer` is what was answered, empty where it follows from another answer.
    """

    kind: Kind | Literal["link", "schema"]
    block: str
    member: str
    name: str
    answer: str = ""

    def __str__(self) -> str:
        text = json.dumps(self.name, ensure_ascii=False)
        match self.kind:
            case "table" | "enum":
                return f"`@@map({text})` in `{self.block}`"
            case "schema":
                return f"`@@schema({text})` in `{self.block}`"
            case "link":
                text = json.dumps(self.name.removeprefix("_"), ensure_ascii=False)
                return f"`@relation({text})` at both ends of `{self.block}`"
            case "column" | "value":
                return f"`@map({text})` on `{self.block}.{self.member}`"


@dataclass(frozen=True, slots=True)
class Decided:
    """The renames to do, what is still to be asked, names to keep, and answers that fit nothing.

    `database` is the one to go on from: the one before, after the renames.
    """

    database: Database
    renames: tuple[Rename, ...] = ()
    questions: tuple[Question, ...] = ()
    maps: tuple[KeptName, ...] = ()
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
    maps: dict[str, KeptName] = {}
    used: set[str] = set()
    database = before
    for kind in _KINDS:
        found = pairs(kind, schema, database, after)
        answered = _answered(found, answers)
        if kind == "table":
            answered += _following(found, answered, done, answers.kept, before)
        used.update(text for _, _, text in answered)
        kept = [_kept(each, text) for each, verb, text in answered if verb == "map"]
        maps |= {str(each): each for each in kept}
        questions |= {
            next(_subjects(each)): _question(each)
            for each in likeliest(found)
            if not any(clash(each, other) for other, _, _ in answered)
        }
        renamed = [each for each, verb, _ in answered if verb == "rename"]
        steps: list[Rename] = []
        for each in renamed:
            steps += (*_steps(each, database), *_swapped(each, database, after))
        steps += _column_values(renamed, database)
        if kind == "table":
            steps += _turned(database, after)
        if steps:
            done += steps
            database = rename(done)
    unused = (each for each in (*answers.renames, *answers.maps) if each not in used)
    return Decided(database, tuple(done), tuple(questions.values()), tuple(maps.values()), tuple(unused))


def without_kept(answers: Answers, keeps: Sequence[KeptName]) -> Answers:
    """The answers that are left when a schema says that these names stay."""
    said = {each.answer for each in keeps}
    tables = {each.name for each in keeps if each.kind == "table"}
    left = tuple(each for each in answers.maps if each not in said)
    return replace(answers, maps=left, kept=answers.kept | tables)


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
        case RenameTable(previous, next_) | RenameEnum(previous, next_) if previous.schema != next_.schema:
            return f"{previous} to {next_}"
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
    found: Sequence[Pair],
    answered: Sequence[tuple[Pair, _Verb, str]],
    done: Sequence[Rename],
    kept: Collection[str],
    before: Database,
) -> list[tuple[Pair, _Verb, str]]:
    """Link tables, which Prisma names after the models that they tie together, where one got another name."""
    links = [each for each in likeliest(found) if each.is_link]
    links = [each for each in links if not any(clash(each, other) for other, _, _ in answered)]
    if any(isinstance(each, RenameTable) for each in done):
        return [(each, "rename", "") for each in links]
    return [(each, "map", "") for each in links if any(name.text in kept for name in _tied(each, before))]


def _tied(link: Pair, before: Database) -> Iterator[Name]:
    """The tables that a link table ties together."""
    if isinstance(link.previous, Name):
        yield from (key.target for key in before.foreign_keys_of(link.previous))


# --- what follows ---------------------------------------------------------------------------------


def _steps(pair: Pair, database: Database) -> Iterator[Rename]:
    old, new, owner = pair.previous, pair.next, pair.owner
    if isinstance(old, Name) and isinstance(new, Name):
        is_schema_new = new.schema not in {old.schema, *database.schemas}
        yield (RenameTable if pair.kind == "table" else RenameEnum)(old, new, is_schema_new)
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
    if _targets(before, pair.previous) != _targets(after, pair.next):
        yield from _exchanged(pair.next)


def _turned(before: Database, after: Database) -> Iterator[Rename]:
    """The same for link tables that keep their names."""
    for table in filter(is_link, after.tables):
        old, new = _targets(before, table.name), _targets(after, table.name)
        if before.table(table.name) and old != new and set(old.values()) == set(new.values()):
            yield from _exchanged(table.name)


def _targets(database: Database, link: Name) -> dict[tuple[str, ...], Name]:
    return {key.columns: key.target for key in database.foreign_keys_of(link)}


def _exchanged(link: Name) -> Iterator[Rename]:
    yield RenameColumn(link, "A", "A_")
    yield RenameColumn(link, "B", "A")
    yield RenameColumn(link, "A_", "B")


def _kept(pair: Pair, answer: str) -> KeptName:
    """What the schema is to say, so that the name in the database stays."""
    if isinstance(pair.previous, Name) and isinstance(pair.next, Name) and pair.is_move:
        return KeptName("schema", pair.nexts[0], "", pair.previous.schema, answer)
    if pair.is_link:
        return KeptName("link", pair.nexts[0], "", pair.old, answer)
    if pair.owner is None:
        return KeptName(pair.kind, pair.nexts[0], "", pair.old, answer)
    return KeptName(pair.kind, pair.owners[0], pair.nexts[0], pair.old, answer)


def _question(pair: Pair) -> Question:
    subject, dropped = next(_subjects(pair)), next(_dropped(pair))
    if pair.is_move:
        text = f"is `{pair.next}` what the {pair.kind} `{pair.previous}` was ({', '.join(pair.reasons)})?"
        return Question(text, subject, dropped, _LOSSES[pair.kind])
    old = dropped if pair.kind in {"column", "value"} else f"the {pair.kind} {dropped}"
    return Question(
        text=f"is `{pair.nexts[0]}` what `{old}` was ({', '.join(pair.reasons)})?",
        subject=subject,
        dropped=dropped,
        loss=_LOSSES[pair.kind],
    )
