"""How Prisma runs a file: by its version, by what the file holds."""

from __future__ import annotations

import pytest

from partywall.database.providers import provider_of
from partywall.review.execution import Certainty, execution, versions
from partywall.review.statements import read_statements

TWO = 'ALTER TABLE "A" ADD COLUMN "b" INT; CREATE INDEX CONCURRENTLY "i" ON "A"("b");'


@pytest.mark.parametrize(
    ("written", "splits"),
    [
        ("7.4", "yes"),
        ("^7.4.0", "yes"),
        ("~7.10.1", "yes"),
        ("8", "yes"),
        (">=7.5", "yes"),
        ("7.3.0", "no"),
        ("^6.19.0", "no"),
        ("6.x", "no"),
        ("~7.3.1", "no"),
        ("<7.4", "no"),
        (">=5 <7", "no"),
        ("^5 || ^6", "no"),
        ("^7.0.0", "maybe"),
        ("7", "maybe"),
        (">=6", "maybe"),
        ("^6 || ^7.4", "maybe"),
        ("latest", "maybe"),
        ("workspace:*", "maybe"),
        ("*", "maybe"),
        ("7.4.0-dev.1", "yes"),
        ("", "maybe"),
        (None, "maybe"),
    ],
)
def test_a_range_says_whether_files_are_cut(written: str | None, splits: Certainty) -> None:
    assert versions(written).splits == splits


@pytest.mark.parametrize(
    ("sql", "prisma", "expected"),
    [
        (TWO, "7.4", "no"),
        (TWO, "6", "yes"),
        (TWO, None, "maybe"),
        ('CREATE INDEX CONCURRENTLY "i" ON "A"("b");', "6", "no"),
        ('SELECT 1; DROP INDEX CONCURRENTLY "i";', "7.4", "maybe"),
        ("BEGIN; SELECT 1; COMMIT;", "7.4", "yes"),
        ("DO $$ BEGIN DROP TABLE x; END $$; SELECT 1;", "7.4", "maybe"),
    ],
)
def test_whether_a_statement_shares_a_transaction(sql: str, prisma: str | None, expected: Certainty) -> None:
    found = read_statements(sql)
    run = execution(found, versions(prisma), "postgresql")
    assert run.in_transaction(found[1 if len(found) > 1 else 0]) == expected


def test_cockroachdb_runs_statements_one_by_one() -> None:
    found = read_statements(TWO)
    assert execution(found, versions("6"), "cockroachdb").in_transaction(found[1]) == "no"


def test_what_a_transaction_of_the_file_holds_together() -> None:
    first, _, second, _, third = found = read_statements("SELECT 1; BEGIN; SELECT 2; COMMIT; SELECT 3;")
    run = execution(found, versions("6"), "postgresql")
    assert run.together(first, second) == "no"
    assert run.together(second, third) == "no"
    assert run.together(second, second) == "yes"


@pytest.mark.parametrize("provider", ["mysql", "sqlite", "sqlserver"])
def test_elsewhere_each_statement_is_a_transaction_of_its_own(provider: str) -> None:
    first, second = found = read_statements("DROP TABLE a; DROP TABLE b;", provider_of(provider))
    assert execution(found, versions("6"), provider).together(first, second) == "no"


def test_what_changes_the_structure_ends_a_transaction_on_mysql() -> None:
    sql = "BEGIN; DELETE FROM a; DELETE FROM b; DROP TABLE c; DELETE FROM d; COMMIT;"
    for provider, expected in (("mysql", "no"), ("sqlite", "yes")):
        found = read_statements(sql, provider_of(provider))
        run = execution(found, versions("6"), provider)
        assert run.together(found[1], found[2]) == "yes"
        assert run.together(found[1], found[4]) == expected


def test_on_sql_server_the_file_says_what_is_one_transaction() -> None:
    sql = "BEGIN TRY\n\nBEGIN TRAN;\nDROP TABLE a;\nDROP TABLE b;\nCOMMIT TRAN;\n\nEND TRY\nBEGIN CATCH\n"
    sql += "IF @@TRANCOUNT > 0\nBEGIN\n    ROLLBACK TRAN;\nEND;\nTHROW\nEND CATCH"
    found = read_statements(sql, provider_of("sqlserver"))
    run = execution(found, versions("6"), "sqlserver")
    assert run.together(found[1], found[2]) == "yes"
    assert run.in_transaction(found[2]) == "yes"


def test_a_block_that_only_catches_errors_is_no_transaction() -> None:
    found = read_statements("BEGIN TRY; DROP TABLE a; DROP TABLE b; END TRY;", provider_of("sqlserver"))
    assert execution(found, versions("6"), "sqlserver").together(found[1], found[2]) == "no"
