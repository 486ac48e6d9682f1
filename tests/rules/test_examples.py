"""The examples in a rule's documentation show what it says they show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

import pytest

from partywall.config import Profile
from partywall.config_file import parse_config
from partywall.diagnostics.fix import Safety
from partywall.fixing import fix_all
from partywall.host import Host
from partywall.rules.discovery import rule, rules
from partywall.syntax.chunks import Source
from support.fixtures import SCHEMA, analyse, files, reported

if TYPE_CHECKING:
    from support.oracle import Oracle

NAMES = [each.name for each in rules()]
SECTIONS = ["What it does", "Why it matters", "Example", "Use instead", "When it is fine"]


def _profile(name: str) -> Profile:
    """Return the first profile in which a rule speaks: that of its examples."""
    found = rule(name)
    assert found
    return next(each for each in get_args(Profile) if found.severities[each] is not None)


def _examples(name: str) -> tuple[str, str]:
    """Return the faulty schema and the better one."""
    found = rule(name)
    assert found
    faulty, better = re.findall(r"```prisma\n(.*?)```", found.documentation, re.DOTALL)
    return faulty, better


@pytest.mark.parametrize("name", NAMES)
def test_the_documentation_begins_with_a_sentence_and_has_its_sections(name: str) -> None:
    found = rule(name)
    assert found
    summary = found.documentation.split("\n\n")[0]
    assert summary.endswith(".")
    assert "\n" not in summary
    assert re.findall(r"^## (.*)$", found.documentation, re.MULTILINE) == SECTIONS
    assert f"allow {name} " in found.documentation or "partywall: shared" in found.documentation


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_reported_and_what_to_use_instead_is_not(name: str) -> None:
    faulty, better = _examples(name)
    assert reported(analyse(faulty, _profile(name)), name)
    assert not reported(analyse(better, _profile(name)), name)


@pytest.mark.parametrize("name", NAMES)
def test_the_fix_of_the_example_gives_what_to_use_instead(name: str) -> None:
    faulty, better = _examples(name)
    alone = {each: "off" for each in NAMES if each != name}
    host = Host(parse_config({"profile": _profile(name), "rules": alone})[0])
    for path, text in files(faulty).items():
        host.set_file(path, Source.of(text))
    has_fix = any(each.fix for each in host.analyse().all_diagnostics())
    fix_all(host, frozenset(Safety))
    assert host.analyse().files[SCHEMA].source.text == (better if has_fix else faulty)


@pytest.mark.parametrize("name", NAMES)
def test_prisma_accepts_both_examples(name: str, oracle: Oracle) -> None:
    for text in _examples(name):
        assert oracle.errors(files(text)) == []
