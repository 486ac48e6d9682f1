"""*Turn this implicit many-to-many into an explicit join*, beyond what the rule's fixture shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall.config import Config
from partywall.database.from_sql import HistoryFile
from partywall.diagnostics.edits import Edited, edits
from partywall.diagnostics.fix import Fix
from partywall.diagnostics.joining import explicit_join_fix
from partywall.fixing import edited
from partywall.host import Analysis, Host
from partywall.migrations.create import Migration, create
from partywall.syntax.chunks import Source

if TYPE_CHECKING:
    from support.oracle import Oracle

HEAD = 'datasource db {\n  provider = "postgresql"\n}\n\n'
TENANT = """\
model Tenant {
  id    String @id @default(cuid())
  posts Post[]
  tags  Tag[]
}
"""
POST = """\
model Post {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  tags     Tag[]

  @@unique([tenantId, id])
}
"""
TAG = """\
model Tag {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  posts    Post[]

  @@unique([tenantId, id])
}
"""
WHOLE = f"{HEAD}{TENANT}\n{POST}\n{TAG}"
WITHOUT_TENANTS = """\
model Post {
  id   Int   @id
  tags Tag[] @relation("pinned")
}

model Tag {
  id       BigInt @id @db.BigInt
  posts    Post[] @relation("pinned")
  children Tag[]  @relation("Tree")
  parents  Tag[]  @relation("Tree")
}
"""


def analyse(files: dict[str, str]) -> Analysis:
    host = Host(Config())
    for path, text in files.items():
        host.set_file(path, Source.of(text))
    return host.analyse()


def offered(analysis: Analysis, model: str, field: str) -> Fix | str:
    view, relation = analysis.view(model), analysis.schema.relation_of(model, field)
    assert view
    assert relation
    return explicit_join_fix(view, relation)


def fix_of(analysis: Analysis, model: str, field: str) -> Fix:
    fix = offered(analysis, model, field)
    assert isinstance(fix, Fix), fix
    return fix


def after(analysis: Analysis, *fixes: Fix) -> dict[str, str]:
    result: Edited = edits(analysis.reading, fixes)
    assert result.left == ()
    return {
        path: edited(file.source, result.edits.get(path, ())).text for path, file in analysis.files.items()
    }


def test_both_sides_offer_the_same_fix() -> None:
    analysis = analyse({"schema.prisma": WHOLE})
    assert fix_of(analysis, "Post", "tags") == fix_of(analysis, "Tag", "posts")


def test_over_several_files_the_model_stands_behind_the_first_side(oracle: Oracle) -> None:
    analysis = analyse({"a.prisma": HEAD + TENANT, "b.prisma": POST, "c.prisma": TAG})
    files = after(analysis, fix_of(analysis, "Post", "tags"))
    assert files["a.prisma"].endswith("  posts    Post[]\n  postTags PostTag[]\n  tags     Tag[]\n}\n")
    assert "}\n\nmodel PostTag {\n" in files["b.prisma"]
    assert "posts    PostTag[]" in files["c.prisma"]
    assert oracle.errors(files) == []
    assert all(oracle.format(text) == text for text in files.values())


@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_line_ends_and_a_last_line_without_one_stay(end: str) -> None:
    line_end = "\r\n" if end == "\r\n" else "\n"
    text = f"{HEAD}{TENANT}\n{TAG}\n{POST}".replace("\n", line_end).removesuffix(line_end) + end
    analysis = analyse({"schema.prisma": text})
    fixed = after(analysis, fix_of(analysis, "Post", "tags"))["schema.prisma"]
    assert fixed.endswith(f'  @@map("_PostToTag"){line_end}}}{end}')
    assert fixed.count("\n") == fixed.count(line_end)


def test_a_second_application_changes_nothing() -> None:
    analysis = analyse({"schema.prisma": WHOLE})
    fix = fix_of(analysis, "Post", "tags")
    once = after(analysis, fix, fix)
    assert after(analyse(once), fix) == once


def test_the_order_of_several_fixes_does_not_matter(oracle: Oracle) -> None:
    analysis = analyse({"schema.prisma": HEAD + WITHOUT_TENANTS})
    fixes = fix_of(analysis, "Post", "tags"), fix_of(analysis, "Tag", "children")
    files = after(analysis, *fixes)
    assert files == after(analysis, *reversed(fixes))
    assert oracle.errors(files) == []


@pytest.mark.parametrize("provider", ["postgresql", "sqlite", "cockroachdb"])
def test_without_a_tenant_the_database_stays_as_it_is(provider: str, oracle: Oracle) -> None:
    text = (HEAD + WITHOUT_TENANTS).replace("postgresql", provider)
    text = text if provider == "postgresql" else text.replace(" @db.BigInt", "")
    analysis = analyse({"schema.prisma": text})
    files = after(analysis, fix_of(analysis, "Post", "tags"), fix_of(analysis, "Tag", "children"))
    assert "empty migration" in oracle.diff({"schema.prisma": text}, files)


def test_who_is_in_a_has_in_its_list_those_in_b() -> None:
    analysis = analyse({"schema.prisma": HEAD + WITHOUT_TENANTS})
    text = after(analysis, fix_of(analysis, "Tag", "parents"))["schema.prisma"]
    assert 'parentId BigInt @map("A") @db.BigInt' in text
    assert 'children Tree[] @relation("TreeParent")' in text


def test_the_migration_fills_the_tenant_from_both_sides_and_keeps_the_pairs(oracle: Oracle) -> None:
    before = {"schema.prisma": WHOLE}
    analysis = analyse(before)
    reading = analyse(after(analysis, fix_of(analysis, "Post", "tags"))).reading
    history = [HistoryFile("20250101000000_init", oracle.diff(None, before))]
    made = create(
        reading.schema,
        reading.bodies,
        history=history,
        name="join",
        now="20260101120000",
        strategy="safe",
        lock_file=None,
    )
    assert isinstance(made, Migration), made
    sql = made.files[f"{made.folder}/migration.sql"]
    assert 'UPDATE "_PostToTag" AS t0 SET "tenantId" = t1."tenantId"' in sql
    assert "have parents that disagree" in sql
    assert "DROP TABLE" not in sql


def test_a_model_that_takes_the_name_later_is_seen() -> None:
    host = Host(Config())
    host.set_file("a.prisma", Source.of(WHOLE))
    first = [each.fix.title for each in host.analyse().all_diagnostics() if each.fix]
    host.set_file("b.prisma", Source.of("enum PostTag {\n  one\n}\n"))
    second = [each.fix.title for each in host.analyse().all_diagnostics() if each.fix]
    assert first == ["Turn `tags` into an explicit join: add `PostTag`"]
    assert second == ["Turn `tags` into an explicit join: add `PostTagLink`"]


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        (WHOLE.replace("postgresql", "sqlserver"), "SQL Server refuses"),
        (WHOLE.replace(TAG, TAG.replace(" @id", " @unique")), "a single id"),
        (WHOLE.replace(TAG, TAG.replace("model", "view")), "is not a model"),
    ],
)
def test_where_there_is_no_such_model_the_reason_is_said(schema: str, reason: str) -> None:
    assert reason in str(offered(analyse({"schema.prisma": schema}), "Post", "tags"))


def test_other_relations_are_none_of_its_business() -> None:
    analysis = analyse({"schema.prisma": WHOLE})
    assert offered(analysis, "Post", "tenant") == "this is no implicit many-to-many relation"
