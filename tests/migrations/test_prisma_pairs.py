"""The SQL from one schema to another is Prisma's to the byte: its own engine's answers are the cases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from partywall.database.from_schema import from_schema
from partywall.database.model import Database
from partywall.migrations.create import Migration, Nothing, Refusal, create
from partywall.migrations.dialects import dialect_of
from partywall.migrations.diff import diff
from partywall.migrations.script import script
from partywall.schema.read import read
from support.postgres import Cluster, Connection, answers, catalog, run
from support.shared import cases, requires_shared

if TYPE_CHECKING:
    from collections.abc import Iterable

# Cases where Prisma's script fails on a server, or asks for nothing where it should, and ours does not.
_SEQUENCE = "it alters `prisma_sequence_Test_Id`; an identity of `Id` counts by `Test_Id_seq`"
OURS_BETTER = {
    (
        "postgresql",
        "migrations/id::making_an_autoincrement_default_an_expression_then_autoincrement_again_works",
    ): 'it drops the new default as well, and a sequence by an empty name, `DROP SEQUENCE ""`',
    ("cockroachdb", "migrations/cockroachdb::alter_sequence"): _SEQUENCE,
    ("cockroachdb", "migrations/cockroachdb::alter_sequence_to_default"): _SEQUENCE,
    ("cockroachdb", "migrations/cockroachdb::primary_key_column_type_migrations_are_unexecutable"): (
        "it drops a column of the primary key, which CockroachDB refuses, and adds a required one for which "
        "the rows have no value; ours makes the table anew with its rows"
    ),
}
PROVIDERS = ("postgresql", "cockroachdb", "sqlite")
ROWS = {
    "migrations/cockroachdb::primary_key_column_type_migrations_are_unexecutable": (
        """INSERT INTO "Dog" VALUES ('Laika', 7); INSERT INTO "Puppy" VALUES ('p', 'Laika', 7)"""
    ),
}
"""What the tables of a case are filled with, where defaults alone do not do."""
AS_ON_COCKROACHDB = {
    "migrations/cockroachdb::primary_key_column_type_migrations_are_unexecutable": (
        'ALTER INDEX "Dog_pkey" RENAME TO "Dog_pkey of this table alone"',  # an index's name is its table's
    ),
    "migrations/cockroachdb::alter_sequence_to_default": (
        'ALTER SEQUENCE "Test_Id_seq" AS bigint',  # a sequence is not bound by its column's type
    ),
}
"""What makes PostgreSQL like CockroachDB, whose server comes from no registry, for a case. Each is run
on the tables before; both texts then run as they are written."""


def written(case: dict[str, Any]) -> Migration | Nothing | Refusal:
    target = read({"schema.prisma": case["to"]})
    source = Database(case["provider"], schemas=("public",) if case["default_schema_created"] else ())
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


def ours(case: dict[str, Any]) -> str:
    result = written(case)
    assert not isinstance(result, Refusal), result
    return result.script


def is_additive(sql: str) -> bool:
    words = ("DROP ", "SET DATA TYPE", "RENAME ", "SET NOT NULL", "BEGIN;")
    return not any(word in sql for word in words)


@requires_shared
@pytest.mark.parametrize("provider", PROVIDERS)
def test_prisma_writes_the_same(provider: str) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    misses: list[str] = []
    for case in cases("sql_pairs"):
        if case["provider"] != provider or case["sql"] is None:
            continue
        kind = "changing"
        if case["from"] is None or is_additive(case["sql"]):
            kind = "additive"
        result = written(case)
        verdict = "other"
        if isinstance(result, Refusal):
            verdict = "refused"
        elif result.script == case["sql"]:
            verdict = "same"
        elif (provider, case["name"]) in OURS_BETTER:
            verdict = "ours better"
        counts[kind, verdict] += 1
        if verdict != "same":
            misses.append(f"{verdict}: {case['name']} {case['step']}")
    print("\n", dict(counts), *misses, sep="\n  ")  # noqa: T201 - the list of misses
    additive = sum(number for (kind, _), number in counts.items() if kind == "additive")
    assert counts["additive", "same"] >= 0.95 * additive > 100
    assert counts["additive", "other"] == counts["changing", "other"] == 0
    assert counts["additive", "refused"] + counts["changing", "refused"] <= 0.01 * counts.total()
    assert counts["additive", "same"] + counts["changing", "same"] >= 0.97 * counts.total()


@requires_shared
def test_what_is_said_to_be_better_is_different() -> None:
    different = {
        (case["provider"], case["name"])
        for case in cases("sql_pairs")
        if (case["provider"], case["name"]) in OURS_BETTER and ours(case) != case["sql"]
    }
    assert different == set(OURS_BETTER)


@requires_shared
@pytest.mark.database
@pytest.mark.parametrize("name", [name for _, name in OURS_BETTER])
def test_ours_works_on_rows_where_prismas_fails(server: Cluster, name: str) -> None:
    """What is for CockroachDB is PostgreSQL's text as well, with `AS_ON_COCKROACHDB`."""
    [case] = [each for each in cases("sql_pairs") if each["name"] == name and ours(each) != each["sql"]]
    models = read({"a": case["from"]}).schema.models
    with server.database() as connection, server.database() as fresh:
        for each in (connection, fresh):
            run(each, "CREATE DOMAIN string AS text")  # its name for `text`
        run(connection, up_to(case["from"]))
        for statement in AS_ON_COCKROACHDB.get(name, ()):
            run(connection, statement)
        defaults = (f'INSERT INTO "{model}" DEFAULT VALUES' for model in models)
        run(connection, ROWS.get(name, "; ".join(defaults)))
        with pytest.raises(psycopg.Error):
            run(connection, case["sql"])
        before = rows(connection, models)
        run(connection, ours(case))
        run(fresh, up_to(case["to"]))
        assert catalog(connection) == catalog(fresh)
        assert rows(connection, models) == before


def rows(connection: Connection, tables: Iterable[str]) -> list[tuple[object, ...]]:
    """Every row of these tables as text, columns by name."""
    text = "string_agg(key || ': ' || value, ', ' ORDER BY key)"
    each = 'SELECT {0} FROM "{1}" AS t, jsonb_each_text(to_jsonb(t)) GROUP BY t ORDER BY 1'
    return answers(connection, "; ".join(each.format(text, table) for table in tables))


def up_to(schema: str) -> str:
    """The SQL from nothing to a schema."""
    reading = read({"schema.prisma": schema})
    return script(
        diff(Database(reading.schema.provider), from_schema(reading.schema, reading.bodies)),
        dialect_of(reading.schema.provider),
    )


@requires_shared
def test_schemas_of_prismas_own_tests() -> None:
    for case in cases("sql_single"):
        if "postgresql" not in case["schema"]:
            continue
        expected = case["expected_sql"]
        makes_public = 'CREATE SCHEMA IF NOT EXISTS "public"' in expected
        given = {
            "provider": "postgresql",
            "to": case["schema"],
            "from": None,
            "default_schema_created": not makes_public,
        }
        result = written(given)
        assert not isinstance(result, Refusal)
        expected = expected.replace('"public".', "")  # as Prisma 8.1 has it
        assert result.script.strip() == expected.strip(), case["name"]
