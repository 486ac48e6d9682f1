"""Expressions as they are written, and as PostgreSQL gives them back."""

from __future__ import annotations

import pytest

from partywall.database.expressions import same_expression


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("now() + interval '1 day'", "(now() + '1 day'::interval)"),
        ("'{}'::jsonb", "'{}'"),
        ("u IS NOT NULL", '("u" IS NOT NULL)'),
        ("status = 'a'", "((status)::text = 'a'::text)"),
        ("a != 1", "(a <> 1)"),
        ("nextval('s')", "nextval('s'::regclass)"),
        ("a = 1 AND b = 2", "((a = 1) AND (b = 2))"),
        ("gen_random_uuid()", "GEN_RANDOM_UUID()"),
        ("x = '1'::character varying(30)", "(x = '1')"),
        ("point(0,1)", "point((0)::double precision, (1)::double precision)"),
    ],
)
def test_what_postgresql_adds_makes_no_difference(written: str, kept: str) -> None:
    assert same_expression(written, kept)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(a + b) * c", "a + b * c"),
        ("a = 1", "a = 2"),
        ("'A'", "'a '"),
        ('"A" IS NULL', '"B" IS NULL'),
        ("now()", "now() + interval '1 day'"),
        ("f(1)::text", "f((1))::text || 'x'"),
        ("f(1)", "f(2)"),
    ],
)
def test_different_expressions_differ(one: str, other: str) -> None:
    assert not same_expression(one, other)
