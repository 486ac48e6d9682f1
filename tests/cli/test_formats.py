"""`partywall check --format`: each is what its readers take."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from partywall.rules.discovery import rules
from support.folders import DATASOURCE, fill, git
from support.json_schemas import SARIF, complaints

if TYPE_CHECKING:
    from pathlib import Path

    from support.command_line import CommandLine

ODD = "pri sma, 100%:#ä.prisma"
TENANT = "model Tenant {\n  id String @id\n  a A[]\n  b B[]\n  c C[]\n}\n"
OWNED = """\
model {} {{
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}}
"""
SCHEMA = (
    DATASOURCE
    + TENANT
    + OWNED.format("A").replace("{\n", '{\n\tname String @default("🏢") @unique\n')
    + OWNED.format("B")
    + OWNED.format("C")
)
SETTINGS = '[[overrides]]\nmodels = ["B"]\nrules = { missing-tenant-index = "hint" }\n'
BROKEN = "model D {\n  id String @id\n  odd String @@ // \x01 ]]> <&\n}\n"


@pytest.fixture
def project(here: Path) -> Path:
    """A repository with findings of several severities, a file with an odd name, a syntax error."""
    git(here, "init", "--quiet")
    fill(here, {f"db/{ODD}": SCHEMA, "db/broken.prisma": BROKEN, "partywall.toml": SETTINGS})
    return here


def findings(partywall: CommandLine) -> list[dict[str, Any]]:
    return list(partywall("check", "--format", "json").json["findings"])


# --- SARIF -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["recommended", "strict"])
def test_sarif_is_valid_and_complete(project: Path, partywall: CommandLine, profile: str) -> None:
    outcome = partywall("check", "--format", "sarif", "--output", "out.sarif", "--profile", profile)
    assert (outcome.code, outcome.out) == (1, "")
    assert complaints(project / "out.sarif", SARIF) == ""
    (run,) = json.loads((project / "out.sarif").read_text())["runs"]
    described = run["tool"]["driver"]["rules"]
    assert {each["id"] for each in described} >= {rule.name for rule in rules()}
    assert all(each["help"]["text"] for each in described)
    results = run["results"]
    assert all(described[each["ruleIndex"]]["id"] == each["ruleId"] for each in results)
    assert [each["ruleId"] for each in results].count("cannot-be-read") == 1
    expected = partywall("check", "--format", "json", "--profile", profile).json["findings"]
    found = [each for each in results if each["ruleId"] != "cannot-be-read"]
    assert [each["partialFingerprints"]["partywall/v1"] for each in found] == [
        each["fingerprint"] for each in expected
    ]


def test_the_schema_of_sarif_sees_what_is_wrong(project: Path, partywall: CommandLine) -> None:
    log = partywall("check", "--format", "sarif").json
    del log["runs"][0]["tool"]
    (project / "bad.sarif").write_text(json.dumps(log))
    assert "'tool' is a required property" in complaints(project / "bad.sarif", SARIF)


def test_sarif_has_places_levels_related_places_and_fixes(project: Path, partywall: CommandLine) -> None:
    (run,) = partywall("check", "--format", "sarif").json["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    by_name = {
        each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: each
        for each in run["results"]
        if each["ruleId"] != "cannot-be-read"
    }
    assert {name: each["level"] for name, each in by_name.items()} == {
        "A": "warning",
        "A.name": "warning",
        "B": "note",
        "C": "warning",
    }
    place = by_name["A.name"]["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == f"db/{ODD}"
    assert place["artifactLocation"]["uri"].isascii()
    start = len('\tname String @default("🏢") ') + 1
    line = SCHEMA[: SCHEMA.index("@unique")].count("\n") + 1
    assert place["region"] == region(line, start, start + len("@unique"))
    (related,) = by_name["A.name"]["relatedLocations"]
    assert related["message"]["text"]
    (fix,) = by_name["C"]["fixes"]
    (change,) = fix["artifactChanges"]
    text = (project / "db" / ODD).read_text()
    for each in reversed(change["replacements"]):
        text = replaced(text, each["deletedRegion"], each["insertedContent"]["text"])
    assert partywall("fix").code == 1
    mended = (project / "db" / ODD).read_text()
    assert text.endswith("  @@index([tenantId])\n}\n")
    assert mended.endswith(text[text.index("model C") :])


def region(line: int, start: int, end: int) -> dict[str, int]:
    return {"startLine": line, "startColumn": start, "endLine": line, "endColumn": end}


def replaced(text: str, at: dict[str, int], new: str) -> str:
    lines = text.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return sum(map(len, lines[: line - 1])) + column - 1

    start, end = offset(at["startLine"], at["startColumn"]), offset(at["endLine"], at["endColumn"])
    return text[:start] + new + text[end:]


# --- GitHub and GitLab -----------------------------------------------------------------------------------

_COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:]*)::(?P<message>[^\r\n]*)")


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it."""
    match = _COMMAND.fullmatch(line)
    assert match, line
    pairs = (each.split("=", 1) for each in match["properties"].split(","))
    return match["name"], {key: unescaped(value) for key, value in pairs}, unescaped(match["message"])


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


