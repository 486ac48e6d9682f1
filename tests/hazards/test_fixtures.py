"""Each hazard reports what its fixture says, `tests/hazards/<hazard>.sql`.

A line that begins with `--# ` starts a case, a history as `support.hazards` reads it; below the case
stands what is reported, with the migration where there are several and the line in it, `[*]` where there
is a fix. It is asked in the strict profile, where every hazard is on. `UPDATE_EXPECT=1` writes what is
reported; the difference is then read by a person.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from partywall.diagnostics.finding import Severity
from partywall.hazards.discovery import hazards
from support.hazards import fixed, reported, told

FOLDER = Path(__file__).parent
NAMES = [each.name for each in hazards()]
_REPORTED = "--> "


def _fixture(name: str) -> Path:
    return FOLDER / f"{name.replace('-', '_')}.sql"


def _cases(name: str) -> list[tuple[str, str]]:
    """The titles and texts of the cases, without what they report."""
    parts = re.split(r"^--# ", _fixture(name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert not parts[0], f"{name} begins without a `--# ` line"
    cases: list[tuple[str, str]] = []
    for part in parts[1:]:
        title, _, body = part.partition("\n")
        lines = body.splitlines(keepends=True)
        cases.append((title, "".join(line for line in lines if not line.startswith(_REPORTED))))
    return cases


def _rendered(name: str, title: str, text: str) -> str:
    history = told(text)
    lines = [f"--# {title}\n", text]
    for each in reported(text, name):
        line = history.files[each.folder].count("\n", 0, each.risk.span.start) + 1
        place = f"{each.folder}:{line}" if len(history.files) > 1 else str(line)
        mark = "[*] " if each.risk.fix else ""
        lowered = each.risk.severity
        level = f"{Severity(lowered).name.lower()}: " if lowered else ""
        lines.append(f"{_REPORTED}{place}: {mark}{level}{each.risk.message}\n")
    return "".join(lines)


@pytest.mark.parametrize("name", NAMES)
def test_a_fixture_is_as_the_hazard_reports_it(name: str) -> None:
    expected = "".join(_rendered(name, title, text) for title, text in _cases(name))
    if os.environ.get("UPDATE_EXPECT") == "1":
        _fixture(name).write_text(expected, encoding="utf-8")
    assert _fixture(name).read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_hazard_has_a_hit_and_a_near_miss(name: str) -> None:
    found = [bool(reported(text, name)) for _, text in _cases(name)]
    assert True in found
    assert False in found


@pytest.mark.parametrize("name", NAMES)
def test_each_fix_removes_its_finding_and_no_other(name: str) -> None:
    for _, text in _cases(name):
        before = reported(text, name)
        for each in before:
            if each.risk.fix:
                left = [other.fingerprint for other in reported(fixed(text, each), name)]
                assert len(left) == len(before) - 1


def test_there_is_no_fixture_without_a_hazard() -> None:
    assert sorted(path.stem.replace("_", "-") for path in FOLDER.glob("*.sql")) == NAMES
