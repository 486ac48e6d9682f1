"""The examples in a hazard's documentation show what it says they show."""

from __future__ import annotations

import re

import pytest

from partywall.config_file import parse_config
from partywall.hazards.discovery import hazard, hazards, review
from support.hazards import fixed, reported, told

NAMES = [each.name for each in hazards()]
SECTIONS = ["What it does", "Why it matters", "Example", "Use instead", "When it is fine"]


def _documentation(name: str) -> str:
    found = hazard(name)
    assert found
    return found.documentation


def _section(name: str, title: str) -> str:
    """The schema and the SQL of a section."""
    text = _documentation(name).partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    schema = re.search(r"```prisma\n.*?```\n", text, re.DOTALL)
    sql = re.search(r"```sql\n(.*?)```", text, re.DOTALL)
    assert sql
    return (schema[0] if schema else "") + sql[1]


@pytest.mark.parametrize("name", NAMES)
def test_the_documentation_begins_with_a_sentence_and_has_its_sections(name: str) -> None:
    text = _documentation(name)
    summary = text.split("\n\n")[0]
    assert summary.endswith(".")
    assert "\n" not in summary
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_reported_and_what_to_use_instead_is_not(name: str) -> None:
    assert reported(_section(name, "Example"), name)
    assert not reported(_section(name, "Use instead"), name)


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_turned_off(name: str) -> None:
    off = parse_config({"profile": "strict", "hazards": {name: "off"}})[0]
    found = [each for view in told(_section(name, "Example")).views() for each in review(view, off).found]
    assert name not in {each.hazard for each in found}


@pytest.mark.parametrize("name", NAMES)
def test_a_fix_removes_its_finding(name: str) -> None:
    text = _section(name, "Example")
    for each in reported(text, name):
        if each.risk.fix:
            assert len(reported(fixed(text, each), name)) < len(reported(text, name))


@pytest.mark.parametrize("name", NAMES)
def test_an_applied_migration_is_not_to_be_edited(name: str) -> None:
    text = _section(name, "Example").replace("-- migration:", "-- applied:")
    text = text if "-- applied:" in text else f"-- applied: 1_change\n{text}"
    assert not any(each.risk.fix for each in reported(text, name))
