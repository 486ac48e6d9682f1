"""Every form, one after the other, on MariaDB and SQLite: the example and the projects of the corpus.

Prisma's own command line deploys on SQLite. The schema engine's build for WebAssembly knows no MySQL
("Unsupported adapter provider"): what is written for it is sent to MariaDB as the native engine sends it.
Whether `migrate dev` had anything to propose there, the catalog says: it must be that of the schema made at
once from nothing.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import ExitStack, chdir
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import pytest

from migrations.deployed_projects import CORPUS_PROJECTS, EXAMPLE, Form, Project, history
from migrations.engines import Engine, OnSQLite, on_mariadb
from migrations.example_by_provider import SAME, example, for_provider, inserts, without_new_key
from migrations.test_forms_by_provider import DATA, FORMS
from partywall.database.providers import provider_of
from partywall_server.cli.app import run as run_command
from support.migrations import made, up
from support.oracle import modernised
from support.prisma_migrate import NOTHING, Prisma
from support.shared import corpus, requires_shared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.prisma_migrate import Scripts

pytestmark = pytest.mark.database


@dataclass(frozen=True, slots=True)
class Asked:
    """A schema of a provider, what is asked for in it, and columns that name another table's row."""

    schema: str
    forms: tuple[Form, ...]
    keys: dict[str, str]


class Deployment(Protocol):
    """A database that migrations are deployed to."""

    engine: Engine

    def deploy(self, scripts: Scripts) -> None:
        """Apply what it has not seen."""
        ...

    def has_nothing_to_propose(self) -> bool:
        """Whether it is what the schema says."""
        ...


class ByPrisma:
    """A database of SQLite in a file, and Prisma's command line."""

    def __init__(self, project: Path, file: Path) -> None:
        self._cli = Prisma(project, f"file:{file}")
        self._cli.deploy("whole")
        connection = sqlite3.connect(file, isolation_level=None)
        connection.execute("PRAGMA foreign_keys=ON")
        self.engine: Engine = OnSQLite(connection)

    def deploy(self, scripts: Scripts) -> None:
        """Apply what it has not seen."""
        self._cli.deploy(scripts)

    def has_nothing_to_propose(self) -> bool:
        """Ask `migrate dev --create-only`."""
        return self._cli.proposal() == NOTHING


class AsPrismaDoes:
    """A database of MariaDB, an empty one, and the files sent to it."""

    def __init__(self, project: Path, engine: Engine, empty: Engine) -> None:
        self._project = project
        self._empty = empty
        self.engine = engine
        self.deploy("whole")

    def deploy(self, scripts: Scripts) -> None:
        """Apply what it has not seen, and note it."""
        seen = {name for (name,) in self.engine.rows("SELECT migration_name FROM _prisma_migrations")}
        language = provider_of(self.engine.provider).language
        for file in history(self._project):
            if file.folder in seen:
                continue
            texts = [file.text]
            if scripts == "statements":
                texts = [each.sql for each in language.statements(file.text)]
            for text in texts:
                self.engine.run(text)
            self.engine.run(f"INSERT INTO _prisma_migrations VALUES ('{file.folder}')")  # noqa: S608

    def has_nothing_to_propose(self) -> bool:
        """Make the schema in the empty database and compare."""
        self._empty.run(up(made((self._project / "prisma" / "schema.prisma").read_text())))
        return self._empty.catalog() == self.engine.catalog()


