"""What may have been renamed is asked about, and nothing else; the answers are done as they are given."""

from __future__ import annotations

import pytest
from psycopg import sql

from partywall.migrations.create import Refusal
from partywall.migrations.renames import Answers, Question
from support.migrations import HEAD, down, made, up, written
from support.postgres import Cluster, catalog, run

BASE = HEAD + (
    "model Tenant {\n  id String @id\n  documents Document[]\n}\n"
    "model Document {\n  id String @id\n  title String\n  createdAt DateTime @default(now())\n"
    "  tenantId String\n  tenant Tenant @relation(fields: [tenantId], references: [id])\n"
    "  size Int?\n  state State @default(draft)\n\n  @@unique([tenantId, title])\n}\n"
    "enum State {\n  draft\n  published\n  gone\n}\n"
)


def changed(*pairs: tuple[str, str], base: str = BASE) -> str:
    for old, new in pairs:
        assert old in base
        base = base.replace(old, new)
    return base


def asked(before: str, after: str, answers: Answers | None = None) -> tuple[Question, ...]:
    result = written(after, up(made(before)), answers=answers or Answers())
    if isinstance(result, Refusal):
        assert result.questions or result.reason.startswith("no safe form"), result
        return result.questions
    return ()


# --- asking --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ([("title", "name")], "Document.title:name"),
        ([("title", "documentTitle")], "Document.title:documentTitle"),
        ([("  title String", '  title String @map("doc_title")')], "Document.title:title"),
        ([("size Int?", "bytes Int?")], "Document.size:bytes"),
        ([("size Int?", "pages Int")], "Document.size:pages"),
        ([("createdAt DateTime", 'createdAt DateTime @map("created_at")')], "Document.createdAt:createdAt"),
        ([("tenantId", "ownerId"), ("  tenant Tenant", "  owner Tenant")], "Document.tenantId:ownerId"),
        ([("Document", "File")], "Document:File"),
        ([("\n\n  @@unique", '\n\n  @@map("documents")\n  @@unique')], "Document:Document"),
        ([("State", "Stage")], "State:Stage"),
        ([("published", "public")], "State.published:public"),
        ([("gone", "removed")], "State.gone:removed"),
    ],
)
def test_what_looks_alike_is_asked_about(changes: list[tuple[str, str]], subject: str) -> None:
    (question,) = asked(BASE, changed(*changes))
    assert (question.subject, question.dropped) == (subject, subject.partition(":")[0])


@pytest.mark.parametrize(
    "after",
    [
        changed(("  size Int?\n", "  pages String?\n")),
        changed(("  size Int?\n", "  pages Int[]\n")),
        changed(("  size Int?\n", "  pages Int @default(1)\n  lines Int @default(1)\n")),
        changed(("  size Int?\n", "")),
        changed(("  size Int?\n", "  size Int?\n  rating Int?\n")),
        changed(("  title String\n", "  title String\n  name String?\n"), ("  size Int?\n", "")),
        changed(("  gone\n", "")),
        changed(("  gone\n", "  gone\n  removed\n")),
        changed(("enum State", "enum Colour {\n  red\n}\nenum State")),
        HEAD + "model Colour {\n  id String @id\n  red Int\n  green Int\n}\n",
    ],
)
def test_what_only_goes_or_only_comes_is_not_asked_about(after: str) -> None:
    assert asked(BASE, after) == ()


def test_a_key_of_one_model_is_no_key_of_another() -> None:
    before = HEAD + (
        "model User {\n  id String @id\n  posts Post[]\n}\nmodel Tenant {\n  id String @id\n}\n"
        "model Post {\n  id String @id\n  userId String?\n"
        "  user User? @relation(fields: [userId], references: [id])\n}\n"
    )
    after = before.replace("  posts Post[]\n", "").replace("Tenant {\n", "Tenant {\n  posts Post[]\n")
    after = after.replace("userId", "tenantId").replace("user User?", "tenant Tenant?")
    assert asked(before, after) == ()


def test_prismas_own_form_asks_nothing() -> None:
    found = made(changed(("title", "name")), up(made(BASE)), strategy="simple")
    assert 'DROP COLUMN "title"' in up(found)


# --- answers -------------------------------------------------------------------------------------


def test_dropping_names_the_loss_and_is_prismas_own_text() -> None:
    first, after = up(made(BASE)), changed(("size Int?", "bytes Int?"))
    found = made(after, first, answers=Answers(drops=("Document.size",)))
    assert found.script == made(after, first, strategy="simple").script
    assert any("All the data in the column will be lost" in each for each in found.notes)
    assert made(after, first, answers=Answers(drops=("*",))).script == found.script


def test_a_map_is_said_and_nothing_is_made() -> None:
    after = changed(("title", "name"))
    result = written(after, up(made(BASE)), answers=Answers(maps=("Document.title:name",)))
    assert isinstance(result, Refusal)
    assert result.names == ('`@map("title")` on `Document.name`',)
    table = written(changed(("Document", "File")), up(made(BASE)), answers=Answers(maps=("Document:File",)))
    assert isinstance(table, Refusal)
    assert table.names == ('`@@map("Document")` in `File`',)


def test_an_answer_that_fits_nothing_is_refused() -> None:
    result = written(BASE, up(made(BASE)), answers=Answers(renames=("Document.x:y",)))
    assert isinstance(result, Refusal)
    assert result.names == ("Document.x:y",)


