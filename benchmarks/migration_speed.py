"""How long one waits for a migration: 300 models, 100 migrations.

  python benchmarks/migration_speed.py [--models 300] [--migrations 100] [--runs 5] [--json FILE]

A project is made whose schema grew by one model a migration. Then a field is added, or a new model, and the
migration is asked for: on the command line from nothing, which reads and replays the whole history, and of a
server that has the schema open. And its last migration is edited and reviewed there. Times of the clock, and
of the processor beside them, since a machine is seldom idle. The bars are on the median of the processor's
time: 2 s cold, 100 ms warm, 50 ms for the review of one file.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lsp_client import PARTYWALL, Client, Json
from partywall.database.from_schema import from_schema
from partywall.database.model import Database
from partywall.migrations.diff import diff
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.script import script
from partywall.schema.read import read
from schemas import generate

BARS = {"cold": 2000.0, "warm": 100.0, "review": 50.0}
PATIENCE = 60.0
FIELD = "  priority  Int      @default(0)\n"
MODEL = """
model AddedThing {
  id       String @id @default(uuid()) @db.Uuid
  tenantId String @db.Uuid
  name     String

  @@unique([tenantId, name])
}
"""
STATEMENT = 'ALTER TABLE "tenants" ADD COLUMN "note_{number}" TEXT NOT NULL;\n'


@dataclass(frozen=True, slots=True)
class Time:
    """Milliseconds of the clock, and of the processor."""

    clock: float
    processor: float


Times = dict[str, list[Time]]


# --- the project ----------------------------------------------------------------------------------


def make_project(folder: Path, models: int, migrations: int) -> None:
    """A schema of that many models, and its history: all but the last ones at once, then one at a time."""
    place = folder / "prisma" / "migrations"
    place.mkdir(parents=True)
    (place / "migration_lock.toml").write_text('provider = "postgresql"\n')
    before = Database(schemas=("public",))
    for number in range(migrations):
        after = _database(generate(models - migrations + number + 1))
        made = place / f"{20240101000000 + number}_step"
        made.mkdir()
        (made / "migration.sql").write_text(script(diff(before, after), PostgreSQL()))
        before = after
    (folder / "prisma" / "schema.prisma").write_text(generate(models))


def _database(text: str) -> Database:
    reading = read({"schema.prisma": text})
    return from_schema(reading.schema, reading.bodies)


def with_field(text: str, number: int) -> str:
    """A schema with a new field in a model in the middle."""
    lines = text.splitlines(keepends=True)
    heads = [at for at, line in enumerate(lines) if line.startswith("  title ")]
    at = heads[(len(heads) // 2 + number) % len(heads)]
    return "".join((*lines[:at], FIELD, *lines[at:]))


# --- measuring ------------------------------------------------------------------------------------


def cold(folder: Path, runs: int) -> Times:
    """The command line, which has nothing in memory."""
    path = folder / "prisma" / "schema.prisma"
    text = path.read_text()
    command = [str(Path(sys.executable).with_name("partywall")), "create-migration"]
    options = ["--name", "next", "--dry-run", str(folder)]

    # As it is installed: Python keeps what it compiled.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        done = subprocess.run(
            [*command, *options], cwd=folder, env=environment, capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))

    times: Times = {}
    path.write_text(with_field(text, 0))
    run()
    for name, changed in (("a field", with_field(text, 0)), ("a model", text + MODEL)):
        path.write_text(changed)
        times[f"cold: {name}"] = [_child(run) for _ in range(runs)]
    path.write_text(text)
    return times


def _child(run: Callable[[], None]) -> Time:
    began, used = time.perf_counter(), _seconds(resource.RUSAGE_CHILDREN)
    run()
    return Time((time.perf_counter() - began) * 1e3, (_seconds(resource.RUSAGE_CHILDREN) - used) * 1e3)


def _seconds(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


@dataclass
class Session:
    """A server with a text open."""

    client: Client
    process: int
    uri: str = ""
    version: int = 0

    def open(self, path: Path, language: str, text: str) -> None:
        self.uri, self.version = path.as_uri(), 1
        item = {"uri": self.uri, "languageId": language, "version": 1, "text": text}
        self._wait(self.client.notify("textDocument/didOpen", {"textDocument": item}))

    def change(self, text: str) -> Time:
        """Give it another text: until its diagnostics are in."""
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        used = self._used()
        sent = self.client.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]}
        )
        at = self._wait(sent)
        return Time((at - sent) * 1e3, self._used() - used)

    def ask(self, command: str) -> tuple[Time, Json]:
        """Run a command on it."""
        used = self._used()
        arguments = [{"uri": self.uri, "name": "next"}]
        clock, answer = self.client.request(
            "workspace/executeCommand", {"command": command, "arguments": arguments}
        )
        return Time(clock, self._used() - used), answer

    def _wait(self, sent: float) -> float:
        found = self.client.diagnostics(self.uri, self.version, sent, PATIENCE)
        if found is None:
            raise TimeoutError(self.uri)
        return found.at

    def _used(self) -> float:
        """Milliseconds of the processor so far (Linux); hundredths of a second are the finest it counts."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1e3 / os.sysconf("SC_CLK_TCK")


