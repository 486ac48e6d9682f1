"""Reading and replacing text files: UTF-8, a byte order mark tolerated, nothing ever half written."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from partywall.text import Position
from partywall.values import dataclass

_MARK = "\ufeff"
START = Position(0, 0)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text as it is on disk, line ends and all, without its byte order mark."""

    path: Path
    text: str
    has_mark: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be read, and why; `position` is where, as far as that is known."""

    path: Path
    message: str
    position: Position = START


def read_text(path: Path) -> TextFile | Unreadable:
    """The text of a file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return Unreadable(path, f"cannot be read: {_reason(error)}")
    return decode(path, data)


def decode(path: Path, data: bytes) -> TextFile | Unreadable:
    """The text of a file's bytes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n")
        column = len(before) - (before.rfind("\n") + 1)
        byte = data[error.start]
        return Unreadable(path, f"is not UTF-8 (byte 0x{byte:02x})", Position(line, column))
    return TextFile(path, text.removeprefix(_MARK), text.startswith(_MARK))


class ChangedMeanwhileError(OSError):
    """A file is no longer what was read: it is left as it is."""


def replace_text(before: TextFile, text: str) -> None:
    """Give a file that was read a new text: whole or not at all, with its mode and mark.

    Raises `OSError`; the file is then as it was. A link is followed, not replaced.
    """
    target = Path(os.path.realpath(before.path))
    if target.read_bytes() != _encoded(before.text, has_mark=before.has_mark):
        raise ChangedMeanwhileError(f"{before.path} was changed meanwhile")
    _put(target, _encoded(text, has_mark=before.has_mark), target.stat())


def write_text(path: Path, text: str) -> None:
    """Give a file this text, whether it is there or not: whole or not at all, with the mode that it has.

    Raises `OSError`; what was there is then as it was. A link is followed, not replaced.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():  # a device, such as /dev/stdout
        target.write_bytes(text.encode("utf-8", "surrogateescape"))
        return
    status = target.stat() if target.exists() else None
    _put(target, text.encode("utf-8", "surrogateescape"), status)


def _put(target: Path, data: bytes, status: os.stat_result | None) -> None:
    """Replace a file in one step; `status` is that of the one that is there."""
    number, name = tempfile.mkstemp(prefix=".partywall-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(stat.S_IMODE(status.st_mode) if status else 0o666 & ~_umask())
        if status and hasattr(os, "chown"):
            with suppress(PermissionError):  # only root may give a file away
                os.chown(temporary, status.st_uid, status.st_gid)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _encoded(text: str, *, has_mark: bool) -> bytes:
    return ((_MARK if has_mark else "") + text).encode("utf-8")


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
