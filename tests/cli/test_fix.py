"""`partywall fix`: what it writes, what it leaves, how it says so."""

from __future__ import annotations

import stat
import subprocess
from typing import TYPE_CHECKING

from partywall_server.cli.fix import unified_diff
from support.folders import DATASOURCE, fill

if TYPE_CHECKING:
    from pathlib import Path

    from support.command_line import CommandLine

OWNED = """\
model {} {{
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}}
"""
CLEAN = (
    DATASOURCE
    + "model Tenant {\n  id String @id\n  a  A[]\n  b  B[]\n  c  C[]\n}\n\n"
    + OWNED.format("B")
    + "\n"
    + OWNED.format("C")
    + "\n"
    + OWNED.format("A")
)
WITHOUT_INDEX = CLEAN.removesuffix("\n  @@index([tenantId])\n}\n") + "}\n"
GLOBAL_NAME = CLEAN.replace("model A {\n", "model A {\n  name     String @unique\n")


def test_a_safe_fix_is_written_and_nothing_is_left(here: Path, partywall: CommandLine) -> None:
    fill(here, {"prisma/schema.prisma": WITHOUT_INDEX})
    outcome = partywall("fix")
    assert outcome.code == 0
    assert "mended prisma/schema.prisma\nApplied 1 fix. Left: Nothing found in 1 file.\n" in outcome.out
    assert (here / "prisma/schema.prisma").read_text() == CLEAN
    again = partywall("fix")
    assert (again.code, again.out) == (0, "Applied 0 fixes. Left: Nothing found in 1 file.\n")


def test_an_unsafe_fix_waits_to_be_asked_for(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": GLOBAL_NAME})
    kept = partywall("fix")
    assert kept.code == 1
    assert (here / "schema.prisma").read_text() == GLOBAL_NAME
    assert "`partywall fix --unsafe` mends 1" in kept.out
    assert partywall("fix", "--unsafe").code == 0
    assert "@@unique([tenantId, name])" in (here / "schema.prisma").read_text()


def test_an_index_that_a_unique_brings_along_is_not_made(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": GLOBAL_NAME.removesuffix("\n  @@index([tenantId])\n}\n") + "}\n"})
    assert partywall("fix", "--unsafe").code == 0
    text = (here / "schema.prisma").read_text().partition("model A {")[2]
    assert "@@unique([tenantId, name])" in text
    assert "@@index" not in text


def test_a_file_keeps_line_ends_mark_and_mode(here: Path, partywall: CommandLine) -> None:
    path = here / "schema.prisma"
    path.write_bytes(b"\xef\xbb\xbf" + WITHOUT_INDEX.replace("\n", "\r\n").encode())
    path.chmod(0o604)
    assert partywall("fix").code == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + CLEAN.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o604
    assert [each.name for each in here.iterdir()] == ["schema.prisma"]


def test_fixes_reach_all_files_of_a_schema(here: Path, partywall: CommandLine) -> None:
    model = WITHOUT_INDEX.index("model A ")
    fill(here, {"db/main.prisma": WITHOUT_INDEX[:model], "db/models/a.prisma": WITHOUT_INDEX[model:]})
    assert partywall("fix", "db/main.prisma").code == 0
    assert (here / "db/models/a.prisma").read_text() == CLEAN[model:]
    assert (here / "db/main.prisma").read_text() == WITHOUT_INDEX[:model]


def test_a_diff_is_one_that_git_applies_and_nothing_is_written(here: Path, partywall: CommandLine) -> None:
    texts = {
        "a/schema.prisma": WITHOUT_INDEX,
        "b/schema.prisma": WITHOUT_INDEX.replace("\n", "\r\n"),
        "c/schema.prisma": WITHOUT_INDEX.removesuffix("\n"),
        "d/schema.prisma": CLEAN,
    }
    fill(here, texts)
    outcome = partywall("fix", "--diff")
    assert outcome.code == 1
    assert {name: (here / name).read_bytes().decode() for name in texts} == texts
    (here / "fixes.diff").write_bytes(outcome.out.encode())
    subprocess.run(["git", "apply", "fixes.diff"], cwd=here, check=True)
    assert (here / "a/schema.prisma").read_text() == CLEAN
    assert (here / "b/schema.prisma").read_bytes().decode() == CLEAN.replace("\n", "\r\n")
    assert (here / "c/schema.prisma").read_text() == CLEAN.removesuffix("\n")
    assert (here / "d/schema.prisma").read_text() == CLEAN


def test_a_diff_of_nothing_is_nothing(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": CLEAN})
    outcome = partywall("fix", "--diff")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


def test_a_diff_cuts_lines_where_an_editor_does() -> None:
    lines = list(unified_diff("a", "one\u2028two\nthree\n", "one\u2028two\nfour\n"))
    assert lines == ["--- a/a", "+++ b/a", "@@ -1,2 +1,2 @@", " one\u2028two", "-three", "+four"]


def test_a_file_with_a_syntax_error_is_mended_where_it_can_be_read(
    here: Path, partywall: CommandLine
) -> None:
    fill(here, {"schema.prisma": WITHOUT_INDEX + "\nmodel D {\n  id String @id\n  name String @@\n}\n"})
    assert partywall("fix").code == 1
    assert (here / "schema.prisma").read_text().startswith(CLEAN)


def test_a_file_of_the_next_generation_is_left_alone(here: Path, partywall: CommandLine) -> None:
    text = "// use prisma-8\n" + WITHOUT_INDEX
    fill(here, {"schema.prisma": text})
    assert partywall("fix").code == 0
    assert (here / "schema.prisma").read_text() == text


def test_the_example_is_mended_to_a_fixed_point(example: Path, partywall: CommandLine) -> None:
    before = partywall("check", "--format", "json").json["findings"]
    assert len({each["rule"] for each in before}) >= 4
    partywall("fix", "--unsafe")
    schema = (example / "prisma/schema.prisma").read_text()
    left = partywall("check", "--format", "json").json["findings"]
    assert not [each for each in left if each["fix"] and each["fix"]["safety"] != "manual"]
    assert len(left) < len(before)
    partywall("fix", "--unsafe")
    assert (example / "prisma/schema.prisma").read_text() == schema
