"""What the two commands for migrations share: the question to the worker, and the answer's form."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.values import dataclass
from partywall_server.lsp.changes import changes, difference
from partywall_server.lsp.commands.applying import apply
from partywall_server.lsp.commands.arguments import path_in, text_in
from partywall_server.lsp.commands.wishes import names_itself, wish_in
from partywall_server.lsp.convert import path_of, uri_of

if TYPE_CHECKING:
    from partywall.host import Analysis
    from partywall.syntax.chunks import Source
    from partywall_server.lsp.actions import Repair
    from partywall_server.lsp.app import Server
    from partywall_server.lsp.commands.wishes import Wish
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.project import Project
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
    schema: tuple[tuple[str, str], ...] = ()
    """The schema's files that change, with their new texts."""
    sources: tuple[str, ...] = ()
    """All files of the schema: what the migration is made of."""
    questions: tuple[tuple[str, str, str, str], ...] = ()
    """What may have been renamed: the question, what `rename` and `map` name, what `drop` names, the loss."""
    strays: tuple[tuple[str, str], ...] = ()
    """What may be chosen for rows whose tenant cannot be told: the option, the question."""

    def answer(self, roots: Sequence[str]) -> dict[str, object]:
        """The answer to a command; paths are relative to the workspace's folder that they lie in."""
        return {
            "folder": relative(self.folder, roots),
            "files": [{"path": relative(path, roots), "text": text} for path, text in self.files],
            "notes": list(self.notes),
            "empty": self.is_empty,
            "refused": self.refused,
            "schema": [
                {"uri": uri_of(path), "path": relative(path, roots), "text": text}
                for path, text in self.schema
            ],
            "sources": [uri_of(path) for path in self.sources],
            "questions": [
                {"text": text, "rename": subject, "map": subject, "drop": dropped, "loss": loss}
                for text, subject, dropped, loss in self.questions
            ],
            "strays": [{"option": option, "text": text} for option, text in self.strays],
        }


async def planned(ls: Server, argument: Mapping[str, object], *, write: bool) -> Planned:
    """Plan the migration that a command asks for, and write it if so told: whole or not at all.

    The server writes the new files and the client changes the schema, whose buffers are the client's; where
    it declines, the files are taken away again.
    """
    path = path_in(ls, argument)
    # With null for a name it is called after what it does: an editor may have no way to ask for one.
    is_unnamed = argument.get("name", "") is None or (names_itself(argument) and not argument.get("name"))
    name = "" if is_unnamed else text_in(argument, "name")
    found, repair, made = await ls.worker.ask(
        lambda desk, job: _planned(desk, job, path, name, argument, write=write), path, is_shown=True
    )
    if write and repair is not None and (reason := await apply(ls, repair)):
        if made is not None:
            await ls.worker.ask(lambda desk, _job: _taken_back(desk, made), path)
        return Planned(refused=f"nothing is written: {reason}")
    return found


def roots(ls: Server) -> tuple[str, ...]:
    """The folders of the workspace, as paths."""
    return tuple(map(path_of, ls.folders))


def relative(path: str, roots: Sequence[str]) -> str:
    """A path as the client shows it: relative to the workspace's folder that it lies in."""
    around = [root for root in roots if path.startswith(f"{root.rstrip('/')}/")]
    root = max(around, key=len, default="")
    return os.path.relpath(path, root).replace(os.sep, "/") if root else path


_Planning = tuple[Planned, "Repair | None", "NewMigration | None"]
"""What to answer, what the client is to change, and what was written."""


