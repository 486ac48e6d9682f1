"""The migrations of a schema on disk: where they are, what they say.

Prisma keeps them in the folder that `migrations.path` of its configuration names, else in `migrations`
beside the schema file, or in the schema's folder where there are several files (`inferDirectoryConfig`
in Prisma 6 takes the folder of the datasource, Prisma 7 the schema's).
"""

from __future__ import annotations

import re
from pathlib import Path

from partywall.values import dataclass
from partywall_server.workspace.folders import is_file
from partywall_server.workspace.prisma_config import CONFIG_NAMES
from partywall_server.workspace.schemas import SchemaSet
from partywall_server.workspace.text_file import TextFile, Unreadable, read_text

LOCK_NAME = "migration_lock.toml"
SQL_NAME = "migration.sql"
DOWN_NAME = "down.sql"
_PROVIDER = re.compile(r'^[ \t]*provider[ \t]*=[ \t]*"([^"\r\n]*)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MigrationFile:
    """One migration: the name of its folder, and its SQL."""

    name: str
    path: Path
    sql: str


@dataclass(frozen=True, slots=True)
class History:
    """All migrations of a folder in Prisma's order. `provider` is what its lock file names."""

    folder: Path
    migrations: tuple[MigrationFile, ...] = ()
    provider: str | None = None
    faults: tuple[Unreadable, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is no migration, readable or not."""
        return not self.migrations and not self.faults


def place_of(folder: Path, project: Path) -> str:
    """The path of the migrations from where `npx prisma` is run: from the configuration or the package."""
    above = [each for each in folder.parents if each.is_relative_to(project)]
    names = (*CONFIG_NAMES, "package.json")
    home = next((each for each in above if any(is_file(each / name) for name in names)), None)
    usual = folder.parent.parent if folder.parent.name == "prisma" else folder.parent
    return folder.relative_to(home or usual).as_posix()


def migrations_folder(schema: SchemaSet) -> Path:
    """Where the migrations of a schema are, or would be."""
    if schema.migrations is not None:
        return schema.migrations
    at_root = schema.root / "migrations"
    datasource = schema.datasource.parent if schema.datasource else schema.root
    candidates = [at_root, datasource / "migrations"]
    if len(schema.files) > 1:
        # Where the first releases with schema folders kept them (5.15).
        candidates.append(schema.root.parent / "migrations")
    return next((each for each in candidates if _is_history(each)), at_root)


def read_history(folder: Path) -> History:
    """The migrations of a folder; none where it does not exist."""
    migrations: list[MigrationFile] = []
    faults: list[Unreadable] = []
    for each in _folders(folder):
        file = read_text(each / SQL_NAME)
        if isinstance(file, TextFile):
            migrations.append(MigrationFile(each.name, file.path, file.text))
        else:
            faults.append(file)
    return History(folder, tuple(migrations), _provider(folder), tuple(faults))


def _folders(folder: Path) -> list[Path]:
    """The folders of migrations by name: Prisma takes every folder for one (P3015 without its file)."""
    try:
        found = [each for each in folder.iterdir() if each.is_dir()]
    except OSError:
        return []
    return sorted((each for each in found if not each.name.startswith(".")), key=lambda each: each.name)


def _provider(folder: Path) -> str | None:
    lock = read_text(folder / LOCK_NAME)
    found = _PROVIDER.search(lock.text) if isinstance(lock, TextFile) else None
    return found[1] if found else None


def _is_history(folder: Path) -> bool:
    return is_file(folder / LOCK_NAME) or any(folder.glob(f"*/{SQL_NAME}"))
