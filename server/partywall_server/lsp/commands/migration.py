"""What the two commands for migrations share: the question to the worker, and the answer's form."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partywall_server.lsp.commands.arguments import path_in, text_in
from partywall_server.lsp.convert import path_of

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job
    from partywall_server.workspace.new_migration import NewMigration


@dataclass(frozen=True, slots=True)
class Planned:
    """A migration for the client: full paths, texts, and what there is to say."""

    folder: str = ""
    files: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    is_empty: bool = False
    refused: str | None = None

    def answer(self, roots: Sequence[str]) -> dict[str, object]:
        """The answer to a command; paths are relative to the workspace's folder that they lie in."""
        return {
            "folder": _relative(self.folder, roots),
            "files": [{"path": _relative(path, roots), "text": text} for path, text in self.files],
            "notes": list(self.notes),
            "empty": self.is_empty,
            "refused": self.refused,
        }


async def planned(ls: Server, argument: Mapping[str, object], *, write: bool) -> Planned:
    """Plan the migration that a command asks for, and write it if so told: whole or not at all."""
    path, name = path_in(ls, argument), text_in(argument, "name")
    return await ls.worker.ask(
        lambda desk, job: _planned(desk, job, path, name, write=write), path, is_shown=True
    )


def roots(ls: Server) -> tuple[str, ...]:
    """The folders of the workspace, as paths."""
    return tuple(map(path_of, ls.folders))


def _planned(desk: Desk, job: Job, path: str, name: str, *, write: bool) -> Planned:
    from partywall_server.workspace.new_migration import (  # noqa: PLC0415 (the engine, on the worker)
        new_migration,
        write_migration,
    )

    project = desk.project_for(path)
    analysis = desk.analyse(project, job.checkpoint)
    migration = new_migration(project.schema, analysis, name, ask_git=desk.is_trusted)
    if write and migration.files:
        job.commit()
        write_migration(migration)
    return _told(migration)


def _told(migration: NewMigration) -> Planned:
    from partywall.migrations.create import Migration, Refusal  # noqa: PLC0415 (the engine)

    match migration.result:
        case Refusal(reason, names, questions):
            told = (*names, *map(str, questions))
            return Planned(refused=f"{reason}: {', '.join(told)}" if told else reason)
        case Migration(folder, _, notes, _):
            files = tuple((path.as_posix(), text) for path, text in migration.files.items())
            return Planned((migration.folder / folder).as_posix(), files, notes)
        case nothing:
            return Planned(notes=nothing.notes, is_empty=True)


def _relative(path: str, roots: Sequence[str]) -> str:
    around = [root for root in roots if path.startswith(f"{root.rstrip('/')}/")]
    root = max(around, key=len, default="")
    return os.path.relpath(path, root).replace(os.sep, "/") if root else path
