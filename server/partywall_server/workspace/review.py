"""Reviewing the migrations of a schema on disk. The command line and the editors share this."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from partywall.config import OLDEST_POSTGRES, Config
from partywall.database.from_sql import HistoryFile
from partywall.hazards.discovery import review
from partywall.host import Analysis
from partywall.migrations.base import Base, base_in
from partywall.review.execution import versions
from partywall.review.hazard import Reviewed
from partywall.review.history import Circumstances, Earlier, views
from partywall.review.place import out_of_place
from partywall.review.tenants import tenants_of
from partywall.values import dataclass
from partywall_server.workspace.git import committed, default_base
from partywall_server.workspace.migrations_folder import DOWN_NAME, SQL_NAME, History, MigrationFile
from partywall_server.workspace.prisma_version import prisma_version
from partywall_server.workspace.schemas import SchemaSet
from partywall_server.workspace.text_file import TextFile, decode, read_text

Applied = Mapping[str, str | None]
"""The texts of the applied migrations by folder, as they were; None where that is not known."""


@dataclass(frozen=True, slots=True)
class ReviewedMigration:
    """One migration, what may go wrong with it, and whether it is applied."""

    migration: MigrationFile
    found: tuple[Reviewed, ...]
    is_applied: bool
    internal_errors: tuple[str, ...] = ()


def applied_migrations(
    history: History,
    through: str | None = None,
    *,
    ask_git: bool = True,
    checkpoint: Callable[[], None] = lambda: None,
) -> Applied | None:
    """The migrations that are applied: those where this branch left the default one, or all up to a folder.

    None where nobody can tell.
    """
    checkpoint()
    base = default_base(history.folder) if ask_git and history.folder.is_dir() else None
    checkpoint()
    found = committed(history.folder, SQL_NAME, base) if base else None
    texts = dict(_texts(found.files, history.folder)) if found else None
    if through is None:
        return texts
    names = {*(each.name for each in history.migrations), *(texts or {})}
    return {name: (texts or {}).get(name) for name in sorted(names) if name <= through}


def review_migrations(  # noqa: PLR0913  (each is a part of the question)
    schema: SchemaSet,
    analysis: Analysis,
    config: Config,
    history: History,
    *,
    wanted: Collection[str],
    applied: Applied | None,
    checkpoint: Callable[[], None] = lambda: None,
    earlier: Earlier | None = None,
    of_history: bool = False,
) -> Iterator[ReviewedMigration]:
    """What may go wrong with each wanted migration, by the name of its folder.

    With `of_history`, only what is wrong with its place in the history.
    """
    around = Circumstances(
        provider=analysis.schema.provider,
        prisma=versions(config.prisma or prisma_version(schema)),
        tenants=tenants_of(analysis.schema, analysis.tenancy),
        applied=applied,
        gone=_gone(history, applied or {}),
        postgres=config.postgres or OLDEST_POSTGRES,
        bases=dict(_bases(history, wanted)),
    )
    by_name = {each.name: each for each in history.migrations}
    files = [HistoryFile(each.name, each.sql) for each in history.migrations]
    for view in views(files, wanted, around, checkpoint, earlier):
        result = review(view, config, of_history=of_history)
        migration = by_name[view.file.folder]
        yield ReviewedMigration(migration, result.found, view.is_applied, result.internal_errors)


def out_of_place_in(history: History, applied: Applied) -> frozenset[str]:
    """The migrations, by folder, with whose place in the history something is wrong."""
    files = [HistoryFile(each.name, each.sql) for each in history.migrations]
    bases = _bases(history, [each.folder for each in files if each.folder not in applied])
    return frozenset(out_of_place(files, applied, dict(bases), _gone(history, applied)))


def _gone(history: History, applied: Applied) -> frozenset[str]:
    """The applied migrations whose folders are not there; one that cannot be read is told otherwise."""
    there = {each.name for each in history.migrations} | {each.path.parent.name for each in history.faults}
    return frozenset(applied.keys() - there)


def _bases(history: History, wanted: Collection[str]) -> Iterator[tuple[str, Base]]:
    """What the wanted migrations were made on, as the way back beside each says."""
    for name in wanted:
        file = read_text(history.folder / name / DOWN_NAME)
        base = base_in(file.text) if isinstance(file, TextFile) else None
        if base is not None:
            yield name, base


def _texts(files: Mapping[Path, bytes], folder: Path) -> Iterator[tuple[str, str | None]]:
    """The texts of migrations by folder; what lies deeper, or out of sight, is none to Prisma."""
    for path, data in files.items():
        if path.parent.parent == folder and path.name == SQL_NAME and not path.parent.name.startswith("."):
            file = decode(path, data)
            yield path.parent.name, file.text if isinstance(file, TextFile) else None
