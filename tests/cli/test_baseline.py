"""`partywall check --write-baseline`: what is there is accepted, what comes later is reported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.folders import DATASOURCE, fill, git

if TYPE_CHECKING:
    from pathlib import Path

    from support.command_line import CommandLine

NAME = "partywall-baseline.json"
TENANT = "model Tenant {\n  id String @id\n  a A[]\n  b B[]\n  c C[]\n}\n"
OWNED = """\
model {} {{
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}}
"""
INDEXED = OWNED.replace("}}\n", "\n  @@index([tenantId])\n}}\n")
A, B, C = (OWNED.format(name) for name in "ABC")
OLD = DATASOURCE + TENANT + A + B + INDEXED.format("C")
UNIQUE = "  name     String @unique\n"


@pytest.fixture
def project(here: Path) -> Path:
    git(here, "init", "--quiet")
    fill(here, {"prisma/schema.prisma": OLD})
    return here


def reported(partywall: CommandLine, *arguments: str) -> list[str]:
    found = partywall("check", *arguments, "--format", "json").json["findings"]
    return [f"{each['rule']} {each['model']}" for each in found]


def test_an_old_schema_starts_clean_and_only_what_is_new_fails(project: Path, partywall: CommandLine) -> None:
    assert partywall("check").code == 1
    outcome = partywall("check", "--write-baseline")
    assert (outcome.code, outcome.out, outcome.err) == (0, f"{NAME} holds 2 findings.\n", "")
    outcome = partywall("check")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"Nothing found in 1 file. 2 more are held back by `{NAME}`.\n"
    fill(project, {"prisma/schema.prisma": DATASOURCE + TENANT + A + B + C})
    outcome = partywall("check")
    assert outcome.code == 1
    assert outcome.out.endswith(
        f"1 warning in 1 file. `partywall fix` mends 1. 2 more are held back by `{NAME}`.\n"
    )
    assert reported(partywall) == ["missing-tenant-index C"]


def test_neither_moved_lines_nor_files_nor_edits_elsewhere_make_a_finding_new(
    project: Path, partywall: CommandLine
) -> None:
    partywall("check", "--write-baseline")
    moved = OLD.replace("model A {", "// why\n\nmodel A {\n  more Int // more").replace(B, "") + B
    fill(project, {"prisma/schema.prisma": moved})
    assert partywall("check").code == 0
    fill(project, {"prisma/schema.prisma": moved.replace(B, ""), "prisma/b.prisma": B})
    outcome = partywall("check")
    assert (outcome.code, outcome.err) == (0, "")


def test_each_finding_is_counted(project: Path, partywall: CommandLine) -> None:
    """Two models of one name are a mistake of copying, and have the same fingerprints but for a number."""
    partywall("check", "--write-baseline")
    data = json.loads((project / NAME).read_text())
    (entries,) = data["schemas"].values()
    entries[0]["count"] = 3
    (project / NAME).write_text(json.dumps(data))
    outcome = partywall("check")
    assert outcome.code == 0
    assert outcome.err.startswith(f"partywall: {NAME}: holds 2 findings that are not there any more; ")


def test_what_is_gone_is_said_and_taken_out(project: Path, partywall: CommandLine) -> None:
    partywall("check", "--write-baseline")
    before = (project / NAME).read_text()
    fill(project, {"prisma/schema.prisma": OLD.replace(A, INDEXED.format("A"))})
    outcome = partywall("check")
    assert outcome.code == 0
    assert outcome.err == (
        f"partywall: {NAME}: holds 1 finding that is not there any more; `--write-baseline` takes them out\n"
    )
    assert partywall("check", "--write-baseline").out == f"{NAME} holds 1 finding.\n"
    after = (project / NAME).read_text()
    assert [line for line in before.splitlines() if line not in after] == [
        line for line in before.splitlines() if '"A"' in line
    ], "the diff is the finding's line"
    assert partywall("check").err == ""


def test_another_profile_and_what_cannot_be_read_make_nothing_gone(
    project: Path, partywall: CommandLine
) -> None:
    partywall("check", "--write-baseline", "--profile", "strict")
    assert partywall("check", "--profile", "recommended").err == ""
    fill(project, {"prisma/schema.prisma": OLD.replace("model A {\n", "model A {\n  x y z @@ (\n")})
    outcome = partywall("check")
    assert (outcome.code, outcome.err) == (1, "")


def test_fix_leaves_alone_what_is_accepted(project: Path, partywall: CommandLine) -> None:
    partywall("check", "--write-baseline")
    fill(project, {"prisma/schema.prisma": DATASOURCE + TENANT + A + B + C})
    assert partywall("fix").code == 0
    text = (project / "prisma/schema.prisma").read_text()
    assert text.count("@@index") == 1
    assert text.endswith("  @@index([tenantId])\n}\n")


# --- where it is ---------------------------------------------------------------------------------------


def test_it_lies_beside_the_settings_or_where_they_say(project: Path, partywall: CommandLine) -> None:
    fill(project, {"prisma/partywall.toml": "", "other/schema.prisma": OLD})
    partywall("check", "--write-baseline")
    assert "prisma" not in (project / NAME).read_text(), "that schema has settings, so a baseline beside them"
    assert list(json.loads((project / "prisma" / NAME).read_text())["schemas"]) == ["."]
    (project / "prisma" / NAME).unlink()
    fill(project, {"prisma/partywall.toml": 'baseline = "../accepted.json"\n'})
    assert reported(partywall, "prisma") == ["missing-tenant-index A", "missing-tenant-index B"]
    partywall("check", "--write-baseline")
    assert list(json.loads((project / "accepted.json").read_text())["schemas"]) == ["prisma"]
    assert reported(partywall) == []
    assert partywall("check", "--baseline", NAME, "prisma").code == 1, "the command line goes before"


@pytest.mark.parametrize("settings", [b"profile = \n", b"\xff"])
def test_settings_that_cannot_be_read_leave_it_as_it_is(
    project: Path, partywall: CommandLine, settings: bytes
) -> None:
    fill(project, {"prisma/partywall.toml": ""})
    partywall("check", "--write-baseline")
    (project / "prisma/partywall.toml").write_bytes(settings)
    assert reported(partywall) == []


def test_one_file_holds_several_schemas_and_those_that_were_not_checked_stay(
    project: Path, partywall: CommandLine
) -> None:
    fill(project, {"other/schema.prisma": OLD})
    partywall("check", "--write-baseline")
    fill(project, {"other/schema.prisma": OLD + "\n" + "model D {\n  id Int @id\n}\n"})
    assert partywall("check", "prisma", "--write-baseline").out == f"{NAME} holds 2 findings.\n"
    assert set(json.loads((project / NAME).read_text())["schemas"]) == {"other", "prisma"}
    assert partywall("check").code == 0
    (project / "other/schema.prisma").unlink()
    (project / "other").rmdir()
    partywall("check", "--write-baseline")
    assert set(json.loads((project / NAME).read_text())["schemas"]) == {"prisma"}


def test_schemas_that_share_a_folder_are_told_apart(here: Path, partywall: CommandLine) -> None:
    fill(here, {"a.prisma": OLD, "b.prisma": OLD.replace(A, INDEXED.format("A"))})
    partywall("check", "--write-baseline")
    fill(here, {"b.prisma": OLD})
    found = partywall("check", "--format", "json").json["findings"]
    warnings = [(each["file"], each["model"]) for each in found if each["severity"] == "warning"]
    assert warnings == [("b.prisma", "A")]


# --- what is wrong with it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<<<<<<< ours\n{}",
        "[]",
        "{}",
        '{"version": 2, "schemas": {}}',
        '{"version": 1, "schemas": []}',
        '{"version": 1, "schemas": {"prisma": {}}}',
        '{"version": 1, "schemas": {"prisma": [1]}}',
        '{"version": 1, "schemas": {"prisma": [{"fingerprint": "a", "count": 0}]}}',
        '{"version": 1, "schemas": {"prisma": [{"fingerprint": [], "count": 1}]}}',
        "[" * 100_000,
    ],
)
def test_a_broken_one_is_said_holds_nothing_back_and_is_not_overwritten(
    project: Path, partywall: CommandLine, text: str
) -> None:
    (project / NAME).write_text(text)
    outcome = partywall("check")
    assert outcome.code == 2
    assert outcome.err.startswith(f"partywall: {NAME}:1:1: is no baseline that this version can read: ")
    assert outcome.err.count("\n") == 1
    assert "missing-tenant-index" in outcome.out
    assert partywall("check", "--write-baseline").code == 2
    assert (project / NAME).read_text() == text


def test_one_that_is_named_and_not_there_is_a_usage_error(project: Path, partywall: CommandLine) -> None:
    outcome = partywall("check", "--baseline", "gone.json")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert outcome.err.startswith("partywall: gone.json: there is no such file; ")
    assert partywall("check", "--baseline", "gone.json", "--write-baseline").code == 0
    assert (project / "gone.json").exists()
    assert partywall("check", "--baseline", "gone.json").code == 0


def test_one_that_cannot_be_written_is_a_usage_error(project: Path, partywall: CommandLine) -> None:
    outcome = partywall("check", "--baseline", "no/such.json", "--write-baseline")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert not (project / "no").exists()
