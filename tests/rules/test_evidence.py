"""docs/evidence.md says what the rules do on the corpus now."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

from support.shared import requires_shared

PROJECT = Path(__file__).resolve().parents[2]


def _evidence() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evidence", PROJECT / "docs" / "evidence.py")
    assert spec is not None
    assert spec.loader is not None
    evidence = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(evidence)
    return evidence


@requires_shared
def test_the_page_of_evidence_is_current() -> None:
    evidence = _evidence()
    written = evidence.PAGE.read_text(encoding="utf-8")
    assert written == evidence.page(), "run `python docs/evidence.py`"


@requires_shared
def test_of_sixty_warnings_read_by_hand_most_are_worth_it_and_few_are_wrong() -> None:
    evidence = _evidence()
    counts = Counter(verdict for _, verdict, _ in evidence.judged())
    assert counts.keys() <= set(evidence.KINDS)
    assert counts.total() == evidence.SIZE == 60
    assert counts["worth reading"] >= 0.8 * evidence.SIZE
    assert counts["wrong"] <= 0.05 * evidence.SIZE
