"""Prisma's own tools answer as the other tests rely on."""

from __future__ import annotations

from collections import Counter

import pytest

from support.oracle import Oracle, OracleError, OraclePanicError, modernised
from support.shared import cases, corpus, requires_shared

TENANT = """\
datasource db {
  provider = "postgresql"
}

model Tenant {
  id String @id
}
"""
DOCUMENT = """\

model Document {
  id       String @id
  tenantId Strng
}
"""


def test_a_sound_schema_has_no_diagnostics(oracle: Oracle) -> None:
    assert oracle.lint({"schema.prisma": TENANT}) == []


def test_an_error_is_placed_in_code_points_after_an_emoji(oracle: Oracle) -> None:
    [found] = oracle.lint({"a.prisma": TENANT, "b.prisma": DOCUMENT.replace("tenantId", "/*💙*/ x")})
    assert found.is_error
    assert (found.file, found.line, found.column, found.highlight) == ("b.prisma", 4, 11, "Strng")


def test_connection_addresses_of_older_schemas_are_blanked(oracle: Oracle) -> None:
    older = TENANT.replace("\n}", '\n  url      = env("DATABASE_URL")\n}', 1)
    assert oracle.errors({"schema.prisma": older}) == []
    assert len(oracle.errors({"schema.prisma": older}, as_is=True)) == 1
    assert len(modernised(older)) == len(older)


def test_retired_preview_features_are_blanked(oracle: Oracle) -> None:
    older = TENANT + 'generator client {\n  provider = "prisma-client-js"\n'
    older += '  previewFeatures = ["metrics", "views"]\n}\n'
    assert oracle.errors({"schema.prisma": older}) == []
    assert len(oracle.errors({"schema.prisma": older}, as_is=True)) == 1
    assert '["views"]           \n' in modernised(older)


def test_the_formatter_changes_what_is_out_of_line(oracle: Oracle) -> None:
    assert oracle.format("model A {\nid Int @id\n  name    String\n}") == (
        "model A {\n  id   Int    @id\n  name String\n}\n"
    )


def test_the_schema_engine_compares_without_a_database(oracle: Oracle) -> None:
    after = TENANT.replace("@id\n", "@id\n  name String\n")
    assert oracle.diff({"a.prisma": TENANT}, {"a.prisma": after}) == (
        '-- AlterTable\nALTER TABLE "Tenant" ADD COLUMN     "name" TEXT NOT NULL;\n'
    )
    assert oracle.diff(None, {"a.prisma": TENANT}).startswith("-- CreateSchema\n")


def test_what_prisma_cannot_answer_is_an_error_in_its_words(oracle: Oracle) -> None:
    with pytest.raises(OracleError, match="mysql is not in the WebAssembly build"):
        oracle.diff(None, {"a.prisma": TENANT.replace("postgresql", "mysql")})
    with pytest.raises(OracleError, match='Type \\\\"Strng\\\\"'):
        oracle.get_dmmf({"a.prisma": TENANT + DOCUMENT})


def test_after_a_panic_the_next_question_is_answered(oracle: Oracle) -> None:
    with pytest.raises(OraclePanicError, match="debug_panic"):
        oracle.panic()
    assert oracle.lint({"schema.prisma": TENANT}) == []


@requires_shared
def test_prisma_accepts_the_corpus_but_for_one_view_with_a_primary_key(oracle: Oracle) -> None:
    rejected = [oracle.errors(schema.files) for schema in corpus().values()]
    messages = [error.message for errors in rejected for error in errors]
    assert messages == ["Error validating: Views cannot have primary keys."]


@requires_shared
def test_the_engine_writes_the_sql_that_the_cases_hold(oracle: Oracle) -> None:
    """The cases were recorded from the same build: what they expect is what `diff` answers."""
    verdicts: Counter[str] = Counter()
    for case in cases("sql_pairs"):
        if case["provider"] not in ("postgresql", "sqlite") or case["sql"] is None:
            continue
        before = case["from"] and {"schema.prisma": case["from"]}
        sql = oracle.diff(before, {"schema.prisma": case["to"]})
        verdicts["same" if sql.endswith(case["sql"]) else "other"] += 1
    assert verdicts["other"] == 0, verdicts
