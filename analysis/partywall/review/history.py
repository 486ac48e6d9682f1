"""From a history of migrations to a view of each one that is to be judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field

from partywall.config import OLDEST_POSTGRES
from partywall.database.from_sql import HistoryFile, Replay
from partywall.database.model import Name
from partywall.database.postgresql import POSTGRESQL
from partywall.database.provider import Provider
from partywall.database.providers import provider_of
from partywall.migrations.base import Base
from partywall.review.execution import SPLITTING, PrismaVersions, execution
from partywall.review.place import gone_beside, last_of
from partywall.review.statements import Script, created_table
from partywall.review.tenants import NO_TENANTS, Tenants
from partywall.review.view import MigrationView
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known around a history.

    `applied` has the texts of the migrations that are applied, by folder, as they were; None where nobody
    knows. A text is None where it is not known either. `gone` are those of them that are not there any more.
    `postgres` is the version of the servers. `bases` are what migrations were made on, by folder, where that
    is said beside them.
    """

    provider: str = "postgresql"
    prisma: PrismaVersions = field(default_factory=PrismaVersions)
    tenants: Tenants = NO_TENANTS
    applied: Mapping[str, str | None] | None = None
    gone: frozenset[str] = frozenset()
    postgres: int = OLDEST_POSTGRES
    bases: Mapping[str, Base] = field(default_factory=dict[str, Base])


class Earlier:
    """What the migrations before one build, kept while that one is edited and reviewed again and again."""

    def __init__(self) -> None:
        self._files: list[HistoryFile] = []
        self._provider = POSTGRESQL
        self._replay = Replay()

    def replay(self, files: list[HistoryFile], provider: Provider, checkpoint: Callable[[], None]) -> Replay:
        """A replay that has read these files; to go on with."""
        if files != self._files or provider is not self._provider:
            replay = Replay(provider)
            for file in files:
                checkpoint()
                replay.read(file)
            self._files, self._provider, self._replay = files, provider, replay
        return self._replay.copy()


def views(
    files: Sequence[HistoryFile],
    wanted: Collection[str],
    around: Circumstances,
    checkpoint: Callable[[], None] = lambda: None,
    earlier: Earlier | None = None,
) -> Iterator[MigrationView]:
    """A view of each wanted migration, by folder, in Prisma's order."""
    files = [HistoryFile(each.folder, each.text.removeprefix("\ufeff")) for each in files]
    files.sort(key=lambda each: each.folder.encode(errors="replace"))
    applied = around.applied or {}
    last = last_of(applied)
    provider = provider_of(around.provider)
    scripts = tuple(Script(each.text, provider) for each in files)
    numbers = [number for number, file in enumerate(files) if file.folder in wanted]
    if not numbers:
        return
    replay = (earlier or Earlier()).replay(files[: numbers[0]], provider, checkpoint)
    prisma = around.prisma
    gone = gone_beside([each.folder for each in files], around.gone)
    for number, file in enumerate(files[: numbers[-1] + 1]):
        passed = file.folder in applied if applied else number + 1 < len(files)
        if passed and prisma.splits == "maybe" and _shows_splitting(scripts[number]):
            prisma = SPLITTING
        if number < numbers[0]:
            continue
        checkpoint()
        if file.folder not in wanted:
            replay.read(file)
            continue
        before = replay.database
        replay.read(file)
        is_applied = file.folder in applied
        yield MigrationView(
            file=file,
            script=scripts[number],
            execution=execution(scripts[number].statements, prisma, around.provider),
            prisma=prisma,
            before=before,
            after=replay.database,
            tenants=around.tenants,
            made_since=_made_since(files[:number], scripts, applied) if applied and not is_applied else _NONE,
            is_applied=is_applied,
            last_applied=None if is_applied else last,
            applied_text=applied.get(file.folder),
            gone=gone.get(file.folder, ()),
            base=around.bases.get(file.folder),
            earlier=tuple(files[:number]),
            later=scripts[number + 1 :],
            postgres=around.postgres,
        )


_NONE: frozenset[Name] = frozenset()


def _shows_splitting(script: Script) -> bool:
    """Whether a file that was passed could only run statement by statement.

    `CREATE INDEX CONCURRENTLY` beside another statement fails in one transaction, and no later migration
    would have been reached.
    """
    if "CONCURRENTLY" not in script.text.upper():
        return False
    outer = [each for each in script.statements if not each.is_nested]
    return len(outer) > 1 and any(
        each.keyword == "CREATE" and each.has("INDEX", "CONCURRENTLY") for each in outer
    )


def _made_since(
    files: Sequence[HistoryFile], scripts: Sequence[Script], applied: Collection[str]
) -> frozenset[Name]:
    """The tables that those of these migrations make which are still to be applied: they have no rows yet."""
    found: set[Name] = set()
    for file, script in zip(files, scripts, strict=False):
        if file.folder not in applied:
            found.update(filter(None, map(created_table, script.statements)))
    return frozenset(found)