def _planned(  # noqa: PLR0913 - each is a part of the question
    desk: Desk, job: Job, path: str, name: str, argument: Mapping[str, object], *, write: bool
) -> _Planning:
    from partywall.migrations.create import Refusal  # noqa: PLC0415 (the engine, on the worker)
    from partywall_server.lsp.actions import Repair  # noqa: PLC0415
    from partywall_server.workspace.forms import restore  # noqa: PLC0415
    from partywall_server.workspace.new_migration import write_migration  # noqa: PLC0415

    project = desk.project_for(path)
    before = desk.analyse(project, job.checkpoint)
    sources = {each: file.source for each, file in before.files.items()}
    try:
        migration = _migration(desk, project, before, name, wish_in(argument, path), job)
    finally:
        restore(project.host, sources)
    made = _files_to_make(migration, sources)
    told = replace(_told(migration, made), sources=project.paths)
    if isinstance(migration.result, Refusal):
        return told, None, None
    if write:
        job.commit()
        write_migration(made)
        _announce(desk, made)
    found = {
        each: difference(sources[each], after) for each, after in migration.sources.items() if each in sources
    }
    edits = changes(desk, sources, found)
    return told, Repair("Create the migration", "", edits) if edits else None, made


def _files_to_make(migration: NewMigration, sources: Mapping[str, Source]) -> NewMigration:
    """What the server writes of a migration: the client changes the files that are there."""
    new = {each: source for each, source in migration.sources.items() if each not in sources}
    return replace(migration, sources=new)


def _migration(  # noqa: PLR0913, PLR0917 - each is a part of the question
    desk: Desk, project: Project, before: Analysis, name: str, wish: Wish, job: Job
) -> NewMigration:
    from partywall.migrations.create import Refusal  # noqa: PLC0415 (the engine, on the worker)
    from partywall.migrations.create_data import DataRequest  # noqa: PLC0415
    from partywall.migrations.memory import Memory  # noqa: PLC0415
    from partywall_server.workspace.forms import formed  # noqa: PLC0415
    from partywall_server.workspace.migrations_folder import migrations_folder  # noqa: PLC0415
    from partywall_server.workspace.new_migration import (  # noqa: PLC0415
        NewMigration,
        new_data_migration,
        new_migration,
    )

    project.memory = project.memory or Memory()
    if isinstance(wish.form, DataRequest):
        return new_data_migration(project.schema, before, wish.form, name)
    form = formed(project.host, wish.form) if wish.form else None
    if isinstance(form, Refusal):
        return NewMigration(migrations_folder(project.schema), form)
    project.host.analyse(job.checkpoint)  # with the form's texts, which no document has yet
    return new_migration(
        project.schema,
        project.host,
        name,
        ask_git=desk.is_trusted,
        answers=wish.answers,
        form=form,
        before=before if form else None,
        strays=wish.strays,
        postgres=project.configuration.config.postgres if project.configuration else None,
        memory=project.memory,
    )


def _announce(desk: Desk, made: NewMigration) -> None:
    """Have the schema's new files read, or forgotten: not every client tells of them."""
    if made.sources:
        desk.changed_on_disk(made.sources)


def _taken_back(desk: Desk, made: NewMigration) -> None:
    from partywall_server.workspace.new_migration import take_back  # noqa: PLC0415 (the engine)

    take_back(made)
    _announce(desk, made)


def _told(migration: NewMigration, made: NewMigration) -> Planned:
    from partywall.migrations.create import Migration, Refusal  # noqa: PLC0415 (the engine)

    texts = sorted((key, source.text) for key, source in migration.sources.items())
    schema = tuple(each for each in texts if each[0] not in made.sources)
    new = tuple(each for each in texts if each[0] in made.sources)
    match migration.result:
        case Refusal(reason, names, questions):
            told = (*names, *map(str, questions))
            asked = tuple((each.text, each.subject, each.dropped, each.loss) for each in questions)
            refused = f"{reason}: {', '.join(told)}" if told else reason
            return Planned(refused=refused, questions=asked)
        case Migration(folder, _, notes, _, questions):
            files = (*new, *((path.as_posix(), text) for path, text in migration.files.items()))
            strays = tuple((each.option, each.text) for each in questions)
            where = (migration.folder / folder).as_posix()
            return Planned(where, files, notes, schema=schema, strays=strays)
        case nothing:
            return Planned(files=new, notes=nothing.notes, is_empty=not texts, schema=schema)
