"""A new migration as a whole: its name, its files, what it refuses."""

from __future__ import annotations

import re
import time

import pytest

from partywall.database.from_sql import HistoryFile
from partywall.migrations.create import Migration, Nothing, Refusal, create
from partywall.migrations.folder import folder_name, sanitised
from partywall.schema.read import read

HEAD = 'datasource db {\n  provider = "postgresql"\n}\n'
ONE = HEAD + "model A {\n  id Int @id\n}\n"


def made(
    schema: str,
    *history: str,
    name: str = "next",
    strategy: str = "safe",
    lock_file: str | None = None,
) -> Migration | Refusal | Nothing:
    reading = read({"schema.prisma": schema})
    return create(
        reading.schema,
        reading.bodies,
        history=[HistoryFile(f"2025010100000{number}_x", text) for number, text in enumerate(history)],
        name=name,
        now="20260101120000",
        strategy="safe" if strategy == "safe" else "simple",
        lock_file=lock_file,
    )


def written(schema: str, *history: str, strategy: str = "safe") -> str:
    result = made(schema, *history, strategy=strategy)
    assert isinstance(result, Migration), result
    return result.files[f"{result.folder}/migration.sql"]


def refused(schema: str, *history: str, lock_file: str | None = None) -> Refusal:
    result = made(schema, *history, lock_file=lock_file)
    assert isinstance(result, Refusal), result
    return result


# --- folder -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Add Chatbot Module", "add_chatbot_module"),
        ("addChatbotModule", "add_chatbot_module"),
        ("FOOBar9x", "foo_bar9x"),
        ("FOO9", "foo_9"),
        ("../../etc/passwd", "etc_passwd"),
        ("a; DROP TABLE b", "a_drop_table_b"),
        ("Größe & été", "groesse_and_ete"),
        ("nul\0nul", "nul_nul"),
        ("C:\\x\n", "c_x"),
        ("...", ""),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_name_is_made_as_prisma_makes_it(name: str, expected: str) -> None:
    assert sanitised(name) == expected


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        ([], "20260101120000_x"),
        (["20250101000000_a"], "20260101120000_x"),
        (["0_init", "20250101000000_a"], "20260101120000_x"),
        (["20260101120000_w"], "20260101120000_x"),
        (["20260101120000_y"], "20260101120001_x"),
        (["20991231235959_a"], "21000101000000_x"),
        (["20269999999999_a"], "20270000000000_x"),
        (["99999999999999_z"], "99999999999999_z_x"),
        (["init"], "init_x"),
    ],
)
def test_a_new_folder_sorts_last_whatever_the_clock_says(existing: list[str], expected: str) -> None:
    assert folder_name("x", "20260101120000", existing) == expected
    assert all(expected.encode() > each.encode() for each in existing)


def test_a_migration_has_its_files_and_the_lock_only_where_there_is_none() -> None:
    result = made(ONE)
    assert isinstance(result, Migration)
    assert list(result.files) == [
        "20260101120000_next/migration.sql",
        "20260101120000_next/down.sql",
        "20260101120000_next/verify.sql",
        "20260101120000_next/CHECKLIST.md",
        "migration_lock.toml",
    ]
    assert 'provider = "postgresql"' in result.files["migration_lock.toml"]
    again = made(ONE, lock_file='provider = "postgresql"')
    assert isinstance(again, Migration)
    assert "migration_lock.toml" not in again.files


def test_new_tables_are_prismas_own_text() -> None:
    expected = (
        '-- CreateTable\nCREATE TABLE "A" (\n    "id" INTEGER NOT NULL,\n\n'
        '    CONSTRAINT "A_pkey" PRIMARY KEY ("id")\n);\n'
    )
    assert written(ONE) == written(ONE, strategy="simple") == expected


def test_nothing_to_do_is_said() -> None:
    assert isinstance(made(ONE, written(ONE)), Nothing)


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", ["mongodb"])
def test_other_providers_are_not_supported_yet(provider: str) -> None:
    assert "not supported yet" in refused(ONE.replace("postgresql", provider)).reason


def test_a_schema_needs_a_provider() -> None:
    assert "provider" in refused("model A {\n  id Int @id\n}\n").reason


def test_the_lock_file_names_another_provider() -> None:
    refusal = refused(ONE, lock_file='# note\nprovider = "mysql"\n')
    assert refusal.names == ("mysql", "postgresql")


def test_a_nul_stands_in_no_sql() -> None:
    assert "NUL" in refused(HEAD + 'model A {\n  id Int @id\n  @@map("a\\u0000b")\n}\n').reason


