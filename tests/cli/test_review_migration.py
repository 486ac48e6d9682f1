"""`partywall review-migration`: what is reported, which migrations are meant, what the exit code says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from support.folders import DATASOURCE, MODEL, fill, git
from support.json_schemas import SARIF, complaints

if TYPE_CHECKING:
    from pathlib import Path

    from support.command_line import CommandLine

INIT = 'CREATE TABLE "A" (\n    "id" INTEGER NOT NULL,\n\n    CONSTRAINT "A_pkey" PRIMARY KEY ("id")\n);\n'
REQUIRED = 'ALTER TABLE "A" ADD COLUMN "name" TEXT NOT NULL;\n'
OPTIONAL = 'ALTER TABLE "A" ADD COLUMN "note" TEXT;\n'
INDEX = 'CREATE INDEX "A_note_idx" ON "A"("note");\n'
SCHEMA = {"schema.prisma": DATASOURCE + MODEL, "migrations/migration_lock.toml": 'provider = "postgresql"\n'}


def sql(name: str) -> str:
    return f"migrations/{name}/migration.sql"


HISTORY = {**SCHEMA, sql("1_init"): INIT, sql("2_name"): REQUIRED, sql("3_note"): OPTIONAL}


def branch(folder: Path, files: dict[str, str]) -> None:
    """Commit files on the default branch, and leave it."""
    fill(folder, files)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "x")
    git(folder, "switch", "--quiet", "--create", "feature")


def test_without_git_all_are_reviewed(partywall: CommandLine, here: Path) -> None:
    fill(here, HISTORY)
    outcome = partywall("review-migration")
    assert outcome.code == 1
    assert "warning[required-column-without-default]: `name` is required" in outcome.out
    assert '1 | ALTER TABLE "A" ADD COLUMN "name" TEXT NOT NULL;' in outcome.out
    assert outcome.out.endswith("1 warning in 3 migrations.\n")
    assert outcome.err == ""


def test_json_says_the_same(partywall: CommandLine, here: Path) -> None:
    fill(here, HISTORY)
    outcome = partywall("review-migration", "--format", "json")
    (found,) = outcome.json["findings"]
    assert outcome.code == 1
    assert outcome.json["files"] == [sql("1_init"), sql("2_name"), sql("3_note")]
    assert {key: found[key] for key in ("rule", "severity", "file", "migration", "applied", "fix")} == {
        "rule": "required-column-without-default",
        "severity": "warning",
        "file": sql("2_name"),
        "migration": "2_name",
        "applied": False,
        "fix": None,
    }
    assert found["range"] == {"start": {"line": 1, "column": 17}, "end": {"line": 1, "column": 48}}


def test_what_the_default_branch_has_is_applied(partywall: CommandLine, here: Path) -> None:
    branch(here, HISTORY)
    outcome = partywall("review-migration")
    assert outcome.code == 0
    assert outcome.out.startswith("Nothing to review: 3 migrations are applied.")
    fill(here, {sql("4_index"): INDEX})
    outcome = partywall("review-migration", "--format", "json")
    assert [each["rule"] for each in outcome.json["findings"]] == ["index-blocks-writes"]
    assert outcome.json["findings"][0]["fix"] == {"title": "Build it concurrently", "safety": "unsafe"}
    assert outcome.code == 0


def test_a_migration_of_an_applied_history_can_be_named(partywall: CommandLine, here: Path) -> None:
    branch(here, HISTORY)
    for name in ("2_name", "name", "migrations/2_name", sql("2_name")):
        outcome = partywall("review-migration", "--file", name)
        assert outcome.code == 1
        assert "this migration is applied: leave its text as it is" in outcome.out
    assert partywall("review-migration", "--all").code == 1


def test_a_file_that_is_named_as_the_path_is_reviewed(partywall: CommandLine, here: Path) -> None:
    branch(here, HISTORY)
    outcome = partywall("review-migration", sql("2_name"))
    assert outcome.code == 1
    assert outcome.out.endswith("1 warning in 1 migration.\n")


def test_a_name_that_means_nothing_is_refused_with_the_nearest(partywall: CommandLine, here: Path) -> None:
    fill(here, {**HISTORY, sql("4_name"): OPTIONAL.replace("note", "other")})
    outcome = partywall("review-migration", "--file", "2_nane")
    assert outcome.code == 2
    assert "did you mean `2_name`?" in outcome.err
    outcome = partywall("review-migration", "--file", "_name")
    assert outcome.code == 2
    assert "`_name` may be `2_name` or `4_name`" in outcome.err


def test_tables_of_migrations_that_are_still_to_be_applied_have_no_rows(
    partywall: CommandLine, here: Path
) -> None:
    branch(here, {**SCHEMA, sql("0_other"): 'CREATE TABLE "B" ("id" INTEGER);\n'})
    fill(here, HISTORY)
    assert partywall("review-migration").out == "Nothing found in 3 migrations.\n"


def test_a_folder_that_sorts_before_an_applied_one(partywall: CommandLine, here: Path) -> None:
    branch(here, {**SCHEMA, sql("1_init"): INIT, sql("3_note"): OPTIONAL})
    fill(here, {sql("2_other"): 'CREATE TABLE "B" ("id" INTEGER);\n'})
    outcome = partywall("review-migration")
    assert "warning[out-of-order]: `2_other` sorts before `3_note`, which is applied" in outcome.out


def test_an_applied_migration_that_was_edited(partywall: CommandLine, here: Path) -> None:
    branch(here, HISTORY)
    fill(here, {sql("3_note"): OPTIONAL.replace("note", "remark")})
    for arguments in (["--file", "3_note"], ["--all"], []):  # it need not be asked for
        assert "warning[edited-after-applied]" in partywall("review-migration", *arguments).out
    fill(here, {sql("3_note"): OPTIONAL.replace("\n", "\r\n")})
    assert partywall("review-migration", "--file", "3_note").code == 0
    assert partywall("review-migration").out.startswith("Nothing to review: 3 migrations are applied.")


def test_an_applied_migration_that_was_deleted(partywall: CommandLine, here: Path) -> None:
    branch(
        here,
        {**HISTORY, sql("1_init/older"): INIT, sql(".kept"): INIT, "migrations/1_init/a_migration.sql": ""},
    )
    (here / sql("2_name")).unlink()
    outcome = partywall("review-migration", "--format", "json")
    (unread,) = outcome.json["errors"]  # its folder is there, without a file in it
    assert (unread["file"], outcome.json["findings"]) == (sql("2_name"), [])
    (here / sql("2_name")).parent.rmdir()
    outcome = partywall("review-migration", "--format", "json")
    (found,) = outcome.json["findings"]
    assert (found["rule"], found["file"], found["applied"]) == ("deleted-after-applied", sql("3_note"), True)
    assert found["message"].startswith("`2_name` was applied and is gone")
    assert outcome.code == 1
    outcome = partywall("review-migration", "--applied-through", "1_init", "--format", "json")
    assert "deleted-after-applied" not in {each["rule"] for each in outcome.json["findings"]}
    assert "deleted-after-applied" in partywall("review-migration", "--applied-through", "3_note").out
    git(here, "checkout", "--", ".")
    assert partywall("review-migration").code == 0


def test_the_last_migration_that_was_deleted_is_told_by_the_one_before(
    partywall: CommandLine, here: Path
) -> None:
    branch(here, HISTORY)
    (here / sql("3_note")).unlink()
    (here / sql("3_note")).parent.rmdir()
    outcome = partywall("review-migration", "--format", "json")
    (found,) = outcome.json["findings"]
    assert (found["rule"], found["file"]) == ("deleted-after-applied", sql("2_name"))


def test_applied_can_be_said(partywall: CommandLine, here: Path) -> None:
    fill(here, {**HISTORY, sql("4_index"): INDEX})
    outcome = partywall("review-migration", "--applied-through", "3_note", "--format", "json")
    assert outcome.json["files"] == [sql("4_index")]
    assert partywall("review-migration", "--applied-through", "9_no").code == 2


@pytest.mark.parametrize(("version", "code"), [("^6.19.0", 1), ("7.4.0", 0)])
def test_the_version_of_prisma_comes_from_the_package(
    partywall: CommandLine, here: Path, version: str, code: int
) -> None:
    both = OPTIONAL + INDEX.replace("INDEX", "INDEX CONCURRENTLY")
    fill(here, {**SCHEMA, sql("1_init"): INIT, sql("2_note"): both})
    fill(here, {"package.json": f'{{"devDependencies": {{"prisma": "{version}"}}}}'})
    assert partywall("review-migration").code == code
    fill(here, {"partywall.toml": 'prisma = "7.4"\n'})
    assert partywall("review-migration").code == 0


def test_settings_and_the_least_severity(partywall: CommandLine, here: Path) -> None:
    fill(here, HISTORY)
    assert partywall("review-migration", "--fail-on", "error").code == 0
    assert partywall("review-migration", "--fail-on", "error", "--profile", "strict").code == 1
    fill(here, {"partywall.toml": '[hazards]\nrequired-column-without-default = "off"\n'})
    assert partywall("review-migration").out == "Nothing found in 3 migrations.\n"
    fill(here, {"partywall.toml": '[hazards]\nno-such-thing = "off"\n'})
    outcome = partywall("review-migration")
    assert outcome.code == 2
    assert "`hazards.no-such-thing`: there is no hazard `no-such-thing`" in outcome.err


def test_a_folder_without_its_file_is_said(partywall: CommandLine, here: Path) -> None:
    fill(here, {**SCHEMA, sql("1_init"): INIT, "migrations/2_empty/notes.txt": ""})
    outcome = partywall("review-migration")
    assert outcome.code == 1
    assert "migrations/2_empty/migration.sql" in outcome.out


def test_what_cannot_be_reviewed_is_refused(partywall: CommandLine, here: Path) -> None:
    fill(here, {"schema.prisma": DATASOURCE + MODEL})
    outcome = partywall("review-migration")
    assert outcome.code == 2
    assert "there are no migrations here" in outcome.err
    fill(here, {**HISTORY, "schema.prisma": DATASOURCE.replace("postgresql", "mongodb") + MODEL})
    outcome = partywall("review-migration")
    assert outcome.code == 3
    assert "migrations for `mongodb` are not reviewed" in outcome.err


@pytest.mark.parametrize(
    ("provider", "column", "hazard"),
    [
        ("sqlite", '"User" ADD COLUMN "name" TEXT NOT NULL', "required-column-without-default"),
        ("mysql", "`User` ADD COLUMN `name` VARCHAR(191) NOT NULL", "implicit-default"),
        ("sqlserver", "[dbo].[User] ADD [name] NVARCHAR(100) NOT NULL", "required-column-without-default"),
    ],
)
def test_each_provider_is_reviewed_in_its_own_words(
    partywall: CommandLine, here: Path, provider: str, column: str, hazard: str
) -> None:
    files = {"schema.prisma": DATASOURCE.replace("postgresql", provider) + MODEL}
    fill(here, {**files, sql("1_next"): f"ALTER TABLE {column};\n"})
    outcome = partywall("review-migration")
    assert outcome.code == 1
    assert hazard in outcome.out


def test_hazards_are_explained(partywall: CommandLine) -> None:
    assert partywall("explain", "not-null-scan").out.startswith("# not-null-scan\n")
    assert "not-null-scan" in partywall("explain").out.splitlines()


def test_github_shows_findings_beside_their_lines(partywall: CommandLine, here: Path) -> None:
    fill(here, HISTORY)
    outcome = partywall("review-migration", "--format", "github")
    assert outcome.code == 1
    assert outcome.out.startswith(
        f"::warning file={sql('2_name')},line=1,endLine=1,col=17,endColumn=48,"
        "title=Partywall%3A required-column-without-default::`name` is required"
    )


def test_sarif_is_valid_and_has_the_safe_form(partywall: CommandLine, here: Path) -> None:
    fill(here, {**SCHEMA, sql("1_init"): INIT, sql("2_index"): INDEX, "migrations/3_empty/x": ""})
    outcome = partywall("review-migration", "--format", "sarif")
    fill(here, {"out.sarif": outcome.out})
    assert complaints(here / "out.sarif", SARIF) == ""
    unreadable, index = outcome.json["runs"][0]["results"]
    assert unreadable["ruleId"] == "cannot-be-read"
    assert index["ruleId"] == "index-blocks-writes"
    assert index["level"] == "note"
    (replacement,) = index["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == " CONCURRENTLY"


def test_gitlab_and_junit_are_written_to_a_file(partywall: CommandLine, here: Path) -> None:
    fill(here, HISTORY)
    assert partywall("review-migration", "--format", "gitlab", "--output", "out.json").code == 1
    (entry,) = json.loads((here / "out.json").read_text())
    assert entry["check_name"] == "required-column-without-default"
    assert entry["location"] == {"path": sql("2_name"), "lines": {"begin": 1, "end": 1}}
    assert partywall("review-migration", "--format", "junit", "--output", "out.xml", "--all").code == 1
    suites = ET.fromstring((here / "out.xml").read_text())  # noqa: S314 (ours)
    cases = {case.get("classname"): case for case in suites.iter("testcase")}
    assert cases[sql("1_init")].get("name") == "nothing found"
    assert cases[sql("2_name")].get("name") == "required-column-without-default: 2_name"
    assert cases[sql("2_name")].find("failure") is not None


def test_what_was_made_on_another_history_is_told_once_branches_meet(
    partywall: CommandLine, here: Path
) -> None:
    more = "model More {\n  id Int @id\n}\n"
    fill(here, {**SCHEMA, "schema.prisma": DATASOURCE + MODEL + more, sql("1_init"): INIT})
    made = partywall("create-migration", "--name", "ours")
    assert made.code == 0, made.err
    [ours] = [each.parent.name for each in here.rglob("migration.sql") if each.parent.name != "1_init"]
    assert "base-changed" not in partywall("review-migration", "--file", ours).out
    fill(here, {sql("1_theirs"): 'CREATE TABLE "Theirs" ("id" TEXT NOT NULL);\n'})
    told = partywall("review-migration", "--file", ours).out
    assert "base-changed" in told
    assert "`1_theirs` came between `1_init` and it" in told
