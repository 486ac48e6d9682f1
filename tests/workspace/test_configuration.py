"""The nearest `partywall.toml`, with the place of each fault."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from partywall.text import LineIndex, Span
from partywall_server.workspace.configuration import Configuration, configuration_of, place
from partywall_server.workspace.schemas import find_schemas
from support.folders import DATASOURCE, fill, git

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from partywall.diagnostics.rule import Options

RULES: Mapping[str, Options] = {
    "unique-without-tenant": {},
    "missing-tenant-key": {"names": ("id",), "most": 3, "loud": False, "word": "x"},
}


def configuration(
    folder: Path, files: Mapping[str, str], on_top: Mapping[str, object] | None = None
) -> Configuration:
    fill(folder, {"app/prisma/schema.prisma": DATASOURCE, "package.json": "{}", **files})
    (schema,) = find_schemas([folder]).schemas
    return configuration_of(schema, on_top=on_top, known=(RULES, frozenset({"cascade-delete"})))


def severities(found: Configuration) -> dict[str, str | None]:
    return {name: each.severity for name, each in found.config.rules.items()}


def faults(found: Configuration) -> list[tuple[str, str]]:
    """Each fault as the text at its place and its message."""
    text = found.file.text if found.file else ""
    return [(text[each.span.start : each.span.end], each.message) for each in found.faults]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    found = configuration(tmp_path, {})
    assert found.config.profile == "recommended"
    assert found.file is None


def test_the_nearest_file_counts_alone(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "partywall.toml": 'profile = "strict"\n[rules]\nunique-without-tenant = "off"\n',
            "app/partywall.toml": 'profile = "strict"\n',
        },
    )
    assert found.config.profile == "strict"
    assert found.config.rules == {}


def test_a_file_above_the_repository_does_not_count(tmp_path: Path) -> None:
    fill(tmp_path, {"partywall.toml": 'profile = "strict"\n', "repository/prisma/schema.prisma": DATASOURCE})
    git(tmp_path / "repository", "init", "--quiet")
    (schema,) = find_schemas([tmp_path / "repository/prisma/schema.prisma"]).schemas
    assert configuration_of(schema).file is None


def test_what_is_said_on_top_wins_key_by_key(tmp_path: Path) -> None:
    text = 'profile = "strict"\n[rules]\nunique-without-tenant = "error"\nmissing-tenant-key = "off"\n'
    on_top = {"profile": None, "rules": {"missing-tenant-key": "hint"}}
    found = configuration(tmp_path, {"partywall.toml": text}, on_top)
    assert found.config.profile == "strict"
    assert severities(found) == {"unique-without-tenant": "error", "missing-tenant-key": "hint"}
    assert found.faults == ()


@pytest.mark.parametrize(
    "absurd",
    [
        {"profile": 3},
        {"rules": []},
        {"rules": {"x": {}}},
        {"rules": {"unique-without-tenant": 7}},
        {"rules": {"missing-tenant-key": {"most": "many"}}},
        {"nonsense": True},
        {"profiles": {"lax": {}}},
        {"overrides": [{"rules": {"unique-without-tenant": "off"}}]},
    ],
)
def test_absurd_settings_on_top_leave_the_file_alone(tmp_path: Path, absurd: dict[str, object]) -> None:
    text = '[rules]\nunique-without-tenant = "error"\n'
    found = configuration(tmp_path, {"partywall.toml": text}, absurd)
    assert severities(found)["unique-without-tenant"] == "error"
    assert [each.path for each in found.faults] == [None]


def test_wrong_and_unknown_keys_are_faults_in_their_place_and_the_rest_holds(tmp_path: Path) -> None:
    text = (
        "# a comment\n"
        'profile = "lax"\n'
        "colour = 1\n\n"
        "[tenancy]\n"
        'roots = ["Tenant"]\n'
        "keys = 3\n\n"
        "[rules]\n"
        '"unique-without-tenant" = "error"\n'
        "missing-tenant-key = 'loud'\n"
        'no-such-rule = "off"\n'
    )
    found = configuration(tmp_path, {"app/partywall.toml": text})
    assert found.config.tenancy.roots == ("Tenant",)
    assert severities(found)["unique-without-tenant"] == "error"
    assert {at for at, _ in faults(found)} == {
        "profile",
        "colour",
        "keys",
        "missing-tenant-key",
        "no-such-rule",
    }
    assert all(message.startswith("`") for _, message in faults(found))


def test_faults_in_options_profiles_and_overrides_have_their_place_and_the_rest_holds(tmp_path: Path) -> None:
    text = (
        "[rules]\n"
        'missing-tenant-key = { severity = "hint", most = "many", names = ["a"], colour = 1 }\n'
        "unique-without-tenant.severity = 3\n"
        "[profiles.strict.rules]\n"
        'missing-tenant-key = "loud"\n'
        'unique-without-tenant = "error"\n'
        "[profiles.lax.rules]\n"
        "[[overrides]]\n"
        'files = ["a/**"]\n'
        'rules = { no-such-rule = "off" }\n'
        "[[overrides]]\n"
        'models = ["B"]\n'
        'profile = "lax"\n'
        "[overrides.rules]\n"
        'unique-without-tenant = "off"\n'
        "[overrides.rules.missing-tenant-key]\n"
        "loud = 1\n"
        "word = true\n"
        "[[overrides]]\n"
        'rules = { unique-without-tenant = "off" }\n'
        "[[overrides]]\n"
        'file = ["c/**"]\n'
        'models = ["C"]\n'
        'rules = { unique-without-tenant = "off" }\n'
    )
    found = configuration(tmp_path, {"partywall.toml": text})
    assert faults(found) == [
        ("unique-without-tenant.severity", said("rules.unique-without-tenant.severity", LEVELS)),
        (
            "missing-tenant-key",
            said("profiles.strict.rules.missing-tenant-key", LEVELS),
        ),
        ("profiles.lax.rules", said("profiles.lax", "'recommended', 'strict' or 'distributed'")),
        ("profile", said("overrides[1].profile", "'recommended', 'strict' or 'distributed'")),
        ("overrides", "`overrides[2]`: an override needs `files` or `models`"),
        ("file", "`overrides[3].file`: there is no such setting"),
        ("missing-tenant-key", "`rules.missing-tenant-key.most`: input should be a whole number"),
        (
            "missing-tenant-key",
            "`rules.missing-tenant-key.colour`: `missing-tenant-key` has no such option, only " + OPTIONS,
        ),
        ("rules", "`overrides[0].rules.no-such-rule`: there is no rule `no-such-rule`"),
        ("loud", "`overrides[1].rules.missing-tenant-key.loud`: input should be true or false"),
        ("word", "`overrides[1].rules.missing-tenant-key.word`: input should be a text"),
    ]
    config = found.config
    assert config.rules["missing-tenant-key"].severity == "hint"
    assert config.profiles["strict"]["unique-without-tenant"].severity == "error"
    assert [(each.files, each.models) for each in config.overrides] == [
        (("a/**",), None),
        (None, ("B",)),
        ((), None),
        ((), None),
    ]
    assert config.overrides[1].rules["unique-without-tenant"].severity == "off"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('profle = "strict"', "`profle`: there is no such setting"),
        ('postgres = "x"', "`postgres`: input should be a whole number"),
        (
            'tenancy = { keys = "orgId" }',
            '`tenancy.keys`: input should be a list of texts, such as `["Plan"]`',
        ),
        ('tenancy = "orgId"', "`tenancy`: input should be a table"),
        ("baseline = 1", "`baseline`: input should be a text"),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_the_file(tmp_path: Path, line: str, message: str) -> None:
    found = configuration(tmp_path, {"partywall.toml": line + "\n"})
    assert [told for _, told in faults(found)] == [message]


OPTIONS = "`severity`, `names`, `most`, `loud`, `word`"
LEVELS = "'off', 'hint', 'information', 'warning' or 'error'"


def said(keys: str, expected: str) -> str:
    return f"`{keys}`: input should be {expected}"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("profile = \n", 1, 11),
        ('profile = "strict"\n[rules\n', 2, 7),
        ("a = 1\r\na = 2\r\n", 2, 6),
        ("\n\nx", 3, 2),
    ],
)
def test_what_is_not_toml_is_one_fault_in_its_place(
    tmp_path: Path, text: str, line: int, column: int
) -> None:
    found = configuration(tmp_path, {"partywall.toml": text})
    (fault,) = found.faults
    assert found.file is not None
    at = LineIndex(found.file.text).position(fault.span.start)
    assert (at.line + 1, at.column + 1) == (line, column)
    assert fault.message.startswith("is not TOML: ")
    assert "(at line" not in fault.message


def test_a_file_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "partywall.toml").write_bytes(b"# \xff")
    found = configuration(tmp_path, {})
    (fault,) = found.faults
    assert fault.path == tmp_path / "partywall.toml"
    assert "not UTF-8" in fault.message


def test_the_text_in_an_editor_counts(tmp_path: Path) -> None:
    fill(tmp_path, {"prisma/schema.prisma": DATASOURCE, "package.json": "{}"})
    (schema,) = find_schemas([tmp_path]).schemas
    overlay = {tmp_path / "prisma/partywall.toml": 'profile = "strict"'}
    assert configuration_of(schema, overlay=overlay).config.profile == "strict"


@pytest.mark.parametrize(
    ("text", "keys", "expected"),
    [
        ("rules.x = 1", ("rules", "x"), "rules.x"),
        ('[ rules ]\n"x" = 1', ("rules", "x"), '"x"'),
        ("[rules]\nother = 1", ("rules", "x"), "rules"),
        ("rules = { x = 1 }", ("rules", "x"), "rules"),
        ("a = [\n  1, # [\n  'x = 1',\n]\nx = 2", ("x",), "x"),
        ('a = """\nx = 1\n"""\nx = 2', ("x",), "x"),
        ("", ("x",), ""),
        ("[[a]]\nx = 1\n[[a]]\n'x' = 2", ("a", "1", "x"), "'x'"),
        ("[[a]]\n[a.b]\n[[a]]\n[a.b]\n'x' = 2", ("a", "1", "b", "x"), "'x'"),
        ("[[a.b]]\n[[a.b]]\n[[a.b.c]]\n[[a.b.c]]\n'x' = 2", ("a", "b", "1", "c", "1", "x"), "'x'"),
        ("a = [{ x = 1 }]", ("a", "0", "x"), "a"),
    ],
)
def test_places_of_keys(text: str, keys: tuple[str, ...], expected: str) -> None:
    if text:
        tomllib.loads(text)
    span = place(text, keys)
    assert text[span.start : span.end] == expected
    if expected == "x":
        assert span == Span(text.rindex("x"), text.rindex("x") + 1)
