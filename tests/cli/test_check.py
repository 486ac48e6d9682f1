"""`partywall check`: its exit codes and its JSON are contracts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from support.folders import DATASOURCE, fill, git

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
TENANT = "model Tenant {\n  id String @id\n  a A[]\n  b B[]\n  c C[]\n}\n"
CLEAN = DATASOURCE + TENANT + OWNED.format("B") + OWNED.format("C") + OWNED.format("A")
WITHOUT_INDEX = CLEAN.removesuffix("\n  @@index([tenantId])\n}\n") + "}\n"
# A name that each tenant picks, behind a character that is two columns wide and two UTF-16 units.
GLOBAL_NAME = CLEAN.replace("model A {\n", 'model A {\n\tname String @default("🏢") @unique\n')


def test_a_clean_schema_is_clean(here: Path, partywall: CommandLine) -> None:
    fill(here, {"prisma/schema.prisma": CLEAN})
    outcome = partywall("check")
    assert outcome.code == 0
    assert outcome.out == "Nothing found in 1 file.\n"
    assert outcome.err == ""


def test_a_finding_has_its_place_its_remedy_and_exit_code_1(here: Path, partywall: CommandLine) -> None:
    fill(here, {"prisma/schema.prisma": WITHOUT_INDEX})
    outcome = partywall("check")
    assert outcome.code == 1
    line = WITHOUT_INDEX[: WITHOUT_INDEX.index("model A ")].count("\n") + 1
    assert f"--> prisma/schema.prisma:{line}:7\n" in outcome.out
    assert re.search(rf"\n *{line} \| model A {{\n *\| +\^\n", outcome.out)
    assert "warning[missing-tenant-index]: " in outcome.out
    assert " = help: " in outcome.out
    assert " = fix: " in outcome.out
    assert outcome.out.endswith("1 warning in 1 file. `partywall fix` mends 1.\n")
    assert "\x1b" not in outcome.out, "no colour where there is no terminal"


def test_the_json_is_the_contract(here: Path, partywall: CommandLine) -> None:
    fill(here, {"prisma/schema.prisma": WITHOUT_INDEX})
    outcome = partywall("check", "--format", "json")
    assert outcome.code == 1
    assert outcome.err == ""
    report = outcome.json
    assert list(report) == ["version", "findings", "errors", "files"]
    assert report["version"] == 1
    assert report["errors"] == []
    assert report["files"] == ["prisma/schema.prisma"]
    (finding,) = report["findings"]
    line = WITHOUT_INDEX[: WITHOUT_INDEX.index("model A ")].count("\n") + 1
    tenant_line = WITHOUT_INDEX[: WITHOUT_INDEX.index("model Tenant ")].count("\n") + 1
    assert re.fullmatch("[0-9a-f]{16}", finding.pop("fingerprint"))
    assert finding.pop("message")
    assert finding.pop("help")
    (related,) = finding.pop("related")
    assert related.pop("message")
    assert related == {"file": "prisma/schema.prisma", "range": place(tenant_line, 7, 13)}
    assert finding.pop("fix").keys() == {"title", "safety"}
    assert finding == {
        "rule": "missing-tenant-index",
        "severity": "warning",
        "schema": "prisma/schema.prisma",
        "file": "prisma/schema.prisma",
        "range": place(line, 7, 8),
        "model": "A",
        "field": None,
    }


def place(line: int, start: int, end: int) -> dict[str, Any]:
    return {"start": {"line": line, "column": start}, "end": {"line": line, "column": end}}


def test_columns_count_code_points(here: Path, partywall: CommandLine) -> None:
    fill(here, {"a.prisma": GLOBAL_NAME})
    (finding,) = partywall("check", "--format", "json").json["findings"]
    line = GLOBAL_NAME[: GLOBAL_NAME.index("@unique")].count("\n") + 1
    column = len('\tname String @default("🏢") ') + 1
    assert finding["range"] == place(line, column, column + len("@unique"))


def test_a_fingerprint_does_not_shift_and_knows_no_folder(here: Path, partywall: CommandLine) -> None:
    fill(here, {"a/schema.prisma": WITHOUT_INDEX, "b/schema.prisma": "// moved\n\n" + WITHOUT_INDEX})
    first, second = partywall("check", "--format", "json").json["findings"]
    assert first["range"] != second["range"]
    assert first["fingerprint"] == second["fingerprint"]
    assert [first["schema"], second["schema"]] == ["a/schema.prisma", "b/schema.prisma"]


def test_files_are_told_from_the_current_folder(
    here: Path, partywall: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(here, {"prisma/schema.prisma": WITHOUT_INDEX, "src/empty/.keep": ""})
    monkeypatch.chdir(here / "src/empty")
    report = partywall("check", "../../prisma", "--format", "json").json
    assert report["files"] == ["../../prisma/schema.prisma"]


def test_every_schema_of_a_monorepo_is_checked(here: Path, partywall: CommandLine) -> None:
    fill(
        here,
        {
            "a/prisma/schema.prisma": CLEAN,
            "b/db/main.prisma": CLEAN,
            "b/db/more.prisma": "enum E {\n  X\n}\n",
        },
    )
    report = partywall("check", "--format", "json").json
    assert report["files"] == ["a/prisma/schema.prisma", "b/db/main.prisma", "b/db/more.prisma"]


def test_the_packages_of_a_monorepo_have_settings_of_their_own(here: Path, partywall: CommandLine) -> None:
    git(here, "init", "--quiet")
    index, unique = "missing-tenant-index", "unique-without-tenant"
    top = 'profile = "strict"\n[[overrides]]\nfiles = ["d/**"]\nprofile = "recommended"\n'
    text = WITHOUT_INDEX.replace("model A {\n", "model A {\n  slug String @unique\n")
    fill(
        here,
        {
            "partywall.toml": top,
            **{f"{name}/prisma/schema.prisma": text for name in "abcd"},
            "b/partywall.toml": f'profile = "recommended"\n[rules]\n{index} = "off"\n',
            "c/partywall.toml": 'colour = "red"\n',
        },
    )
    outcome = partywall("check", "--format", "json")
    found = {name: dict[str, str]() for name in "abcd"}
    for each in outcome.json["findings"]:
        found[each["schema"].partition("/")[0]][each["rule"]] = each["severity"]
    assert found["a"][unique] == "warning", "the settings at the top hold where there are no nearer ones"
    assert found["b"].get(unique) != "warning"
    assert [index in found[name] for name in "abcd"] == [True, False, True, True]
    assert found["c"] == found["d"] != found["a"]
    assert outcome.code == 2
    assert outcome.err == "partywall: c/partywall.toml:1:1: `colour`: there is no such setting\n"
    assert partywall("check", "b").code == 0


# --- what cannot be read -------------------------------------------------------------------------


def test_a_syntax_error_is_an_error_and_the_rest_is_checked(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": WITHOUT_INDEX + "model D {\n  id String @id\n  name String @@\n}\n"})
    outcome = partywall("check", "--format", "json")
    report = outcome.json
    assert outcome.code == 1
    assert len(report["errors"]) == 1
    error = report["errors"][0]
    assert error["file"] == "schema.prisma"
    assert error["range"]["start"]["line"] == WITHOUT_INDEX.count("\n") + 3
    assert [each["rule"] for each in report["findings"]] == ["missing-tenant-index"]
    assert partywall("check", "--fail-on", "never").code == 1
    assert re.search(r"error: .*\n *--> schema.prisma:\d+:\d+\n", partywall("check").out)


def test_a_file_that_is_not_utf_8_is_an_error_and_the_rest_is_checked(
    here: Path, partywall: CommandLine
) -> None:
    fill(here, {"db/schema.prisma": WITHOUT_INDEX})
    (here / "db/broken.prisma").write_bytes(b"model X {\n  id Int @id // \xff\n}\n")
    outcome = partywall("check", "--format", "json")
    report = outcome.json
    assert outcome.code == 1
    assert report["files"] == ["db/schema.prisma"]
    (error,) = report["errors"]
    assert error["file"] == "db/broken.prisma"
    assert error["range"]["start"] == {"line": 2, "column": 17}
    assert len(report["findings"]) == 1


def test_a_byte_order_mark_does_no_harm(here: Path, partywall: CommandLine) -> None:
    (here / "schema.prisma").write_bytes(b"\xef\xbb\xbf" + CLEAN.encode())
    assert partywall("check").code == 0


def test_a_file_of_the_next_generation_is_left_alone(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": "// use prisma-next\nwhatever {{{\n"})
    outcome = partywall("check", "--format", "json")
    assert outcome.code == 0
    assert outcome.json["files"] == []
    assert "schema.prisma" in outcome.err


# --- exit codes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("information", "warning", 0),
        ("information", "information", 1),
        ("hint", "information", 0),
        ("error", "never", 0),
    ],
)
def test_fail_on_moves_what_fails(
    here: Path, partywall: CommandLine, severity: str, fail_on: str, code: int
) -> None:
    settings = f'[rules]\nmissing-tenant-index = "{severity}"\n'
    fill(here, {"schema.prisma": WITHOUT_INDEX, "partywall.toml": settings})
    outcome = partywall("check", "--fail-on", fail_on, "--format", "json")
    assert outcome.code == code
    assert [each["severity"] for each in outcome.json["findings"]] == [severity]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "gone.prisma"), "gone.prisma: there is no such file or folder"),
        (("check", "notes.txt"), "notes.txt: is not a `.prisma` file"),
        (("check", "empty"), "empty: there is no Prisma schema here"),
        (("check", "--format", "xml"), "'--format'"),
        (("check", "--no-such-option"), "--no-such-option"),
        (("chekc",), "'check'"),
        (("tenancy", "gone"), "gone: there is no such file or folder"),
        (("fix", "gone"), "gone: there is no such file or folder"),
    ],
)
def test_bad_input_gets_one_line_on_standard_error(
    here: Path, partywall: CommandLine, arguments: tuple[str, ...], said: str
) -> None:
    fill(here, {"notes.txt": "", "empty/.keep": "", "good/schema.prisma": CLEAN})
    outcome = partywall(*arguments)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert said in outcome.err


def test_the_rest_goes_on_after_bad_input(here: Path, partywall: CommandLine) -> None:
    fill(here, {"good/schema.prisma": WITHOUT_INDEX})
    outcome = partywall("check", "gone", "good", "--format", "json")
    assert outcome.code == 2
    assert len(outcome.json["findings"]) == 1


def test_no_schema_at_all_is_a_usage_error(here: Path, partywall: CommandLine) -> None:
    outcome = partywall("check")
    assert (outcome.code, outcome.err) == (
        2,
        f"partywall: {here.relative_to(here)}: there is no Prisma schema here\n",
    )


def test_a_wrong_setting_is_said_in_its_place_and_the_rest_holds(here: Path, partywall: CommandLine) -> None:
    settings = '[rules]\nmissing-tenant-index = "off"\nunique-without-tenant = "loud"\n'
    fill(here, {"schema.prisma": WITHOUT_INDEX, "partywall.toml": settings})
    outcome = partywall("check", "--format", "json")
    assert outcome.code == 2
    assert outcome.err.startswith("partywall: partywall.toml:3:1: `rules.unique-without-tenant`: ")
    assert outcome.err.count("\n") == 1
    assert outcome.json["findings"] == []
    assert [each["file"] for each in outcome.json["errors"]] == ["partywall.toml"]


def test_a_profile_on_the_command_line_wins(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": CLEAN, "partywall.toml": 'profile = "recommended"\n'})
    recommended = partywall("check", "--format", "json").json["findings"]
    strict = partywall("check", "--profile", "strict", "--format", "json").json["findings"]
    assert len(strict) >= len(recommended)


def test_two_datasources_in_one_folder_are_worth_knowing(here: Path, partywall: CommandLine) -> None:
    fill(here, {"a.prisma": CLEAN, "b.prisma": CLEAN})
    outcome = partywall("check", "--format", "json")
    assert outcome.code == 0
    found = [
        (each["rule"], each["severity"], each["file"], each["model"]) for each in outcome.json["findings"]
    ]
    assert found == [
        ("several-datasources", "information", "a.prisma", "db"),
        ("several-datasources", "information", "b.prisma", "db"),
    ]


# --- the terminal --------------------------------------------------------------------------------


def test_what_a_file_holds_does_not_steer_the_terminal(here: Path, partywall: CommandLine) -> None:
    evil = "\x1b]0;owned\x07\u202e"
    text = WITHOUT_INDEX.replace("model A {", f"model A {{ // {evil}")
    fill(here, {"schema.prisma": text})
    outcome = partywall("check")
    assert "owned" in outcome.out
    assert not set(outcome.out) & set("\x1b\x07\u202e")


def test_carets_stand_under_tabs_and_wide_characters(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": GLOBAL_NAME})
    found = re.search(r"\n *\d+ \| (.*)@unique\n *\| ( +)\^{7}\n", partywall("check").out)
    assert found
    assert found[1] == '    name String @default("🏢") '
    assert len(found[2]) == len(found[1]) + 1


@pytest.mark.parametrize(
    "command", ["check", "fix", "tenancy", "explain", "create-migration", "schema", "server"]
)
def test_help_has_examples(partywall: CommandLine, command: str) -> None:
    outcome = partywall(command, "--help")
    assert outcome.code == 0
    assert "Examples:" in outcome.out
    assert f"partywall {command}" in outcome.out


def test_the_list_of_commands_and_the_version(partywall: CommandLine) -> None:
    listed = partywall("--help")
    assert listed.code == 0
    assert all(
        name in listed.out for name in ("check", "fix", "tenancy", "explain", "create-migration", "server")
    )
    assert partywall().code == 2
    assert re.fullmatch(r"partywall \d+\.\d+\.\d+\S*\n", partywall("--version").out)
