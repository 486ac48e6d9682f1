"""Random changes of the example are applied to MariaDB and SQLite, and taken back without a trace."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from migrations.changes import change
from migrations.engines import ERRORS, Engine, on_mariadb
from migrations.example_by_provider import example
from migrations.other_providers import converted, converted_without_engine
from partywall.migrations.create import Migration
from partywall.migrations.renames import Answers
from support.migrations import down, made, up, written

if TYPE_CHECKING:
    from support.mariadb import MariaDB
    from support.oracle import Oracle

pytestmark = pytest.mark.database

HEAD = 'datasource db {\n  provider = "mysql"\n}\n'
PARENT = "model Parent {\n  id Int @id\n  children Child[]\n}\n"
CHILD = (
    "model Child {\n  id Int @id\n  parentId Int\n"
    "  parent Parent @relation(fields: [parentId], references: [id])\n  KEY\n}\n"
)


@pytest.mark.parametrize("seed", range(6))
def test_there_and_back(engine: Engine, oracle: Oracle, seed: int) -> None:
    rng = random.Random(f"{engine.provider} {seed}")
    convert = converted if engine.provider == "sqlite" else converted_without_engine
    before = after = example(engine.provider)
    while after == before:
        for _ in range(rng.randint(1, 5)):
            changed = convert(change(after, rng), engine.provider)
            after = after if oracle.errors({"a": changed}) else changed
    first = up(made(before))
    found = written(after, first, answers=Answers(drops=("*",)))
    if not isinstance(found, Migration):
        return  # it is refused, or nothing that a database has has changed
    engine.run(first)
    at_first = engine.catalog()
    try:
        engine.run(up(found))
    except ERRORS as error:
        assert "INPLACE ADD or DROP of virtual columns" in str(error)  # noqa: PT017 - a unique over JSON, which MySQL refuses
        return
    assert engine.catalog() != at_first
    engine.run(down(found))
    assert engine.catalog() == at_first


def test_an_index_of_a_foreign_key_gets_its_name_back(maria: MariaDB) -> None:
    """MariaDB names it after the foreign key; an index that is asked for is that one under another name."""
    without, with_index = (HEAD + PARENT + CHILD.replace("KEY", each) for each in ("", "@@index([parentId])"))
    for before, after in ((without, with_index), (with_index, without)):
        first = up(made(before))
        found = written(after, first)
        if not isinstance(found, Migration):
            continue  # an index that a foreign key needs stays
        with on_mariadb(maria) as engine:
            engine.run(first)
            at_first = engine.catalog()
            engine.run(up(found))
            engine.run(down(found))
            assert engine.catalog() == at_first
