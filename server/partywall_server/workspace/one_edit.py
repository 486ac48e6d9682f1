"""A schema and its migration written as one: if one of the files cannot be, none is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from partywall_server.workspace.new_files import write_folder, write_new
from partywall_server.workspace.text_file import (
    ChangedMeanwhileError,
    TextFile,
    Unreadable,
    read_text,
    replace_text,
)


def write_edit(
    replaced: Sequence[tuple[TextFile, str]],
    created: Mapping[Path, str],
    folder: Path | None,
    inside: Mapping[str, str],
    beside: Mapping[str, str],
) -> None:
    """Give files new texts, make others and a folder. Raises `OSError`; all is then as it was.

    Those that get new texts are as they were read; if they are others now, nothing is done.
    """
    for before, _ in replaced:
        now = read_text(before.path)
        if isinstance(now, Unreadable) or now != before:
            raise ChangedMeanwhileError(f"{before.path} was changed meanwhile")
    with ExitStack() as undo:
        if folder is not None:
            missing = [each for each in (folder.parent, *folder.parents[1:]) if not each.exists()]
            write_folder(folder, inside, beside)
            undo.callback(remove_folder, folder, [folder.parent / name for name in beside], missing)
        for path, text in created.items():
            write_new(path, text)
            undo.callback(path.unlink, missing_ok=True)
        for before, text in replaced:
            replace_text(before, text)
            undo.callback(_restore, before, text)
        undo.pop_all()


def remove_folder(folder: Path, beside: Sequence[Path], made: Sequence[Path] = ()) -> None:
    """Take a folder away that was just made: under another name first, so that no half of it is seen.

    `beside` are files that came with it, `made` folders above it that did.
    """
    with suppress(OSError):
        away = Path(tempfile.mkdtemp(prefix=".partywall-", dir=folder.parent))
        folder.rename(away / folder.name)
        shutil.rmtree(away, ignore_errors=True)
    for each in beside:
        each.unlink(missing_ok=True)
    for each in made:
        with suppress(OSError):  # not empty, or gone
            each.rmdir()


def _restore(before: TextFile, text: str) -> None:
    """Give a file its earlier text back, unless somebody else has changed it since."""
    with suppress(OSError):
        replace_text(TextFile(before.path, text, before.has_mark), before.text)