@pytest.mark.usefixtures("project")
def test_github_reads_each_finding_as_it_is(partywall: CommandLine) -> None:
    expected = findings(partywall)
    outcome = partywall("check", "--format", "github")
    assert outcome.code == 1
    *commands, last = outcome.out.splitlines()
    assert last.startswith("1 problem reading, 3 warnings and 1 hint in 2 files.")
    (error, *rest) = map(parsed, commands)
    assert (error[0], error[1]["file"], error[1]["line"]) == ("error", "db/broken.prisma", "3")
    kinds = {"warning": "warning", "hint": "notice"}
    for (name, properties, message), finding in zip(rest, expected, strict=True):
        assert name == kinds[finding["severity"]]
        assert properties == {
            "file": f"db/{ODD}",
            "line": str(finding["range"]["start"]["line"]),
            "endLine": str(finding["range"]["end"]["line"]),
            "col": str(finding["range"]["start"]["column"]),
            "endColumn": str(finding["range"]["end"]["column"]),
            "title": f"Partywall: {finding['rule']}",
        }
        assert message.startswith(f"{finding['message']}\n{finding['help']}")


def test_gitlab_gets_what_it_asks_for(project: Path, partywall: CommandLine) -> None:
    fill(project, {f"other/{ODD}": SCHEMA})
    entries = partywall("check", "--format", "gitlab").json
    assert len(entries) == len(findings(partywall)) + 1
    assert len({each["fingerprint"] for each in entries}) == len(entries), "unique in the report"
    assert {each["severity"] for each in entries} == {"blocker", "major", "info"}
    assert all(each["location"]["lines"]["begin"] >= 1 for each in entries)
    assert {each["location"]["path"] for each in entries} == {
        f"db/{ODD}",
        "db/broken.prisma",
        f"other/{ODD}",
    }
    before = {each["fingerprint"] for each in entries}
    (project / "db" / ODD).write_text("// moved\n\n" + SCHEMA)
    assert {each["fingerprint"] for each in partywall("check", "--format", "gitlab").json} == before


@pytest.mark.parametrize("format_", ["sarif", "github", "gitlab"])
def test_services_get_paths_from_the_top_of_the_repository(
    project: Path, partywall: CommandLine, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    monkeypatch.chdir(project / "db")
    out = partywall("check", "--format", format_).out
    assert "db/broken.prisma" in out
    assert "../" not in out.replace("../blob", "")


# --- JUnit -----------------------------------------------------------------------------------------------


def test_junit_fails_what_fails_the_build(project: Path, partywall: CommandLine) -> None:
    fill(project, {"clean/schema.prisma": DATASOURCE})

    def run(*arguments: str) -> ET.Element:
        outcome = partywall("check", "--format", "junit", *arguments)
        assert outcome.out.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
        return ET.fromstring(outcome.out.encode())  # noqa: S314 (our own)

    root = run()
    assert {key: root.get(key) for key in ("tests", "failures", "errors")} == {
        "tests": "6",
        "failures": "3",
        "errors": "1",
    }
    assert [suite.get("name") for suite in root] == ["clean/schema.prisma", "db"]
    names = {case.get("name") for case in root.iter("testcase")}
    assert names >= {
        "nothing found",
        "can be read",
        "missing-tenant-index: C",
        "unique-without-tenant: A.name",
    }
    (hint,) = [case for case in root.iter("testcase") if case.find("system-out") is not None]
    assert hint.get("name") == "missing-tenant-index: B"
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("type") == "warning"
    assert f"db/{ODD}:" in str(failure.text)
    assert run("--fail-on", "error").get("failures") == "0"
    assert run("--fail-on", "never").get("failures") == "0"


# --- files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github", "gitlab", "junit"])
def test_a_report_in_a_file_is_the_one_that_would_be_printed(
    project: Path, partywall: CommandLine, format_: str
) -> None:
    printed = partywall("check", "--format", format_)
    written = partywall("check", "--format", format_, "--output", "report")
    assert (written.code, written.out, written.err) == (printed.code, "", printed.err)
    assert (project / "report").read_text() == printed.out


def test_a_report_that_cannot_be_written_is_a_usage_error(project: Path, partywall: CommandLine) -> None:
    outcome = partywall("check", "--format", "sarif", "--output", "no/such/folder.sarif")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "no/such/folder.sarif: cannot be written: " in outcome.err
    assert partywall("check", "--output", ".").code == 2
    assert not [each for each in project.iterdir() if each.name.startswith(".partywall")]