def test_a_required_column_that_nothing_fills() -> None:
    schema = ONE.replace("}\n", "", 1)
    schema = HEAD + "model A {\n  id Int @id\n  name String\n  key String @default(cuid())\n}\n"
    refusal = refused(schema, written(ONE))
    assert [name.partition(" ")[0] for name in refusal.names] == ["`A.key`", "`A.name`"]
    assert "only Prisma Client" in refusal.names[0]
    assert isinstance(made(schema, written(ONE), strategy="simple"), Migration)


@pytest.mark.parametrize(
    "field",
    [
        "name String?",
        "name String[]",
        'name String @default("x")',
        'name String @default(dbgenerated("now()::text"))',
        "number Int @default(autoincrement())",
        "made DateTime @default(now())",
    ],
)
def test_a_column_that_rows_can_have_is_prismas_own_text(field: str) -> None:
    schema = HEAD + f"model A {{\n  id Int @id\n  {field}\n}}\n"
    assert written(schema, written(ONE)) == written(schema, written(ONE), strategy="simple")


def test_a_type_without_a_cast_is_refused_where_rows_could_not_have_it() -> None:
    before = HEAD + "model A {\n  id Int @id\n  at DateTime\n}\n"
    after = before.replace("at DateTime", "at Int")
    assert "`A.at` gets a type" in refused(after, written(before)).names[0]
    assert isinstance(made(after.replace("at Int", "at Int?"), written(before)), Migration)


@pytest.mark.parametrize(("before", "after"), [("e E", "e E[]"), ("e E[]", "e E?"), ("e E[]", "e E")])
def test_a_list_of_an_enum_and_a_single_value_are_not_cast_to_each_other(before: str, after: str) -> None:
    """Prisma's own form fails on an empty table too."""
    schema = HEAD + f"enum E {{\n  a\n}}\nmodel A {{\n  id Int @id\n  {before}\n}}\n"
    history = written(schema)
    assert "`A.e` becomes a" in refused(schema.replace(before, after), history).names[0]
    assert isinstance(made(schema.replace(before, after), history, strategy="simple"), Migration)


@pytest.mark.parametrize(
    ("beside", "named"),
    [
        ('CREATE VIEW v AS SELECT "size" FROM "A";', "view `v`"),
        ('CREATE POLICY p ON "A" USING ("size" > 1);', "policy `p`"),
        (
            'CREATE TRIGGER t AFTER UPDATE OF "size" ON "A" FOR EACH ROW EXECUTE FUNCTION f();',
            "trigger `t`",
        ),
        (
            'ALTER TABLE "A" ADD COLUMN "twice" INTEGER GENERATED ALWAYS AS ("size" * 2) STORED;',
            "the generated column `twice`",
        ),
    ],
)
@pytest.mark.parametrize("change", ["", "  size String\n", "  size BigInt\n"])
def test_what_hangs_on_a_column_is_named(beside: str, named: str, change: str) -> None:
    before = HEAD + "model A {\n  id Int @id\n  size Int\n}\n"
    after = before.replace("  size Int\n", change)
    if "twice" in beside:
        after = after.replace("}\n", "  twice Int? @default(dbgenerated())\n}\n").replace(
            'postgresql"\n  twice Int? @default(dbgenerated())\n', 'postgresql"\n'
        )
    refusal = refused(after, written(before) + beside)
    assert refusal.reason == "something that a schema cannot say stands in the way"
    assert named in refusal.names[0]


def test_what_does_not_hang_on_it_survives() -> None:
    before = HEAD + "model A {\n  id Int @id\n  size Int\n  name String\n}\n"
    beside = (
        'CREATE VIEW v AS SELECT "id" FROM "A"; CREATE POLICY p ON "A" USING (true);'
        'CREATE UNIQUE INDEX part ON "A" ("name") WHERE "size" > 1; CREATE INDEX low ON "A" (lower("name"));'
        'CREATE INDEX covering ON "A" ("name") INCLUDE ("id");'
    )
    assert isinstance(made(before, written(before) + beside), Nothing)
    text = written(before.replace("  size Int\n", "  size BigInt\n"), written(before) + beside)
    assert "DROP" not in text


def test_a_check_goes_with_its_column_and_is_named() -> None:
    before = HEAD + "model A {\n  id Int @id\n  size Int\n}\n"
    beside = 'ALTER TABLE "A" ADD CONSTRAINT positive CHECK ("size" > 0);'
    result = made(ONE, written(before) + beside)
    assert isinstance(result, Migration)
    assert any("check `positive`" in note for note in result.notes)
    assert "CONSTRAINT positive CHECK" in result.files[f"{result.folder}/down.sql"]