def warm(folder: Path, runs: int) -> Times:
    """A server: the first migration asked of it, those after further edits, and reviews."""
    path = folder / "prisma" / "schema.prisma"
    text = path.read_text()
    times: Times = {}
    with Client(PARTYWALL, folder) as client:
        session = _initialized(client, folder)
        session.open(path, "prisma", text)
        time.sleep(0.5)  # what a person takes to type the first letter, at least
        session.change(with_field(text, 0))
        first, _ = session.ask("partywall.previewMigration")
        times["first in a server: a field"] = [first]
        for name in ("a field", "a model"):
            times[f"warm: {name}"] = []
            for number in range(1, runs + 1):
                added = MODEL.replace("AddedThing", f"AddedThing{number}")
                session.change(with_field(text, number) if name == "a field" else text + added)
                took, answer = session.ask("partywall.previewMigration")
                if answer["refused"] or not answer["files"]:
                    raise RuntimeError(answer["refused"])
                times[f"warm: {name}"].append(took)
        session.change(text)
        last = max((folder / "prisma" / "migrations").glob("*/migration.sql"))
        sql = last.read_text()
        session.open(last, "sql", sql)
        times["review"] = [session.change(sql + STATEMENT.format(number=each)) for each in range(runs)]
    return times


def _initialized(client: Client, folder: Path) -> Session:
    uri = folder.as_uri()
    capabilities: Json = {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}
    workspace = [{"uri": uri, "name": "benchmark"}]
    client.request(
        "initialize",
        {"processId": None, "rootUri": uri, "capabilities": capabilities, "workspaceFolders": workspace},
    )
    client.notify("initialized")
    return Session(client, client.pid)


# --- reporting ------------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=int, default=300)
    parser.add_argument("--migrations", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="migration-speed-") as name:
        folder = Path(name)
        make_project(folder, options.models, options.migrations)
        times = cold(folder, options.runs) | warm(folder, options.runs)
    missed: list[str] = []
    print(f"{'':28} {'median ms':>10} {'worst ms':>10} {'processor, median':>18}")
    for name, found in times.items():
        clocks = [each.clock for each in found]
        used = statistics.median(each.processor for each in found)
        print(f"{name:28} {statistics.median(clocks):10.0f} {max(clocks):10.0f} {used:18.0f}")
        bar = BARS.get(name.partition(":")[0])
        if bar is not None and min(used, statistics.median(clocks)) > bar:
            missed.append(f"{name} ({bar:.0f} ms)")
    print(f"bars missed: {', '.join(missed) or 'none'}")
    if options.json:
        options.json.write_text(
            json.dumps({name: [[t.clock, t.processor] for t in found] for name, found in times.items()})
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
