"""The SQL from one schema to another is Prisma's to the byte: its own engine's answers are the cases."""

from __future__ import annotations

from collections import Counter
from typing import Any

from partywall.database.from_schema import from_schema
from partywall.database.model import Database
from partywall.migrations.create import Migration, Nothing, Refusal, create
from partywall.schema.read import read
from support.shared import cases, requires_shared

# Prisma names a sequence by an empty name when it compares two schemas, which no database accepts.
OURS_BETTER = frozenset({'DROP SEQUENCE "";'})


def written(case: dict[str, Any]) -> Migration | Nothing | Refusal:
    target = read({"schema.prisma": case["to"]})
    source = Database(schemas=("public",) if case["default_schema_created"] else ())
    if case["from"] is not None:
        before = read({"schema.prisma": case["from"]})
        source = from_schema(before.schema, before.bodies)
    return create(
        target.schema,
        target.bodies,
        source=source,
        name="next",
        now="20260101000000",
        strategy="simple",
    )


def is_additive(sql: str) -> bool:
    words = ("DROP ", "SET DATA TYPE", "RENAME ", "SET NOT NULL", "BEGIN;")
    return not any(word in sql for word in words)


@requires_shared
def test_prisma_writes_the_same() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    misses: list[str] = []
    for case in cases("sql_pairs"):
        if case["provider"] != "postgresql" or case["sql"] is None:
            continue
        kind = "changing"
        if case["from"] is None or is_additive(case["sql"]):
            kind = "additive"
        result = written(case)
        verdict = "refused" if isinstance(result, Refusal) else "other"
        if not isinstance(result, Refusal) and result.script == case["sql"]:
            verdict = "same"
        elif any(line in OURS_BETTER for line in case["sql"].splitlines()):
            verdict = "ours better"
        counts[kind, verdict] += 1
        if verdict != "same":
            misses.append(f"{verdict}: {case['name']} {case['step']}")
    print("\n", dict(counts), *misses, sep="\n  ")  # noqa: T201 - the list of misses
    additive = sum(number for (kind, _), number in counts.items() if kind == "additive")
    assert counts["additive", "same"] >= 0.95 * additive > 100
    assert counts["additive", "other"] == counts["changing", "other"] == 0
    assert counts["additive", "same"] + counts["changing", "same"] >= 0.97 * counts.total()


@requires_shared
def test_other_providers_are_refused_with_a_reason() -> None:
    providers = {"cockroachdb", "sqlite"}
    for case in cases("sql_pairs"):
        if case["provider"] in providers:
            result = written({**case, "from": None})
            assert isinstance(result, Refusal)
            assert "not supported yet" in result.reason
            providers.remove(case["provider"])
    assert not providers


@requires_shared
def test_schemas_of_prismas_own_tests() -> None:
    for case in cases("sql_single"):
        if "postgresql" not in case["schema"]:
            continue
        expected = case["expected_sql"]
        makes_public = 'CREATE SCHEMA IF NOT EXISTS "public"' in expected
        given = {"to": case["schema"], "from": None, "default_schema_created": not makes_public}
        result = written(given)
        assert not isinstance(result, Refusal)
        expected = expected.replace('"public".', "")  # as Prisma 8.1 has it
        assert result.script.strip() == expected.strip(), case["name"]
