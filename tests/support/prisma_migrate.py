"""Prisma's command line on a real database: `migrate deploy` and what `migrate dev` would still write.

The CLI is the published one. Its schema engine is a native program that it would download; `prisma_cli/`
puts the same engine, built for WebAssembly and published to npm, in its place. Nothing here asks the network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "prisma_cli"
NOTHING = "-- This is an empty migration."

Scripts = Literal["whole", "statements"]
"""How a `migration.sql` reaches the server: as one query, as before Prisma 7.4, or one by one, as since."""

_SECONDS = 300.0


class PrismaFailedError(AssertionError):
    """A command of Prisma's ended with an error: what it printed."""


@dataclass(frozen=True, slots=True)
class Prisma:
    """The command line in the folder of a project, on one database."""

    project: Path
    url: str

    def deploy(self, scripts: Scripts) -> None:
        """Apply every migration that the database has not seen."""
        self._run(scripts, "migrate", "deploy")

    def proposal(self, scripts: Scripts = "statements") -> str:
        """Give the SQL that `migrate dev` would write: `NOTHING` if the schema is what the history builds.

        It fails where the database is not what the history builds in a shadow database.
        """
        migrations = self.project / "prisma" / "migrations"
        before = set(migrations.iterdir())
        self._run(scripts, "migrate", "dev", "--create-only", "--name", "proposal")
        (new,) = set(migrations.iterdir()) - before
        sql = (new / "migration.sql").read_text().strip()
        shutil.rmtree(new)
        return sql

    def resolve(self, migration: str, *, is_applied: bool) -> None:
        """Say what became of a migration that failed."""
        option = "--applied" if is_applied else "--rolled-back"
        self._run("whole", "migrate", "resolve", option, migration)

    def execute(self, file: Path) -> None:
        """Run a file of SQL, as one query."""
        self._run("whole", "db", "execute", "--file", str(file))

    def _run(self, scripts: Scripts, *arguments: str) -> None:
        if reason := missing():
            raise PrismaFailedError(reason)
        modules = FOLDER / "node_modules"
        done = subprocess.run(
            ["node", str(modules / "prisma" / "build" / "index.js"), *arguments],
            cwd=self.project,
            env={
                **{name: value for name, value in os.environ.items() if name != "CI"},
                "CHECKPOINT_DISABLE": "1",
                "DATABASE_URL": self.url,
                "NODE_COMPILE_CACHE": str(modules / ".cache" / "compiled"),
                "NODE_PATH": str(modules),
                "NO_COLOR": "1",
                "PARTYWALL_SCRIPTS": scripts,
                "PRISMA_HIDE_UPDATE_MESSAGE": "1",
                "PRISMA_SCHEMA_ENGINE_BINARY": str(FOLDER / "schema_engine.mjs"),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode:
            raise PrismaFailedError(f"prisma {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")


def missing() -> str | None:
    """Say what keeps the command line from running here, or None."""
    if shutil.which("node") is None:
        return "no `node` on the PATH; install Node 20 or newer"
    if not (FOLDER / "node_modules" / "prisma").is_dir():
        return "the Prisma CLI is not installed; run `make test-deps`"
    return None
