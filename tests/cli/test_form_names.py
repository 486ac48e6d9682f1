"""Names that the forms of `partywall create-migration` give and keep, and what they tell of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.folders import fill

if TYPE_CHECKING:
    from pathlib import Path

    from support.command_line import CommandLine
    from support.oracle import Oracle

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model Tenant {
  id       String    @id
  projects Project[]

  @@map("tenants")
}

model Project {
  id         String    @id
  tenantId   String    @map("tenant_id")
  name       String
  archivedAt DateTime? @map("archived_at")
  tenant     Tenant    @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
  @@map("projects")
}
"""


@pytest.fixture
def project(here: Path, partywall: CommandLine) -> Path:
    """A schema whose migrations lead to it."""
    fill(here, {"schema.prisma": SCHEMA})
    assert partywall("create-migration", "--name", "init").code == 0
    return here


def schema(folder: Path) -> str:
    return (folder / "schema.prisma").read_text()


def last(folder: Path) -> str:
    return max(folder.glob("migrations/*/migration.sql")).read_text()


@pytest.mark.parametrize(
    ("arguments", "line", "column"),
    [
        (("--add-field", "dueOn DateTime? @db.Date"), 'dueOn DateTime? @map("due_on") @db.Date', '"due_on"'),
        (("--add-field", 'dueOn DateTime? @map("due")'), 'dueOn DateTime? @map("due")', '"due"'),
        (("--add-field", "size Int?"), "size Int?", '"size"'),
        (("--rename-field", "name:fullName"), 'fullName String @map("full_name")', 'TO "full_name"'),
    ],
)
def test_a_column_is_called_as_those_beside_it(  # noqa: PLR0913, PLR0917 - two fixtures more than others
    project: Path,
    partywall: CommandLine,
    oracle: Oracle,
    arguments: tuple[str, ...],
    line: str,
    column: str,
) -> None:
    assert partywall("create-migration", "--modify", "Project", *arguments).code == 0
    assert line in " ".join(schema(project).split())
    assert column in last(project)
    assert oracle.errors({"schema.prisma": schema(project)}) == []
    assert "Nothing to do" in partywall("create-migration").out


def test_a_field_of_a_new_model_is_called_as_those_of_others(project: Path, partywall: CommandLine) -> None:
    assert partywall("create-migration", "--entity", "Task", "--add-field", "dueOn DateTime?").code == 0
    assert '@map("due_on")' in schema(project)
    assert '"due_on" TIMESTAMP(3)' in last(project)


def test_no_column_is_mapped_where_none_is(here: Path, partywall: CommandLine) -> None:
    plain = SCHEMA.replace(' @map("tenant_id")', "").replace(' @map("archived_at")', "")
    fill(here, {"schema.prisma": plain})
    assert partywall("create-migration", "--name", "init").code == 0
    assert partywall("create-migration", "--modify", "Project", "--add-field", "dueOn DateTime?").code == 0
    assert '"dueOn"' in last(here)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--entity", "project"), "there is a `Project` in the schema already"),
        (("--entity", "Projects"), "`projects` would be 2 tables"),
        (("--modify", "Project", "--add-field", "tenant_id String?"), "`tenant_id` would be 2 columns"),
    ],
)
def test_a_name_that_is_taken_is_refused_by_who_has_it(
    project: Path, partywall: CommandLine, arguments: tuple[str, ...], said: str
) -> None:
    outcome = partywall("create-migration", *arguments)
    assert outcome.code == 3
    assert said in outcome.err
    assert schema(project) == SCHEMA


def test_a_mapped_field_gets_a_new_name_without_sql_and_that_is_told(
    project: Path, partywall: CommandLine
) -> None:
    outcome = partywall("create-migration", "--modify", "Project", "--rename-field", "archivedAt:closedAt")
    assert outcome.code == 0
    assert "`Project.closedAt` keeps its column `archived_at`" in outcome.out
    assert len(list(project.glob("migrations/*/"))) == 1


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("--rename-field", "archivedAt:endedAt"), '  endedAt    DateTime? @map("archived_at")\n'),
        (("--change-field", "name String?"), "  name       String?\n"),
    ],
)
def test_a_line_stays_in_the_columns_of_a_block_that_nobody_formatted(
    here: Path, partywall: CommandLine, change: tuple[str, ...], line: str
) -> None:
    ragged = SCHEMA.replace("String    @map", "String @map")
    fill(here, {"schema.prisma": ragged})
    assert partywall("create-migration", "--name", "init").code == 0
    assert partywall("create-migration", "--modify", "Project", *change).code == 0
    assert line in schema(here)


def test_what_was_pending_is_told_where_a_name_is_kept_too(project: Path, partywall: CommandLine) -> None:
    pending = SCHEMA.replace("  name       String\n", "  title      String\n  late       Int?\n")
    fill(project, {"schema.prisma": pending})
    field, kept = "note String?", "Project.name:title"
    outcome = partywall("create-migration", "--modify", "Project", "--add-field", field, "--map", kept)
    assert outcome.code == 0
    assert "Also in it: what the schema asked for before and no migration did yet (1 step)." in outcome.out
    assert '`@map("name")` on `Project.title`: the database keeps this name' in outcome.out


def test_a_name_that_is_kept_alone_is_nothing_pending(project: Path, partywall: CommandLine) -> None:
    changed = "archivedAt DateTime? @default(now())"
    kept = ("--map", "Project.archived_at:archivedAt")
    outcome = partywall("create-migration", "--modify", "Project", "--change-field", changed, *kept)
    assert outcome.code == 0
    assert "Also in it" not in outcome.out
    assert '@map("archived_at")' in schema(project)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--fields", "name"), "--fields goes with --data or --indexes (see"),
        (("--entity", "A", "--unique"), "--unique goes with --indexes, not with --entity (see"),
        (("--entity",), "partywall create-migration: option '--entity' requires an argument (see"),
        (("--strategy", "x"), "'--strategy': 'x' is not one of 'safe', 'simple' (see"),
    ],
)
def test_a_usage_error_says_what_goes_with_what(
    project: Path, partywall: CommandLine, arguments: tuple[str, ...], said: str
) -> None:
    outcome = partywall("create-migration", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert schema(project) == SCHEMA


def test_an_index_that_the_schema_cannot_say_is_told(project: Path, partywall: CommandLine) -> None:
    index = ("--indexes", "--table", "Project", "--fields", "name", "--where", "archived_at IS NULL")
    outcome = partywall("create-migration", *index)
    assert outcome.code == 0
    assert "The index stands in the SQL alone" in outcome.out
    assert schema(project) == SCHEMA
