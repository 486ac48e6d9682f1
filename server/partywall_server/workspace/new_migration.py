"""A new migration of a schema: what it would be, and writing it.

It leads from what the migrations folder builds; where there is none from the schema of the last commit,
or else from nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile
from partywall.database.model import Database
from partywall.host import Analysis
from partywall.migrations.create import (
    LOCK_FILE,
    Migration,
    Nothing,
    Refusal,
    Strategy,
    create,
)
from partywall.schema.read import read
from partywall_server.workspace.git import committed
from partywall_server.workspace.load import key_of
from partywall_server.workspace.migrations_folder import migrations_folder, read_history
from partywall_server.workspace.new_files import write_folder, write_new
from partywall_server.workspace.schemas import SchemaSet
from partywall_server.workspace.text_file import TextFile, decode, read_text


@dataclass(frozen=True, slots=True)
class NewMigration:
    """What a migration comes to. `folder` is where migrations are; the paths of a `Migration` are below."""

    folder: Path
    result: Migration | Refusal | Nothing

    @property
    def files(self) -> Mapping[Path, str]:
        """The texts of the files to write."""
        if not isinstance(self.result, Migration):
            return {}
        return {self.folder / name: text for name, text in self.result.files.items()}


def new_migration(
    schema: SchemaSet,
    analysis: Analysis,
    name: str,
    *,
    strategy: Strategy = "safe",
    ask_git: bool = True,
) -> NewMigration:
    """The migration that leads to a schema as it was analysed; nothing is written."""
    folder = migrations_folder(schema)
    broken = tuple(_broken(analysis))
    if broken:
        return NewMigration(folder, Refusal("the schema has syntax errors", broken))
    history = read_history(folder)
    if history.faults:
        names = tuple(f"{fault.path.parent.name} {fault.message}" for fault in history.faults)
        return NewMigration(folder, Refusal("the history cannot be read", names))
    lock = read_text(folder / LOCK_FILE)
    source = _committed(schema) if ask_git and history.is_empty else None
    result = create(
        analysis.schema,
        analysis.reading.bodies,
        history=[HistoryFile(each.name, each.sql) for each in history.migrations],
        source=source,
        name=name,
        now=datetime.now(UTC).strftime("%Y%m%d%H%M%S"),
        strategy=strategy,
        lock_file=lock.text if isinstance(lock, TextFile) else None,
    )
    return NewMigration(folder, _from_commit(result) if source is not None else result)


def write_migration(migration: NewMigration) -> None:
    """Write the files of a migration, all or none. Raises `OSError`; what exists is never touched."""
    result = migration.result
    if not isinstance(result, Migration):
        return
    folder = migration.folder / result.folder
    inside = {
        name.removeprefix(f"{result.folder}/"): text
        for name, text in result.files.items()
        if name.startswith(f"{result.folder}/")
    }
    write_folder(folder, inside)
    try:
        for name in result.files.keys() - {f"{result.folder}/{each}" for each in inside}:
            write_new(migration.folder / name, result.files[name])
    except FileExistsError:
        return  # somebody made the lock file meanwhile
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _broken(analysis: Analysis) -> list[str]:
    """Where what cannot be read stands: a migration without it would drop it."""
    return [
        f"{Path(path).name}:{analysis.files[path].source.position(each.span.start).line + 1}"
        for path in analysis.files
        for each in analysis.syntax_errors(path)
    ]


def _committed(schema: SchemaSet) -> Database | None:
    """The database of the schema in the last commit, None where it is in none."""
    found = committed(schema.root, ".prisma")
    if found is None:
        return None
    is_part = {path: path in schema.files or _was_part(path, schema) for path in found.files}
    texts = {
        key_of(path): file.text
        for path, data in found.files.items()
        if is_part[path] and isinstance(file := decode(path, data), TextFile)
    }
    if not texts:
        return None
    reading = read(texts)
    return from_schema(reading.schema, reading.bodies)


def _was_part(path: Path, schema: SchemaSet) -> bool:
    """Whether a file that is gone belonged to a schema of several files."""
    return len(schema.files) > 1 and not path.exists()


def _from_commit(result: Migration | Refusal | Nothing) -> Migration | Refusal | Nothing:
    note = "There are no migrations yet: this one leads on from the schema of the last commit."
    match result:
        case Migration(folder, files, notes, script):
            return Migration(folder, files, (note, *notes), script)
        case Nothing(notes, script):
            return Nothing((note, *notes), script)
        case _:
            return result
