"""docs/rules and docs/hazards are what the docstrings say."""

import importlib.util
from pathlib import Path

from partywall.rules.discovery import rules

PROJECT = Path(__file__).resolve().parents[2]


def test_the_pages_of_the_rules_and_hazards_are_current() -> None:
    spec = importlib.util.spec_from_file_location("generate", PROJECT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    written = {page.name: page.read_text(encoding="utf-8") for page in generate.FOLDER.glob("*.md")}
    assert written == generate.pages(), "run `make docs`"
    hazards = {page.name: page.read_text(encoding="utf-8") for page in generate.HAZARDS.glob("*.md")}
    assert hazards == generate.hazard_pages(), "run `make docs`"


def test_every_rule_names_a_false_alarm_that_it_does_not_raise() -> None:
    assert [rule.name for rule in rules() if not rule.avoids] == []