@pytest.mark.parametrize("provider", ["mysql", "sqlite"])
@pytest.mark.parametrize(
    "name",
    [
        "the example",
        *(pytest.param(each.name, marks=requires_shared) for each in CORPUS_PROJECTS),
    ],
)
def test_every_form_is_deployed_taken_back_and_deployed_anew(
    tmp_path: Path, request: pytest.FixtureRequest, name: str, provider: str
) -> None:
    """Statement by statement first, then as whole files; a twin says what stands after each migration."""
    asked, project = asked_for(name, provider), tmp_path / "project"
    shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns("migrations"))
    (project / "prisma" / "schema.prisma").write_text(asked.schema)
    with chdir(project), ExitStack() as stack:
        assert run_command(("create-migration", "--name", "first"), lambda _: 0) == 0
        there: Deployment
        twin: Engine
        if provider == "sqlite":
            there, twin = ByPrisma(project, tmp_path / "database.db"), OnSQLite()
        else:
            server = request.getfixturevalue("maria")
            live, twin, empty = (stack.enter_context(on_mariadb(server)) for _ in range(3))
            there = AsPrismaDoes(project, live, empty)
        files = history(project)
        for text in (each.text for each in files):
            twin.run(text)
        for text in inserts(files, provider_of(provider), SAME, asked.keys):
            twin.run(text)
            there.engine.run(text)
        now = there.engine.catalog()
        assert now == twin.catalog()
        earlier: dict[Path, object] = {}
        for form, new in written(project, asked.forms):
            earlier[new] = now
            twin.run((new / "migration.sql").read_text())
            assert answers(twin, (new / "verify.sql").read_text()) == [], str(form)
            now = twin.catalog()
            assert (now == earlier[new]) == form.is_data, str(form)
        assert len(earlier) >= 10

        there.deploy("statements")
        assert there.engine.catalog() == now
        assert there.has_nothing_to_propose()
        for new in reversed(earlier):
            there.engine.run((new / "down.sql").read_text())
            assert there.engine.catalog() == earlier[new], new.name
        there.deploy("whole")
        assert there.engine.catalog() == now
        there.engine.hang_up()


def written(project: Path, forms: tuple[Form, ...]) -> Iterator[tuple[Form, Path]]:
    """Ask for each form in turn: those that come to a migration, with its folder."""
    for form in forms:
        if new := form.write(project):
            yield form, new


def answers(engine: Engine, script: str) -> list[tuple[object, ...]]:
    """The rows that the queries of a script give, all together."""
    found = provider_of(engine.provider).language.statements(script)
    return [row for each in found for row in engine.rows(each.sql)]


# --- what is asked for ----------------------------------------------------------------------------


def asked_for(name: str, provider: str) -> Asked:
    """The forms of a project that PostgreSQL has, as far as they mean something to another provider."""
    if name == "the example":
        schema = example(provider)
        first = without_new_key(schema)
        key = Form(("--name", "scope_conversations"), edits=((first, schema),))
        more = tuple(Form(each) for each in FORMS.values())
        data = tuple(Form(each.arguments, values=each.values) for each in DATA.values())
        return Asked(first, (key, *more, *data), {})
    [project] = [each for each in CORPUS_PROJECTS if each.name == name]
    [text] = corpus()[name].files.values()
    return Asked(
        for_provider(modernised(text), provider),
        tuple(found for each in project.forms if (found := _of_provider(each, provider, project))),
        dict(project.keys),
    )


def _of_provider(form: Form, provider: str, project: Project) -> Form | None:
    if form is project.forms[0] and not form.edits:
        return None  # the schema is ahead of its history: here it has a new one
    if "--where" in form.arguments and provider == "mysql":
        return None  # it has no partial indexes
    arguments = [for_provider(each, provider).strip() for each in form.arguments]
    for option in [each for each in arguments if each in _ENUMS]:  # their names are in no database
        place = arguments.index(option)
        del arguments[place - 1 : place + 1]
    changed = replace(
        form,
        arguments=tuple(arguments),
        edits=tuple((for_provider(old, provider), for_provider(new, provider)) for old, new in form.edits),
        values={start: re.sub(r"::\w+", "", value) for start, value in form.values.items()},
    )
    return replace(changed, has_sql=form.has_sql and str(changed) not in _ALREADY_SO[provider])


_ENUMS = {"Plan:Tier"}
_ALREADY_SO = {
    "mysql": {"--name indexes"},  # it makes the indexes of foreign keys itself
    "sqlite": {"--modify Survey --change-field name String"},  # its texts have no length
}
