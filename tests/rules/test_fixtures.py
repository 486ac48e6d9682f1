"""Each rule reports what its fixture marks, and its fixes do what they promise."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from partywall.rules.discovery import rules
from support.fixtures import SCHEMA, Case, analyse, cases, files, fixed, rendered, reported

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet  # pytest exports no name for it

    from partywall.host import Analysis
    from support.oracle import Oracle

FOLDER = Path(__file__).parent
RULES = {rule.name: rule for rule in rules()}


def _fixture(rule: str) -> Path:
    return FOLDER / f"{rule.replace('-', '_')}.prisma"


def _each_case() -> list[ParameterSet]:
    return [
        pytest.param(rule, case, id=f"{rule}: {case.title}")
        for rule in RULES
        for case in cases(_fixture(rule))
    ]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_fixture_with_a_hit_a_near_miss_and_an_allowance(rule: str) -> None:
    found = [(case, reported(case.analyse(), rule)) for case in cases(_fixture(rule))]
    assert any(hits for _, hits in found)
    assert any(not hits and "partywall:" not in case.text for case, hits in found)
    assert any(not hits and f"allow {rule}" in case.text for case, hits in found)


@pytest.mark.parametrize("rule", RULES)
def test_a_fixture_is_as_the_rule_reports_it(rule: str) -> None:
    path = _fixture(rule)
    expected = "".join(rendered(case, rule) for case in cases(path))
    if os.environ.get("UPDATE_EXPECT") == "1":
        path.write_text(expected)
    assert path.read_text() == expected


@pytest.mark.parametrize(("rule", "case"), _each_case())
def test_prisma_accepts_a_case_and_each_of_its_fixes(rule: str, case: Case, oracle: Oracle) -> None:
    assert oracle.errors(files(case.text)) == []
    analysis = case.analyse()
    for each in reported(analysis, rule):
        if each.fix:
            assert oracle.errors(files(fixed(analysis, each.fix))) == []


@pytest.mark.parametrize(("rule", "case"), _each_case())
def test_a_fix_removes_its_finding_and_changes_nothing_a_second_time(rule: str, case: Case) -> None:
    before = case.analyse()
    for each in reported(before, rule):
        if each.fix:
            after = analyse(fixed(before, each.fix), case.profile)
            assert _syntax_errors(after) == _syntax_errors(before)
            left = [other.fingerprint for other in reported(after, rule)]
            assert each.fingerprint not in left
            assert fixed(after, each.fix) == after.files[SCHEMA].source.text


def _syntax_errors(analysis: Analysis) -> list[str]:
    return [each.message for each in analysis.syntax_errors(SCHEMA)]
