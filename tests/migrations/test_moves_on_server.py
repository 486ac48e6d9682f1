"""Models and enums that go to another schema: asked about, and moved with all their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall.database.providers import provider_of
from partywall.ide.kept_names import kept_names_fix
from partywall.migrations.create import Nothing, Refusal
from partywall.migrations.renames import Answers
from partywall.schema.read import read
from support.migrations import HEAD, down, made, up, written
from support.postgres import Cluster, catalog, run

if TYPE_CHECKING:
    from support.oracle import Oracle

BEFORE = HEAD.replace("}", '  schemas = ["shop", "back office", "public"]\n}') + (
    'enum State {\n  open\n  paid\n  @@schema("shop")\n}\n'
    'model Customer {\n  id Int @id @default(autoincrement())\n  bills Bill[]\n  @@schema("shop")\n}\n'
    "model Bill {\n  id Int @id @default(autoincrement())\n  state State @default(open)\n"
    "  number String @unique\n"
    "  customerId Int\n  customer Customer @relation(fields: [customerId], references: [id])\n  tags Tag[]\n"
    '  @@map("bill")\n  @@schema("shop")\n}\n'
    'model Tag {\n  id Int @id\n  bills Bill[]\n  @@schema("shop")\n}\n'
)
BESIDE = """
CREATE VIEW shop.paid AS SELECT id FROM shop.bill WHERE state = 'paid';
ALTER TABLE shop.bill ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON shop.bill USING (number <> '');
CREATE INDEX bill_lower ON shop.bill (lower(number));
"""
ROWS = """
INSERT INTO shop."Customer" DEFAULT VALUES;
INSERT INTO shop.bill (state, number, "customerId") VALUES ('paid', 'a', 1), ('open', 'b', 1);
INSERT INTO shop."Tag" VALUES (7);
INSERT INTO shop."_BillToTag" SELECT id, 7 FROM shop.bill;
"""


def moved(*blocks: str) -> str:
    after = BEFORE
    for block in blocks:
        begin = after.index(f"{block} {{")
        after = after[:begin] + after[begin:].replace('@@schema("shop")', '@@schema("back office")', 1)
    return after


def asked(after: str, maps: tuple[str, ...] = ()) -> Refusal:
    result = written(after, up(made(BEFORE)), answers=Answers(maps=maps))
    assert isinstance(result, Refusal), result
    return result


def test_a_move_is_asked_about() -> None:
    model, enum = asked(moved("model Bill", "enum State")).questions
    assert (model.subject, model.dropped, enum.subject) == ("bill:Bill", "bill", "State:State")
    assert model.text.startswith("is `back office.bill` what the table `shop.bill` was (")


def test_a_schema_that_stays_is_written_into_the_schema() -> None:
    after = moved("model Bill", "enum State")
    refusal = asked(after, maps=("bill:Bill", "State:State"))
    assert refusal.names == ('`@@schema("shop")` in `Bill`', '`@@schema("shop")` in `State`')
    assert len(kept_names_fix(read({"a": after}).schema, refusal.keeps).operations) == 2


def test_other_providers_are_asked_about_no_move() -> None:
    before = BEFORE.replace("postgresql", "sqlserver").replace("  state State @default(open)\n", "")
    before = before[: before.index("enum State")] + before[before.index("model Customer") :]
    after = before.replace('@@map("bill")\n  @@schema("shop")', '@@map("bill")\n  @@schema("public")')
    assert provider_of("sqlserver").default_schema == "dbo"
    result = written(after, up(made(before)))
    assert not isinstance(result, Refusal) or not result.questions


@pytest.mark.database
@pytest.mark.parametrize(
    "blocks", [("model Bill",), ("enum State",), ("model Bill", "enum State", "model Tag")]
)
def test_rows_move_along_and_come_back(server: Cluster, oracle: Oracle, blocks: tuple[str, ...]) -> None:
    first, after = up(made(BEFORE)), moved(*blocks)
    subjects = {"model Bill": "bill:Bill", "enum State": "State:State", "model Tag": "Tag:Tag"}
    found = made(after, first, BESIDE, answers=Answers(renames=tuple(subjects[each] for each in blocks)))
    assert "DROP" not in up(found)
    with server.database() as connection:
        run(connection, first)
        run(connection, BESIDE)
        run(connection, ROWS)
        at_first = catalog(connection)
        run(connection, up(found))
        assert oracle.drift(server.address(connection), {"a": after}).strip() == Nothing().script.strip()
        at_last = catalog(connection)
        assert connection.execute("SELECT * FROM shop.paid").fetchall() == [(1,)]
        run(connection, down(found))
        assert sorted({*at_first} ^ {*catalog(connection)}) == []
        links = connection.execute('SELECT count(*) FROM shop."_BillToTag" JOIN shop.bill ON id = "A"')
        assert links.fetchall() == [(2,)]
        run(connection, up(found))
        assert catalog(connection) == at_last
