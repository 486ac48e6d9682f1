"""Writing new files: a whole folder or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path


class AlreadyThereError(FileExistsError):
    """The folder exists. It is left as it is."""


def write_folder(folder: Path, files: Mapping[str, str], beside: Mapping[str, str] | None = None) -> None:
    """Create a folder with these files (name to text), whole or not at all. Raises `OSError`.

    They are written to a temporary folder beside it and synced, which then takes its name in one step.
    New files `beside` the folder come first; they and folders above that did not exist are taken away
    again when something fails. (Between the look whether the name is free and the rename, another program
    may make an *empty* folder of that name; the rename then takes its place, and nothing is lost.)
    """
    if os.path.lexists(folder):
        raise AlreadyThereError(f"{folder} exists already")
    with ExitStack() as undo:
        _make_parents(folder.parent, undo)
        temporary = Path(tempfile.mkdtemp(prefix=".partywall-", dir=folder.parent))
        undo.callback(shutil.rmtree, temporary, ignore_errors=True)
        for name, text in files.items():
            write_new(temporary / name, text)
        temporary.chmod(0o777 & ~_umask())
        _sync_folder(temporary)
        for name, text in (beside or {}).items():
            write_new(folder.parent / name, text)
            undo.callback((folder.parent / name).unlink, missing_ok=True)
        temporary.rename(folder)
        undo.pop_all()
    _sync_folder(folder.parent)


def write_new(path: Path, text: str) -> None:
    """Create a file with this text and sync it; an existing one is never touched (`FileExistsError`)."""
    try:
        with path.open("xb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _make_parents(folder: Path, undo: ExitStack) -> None:
    """Create a folder with those above it."""
    for each in (*reversed(folder.parents), folder):
        try:
            each.mkdir()
        except FileExistsError:
            continue
        undo.callback(_remove_empty, each)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # somebody may have put something there meanwhile
        folder.rmdir()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder last (POSIX; Windows opens no folders)."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