def test_what_does_not_look_alike_can_be_renamed_all_the_same() -> None:
    after = changed(("size Int?", "pages String?"))
    found = made(after, up(made(BASE)), answers=Answers(renames=("Document.size:pages",)))
    assert 'RENAME COLUMN "size" TO "pages"' in up(found)
    assert 'ALTER COLUMN "pages" SET DATA TYPE TEXT' in up(found)
    assert "DROP COLUMN" not in up(found)


def test_of_two_answers_about_one_column_the_first_counts() -> None:
    after = changed(("size Int?", "bytes Int?\n  length Int?"))
    result = written(
        after, up(made(BASE)), answers=Answers(renames=("Document.size:bytes", "Document.size:length"))
    )
    assert isinstance(result, Refusal)
    assert result.names == ("Document.size:length",)


# --- on a server ---------------------------------------------------------------------------------

EVERYTHING = HEAD + (
    "model Tenant {\n  id String @id\n  files File[]\n}\n"
    'model File {\n  id String @id\n  name String\n  createdAt DateTime @default(now()) @map("created_at")\n'
    "  tenantId String\n  tenant Tenant @relation(fields: [tenantId], references: [id])\n"
    "  size Int?\n  state Stage @default(draft)\n  also Int?\n\n"
    "  @@unique([tenantId, name])\n  @@index([state])\n}\n"
    "enum Stage {\n  draft\n  public\n  gone\n}\n"
)
RENAMES = Answers(
    renames=(
        "Document:File",
        "File.title:name",
        "File.createdAt:createdAt",
        "State:Stage",
        "Stage.published:public",
    )
)


@pytest.mark.database
def test_all_renames_at_once_keep_all_rows_and_come_back(server: Cluster) -> None:
    first = up(made(BASE))
    found = made(EVERYTHING, first, answers=RENAMES)
    assert up(found).startswith("-- For a maintenance window: ")
    assert "DROP COLUMN" not in up(found)
    assert "DROP T" not in up(found)
    with server.database() as connection:
        run(connection, first)
        run(connection, 'CREATE VIEW seen AS SELECT title FROM "Document"')
        run(connection, 'CREATE POLICY own ON "Document" USING (title <> id)')
        run(connection, "INSERT INTO \"Tenant\" VALUES ('t')")
        run(connection, "INSERT INTO \"Document\" VALUES ('d', 'x', now(), 't', 3, 'published')")
        before = catalog(connection)
        run(connection, up(found))
        row = connection.execute('SELECT name, size, state::text FROM "File"').fetchone()
        assert row == ("x", 3, "public")
        after = catalog(connection)
        assert any("File_tenantId_name_key" in line for line in after)
        assert any("File_tenantId_fkey" in line for line in after)
        assert any("File_pkey" in line for line in after)
        assert not any("Document" in line or "State" in line for line in after)
        run(connection, down(found))
        assert sorted({*before} ^ {*catalog(connection)}) == []
        assert connection.execute('SELECT title FROM "Document"').fetchall() == [("x",)]
        run(connection, up(found))
        assert sorted({*after} ^ {*catalog(connection)}) == []


@pytest.mark.database
@pytest.mark.parametrize("name", ["Label", "Zebra"])
def test_links_follow_their_models_whatever_the_order_of_the_names(server: Cluster, name: str) -> None:
    """`_DocumentToTag` holds the document in `A`, `_LabelToTag` too, and `_TagToZebra` the tag."""
    before = HEAD + (
        "model Document {\n  id Int @id\n  text String\n  tags Tag[]\n}\n"
        "model Tag {\n  id Int @id\n  label String\n  documents Document[]\n}\n"
    )
    after = before.replace("Document", name)
    first = up(made(before))
    (question,) = asked(before, after)
    found = made(after, first, answers=Answers(renames=(question.subject,)))
    with server.database() as connection:
        run(connection, first)
        run(
            connection,
            "INSERT INTO \"Document\" VALUES (1, 'a'), (2, 'b'); INSERT INTO \"Tag\" VALUES (7, 'x')",
        )
        run(connection, 'INSERT INTO "_DocumentToTag" VALUES (2, 7)')
        at_first = catalog(connection)
        run(connection, up(found))
        link = min((name, "Tag")) + "To" + max((name, "Tag"))
        query = sql.SQL('SELECT "A", "B" FROM {}').format(sql.Identifier(f"_{link}"))
        row = connection.execute(query).fetchone()
        assert row == ((2, 7) if name < "Tag" else (7, 2))
        run(connection, down(found))
        assert sorted({*at_first} ^ {*catalog(connection)}) == []
        assert connection.execute('SELECT "A", "B" FROM "_DocumentToTag"').fetchone() == (2, 7)


@pytest.mark.database
def test_hostile_names_are_renamed_and_no_more(server: Cluster) -> None:
    before = changed(("  size Int?", '  size Int? @map("si\\"ze; --")'), ("gone", 'gone @map("it\'s")'))
    after = changed(("  size Int?", '  size Int? @map("\'ze\\"si; --")'), ("gone", 'gone @map("\\"its\'")'))
    first = up(made(before))
    questions = asked(before, after)
    assert len(questions) == 2
    found = made(after, first, answers=Answers(renames=tuple(each.subject for each in questions)))
    with server.database() as connection:
        run(connection, first)
        at_first = catalog(connection)
        run(connection, up(found))
        assert len(catalog(connection)) == len(at_first)
        run(connection, down(found))
        assert sorted({*at_first} ^ {*catalog(connection)}) == []
