"""`verify.sql` and `CHECKLIST.md` beside PostgreSQL: a row for each fault, each line the provider's own."""

from __future__ import annotations

import re

import pytest

from migrations.engines import ERRORS, Engine, OnSQLite
from migrations.example_by_provider import example, without_new_key
from migrations.test_strays_by_provider import AFTER, BASE, ROWS, of
from partywall.database.providers import PROVIDERS, provider_of
from partywall.migrations.create import Migration
from support.migrations import made, up

OTHERS = tuple(each for each in PROVIDERS if each != "postgresql")
WELL = ROWS.replace(", (30, 1, 2)", "").replace(", (31, 30)", "")
FAULTS = {
    "mysql": {
        "UPDATE Document SET tenantId = 2 WHERE id = 10": "Bot.tenantId",
        "ALTER TABLE Document MODIFY tenantId INT NULL": "Document.tenantId",
        "ALTER TABLE Document DROP FOREIGN KEY Document_tenantId_fkey": "Document_tenantId_fkey",
        "ALTER TABLE Document RENAME INDEX Document_tenantId_idx TO other": "Document_tenantId_idx",
    },
    "sqlite": {
        "UPDATE Document SET tenantId = 2 WHERE id = 10": "Bot.tenantId",
        "DROP INDEX Document_tenantId_idx": "Document_tenantId_idx",
        "PRAGMA foreign_keys = OFF; UPDATE Document SET tenantId = 77 WHERE id = 10": "tenantId_fkey",
    },
}
INDEXED = AFTER.replace("  pages  Page[]\n", "  pages  Page[]\n\n  @@index([tenantId])\n", 1)


def beside(found: Migration, name: str) -> str:
    return found.files[f"{found.folder}/{name}"]


def answers(engine: Engine, script: str) -> list[object]:
    statements = provider_of(engine.provider).language.statements(script)
    return [row for each in statements for row in engine.rows(each.sql)]


@pytest.mark.database
def test_the_questions_give_no_row_when_all_is_well_and_one_for_each_fault(engine: Engine) -> None:
    first = up(made(of(engine.provider, BASE)))
    found = made(of(engine.provider, INDEXED), first)
    for damage, told in FAULTS[engine.provider].items():
        engine.run(first + WELL + up(found))
        assert answers(engine, beside(found, "verify.sql")) == []
        engine.run(damage)
        assert told in str(answers(engine, beside(found, "verify.sql"))), damage
        for table in ("Page", "Document", "Book", "Bot", "Tenant"):
            engine.run(f"DROP TABLE {table}")


@pytest.mark.database
def test_what_is_asked_beforehand_names_the_rows_on_which_it_would_fail(engine: Engine) -> None:
    before = of(engine.provider, BASE)
    after = before.replace("  tenantId  Int\n", "  tenantId  Int @unique\n", 1).replace(
        "  bots  Bot[]", "  bot   Bot?", 1
    )
    first = up(made(before))
    found = made(after, first)
    (asked,) = re.findall(r"(SELECT [`\"]tenantId.*?);", beside(found, "CHECKLIST.md"), re.DOTALL)
    engine.run(f"{first}{ROWS}INSERT INTO Bot VALUES (5, 2);")  # noqa: S608 - the SQL is ours
    assert engine.rows(asked) == [(2, 2)]
    with pytest.raises(ERRORS):
        engine.run(up(found))


def test_a_copy_that_was_broken_off_is_never_thrown_away() -> None:
    """Between the old table's end and the new one's name the rows are in the new one alone."""
    engine = OnSQLite()
    first = up(made(of("sqlite", BASE)))
    script = up(made(of("sqlite", AFTER), first))
    broken = script[: script.index('ALTER TABLE "new_Document" RENAME')]
    engine.run(first + WELL + broken)
    with pytest.raises(ERRORS, match=r"no such table: .*Document"):
        engine.run(script[script.index("PRAGMA defer") :])
    assert engine.rows('SELECT count(*) FROM "new_Document"') == [(2,)]


@pytest.mark.parametrize("provider", OTHERS)
def test_each_line_is_about_this_provider(provider: str) -> None:
    found = made(of(provider, AFTER).replace("Cascade", NO_ACTION[provider]), up(made(before(provider))))
    text = beside(found, "CHECKLIST.md")
    foreign = {
        "mysql": ("psql", "pg_", "sqlcmd", "sqlite3", "cockroach", "23502"),
        "sqlite": ("psql", "pg_", "sqlcmd", "mysql", "cockroach", "23502"),
        "sqlserver": ("psql", "pg_", "sqlite3", "mysql", "cockroach", "23502"),
        "cockroachdb": ("psql", "pg_stat", "sqlite3", "mysql", "sqlcmd"),
    }
    assert not [each for each in foreign[provider] if each in text]
    assert f"npx prisma migrate resolve --rolled-back {found.folder}\n" in text
    is_whole = provider == "sqlserver"
    assert (f"npx prisma migrate resolve --applied {found.folder}\n" in text) == (not is_whole)
    for row in re.findall(r"^\| \d.*$", text, re.MULTILINE):
        assert len(re.findall(r"(?<!\\)\|", row)) in {4, 6}


NO_ACTION = {
    "mysql": "Cascade",
    "sqlite": "Cascade",
    "cockroachdb": "Cascade",
    "sqlserver": "NoAction, onUpdate: NoAction",
}


def before(provider: str) -> str:
    return of(provider, BASE).replace("Cascade", NO_ACTION[provider])


@pytest.mark.parametrize("provider", OTHERS)
def test_the_lines_are_those_of_the_statements(provider: str) -> None:
    schema = example(provider)
    found = made(schema, up(made(without_new_key(schema))))
    lines = up(found).splitlines()
    rows = re.findall(
        r"^\| [\d to]+ (`+) ?(.*?)…? ?\1 \| (\d+) \|", beside(found, "CHECKLIST.md"), re.MULTILINE
    )
    assert rows
    for _, shown, line in rows:
        begin = shown[:30].split(" (")[0]
        assert begin in " ".join(lines[int(line) - 1 : int(line) + 5]), (begin, line)
