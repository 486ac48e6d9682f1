"""Files of every provider, cut and mixed as one types them: nothing fails, and spans stay inside."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from partywall.config import Config
from partywall.database.from_sql import HistoryFile
from partywall.database.providers import PROVIDERS
from partywall.hazards.discovery import hazards, review
from partywall.review.history import Circumstances, views
from support.hazards import told

STRICT = Config(profile="strict")
_FOLDER = Path(__file__).parent


def histories(provider: str) -> list[dict[str, str]]:
    """The histories of all fixtures that are in this provider's SQL."""
    found: list[dict[str, str]] = []
    for path in sorted(_FOLDER.glob("*.sql")):
        for case in re.split(r"^--# .*\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            history = told(case)
            if history.provider == provider:
                found.append(history.files)
    return found


@pytest.mark.parametrize("provider", PROVIDERS)
def test_torn_and_mixed_files_are_survived(provider: str) -> None:
    rng = random.Random(provider)
    known = histories(provider if provider != "cockroachdb" else "postgresql")
    assert known
    for _ in range(150):
        before, other = rng.choice(known), rng.choice(known)
        text = rng.choice(list(other.values()))
        begin, end = sorted(rng.sample(range(len(text) + 1), 2)) if text else (0, 0)
        files = [HistoryFile(folder, each) for folder, each in before.items()]
        torn = HistoryFile("99999999999999_torn", text[begin:end])
        for view in views([*files, torn], {torn.folder}, Circumstances(provider=provider)):
            result = review(view, STRICT)
            assert not result.internal_errors
            assert all(
                0 <= each.risk.span.start <= each.risk.span.end <= len(torn.text) for each in result.found
            )


def test_each_provider_has_hazards_of_its_own_words() -> None:
    assert {provider for each in hazards() for provider in each.providers} == set(PROVIDERS)
