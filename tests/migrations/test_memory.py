"""What is kept between two migrations: it changes no answer, and an edit costs what it touches."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from partywall.database.from_sql import HistoryFile, Replay, replay
from partywall.database.postgresql import POSTGRESQL
from partywall.host import Host
from partywall.migrations.create import Migration, create
from partywall.migrations.memory import Memory
from partywall.syntax.chunks import Source
from support.migrations import HEAD
from support.shared import corpus, migrations_of, requires_shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from partywall.host import Analysis

MODELS = 12


def schema(*, fields: dict[int, str] | None = None, models: int = MODELS) -> str:
    """Models in a row, each with a relation to the one before."""
    texts = [HEAD, "enum Kind {\n  A\n  B\n}\n"]
    for number in range(models):
        before = f"  back{number} M{number + 1}[]\n" if number + 1 < models else ""
        parent = (
            f"  upId Int\n  up M{number - 1} @relation(fields: [upId], references: [id])\n" if number else ""
        )
        extra = (fields or {}).get(number, "")
        texts.append(
            f"model M{number} {{\n  id Int @id\n  kind Kind @default(A)\n  name String @unique\n"
            f"{parent}{before}{extra}  @@index([kind, name])\n}}\n"
        )
    return "".join(texts)


class Editing:
    """A schema that is edited, and asked for its migration again and again."""

    def __init__(self) -> None:
        self.host = Host()
        self.memory = Memory()

    def analysed(self, text: str) -> Analysis:
        self.host.set_file("schema.prisma", Source.of(text))
        return self.host.analyse()

    def asked(self, text: str, history: Sequence[HistoryFile]) -> Any:  # noqa: ANN401 - as `create` returns it
        return asked(self.analysed(text), history, self.memory)


def asked(analysis: Analysis, history: Sequence[HistoryFile], memory: Memory | None) -> Any:  # noqa: ANN401 - the same
    return create(
        analysis.schema,
        analysis.reading.bodies,
        history=history,
        name="next",
        now="20260101000000",
        lock_file='provider = "postgresql"',
        tenancy=analysis.tenancy,
        memory=memory,
    )


def history_of(text: str) -> list[HistoryFile]:
    """A history that builds a schema, one file for the first half and one for the rest."""
    found: list[HistoryFile] = []
    for number, models in enumerate((MODELS // 2, MODELS)):
        made = asked(Editing().analysed(schema(models=models)), found, None)
        assert isinstance(made, Migration)
        found.append(HistoryFile(f"{number:014}_x", made.script))
    assert text == schema()
    return found


def test_an_edit_makes_and_compares_its_own_table_and_reads_no_history() -> None:
    editing, history = Editing(), history_of(schema())
    editing.asked(schema(fields={3: "  note String?\n"}), history)
    assert editing.memory.files_read == len(history)
    tables, pairs = editing.memory.tables.computed, editing.memory.pairs.compared
    result = editing.asked(schema(fields={3: "  note String?\n  size Int?\n"}), history)
    assert '"size"' in result.script
    assert editing.memory.files_read == len(history)
    assert editing.memory.tables.computed - tables == 1
    # Once before the migration, once behind it, and once on the way back.
    assert editing.memory.pairs.compared - pairs == 3


def test_a_new_model_leaves_the_tables_of_the_others_alone() -> None:
    editing, history = Editing(), history_of(schema())
    editing.asked(schema(fields={3: "  note String?\n"}), history)
    tables = editing.memory.tables.computed
    editing.asked(schema(fields={3: "  note String?\n"}) + "model New {\n  id Int @id\n}\n", history)
    assert editing.memory.tables.computed - tables == 1


def test_a_file_behind_the_others_is_the_only_one_that_is_read() -> None:
    memory, files = Memory(), [HistoryFile(f"{n:03}", f"CREATE TABLE t{n} (a int);") for n in range(9)]
    memory.replay(files, POSTGRESQL)
    assert memory.files_read == 9
    memory.replay([*files, HistoryFile("010", "CREATE TABLE u (a int);")], POSTGRESQL)
    assert memory.files_read == 10
    edited = [*files[:-1], HistoryFile("008", "CREATE TABLE other (a int);")]
    found = memory.replay(edited, POSTGRESQL)
    assert memory.files_read == 11
    assert found.database == replay(edited).database
    memory.replay(files, POSTGRESQL)
    assert memory.files_read == 11


@pytest.mark.parametrize("seed", range(6))
def test_any_edits_give_what_they_give_without_a_memory(seed: int) -> None:
    rng = random.Random(seed)
    editing, history = Editing(), history_of(schema())
    lines = (
        "  note String?\n",
        "  size Int @default(1)\n",
        "  kind2 Kind?\n",
        "  @@unique([kind, id])\n",
        '  note String @default("x") @db.VarChar(9)\n',
    )
    fields: dict[int, str] = {}
    for _ in range(8):
        number = rng.randrange(MODELS)
        fields[number] = rng.choice((*lines, ""))
        text = schema(fields=fields, models=rng.choice((MODELS, MODELS, MODELS - 1)))
        if rng.random() < 0.3:
            text = text.replace("  B\n", "  B\n  C\n")
        analysis = editing.analysed(text)
        assert asked(analysis, history, editing.memory) == asked(analysis, history, None)


# --- histories that are read on ---------------------------------------------------------------------


def _pieces(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from (each.sql for each in POSTGRESQL.language.statements(text))


STATEMENTS = (
    "CREATE TYPE e AS ENUM ('a')",
    "CREATE TABLE t (a int PRIMARY KEY, b text, k e)",
    "CREATE TABLE u (a int REFERENCES t, b text UNIQUE)",
    "CREATE INDEX i ON t (b)",
    "ALTER TABLE t ADD COLUMN c int DEFAULT 1",
    "ALTER TABLE u RENAME TO v",
    "DROP TABLE t CASCADE",
    "ALTER TABLE v RENAME COLUMN b TO bb",
    "ALTER TYPE e RENAME TO f",
    "DROP INDEX i",
    "CREATE TABLE w (LIKE v)",
    "ALTER INDEX i RENAME TO j",
    "ALTER TABLE t ALTER COLUMN b SET NOT NULL",
    "DROP TABLE IF EXISTS v",
    "ALTER TABLE t SET SCHEMA s",
)


@pytest.mark.parametrize("seed", range(40))
def test_asking_in_between_and_copying_change_nothing(seed: int) -> None:
    rng = random.Random(seed)
    reading = Replay()
    done: list[str] = []
    others: list[tuple[Replay, list[str]]] = []
    for _ in range(25):
        if rng.random() < 0.2:
            others.append((reading.copy(), list(done)))
        if others and rng.random() < 0.4:
            reading, done = others.pop(rng.randrange(len(others)))
            others.append((reading.copy(), list(done)))
        statement = rng.choice(STATEMENTS)
        reading.read(HistoryFile("x", statement))
        done.append(statement)
        for found, statements in ((reading, done), *others):
            fresh = Replay()
            for each in statements:
                fresh.read(HistoryFile("x", each))
            assert found.database == fresh.database


@requires_shared
def test_real_histories_are_the_same_however_often_one_asks() -> None:
    for each in corpus().values():
        texts = list(migrations_of(each).values())[:40]
        asked_often, at_once = Replay(), Replay()
        for statement in _pieces(texts):
            asked_often.read(HistoryFile("x", statement))
            assert asked_often.copy().database == asked_often.database
            at_once.read(HistoryFile("x", statement))
        assert asked_often.database == at_once.database