def test_an_enum_that_an_index_compares_with_cannot_lose_a_value() -> None:
    before = HEAD + "enum E {\n  a\n  b\n}\nmodel A {\n  id Int @id\n  e E\n}\n"
    beside = 'CREATE INDEX part ON "A" ("id") WHERE e = \'a\';'
    assert "`part`" in refused(before.replace("  b\n", ""), written(before) + beside).names[0]


def test_a_statement_that_is_not_understood_about_a_table_that_changes() -> None:
    after = ONE.replace("id Int @id", "id Int @id\n  name String?")
    odd = "DO $$ BEGIN FOR i IN 1..2 LOOP EXECUTE 'ALTER TABLE \"A\" ADD c' || i; END LOOP; END $$;"
    refusal = refused(after, written(ONE) + odd)
    assert "not understood" in refusal.reason
    assert "20250101000000_x/migration.sql:" in refusal.names[0]
    elsewhere = made(after, written(ONE) + odd.replace("A", "B"))
    assert isinstance(elsewhere, Migration)
    assert any("Left out of the history" in note for note in elsewhere.notes)


# --- the safe form ------------------------------------------------------------------------------

TREE = """
model Org {
  id       String    @id
  projects Project[]
  {org}
}
model Project {
  id    String @id
  orgId String
  org   Org    @relation(fields: [orgId], references: [id])
  tasks Task[]
}
model Task {
  id        String  @id
  projectId String
  project   Project @relation(fields: [projectId], references: [id])
  notes     Note[]
  {task}
}
model Note {
  id     String @id
  taskId String
  task   Task   @relation(fields: [taskId], references: [id])
  {note}
}
"""
KEY = "orgId String\n  org Org @relation(fields: [orgId], references: [id])"


def tree(org: str = "", task: str = "", note: str = "") -> str:
    return HEAD + TREE.replace("{org}", org).replace("{task}", task).replace("{note}", note)


def notes(*schemas: str) -> list[str]:
    before, after = schemas
    result = made(after, written(before))
    assert isinstance(result, Migration), result
    return [note for note in result.notes if "filled" in note or "becomes" in note]


def test_the_value_comes_from_the_nearest_parent_that_has_it() -> None:
    assert notes(tree(), tree("tasks Task[]", KEY)) == [
        "Task.orgId is filled along projectId → Project.orgId."
    ]
    assert notes(tree(), tree("notes Note[]", "", KEY)) == [
        "Note.orgId is filled along taskId → Task, projectId → Project.orgId."
    ]


def test_parents_are_filled_before_their_children() -> None:
    assert notes(tree(), tree("notes Note[]\n  tasks Task[]", KEY, KEY)) == [
        "Task.orgId is filled along projectId → Project.orgId.",
        "Note.orgId is filled along taskId → Task.orgId.",
    ]


def test_an_optional_key_that_becomes_required_is_filled_too() -> None:
    optional = KEY.replace("String", "String?").replace("Org ", "Org? ")
    found = notes(tree("tasks Task[]", optional), tree("tasks Task[]", KEY))
    assert found == ["Task.orgId is filled along projectId → Project.orgId."]


def loose(schema: str) -> str:
    return schema.replace("projectId String\n", "projectId String?\n").replace(
        "project   Project @", "project   Project? @"
    )


UNSET = "; rows where none is set are refused (`--orphans` assigns or deletes them)."


def test_a_path_over_an_optional_parent_leaves_rows_without_a_tenant() -> None:
    assert notes(loose(tree()), loose(tree("tasks Task[]", KEY))) == [
        f"Task.orgId is filled along projectId → Project.orgId{UNSET}"
    ]
    assert notes(loose(tree()), loose(tree("notes Note[]", "", KEY))) == [
        f"Note.orgId is filled along taskId → Task, projectId → Project.orgId{UNSET}"
    ]


def test_a_child_waits_for_a_parent_that_is_filled_so() -> None:
    """Its own optional way is another one: to whoever wrote the note."""
    user = "model User {\n  id String @id\n  orgId String\n  notes Note[]\n}\n"
    writer = "userId String?\n  user User? @relation(fields: [userId], references: [id])\n  "
    before = loose(tree("", "", writer)) + user
    after = loose(tree("notes Note[]\n  tasks Task[]", KEY, writer + KEY)) + user
    assert notes(before, after) == [
        f"Task.orgId is filled along projectId → Project.orgId{UNSET}",
        "Note.orgId is filled along taskId → Task.orgId.",
    ]


def test_where_no_relation_leads_to_a_tenant_all_rows_are_without_one() -> None:
    alone = "model Alone {\n  id String @id\n}\n"
    after = tree("alone Alone[]") + alone.replace("}", f"  {KEY}\n}}")
    result = made(after, written(tree() + alone))
    assert isinstance(result, Migration)
    told = "Alone.orgId cannot be told by any relation; rows that are there are refused"
    assert any(each.startswith(told) for each in result.notes)
    assert [each.text for each in result.strays] == [
        "What of rows that get no tenant: `Alone` by any relation?"
    ]


