"""Putting an answer about tenants into the settings of a schema; runs on the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.syntax.chunks import Source
from partywall.values import dataclass
from partywall_server.lsp.actions import Repair
from partywall_server.lsp.changes import changes, difference
from partywall_server.lsp.convert import is_address
from partywall_server.workspace.configuration import FILE_NAME, settings_file
from partywall_server.workspace.load import key_of
from partywall_server.workspace.new_files import write_new
from partywall_server.workspace.tenancy_answer import with_answer
from partywall_server.workspace.text_file import TextFile, Unreadable, read_text, replace_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.schedule import Job


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer: `repair` is for the editor to apply, without it the file is written."""

    file: str
    refused: str | None = None
    repair: Repair | None = None


def answer(desk: Desk, job: Job, path: str, key: str, names: Sequence[str]) -> Answered:
    """Set `key` of `[tenancy]` for the schema of a file; never in a workspace that is not trusted."""
    if not desk.is_trusted:
        return Answered("", f"this workspace is not trusted: nothing is written to `{FILE_NAME}`")
    if is_address(path):
        return Answered("", f"save the schema first: `{FILE_NAME}` lies beside it")
    project = desk.project_for(path)
    models = desk.analyse(project, job.checkpoint).schema.models
    missing = [name for name in names if key == "roots" and name not in models]
    if missing:
        return Answered("", f"there is no model `{missing[0]}`")
    schema = project.schema
    overlay = desk.overlay()
    file = settings_file(schema.root, schema.project, overlay) or schema.project / FILE_NAME
    if file in overlay:
        return _in_editor(desk, file, overlay[file], key, names)
    return _on_disk(desk, job, file, key, names)


def _in_editor(desk: Desk, file: Path, before: str, key: str, names: Sequence[str]) -> Answered:
    path = key_of(file)
    after = with_answer(before, key, names)
    if after is None:
        return Answered(path, _refusal(file))
    source = Source.of(before)
    edits = {path: difference(source, Source.of(after))}
    return Answered(path, None, Repair(f"Set {key}", "", changes(desk, {path: source}, edits)))


def _on_disk(desk: Desk, job: Job, file: Path, key: str, names: Sequence[str]) -> Answered:
    path = key_of(file)
    before = read_text(file) if file.exists() else None
    if isinstance(before, Unreadable):
        return Answered(path, f"`{file.name}` {before.message}")
    after = with_answer(before.text if before else "", key, names)
    if after is None:
        return Answered(path, _refusal(file))
    job.commit()
    try:
        _write(file, before, after)
    except OSError as error:
        return Answered(path, f"`{file.name}` cannot be written: {error.strerror or error}")
    desk.changed_on_disk([path])
    return Answered(path)


def _write(file: Path, before: TextFile | None, text: str) -> None:
    if before:
        replace_text(before, text)
    else:
        write_new(file, text)


def _refusal(file: Path) -> str:
    return f"`{file.name}` is written in a way that is not understood here: write it yourself"
