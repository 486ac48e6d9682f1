"""What `create-migration` writes, in each form, deployed by Prisma's own command line on tables with rows."""

from __future__ import annotations

from contextlib import chdir
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from migrations.deployed_projects import Form, Project, each_project, history
from partywall.database.from_sql import replay
from support.postgres import Cluster, Connection, answers, catalog, run
from support.prisma_migrate import NOTHING, Prisma
from support.rows import SAME, inserts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.database


@dataclass(frozen=True, slots=True)
class Written:
    """A project before and after all that was asked for, and the migration that each form came to."""

    before: Path
    after: Path
    migrations: tuple[tuple[Form, Path], ...]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Project], Written]:
    """Asks for every form in a project, once for all servers."""
    known: dict[str, Written] = {}

    def write(project: Project) -> Written:
        if project.name not in known:
            before, after = (project.copy(tmp_path_factory.mktemp(each)) for each in ("before", "after"))
            with chdir(after):
                found = [(form, form.write(after)) for form in project.forms]
            made = tuple((form, folder) for form, folder in found if folder)
            known[project.name] = Written(before, after, made)
        return known[project.name]

    return write


@pytest.mark.parametrize("project", each_project())
def test_every_form_is_deployed_taken_back_and_deployed_anew(
    server: Cluster, project: Project, written: Callable[[Project], Written]
) -> None:
    """Statement by statement first, then as whole files; a twin says what stands after each migration."""
    found = written(project)
    files = history(found.before)
    rows = inserts(
        replay(files).database, SAME, {column: f"'{table}' || n" for column, table in project.keys.items()}
    )
    with server.database() as connection, server.database() as twin:
        Prisma(found.before, server.url(connection)).deploy("whole")
        for text in (*(each.text for each in files), *rows):
            run(twin, text)
        for text in rows:
            run(connection, text)
        earlier: dict[Path, set[str]] = {}
        now = standing(connection)
        assert sorted(now ^ standing(twin)) == []
        for form, new in found.migrations:
            earlier[new] = now
            run(twin, (new / "migration.sql").read_text())
            assert answers(twin, (new / "verify.sql").read_text()) == [], str(form)
            now = standing(twin)
            assert (now == earlier[new]) == form.is_data, str(form)

        cli = Prisma(found.after, server.url(connection))
        cli.deploy("statements")
        assert sorted(standing(connection) ^ now) == []
        assert cli.proposal() == NOTHING
        for new in reversed(earlier):
            run(connection, (new / "down.sql").read_text())
            assert sorted(standing(connection) ^ earlier[new]) == [], new.name
        cli.deploy("whole")
        assert sorted(standing(connection) ^ now) == []


def standing(connection: Connection) -> set[str]:
    """What stands in a database, without Prisma's own table."""
    return {line for line in catalog(connection) if "_prisma_migrations" not in line}