def test_a_column_for_something_else_gives_no_value() -> None:
    """A project has an owner, and a task is to have one: another one."""
    before = HEAD + (
        "model User {\n  id String @id\n  owned Project[]\n}\n"
        "model Team {\n  id String @id\n}\n"
        "model Project {\n  id String @id\n  ownerId String\n"
        "  owner User @relation(fields: [ownerId], references: [id])\n  tasks Task[]\n}\n"
        "model Task {\n  id String @id\n  projectId String\n"
        "  project Project @relation(fields: [projectId], references: [id])\n}\n"
    )
    after = before.replace(
        "model Task {\n",
        "model Task {\n  ownerId String\n  team Team @relation(fields: [ownerId], references: [id])\n",
    ).replace("model Team {\n", "model Team {\n  tasks Task[]\n")
    assert "`Task.ownerId`" in refused(after, written(before)).names[0]


def test_what_is_no_tenant_key_is_not_taken_from_a_parent() -> None:
    """Who wrote the comment is not who wrote its post, though both lead to users."""
    before = HEAD + (
        "model User {\n  id String @id\n  posts Post[]\n}\n"
        "model Post {\n  id String @id\n  authorId String\n"
        "  author User @relation(fields: [authorId], references: [id])\n  comments Comment[]\n}\n"
        "model Comment {\n  id String @id\n  postId String\n"
        "  post Post @relation(fields: [postId], references: [id])\n}\n"
    )
    author = "  authorId String\n  author User @relation(fields: [authorId], references: [id])\n"
    after = before.replace("model Comment {\n", f"model Comment {{\n{author}").replace(
        "  posts Post[]\n", "  posts Post[]\n  comments Comment[]\n"
    )
    assert "`Comment.authorId`" in refused(after, written(before)).names[0]


def test_a_composite_foreign_key_tells_the_parent_by_the_rest() -> None:
    before = tree()
    after = (
        tree("tasks Task[]", KEY)
        .replace(
            "fields: [projectId], references: [id]", "fields: [orgId, projectId], references: [orgId, id]"
        )
        .replace("  tasks Task[]\n}\nmodel Task", "  tasks Task[]\n  @@unique([orgId, id])\n}\nmodel Task")
    )
    assert notes(before, after) == ["Task.orgId is filled along projectId → Project.orgId."]


def test_prisma_filled_columns_are_filled_where_sql_can() -> None:
    before = HEAD + "model A {\n  id Int @id\n}\n"
    after = before.replace("}\nmodel", "model").replace(
        "  id Int @id\n", "  id Int @id\n  uid String @default(uuid()) @db.Uuid\n  at DateTime @updatedAt\n"
    )
    assert notes(before, after) == [
        "A.at of the rows that are there becomes the time of the migration.",
        "A.uid of the rows that are there becomes a new UUID for each row.",
    ]


def test_the_fill_stands_before_everything_else() -> None:
    text = written(tree("tasks Task[]\n  name String?", KEY + "\n  @@index([orgId])"), written(tree()))
    headings = re.findall(r"^-- (\w+)$", text, re.MULTILINE)
    assert headings == ["AlterTable", "Backfill", "AlterTable", "CreateIndex", "AddForeignKey"]


# --- speed --------------------------------------------------------------------------------------


def test_a_large_schema_with_a_long_history_takes_less_than_two_seconds() -> None:
    """300 models and 100 migrations, cold, with room for a slow machine."""
    models = "".join(
        f"model M{n} {{\n  id String @id\n  rootId String\n  root Root @relation(fields: [rootId], "
        f'references: [id])\n  a String @default("x")\n  b Int?\n  c DateTime @default(now())\n'
        f"  d Json?\n  @@index([rootId])\n  @@unique([rootId, a])\n}}\n"
        for n in range(300)
    )
    root = "model Root {\n  id String @id\n" + "".join(f"  m{n} M{n}[]\n" for n in range(300)) + "}\n"
    schema = HEAD + root + models
    first = written(schema)
    history = [first] + [f'ALTER TABLE "M{n}" ADD COLUMN "x{n}" TEXT;' for n in range(99)]
    reading = read({"a": schema})
    began = time.process_time()
    result = create(
        reading.schema,
        reading.bodies,
        history=[HistoryFile(f"{n:014}_x", text) for n, text in enumerate(history)],
        name="next",
        now="20260101000000",
    )
    seconds = time.process_time() - began
    assert isinstance(result, Migration)
    print(f"{seconds:.2f} s")  # noqa: T201 - the figure
    assert seconds < 4
