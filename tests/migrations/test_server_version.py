"""`postgres = 18` in `partywall.toml`: what a step means there, and that it is said in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall.config import OLDEST_POSTGRES
from partywall.config_file import parse_config
from partywall.database.model import BuiltIn, Column, Name, Table
from partywall.migrations.effects import effect
from partywall.migrations.steps import AddColumn, AlterTable
from partywall_server.cli.app import run as run_command
from support.migrations import HEAD, made, up

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = HEAD + "model A {\n  id Int @id\n  name String?\n}\n"
AFTER = BEFORE.replace("String?", "String? @unique")


@pytest.mark.parametrize(
    ("clause", "version", "work"),
    [
        ("GENERATED ALWAYS AS (id + 1)", 18, "none"),
        ("GENERATED ALWAYS AS (id + 1) STORED", 18, "rewrite"),
        ("GENERATED ALWAYS AS (id + 1) STORED", 14, "rewrite"),
    ],
)
def test_a_generated_column_is_written_only_where_it_is_stored(clause: str, version: int, work: str) -> None:
    column = Column("n", BuiltIn("INTEGER"), "optional", not_null=False, clause=clause)
    table = Table(Name("public", "A"), (column,))
    assert effect(AlterTable(table, table, (AddColumn(column),)), version=version).work == work


def test_the_version_is_said_in_the_checklist() -> None:
    for given, shown in (({}, OLDEST_POSTGRES), ({"postgres": 17}, 17)):
        found = made(AFTER, up(made(BEFORE)), **given)
        text = found.files[f"{found.folder}/CHECKLIST.md"]
        assert f"As PostgreSQL {shown} has it (`postgres` in `partywall.toml`)" in text


def test_the_setting_reaches_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema.prisma").write_text(BEFORE)
    assert run_command(("create-migration", "--name", "first"), lambda _: 0) == 0
    (tmp_path / "partywall.toml").write_text("postgres = 16\n")
    (tmp_path / "schema.prisma").write_text(AFTER)
    assert run_command(("create-migration", "--name", "second"), lambda _: 0) == 0
    (text,) = (each.read_text() for each in tmp_path.glob("migrations/*_second/CHECKLIST.md"))
    assert "As PostgreSQL 16 has it" in text


@pytest.mark.parametrize("wrong", [9, "fifteen"])
def test_what_is_no_version_is_a_fault(wrong: object) -> None:
    config, faults = parse_config({"postgres": wrong})
    assert config.postgres is None
    assert [each.path for each in faults] == [("postgres",)]


def test_a_review_knows_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema.prisma").write_text(BEFORE)
    assert run_command(("create-migration", "--name", "first"), lambda _: 0) == 0
    folder = tmp_path / "migrations" / "29990101000000_hand"
    folder.mkdir()
    (folder / "migration.sql").write_text('ALTER TABLE "A" ALTER COLUMN "name" SET NOT NULL;\n')
    shown: list[str] = []
    for version in ("", "postgres = 18\n"):
        (tmp_path / "partywall.toml").write_text(version)
        run_command(("review-migration", "--file", folder.name), lambda _: 0)
        shown.append(capsys.readouterr().out)
    assert "IS NOT NULL) NOT VALID" in " ".join(shown[0].split())
    assert 'NOT NULL "name" NOT VALID' in " ".join(shown[1].split())
