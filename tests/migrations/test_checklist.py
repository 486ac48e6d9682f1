"""`CHECKLIST.md` and `verify.sql` as texts: about this migration alone, harmless whatever its names."""

from __future__ import annotations

import re

from partywall.database.sql_statements import statements
from support.migrations import HEAD, made, up

ONE = HEAD + "model A {\n  id Int @id\n  name String?\n}\n"


def beside(schema: str, *history: str) -> tuple[str, str]:
    found = made(schema, *history)
    return found.files[f"{found.folder}/CHECKLIST.md"], found.files[f"{found.folder}/verify.sql"]


def test_new_tables_hinder_nobody() -> None:
    text, _ = beside(ONE)
    assert "It can be deployed at any time" in text
    assert "Expected downtime" not in text
    assert "VACUUM" not in text
    assert "pg_stat_activity" not in text


def test_where_there_is_nothing_to_ask_the_file_says_so() -> None:
    _, questions = beside(ONE)
    assert questions.startswith("-- There is nothing to ask after ")
    assert list(statements(questions)) == []


def test_what_is_lost_is_named_before_it_is_lost() -> None:
    text, questions = beside(ONE.replace("  name String?\n", ""), up(made(ONE)))
    assert "It destroys the column `name` of `A`" in text
    assert "must not know `A.name` any more" in text
    assert "Columns that are still there" in questions
    assert "attrelid = to_regclass('\"A\"') AND attname = 'name'" in questions


def test_each_statement_says_what_to_do_where_it_fails() -> None:
    before = HEAD + "model A {\n  id Int @id\n  a Int?\n  b Int?\n}\n"
    after = HEAD + "model A {\n  id Int @id\n  a Int\n  b Int? @unique\n\n  @@index([a])\n}\n"
    found = made(after, up(made(before)))
    text = found.files[f"{found.folder}/CHECKLIST.md"]
    sql = up(found)
    failures = text.partition("## If it fails")[2].partition("## After")[0]
    for number, each in enumerate(statements(sql), start=1):
        (row,) = re.findall(rf"^\| {number} \|.*$", failures, re.MULTILINE)
        assert ("(a), or (b) from line" in row) == (number > 1)
        if number > 1:
            assert f"from line {each.line} on" in row
    assert f"npx prisma migrate resolve --rolled-back {found.folder}\n" in text
    assert f"npx prisma migrate resolve --applied {found.folder}\n" in text
    assert "23502" in failures
    assert "23505" in failures


def test_after_a_backfill_that_refuses_the_same_file_can_be_deployed_again() -> None:
    before = HEAD + (
        "model T {\n  id Int @id\n  bs B[]\n}\n"
        "model B {\n  id Int @id\n  tId Int\n  t T @relation(fields: [tId], references: [id])\n  cs C[]\n}\n"
        "model C {\n  id Int @id\n  bId Int\n  b B @relation(fields: [bId], references: [id])\n}\n"
    )
    after = before.replace("  bs B[]\n", "  bs B[]\n  cs C[]\n").replace(
        "  bId Int\n", "  bId Int\n  tId Int\n  t T @relation(fields: [tId], references: [id])\n"
    )
    after = after.replace("tId", "tenantId").replace("model T ", "model Tenant ").replace(" T ", " Tenant ")
    before = before.replace("tId", "tenantId").replace("model T ", "model Tenant ").replace(" T ", " Tenant ")
    text, questions = beside(after, up(made(before)))
    failures = text.partition("## If it fails")[2]
    assert re.search(r"^\| 1 \|.*\| \(a\) \|$", failures, re.MULTILINE)
    assert re.search(r"^\| 2 \|.*P0001.*\| \(a\) \|$", failures, re.MULTILINE)
    assert 'VACUUM (ANALYZE) "C"' in text
    assert "in the maintenance window" in text
    assert "Rows of two tenants: C.tenantId and bId → B.tenantId differ" in questions


def test_a_hostile_name_ends_neither_its_line_nor_its_fence() -> None:
    name = "a|b```\\n\\n# x"
    before = HEAD + f'model A {{\n  id Int @id\n  @@map("{name}")\n}}\n'
    after = before.replace("  id Int @id\n", '  id Int @id\n  n Int? @map("x`|\\n## y")\n\n  @@index([n])\n')
    text, questions = beside(after, up(made(before)))
    assert not re.search(r"^#+ [xy]", text, re.MULTILINE)
    fences = re.findall(r"^ *(`{3,})(\w*)$", text, re.MULTILINE)
    opened = [fence for fence, language in fences if language]
    assert len(opened) * 2 == len(fences)
    for row in re.findall(r"^\| \d.*$", text, re.MULTILINE):
        assert len(re.findall(r"(?<!\\)\|", row)) in {4, 6}
    assert all(each.sql.startswith(("SELECT", "SET")) for each in statements(questions))
