"""Which settings hold for which model: profiles, paths and models, and what goes before what."""

from __future__ import annotations

from typing import Any

import pytest

from partywall.config import anchored, overlaid
from partywall.config_file import parse_config
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.rule import ModelRule, Options
from partywall.diagnostics.settings import Settings, SettingsByModel

OPTIONS: Options = {"fields": ("a",), "most": 3}
RULE = ModelRule(
    name="x",
    severities={"recommended": None, "strict": Severity.WARNING, "distributed": Severity.WARNING},
    documentation="",
    options=OPTIONS,
    avoids="",
    check=lambda _: iter(()),
)


def settings(values: dict[str, Any], on_top: dict[str, Any] | None = None) -> SettingsByModel:
    below, wrong = parse_config(values)
    above, absurd = parse_config(on_top or {})
    assert (*wrong, *absurd) == ()
    return SettingsByModel(overlaid(anchored(below, "/r"), anchored(above, "/r")))


def severity(values: dict[str, Any], on_top: dict[str, Any] | None = None, model: str = "A") -> str:
    found = settings(values, on_top).of("/r/a/b.prisma", model).severity_of(RULE)
    return found.name.lower() if found else "off"


def override(**said: object) -> dict[str, Any]:
    return {"models": ["A*"], **said}


@pytest.mark.parametrize(
    ("expected", "values"),
    [
        ("off", {}),
        ("warning", {"profile": "strict"}),
        ("hint", {"profile": "strict", "rules": {"x": "hint"}}),
        ("hint", {"rules": {"x": {"severity": "hint"}}}),
        ("off", {"rules": {"x": {"most": 2}}}),
        ("warning", {"profile": "strict", "rules": {"x": {"most": 2}}}),
        ("error", {"rules": {"x": "hint"}, "profiles": {"recommended": {"rules": {"x": "error"}}}}),
        ("hint", {"rules": {"x": "hint"}, "profiles": {"strict": {"rules": {"x": "error"}}}}),
        ("error", {"rules": {"x": "hint"}, "overrides": [override(rules={"x": "error"})]}),
        ("hint", {"rules": {"x": "hint"}, "overrides": [{"models": ["B"], "rules": {"x": "error"}}]}),
        ("warning", {"overrides": [override(profile="strict")]}),
        ("off", {"overrides": [override(profile="strict"), override(profile="recommended")]}),
        (
            "error",
            {"profiles": {"strict": {"rules": {"x": "error"}}}, "overrides": [override(profile="strict")]},
        ),
        (
            "off",
            {"overrides": [override(rules={"x": "error"}), override(rules={"x": "off"})]},
        ),
        (
            "hint",
            {
                "profile": "strict",
                "overrides": [override(rules={"x": "error"}, profiles={"strict": {"rules": {"x": "hint"}}})],
            },
        ),
    ],
)
def test_later_and_nearer_goes_before(expected: str, values: dict[str, Any]) -> None:
    assert severity(values) == expected


@pytest.mark.parametrize(
    ("expected", "on_top"),
    [
        ("error", {}),
        ("hint", {"rules": {"x": "hint"}}),
        ("error", {"profile": "recommended"}),
        ("hint", {"profile": "strict", "profiles": {"strict": {"rules": {"x": "hint"}}}}),
        ("off", {"overrides": [override(rules={"x": "off"})]}),
        ("error", {"overrides": [{"models": ["B"], "rules": {"x": "off"}}]}),
    ],
)
def test_what_is_said_on_top_goes_before_all_of_the_file(expected: str, on_top: dict[str, Any]) -> None:
    file = {
        "rules": {"x": "information"},
        "profiles": {"recommended": {"rules": {"x": "warning"}}},
        "overrides": [override(rules={"x": "error"})],
    }
    assert severity(file, on_top) == expected


def test_a_profile_on_top_goes_before_that_of_an_override() -> None:
    file = {"overrides": [override(profile="strict")]}
    assert severity(file) == "warning"
    assert severity(file, {"profile": "recommended"}) == "off"


def test_options_are_set_one_by_one_and_nonsense_leaves_them_as_they_are() -> None:
    def options(*layers: dict[str, Any]) -> Options:
        below, *above = ({"rules": {"x": each}} for each in layers)
        return settings(below, above[0] if above else None).of("f", "A").options(RULE)

    assert options({}) is OPTIONS
    assert options({"fields": ["b", "c"]}) == {"fields": ("b", "c"), "most": 3}
    assert options({"fields": ["b"]}, {"most": 1}) == {"fields": ("b",), "most": 1}
    assert options({"fields": ["b"], "severity": "hint"}, {"fields": []}) == {"fields": (), "most": 3}
    for wrong in ({"fields": "b"}, {"fields": [1]}, {"most": True}, {"most": "1"}, {"colour": 1}):
        assert options(wrong) == OPTIONS


@pytest.mark.parametrize(
    ("pattern", "matched", "other"),
    [
        (
            "billing/**",
            "/r/billing/a.prisma /r/billing/x/a.prisma",
            "/r/billing.prisma /r/x/billing/a.prisma",
        ),
        ("billing", "/r/billing/a.prisma /r/x/billing/a.prisma", "/r/mybilling/a.prisma /s/billing/a.prisma"),
        ("./billing/", "/r/billing/a.prisma", "/r/billings/a.prisma"),
        ("/billing", "/r/billing/a.prisma", "/r/x/billing/a.prisma"),
        ("*.prisma", "/r/a.prisma /r/x/a.prisma", "/r/a.prismax"),
        ("a/*.prisma", "/r/a/b.prisma", "/r/a/b/c.prisma"),
        ("**/legacy.prisma", "/r/legacy.prisma /r/a/b/legacy.prisma", "/r/not-legacy.prisma"),
        ("a/**/c.prisma", "/r/a/c.prisma /r/a/b/b/c.prisma", "/r/a/bc.prisma"),
        ("a?.prisma", "/r/ab.prisma", "/r/a.prisma"),
        ("[slug]/(x)+", "/r/[slug]/(x)+/a.prisma", "/r/s/x/a.prisma"),
        ("**", "/r/a /s/b", ""),
    ],
)
def test_patterns_of_files(pattern: str, matched: str, other: str) -> None:
    found = settings({"overrides": [{"files": [pattern], "profile": "strict"}]})
    for path in matched.split():
        assert found.of(path, "A").profile == "strict", path
    for path in other.split():
        assert found.of(path, "A").profile == "recommended", path


def test_a_file_and_a_model_have_to_match_both() -> None:
    found = settings({"overrides": [{"files": ["a/**"], "models": ["A*"], "profile": "strict"}]})
    assert found.of("/r/a/x.prisma", "Audit").profile == "strict"
    assert found.of("/r/a/x.prisma", "User").profile == "recommended"
    assert found.of("/r/b/x.prisma", "Audit").profile == "recommended"
    assert found.of("/r/a/x.prisma").profile == "recommended", "a file is no model"


def test_what_the_same_overrides_match_has_the_same_settings() -> None:
    found = settings({"overrides": [{"models": ["A*"], "profile": "strict"}]})
    groups: set[Settings] = {found.of("f", model) for model in ("A", "A1", "B", "C", "D")}
    assert len(groups) == 2
    plain = settings({"rules": {"x": "hint"}})
    assert plain.of("f", "A") is plain.of("g", "B") is plain.whole
