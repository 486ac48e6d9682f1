"""An answer about tenants in `partywall.toml`: it says that and what it said before, in the same words."""

from __future__ import annotations

import tomllib

import pytest

from partywall_server.workspace.tenancy_answer import with_answer

CASES = [
    ("", '[tenancy]\nroots = ["Choir"]\n'),
    ('# ours\nprofile = "strict"', '# ours\nprofile = "strict"\n\n[tenancy]\nroots = ["Choir"]\n'),
    (
        '[tenancy] # who\nkeys = ["choirId"]\n\n[rules]\na = "off"\n',
        '[tenancy] # who\nroots = ["Choir"]\nkeys = ["choirId"]\n\n[rules]\na = "off"\n',
    ),
    ('[tenancy]\nroots = ["A", "B"] # both\n', '[tenancy]\nroots = ["Choir"] # both\n'),
    (
        '[tenancy]\r\nroots = [\r\n  "A", # the ] first\r\n  "B",\r\n]\r\nshared = []\r\n',
        '[tenancy]\r\nroots = ["Choir"]\r\nshared = []\r\n',
    ),
    ('[rules]\r\na = "off"\r\n', '[rules]\r\na = "off"\r\n\r\n[tenancy]\r\nroots = ["Choir"]\r\n'),
    ('tenancy.keys = ["x"]\n', 'tenancy.roots = ["Choir"]\ntenancy.keys = ["x"]\n'),
    ("tenancy.roots = []\n", 'tenancy.roots = ["Choir"]\n'),
    ('tenancy = { keys = ["x"] }\n', 'tenancy = { roots = ["Choir"], keys = ["x"] }\n'),
    ("tenancy = {}\n", 'tenancy = { roots = ["Choir"] }\n'),
    ("  [ tenancy ]", '  [ tenancy ]\nroots = ["Choir"]\n'),
    ('["tenancy"]\n"roots" = []\n', '["tenancy"]\n"roots" = ["Choir"]\n'),
    (
        'note = """\n[tenancy]\nroots = []\n"""\n',
        'note = """\n[tenancy]\nroots = []\n"""\n\n[tenancy]\nroots = ["Choir"]\n',
    ),
    ('[[overrides]]\nfiles = ["a"]\n', '[[overrides]]\nfiles = ["a"]\n\n[tenancy]\nroots = ["Choir"]\n'),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_nothing_else_is_changed(before: str, after: str) -> None:
    assert with_answer(before, "roots", ["Choir"]) == after
    told = tomllib.loads(after)
    assert told["tenancy"].pop("roots") == ["Choir"]
    rest = tomllib.loads(before)
    rest.setdefault("tenancy", {}).pop("roots", None)
    assert told == rest


def test_several_and_none_and_odd_names_are_written() -> None:
    assert with_answer("", "roots", ["A", "B"]) == '[tenancy]\nroots = ["A", "B"]\n'
    assert with_answer("", "keys", []) == "[tenancy]\nkeys = []\n"
    odd = with_answer("", "roots", ['Ähre "x" \\ 🦊'])
    assert odd
    assert tomllib.loads(odd) == {"tenancy": {"roots": ['Ähre "x" \\ 🦊']}}


@pytest.mark.parametrize(
    "text", ["[tenancy", "tenancy = 3\n", 'tenancy = { roots = ["A"] }\n', "[[tenancy]]\n"]
)
def test_what_cannot_be_kept_is_left_alone(text: str) -> None:
    assert with_answer(text, "roots", ["Choir"]) is None
