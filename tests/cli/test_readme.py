"""What the README shows is what the commands print."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partywall.config_file import parse_config
from partywall.host import Host
from partywall.rules.discovery import rules
from partywall.syntax.chunks import Source

if TYPE_CHECKING:
    from support.command_line import CommandLine

README = (Path(__file__).resolve().parents[2] / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_contracts_are_what_the_example_gives(example: Path, partywall: CommandLine) -> None:
    documented: list[dict[str, Any]] = [json.loads(block) for block in blocks("json")]
    check, tenancy = documented
    report = partywall("check", "--format", "json").json
    assert check.keys() == report.keys()
    assert check["files"] == report["files"]
    assert check["findings"][0] in report["findings"]
    told = partywall("tenancy", str(example), "--format", "json").json
    assert tenancy.keys() == told.keys()
    assert tenancy["models"].items() <= told["models"].items()
    assert [tenancy[key] for key in ("roots", "keys")] == [told[key] for key in ("roots", "keys")]


def test_the_settings_hold() -> None:
    (block,) = blocks("toml")
    config, faults = parse_config(tomllib.loads(block))
    assert faults == ()
    assert config.rules.keys() <= {rule.name for rule in rules()}


def test_the_directives_are_ones() -> None:
    (block,) = blocks("prisma")
    host = Host()
    host.set_file("a", Source.of(block))
    analysis = host.analyse()
    assert analysis.syntax_errors("a") == ()
    assert [found.message for found in analysis.diagnostics("a")] == []


def test_the_rules_are_ones_and_every_command_is_listed(partywall: CommandLine) -> None:
    linked = re.findall(r"\[`([a-z-]+)`\]\(docs/rules/([a-z-]+)\.md\)", README)
    assert linked
    assert {name for pair in linked for name in pair} <= {rule.name for rule in rules()}
    listed = re.findall(r"^\| `partywall ([a-z-]+)", README, re.MULTILINE)
    shown = re.findall(r"^│ ([a-z][a-z-]+) ", partywall("--help").out, re.MULTILINE)
    assert sorted(listed) == sorted(shown)
