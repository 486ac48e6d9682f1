"""What Prisma's command line does with a migration that fails, and what its checklist then says to do."""

from __future__ import annotations

import json
import re
import subprocess
from contextlib import chdir
from typing import TYPE_CHECKING

import pytest

from migrations.deployed_projects import EXAMPLE_PROJECT, Form, below, history
from partywall.database.from_sql import replay
from partywall.database.sql_statements import statements
from support.postgres import Cluster, Connection, answers, catalog, installations, run
from support.prisma_migrate import FOLDER, NOTHING, Prisma, PrismaFailedError, Scripts
from support.rows import inserts
from support.shared import corpus, migrations_of, requires_shared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPT = """
CREATE TABLE "a;" ("b" text DEFAULT 'c;''d;' CHECK ("b" <> E'e\\';'));
/* f; /* g; */ h; */ -- i; 'j
DO $$ BEGIN EXECUTE 'CREATE TABLE "k" ()'; PERFORM $l$ m; $l$; END $$;
SELECT 1 AS n$o$, "p$q$;" FROM (SELECT 2 AS "p$q$;") r
"""
PARTS = (
    "CREATE TABLE",
    "/* f",
    "SELECT 1",
)


def cut(*scripts: str) -> list[list[str]]:
    """What the engine's stand-in sends one by one."""
    program = (
        "import { statements } from './statements.mjs';"
        "let text = ''; for await (const part of process.stdin) text += part;"
        "console.log(JSON.stringify(JSON.parse(text).map(statements)));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", program],
        cwd=FOLDER,
        input=json.dumps(scripts),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_a_script_is_cut_at_the_ends_of_its_statements() -> None:
    (found,) = cut(SCRIPT)
    assert len(found) == len(PARTS)
    assert all(each.startswith(part) for each, part in zip(found, PARTS, strict=True))


@requires_shared
def test_real_scripts_are_cut_as_partywall_cuts_them() -> None:
    texts = [text for each in corpus().values() for text in migrations_of(each).values()]
    assert [len(each) for each in cut(*texts)] == [len(list(statements(text))) for text in texts]


# --- a deploy that fails --------------------------------------------------------------------------

BROKEN = "api_keys_tenantId_fkey"
TIED = Form(
    ("--name", "tied"),
    edits=(
        below("  integrations  Integration[]\n", "  apiKeys ApiKey[]"),
        below("  lastUsedAt DateTime?\n", "  tenant Tenant @relation(fields: [tenantId], references: [id])"),
    ),
)


@pytest.fixture
def base(server: Cluster, tmp_path: Path) -> Iterator[tuple[Prisma, Connection]]:
    """The example, deployed; the API keys in it are of tenants that are not there."""
    EXAMPLE_PROJECT.copy(tmp_path)
    with server.database() as connection:
        cli = Prisma(tmp_path, server.url(connection))
        cli.deploy("whole")
        for text in inserts(replay(history(tmp_path)).database):
            run(connection, text)
        yield cli, connection


def failed(cli: Prisma, connection: Connection, scripts: Scripts) -> Path:
    """Write the migration that ties them to tenants, and deploy it in vain."""
    with chdir(cli.project):
        new = TIED.write(cli.project)
    assert new is not None
    with pytest.raises(PrismaFailedError, match=BROKEN):
        cli.deploy(scripts)
    run(connection, 'UPDATE api_keys SET "tenantId" = (SELECT min(id) FROM tenants)')
    return new


one_server = pytest.mark.parametrize("server", installations()[:1], indirect=True)


@pytest.mark.database
@one_server
def test_of_a_whole_file_that_failed_nothing_is_there(base: tuple[Prisma, Connection]) -> None:
    cli, connection = base
    at_first = catalog(connection)
    assert 'CREATE TABLE "ratings"' in cli.proposal()
    new = failed(cli, connection, "whole")
    assert catalog(connection) == at_first
    with pytest.raises(PrismaFailedError, match="P3009"):
        cli.deploy("whole")
    cli.resolve(new.name, is_applied=False)
    cli.deploy("whole")
    assert answers(connection, (new / "verify.sql").read_text()) == []


@pytest.mark.database
@one_server
def test_of_one_that_failed_in_the_middle_the_rest_is_done_by_hand(base: tuple[Prisma, Connection]) -> None:
    cli, connection = base
    at_first = catalog(connection)
    new = failed(cli, connection, "statements")
    assert catalog(connection) != at_first
    lines = (new / "migration.sql").read_text().splitlines(keepends=True)
    (line,) = (number for number, text in enumerate(lines, start=1) if f'ADD CONSTRAINT "{BROKEN}"' in text)
    advice = re.findall(r"\(b\) from line (\d+) on", (new / "CHECKLIST.md").read_text())
    assert str(line) in advice
    for statement in statements("".join(lines[line - 1 :])):
        connection.execute(statement.sql.encode())
    cli.resolve(new.name, is_applied=True)
    assert answers(connection, (new / "verify.sql").read_text()) == []
    assert cli.proposal() == NOTHING
    cli.execute(new / "down.sql")
    assert sorted({*at_first} ^ {*catalog(connection)}) == []


@pytest.mark.database
@one_server
def test_of_an_applied_migration_that_is_gone_only_dev_speaks(base: tuple[Prisma, Connection]) -> None:
    """As `deleted-after-applied` says."""
    cli, _ = base
    last = max((cli.project / "prisma" / "migrations").glob("*/migration.sql")).parent
    for file in last.iterdir():
        file.unlink()
    last.rmdir()
    cli.deploy("whole")
    with pytest.raises(PrismaFailedError, match=f"missing from the local migrations directory: {last.name}"):
        cli.proposal()
