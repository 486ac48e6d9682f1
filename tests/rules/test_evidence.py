"""docs/evidence.md says what the rules do on the corpus now."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from support.shared import requires_shared

PROJECT = Path(__file__).resolve().parents[2]


@requires_shared
def test_the_page_of_evidence_is_current() -> None:
    spec = importlib.util.spec_from_file_location("evidence", PROJECT / "docs" / "evidence.py")
    assert spec is not None
    assert spec.loader is not None
    evidence = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(evidence)
    written = evidence.PAGE.read_text(encoding="utf-8")
    assert written == evidence.page(), "run `python docs/evidence.py`"
