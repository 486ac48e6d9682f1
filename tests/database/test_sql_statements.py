"""Cutting SQL into tokens and statements, as PostgreSQL does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.database.sql_statements import statements
from partywall.database.sql_tokens import tokens


def cut(text: str) -> list[str]:
    return [each.sql for each in statements(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a; b", ["a", "b"]),
        ("a;;\n;b;", ["a", "b"]),
        ("", []),
        ("-- a; b\nc", ["c"]),
        ("/* a; /* nested; */ b; */ c; d", ["c", "d"]),
        ("'a;b'; c", ["'a;b'", "c"]),
        ("'it''s;'; c", ["'it''s;'", "c"]),
        (r"E'a\';b'; c", [r"E'a\';b'", "c"]),
        (r"'a\'; c", [r"'a\'", "c"]),
        ('"a;""b;"; c', ['"a;""b;"', "c"]),
        ("DO $$ a; b; $$; c", ["DO $$ a; b; $$", "c"]),
        ("DO $x$ a; $$; b; $x$; c", ["DO $x$ a; $$; b; $x$", "c"]),
        ("CREATE RULE r AS ON INSERT TO t DO (a; b); c", ["CREATE RULE r AS ON INSERT TO t DO (a; b)", "c"]),
        (
            "CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; b; END; c",
            ["CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; b; END", "c"],
        ),
        ("SELECT $1; b", ["SELECT $1", "b"]),
        # What is left open ends with the text; other statements are not lost in it.
        ("a (b; c; d", ["a (b", "c", "d"]),
        ("a; 'b; c", ["a", "'b; c"]),
        ("a) ; b", ["a)", "b"]),
    ],
)
def test_a_script_is_cut_at_its_own_semicolons(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_statement_knows_its_line() -> None:
    found = list(statements("a;\n-- note\n\n  b\nc;\r\nd"))
    assert [each.line for each in found] == [1, 4, 6]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("UserId", "userid"),
        ("Straße", "straße"),
        ('"UserId"', "UserId"),
        ('"a""b"', 'a"b'),
        ("'it''s'", "it's"),
        (r"E'a\nb\'c\x41\u00e9'", "a\nb'cAé"),
        (r"'a\nb'", r"a\nb"),
        ("$$it's$$", "it's"),
        ("$tag$a$$b$tag$", "a$$b"),
        ("1.50", "1.50"),
        ('"open', "open"),
        ("'open", "open"),
        ("$$open", "open"),
    ],
)
def test_a_token_knows_what_it_stands_for(text: str, value: str) -> None:
    (token,) = tokens(text)
    assert token.value == value


def test_quoted_names_are_no_keywords() -> None:
    assert [token.key for token in tokens('CREATE "table" table')] == ["CREATE", "", "TABLE"]


@given(st.text(alphabet=st.sampled_from("aE'\"$;()/*- \\\n[]x1.,:=é\0")))
def test_any_text_is_cut_and_nothing_stands_twice(text: str) -> None:
    ends = [0]
    for token in tokens(text):
        assert ends[-1] <= token.start < token.end <= len(text)
        ends.append(token.end)
    list(statements(text))
