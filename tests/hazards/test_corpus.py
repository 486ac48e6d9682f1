"""Real histories: nothing fails, plain first migrations are left in peace, one file takes no time."""

from __future__ import annotations

import random
import time
from functools import cache

import pytest

from partywall.config import Config
from partywall.database.from_sql import HistoryFile
from partywall.hazards.discovery import review
from partywall.host import Host
from partywall.review.hazard import Reviewed
from partywall.review.history import Circumstances, Earlier, views
from partywall.review.tenants import Tenants, tenants_of
from partywall.review.view import MigrationView
from partywall.syntax.chunks import Source
from support.shared import corpus, migrations_of, requires_shared

NAMES = [name for name, each in corpus().items() if migrations_of(each)] or ["-"]
RECOMMENDED, STRICT = Config(), Config(profile="strict")


@cache
def tenants(name: str) -> Tenants:
    host = Host()
    for path, text in corpus()[name].files.items():
        host.set_file(path, Source.of(text))
    analysis = host.analyse()
    return tenants_of(analysis.schema, analysis.tenancy)


def around(name: str) -> Circumstances:
    return Circumstances(provider=corpus()[name].provider, tenants=tenants(name))


def files(name: str) -> list[HistoryFile]:
    return [HistoryFile(folder, text) for folder, text in migrations_of(corpus()[name]).items()]


def reviewed(name: str, history: list[HistoryFile], config: Config, wanted: set[str]) -> list[Reviewed]:
    found: list[Reviewed] = []
    for view in views(history, wanted, around(name)):
        result = review(view, config)
        assert not result.internal_errors
        assert all(0 <= each.risk.span.start <= each.risk.span.end for each in result.found)
        assert all(each.risk.span.end <= len(view.file.text) for each in result.found)
        assert len({each.fingerprint for each in result.found}) == len(result.found)
        found += result.found
    return found


@requires_shared
@pytest.mark.parametrize("name", NAMES)
def test_a_history_is_reviewed_to_its_end(name: str) -> None:
    history = files(name)
    reviewed(name, history, STRICT, {each.folder for each in history})


@requires_shared
@pytest.mark.parametrize("name", NAMES)
def test_the_first_migration_is_left_in_peace(name: str) -> None:
    history = files(name)
    first = min(each.folder for each in history)
    assert not reviewed(name, history, RECOMMENDED, {first})


@requires_shared
@pytest.mark.parametrize("name", NAMES)
def test_torn_files_are_survived(name: str) -> None:
    rng = random.Random(name)
    history = files(name)
    for _ in range(10):
        torn = rng.choice(history)
        begin, end = sorted(rng.sample(range(len(torn.text) + 1), 2)) if torn.text else (0, 0)
        last = HistoryFile("99999999999999_torn", torn.text[begin:end])
        reviewed(name, [*history[-3:], last], STRICT, {last.folder})


@requires_shared
def test_one_file_of_a_long_history_is_reviewed_in_50_milliseconds() -> None:
    name = max(NAMES, key=lambda each: len(files(each)))
    history = files(name)
    wanted = {each.folder for each in history[-20:]}
    found = list(views(history, wanted, around(name)))
    best = min(_seconds(found) for _ in range(3))
    assert best / len(found) < 0.05


def _seconds(found: list[MigrationView]) -> float:
    start = time.process_time()
    for view in found:
        review(view, STRICT)
    return time.process_time() - start


@requires_shared
def test_a_file_that_is_edited_is_reviewed_again_in_50_milliseconds() -> None:
    name = max(NAMES, key=lambda each: len(files(each)))
    history = files(name)
    last = max(each.folder for each in history)
    earlier = Earlier()
    times: list[float] = []
    for number in range(5):
        edited = [
            HistoryFile(each.folder, each.text + "\n" * number * (each.folder == last)) for each in history
        ]
        start = time.process_time()
        (view,) = views(edited, {last}, around(name), earlier=earlier)
        review(view, STRICT)
        times.append(time.process_time() - start)
    assert min(times[1:]) < 0.05
