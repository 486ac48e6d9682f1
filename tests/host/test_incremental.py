"""An edited host knows what a new one would."""

from __future__ import annotations

import random

import pytest

from partywall.config import Config, Profile
from partywall.host import Analysis, Diagnostic, Host, SyntaxFaultAt
from partywall.syntax.chunks import Source
from partywall.text import Edit, Span
from support.editing import SMALL, RandomEditor, apply

FILES = {"a.prisma": SMALL[: SMALL.index("// apart")], "b.prisma": SMALL[SMALL.index("// apart") :]}

State = tuple[list[Diagnostic], list[tuple[SyntaxFaultAt, ...]], dict[str, str]]


def state(analysis: Analysis) -> State:
    return (
        list(analysis.all_diagnostics()),
        [analysis.syntax_errors(path) for path in analysis.files],
        {name: verdict.ownership for name, verdict in analysis.tenancy.verdicts.items()},
    )


def from_scratch(texts: dict[str, str], profile: Profile = "recommended") -> State:
    host = Host(Config(profile=profile))
    for path, text in texts.items():
        host.set_file(path, Source.of(text))
    return state(host.analyse())


@pytest.mark.parametrize("seed", range(40))
def test_incremental_equals_from_scratch(seed: int) -> None:
    editor = RandomEditor(random.Random(seed))
    texts = dict(FILES)
    profile: Profile = "distributed" if seed % 2 else "recommended"  # the one that looks at most
    host = Host(Config(profile=profile))
    sources = {path: Source.of(text) for path, text in texts.items()}
    for path, source in sources.items():
        host.set_file(path, source)
    host.analyse()
    for _ in range(8):
        path = editor.random.choice(list(texts))
        edit = editor.edit(texts[path])
        texts[path] = apply(texts[path], edit)
        sources[path] = sources[path].edited(edit)
        host.set_file(path, sources[path])
        host.analyse()
        host.saved(path)  # what a broken header declared before does not count from scratch
        assert state(host.analyse()) == from_scratch(texts, profile), f"seed {seed}: {texts[path]!r}"


def test_a_half_typed_header_keeps_what_its_model_declared() -> None:
    host = Host()
    source = Source.of(SMALL)
    host.set_file("a", source)
    before = host.analyse()
    at = SMALL.index("Tenant {")
    broken = source.edited(Edit(Span(at, at + len("Tenant {")), "Ten"))
    host.set_file("a", broken)
    half = host.analyse()
    assert half.tenancy.roots == before.tenancy.roots
    assert {v.ownership for v in half.tenancy.verdicts.values()} == {
        v.ownership for v in before.tenancy.verdicts.values()
    }
    assert not any(each.model == "Tenant" for each in half.all_diagnostics())
    host.saved("a")
    assert "Tenant" not in host.analyse().schema.models


def test_a_checkpoint_ends_a_run_and_the_next_one_goes_on() -> None:
    host = Host()
    host.set_file("a", Source.of(SMALL))

    class StopError(Exception):
        pass

    calls = 0

    def stop() -> None:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise StopError

    with pytest.raises(StopError):
        host.analyse(stop)
    assert state(host.analyse()) == from_scratch({"a": SMALL})
