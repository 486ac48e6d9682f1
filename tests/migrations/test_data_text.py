"""What a data migration says by provider: the values that it makes up, and nothing that a review reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from migrations.deployed_projects import filled_in
from migrations.example_by_provider import example
from migrations.test_forms_by_provider import DATA
from partywall.database.from_sql import HistoryFile
from partywall.database.providers import PROVIDERS
from partywall.migrations.create import Migration
from partywall.migrations.create_data import DataRequest, create_data
from partywall.schema.read import read
from partywall_server.cli.app import run as run_command
from support.migrations import made, up

if TYPE_CHECKING:
    from pathlib import Path

FILLED = {
    "what tells": "old.name = 'Welcome'",
    "which rows are": "old.id = 'a'",
    "which rows were": "old.id = 'a'",
    "the": "'b'",
    "name": "'Welcome'",
}


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("kind", DATA)
def test_a_review_finds_nothing_in_it(
    provider: str,
    kind: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema.prisma").write_text(example(provider))
    assert run_command(("create-migration", "--name", "first"), lambda _: 0) == 0
    assert run_command(("create-migration", *DATA[kind].arguments), lambda _: 0) == 0
    file = max(tmp_path.glob("migrations/*/migration.sql"))
    capsys.readouterr()
    for text in (file.read_text(), filled_in(file.read_text(), FILLED)):
        file.write_text(text)
        asked = ("review-migration", "--file", file.parent.name, "--profile", "strict")
        assert run_command(asked, lambda _: 0) == 0
        assert capsys.readouterr().out == "Nothing found in 1 migration.\n"
    assert text.count("fill_this_in(") == 1  # in the comment
    schema = example(provider).replace("  stars     Int\n", "  stars     Int\n  more      Int?\n")
    (tmp_path / "schema.prisma").write_text(schema)
    assert run_command(("create-migration", "--name", "next"), lambda _: 0) == 0
    assert "Left out" not in capsys.readouterr().out


SCHEMA = """
datasource db {
  provider = "PROVIDER"
}

model Tenant {
  id    String @id
  plans Plan[]
}

model Plan {
  id       String   @id @default(uuid()) ID
  token    String?  @default(cuid())
  short    String   @default(nanoid(8)) SHORT
  code     String
  starts   DateTime
  changed  DateTime @updatedAt
  tenantId String
  tenant   Tenant   @relation(fields: [tenantId], references: [id])
}
"""
OVER = """
datasource db {
  provider = "PROVIDER"
}

model User {
  id       Int       @id
  sessions Session[]
}

model Session {
  id        Int       @id
  userId    Int
  device    String
  expiresAt DateTime? @map("expires_at")
  user      User      @relation(fields: [userId], references: [id])
}
"""
EXAMPLES = [
    ("postgresql", "seed", 'old."device" = the seeded device'),
    ("postgresql", "transform", 'old."device" = its old value'),
    ("postgresql", "cleanup", 'old."expires_at" < now()'),
    ("mysql", "cleanup", "old.`expires_at` < now()"),
    ("sqlserver", "cleanup", "old.[expires_at] < SYSUTCDATETIME()"),
    ("sqlite", "cleanup", 'old."expires_at" < the earliest that stays'),
]
SHORT = {"cockroachdb": "@db.String(8)", "mysql": "@db.VarChar(8)", "sqlserver": "@db.VarChar(8)"}
MAKES_UUID = {
    "cockroachdb": "gen_random_uuid()",
    "mysql": "uuid()",
    "sqlite": "randomblob",
    "sqlserver": "NEWID()",
}


def asked(schema: str, request: DataRequest, place: str = "") -> Migration:
    reading = read({"schema.prisma": schema})
    history = [HistoryFile("20250101000000_x", up(made(schema)))]
    found = create_data(
        reading.schema, reading.bodies, request, history=history, now="20260101120000", place=place
    )
    assert isinstance(found, Migration), found
    return found


@pytest.mark.parametrize("provider", MAKES_UUID)
def test_what_prisma_client_would_put_in_is_made_up_where_it_fits(provider: str) -> None:
    """A code of the author's own and a time that means something are never guessed."""
    schema = SCHEMA.replace("PROVIDER", provider).replace("SHORT", SHORT.get(provider, ""))
    schema = schema.replace(" ID\n", " @db.VarChar(Max)\n" if provider == "sqlserver" else "\n")
    found = asked(schema, DataRequest("seed", "plans"))
    values: dict[str, str] = {}
    for line in found.script.splitlines():
        value, _, column = line.strip().rpartition(" -- ")
        values[column] = value
    makes = MAKES_UUID[provider]
    assert makes in values["id"]
    assert makes in values["token"]
    assert values["changed"].startswith("CURRENT_TIMESTAMP")
    assert values["tenantId"].startswith("owner.")
    if provider != "sqlite":  # which has no lengths
        assert values["short"] == "fill_this_in('short'),"
    assert values["code"] == "fill_this_in('code'),"
    assert values["starts"] == "fill_this_in('starts'),"


@pytest.mark.parametrize(("provider", "kind", "example"), EXAMPLES)
def test_what_is_to_be_filled_in_has_an_example_with_a_column_of_the_table(
    provider: str, kind: Literal["seed", "transform", "cleanup"], example: str
) -> None:
    found = asked(OVER.replace("PROVIDER", provider), DataRequest(kind, "sessions"))
    assert f"such as: {example}')" in found.script


@pytest.mark.parametrize("place", ["", "prisma/migrations", "packages/my db/migrations"])
def test_commands_name_the_files_from_where_they_are_run(place: str) -> None:
    found = asked(OVER.replace("PROVIDER", "postgresql"), DataRequest("seed", "sessions"), place)
    text = found.files[f"{found.folder}/CHECKLIST.md"]
    path = f"{place}/{found.folder}" if place else found.folder
    quoted = f"'{path}'" if " " in path else path
    assert f"--file {quoted}/down.sql`" in text
    assert f"--file {quoted}/verify.sql`" in text
    assert f"--rolled-back {found.folder}\n" in text
