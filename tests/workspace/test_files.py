"""Reading, replacing and creating files."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from partywall_server.workspace.new_files import AlreadyThereError, write_folder, write_new
from partywall_server.workspace.text_file import (
    ChangedMeanwhileError,
    TextFile,
    Unreadable,
    read_text,
    replace_text,
)

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> TextFile:
    file = read_text(path)
    assert isinstance(file, TextFile), file
    return file


def names(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*"))


# --- reading -------------------------------------------------------------------------------------


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.prisma"
    path.write_bytes("a\r\nb\rc\n\u2028d".encode())
    assert read(path).text == "a\r\nb\rc\n\u2028d"


def test_a_byte_order_mark_is_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "a.prisma"
    path.write_bytes(b"\xef\xbb\xbfmodel")
    assert read(path) == TextFile(path, "model", has_mark=True)


def test_what_is_not_utf_8_says_where(tmp_path: Path) -> None:
    path = tmp_path / "a.prisma"
    path.write_bytes("é\r\n\r\nab".encode() + b"\xe9c")
    file = read_text(path)
    assert isinstance(file, Unreadable)
    assert (file.position.line, file.position.column) == (2, 2)
    assert file.message == "is not UTF-8 (byte 0xe9)"


def test_what_is_not_there_and_what_is_no_file_say_so(tmp_path: Path) -> None:
    for path in (tmp_path / "gone", tmp_path):
        file = read_text(path)
        assert isinstance(file, Unreadable)
        assert file.message.startswith("cannot be read: ")


# --- replacing -----------------------------------------------------------------------------------


def test_a_replaced_file_keeps_its_mark_and_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.prisma"
    path.write_bytes(b"\xef\xbb\xbfold\r\n")
    path.chmod(0o640)
    replace_text(read(path), "new\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbfnew\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(tmp_path) == ["a.prisma"]


def test_a_file_that_changed_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.prisma"
    path.write_text("old")
    before = read(path)
    path.write_text("newer")
    with pytest.raises(ChangedMeanwhileError):
        replace_text(before, "new")
    assert path.read_text() == "newer"


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real/a.prisma", tmp_path / "a.prisma"
    real.write_text("old")
    link.symlink_to(real)
    replace_text(read(link), "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_failed_replacement_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "a.prisma"
    path.write_text("old")
    before = read(path)
    with pytest.raises(UnicodeEncodeError):
        replace_text(before, "\ud800")
    assert names(tmp_path) == ["a.prisma"]
    assert path.read_text() == "old"


# --- new folders ---------------------------------------------------------------------------------


def test_a_folder_is_written_whole_with_those_above_it(tmp_path: Path) -> None:
    folder = tmp_path / "prisma/migrations/2026_x"
    write_folder(folder, {"migration.sql": "-- é\n", "down.sql": ""})
    assert (folder / "migration.sql").read_bytes() == "-- é\n".encode()
    assert names(tmp_path / "prisma/migrations") == ["2026_x", "2026_x/down.sql", "2026_x/migration.sql"]
    mode = stat.S_IMODE((tmp_path / "prisma").stat().st_mode)
    assert stat.S_IMODE(folder.stat().st_mode) == mode, "as any new folder here"


@pytest.mark.parametrize("content", [None, "kept"])
def test_an_existing_folder_is_never_touched(tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    if content:
        (folder / "migration.sql").write_text(content)
    before = names(tmp_path)
    with pytest.raises(AlreadyThereError):
        write_folder(folder, {"migration.sql": "new"})
    assert names(tmp_path) == before


@pytest.mark.parametrize("files", [{"a": "1", "b": "\ud800"}, {"a": "1", "sub/b": "2"}])
def test_what_cannot_be_written_whole_is_not_written_at_all(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises((OSError, UnicodeEncodeError)):
        write_folder(tmp_path / "made/for/this", files)
    assert names(tmp_path) == []


def test_a_parent_that_is_a_file_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(OSError, match="file"):
        write_folder(tmp_path / "file/migration", {"a": ""})
    assert (tmp_path / "file").read_text() == "kept"


def test_a_new_file_takes_the_place_of_none(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    write_new(path, "one")
    with pytest.raises(FileExistsError):
        write_new(path, "two")
    assert path.read_text() == "one"
    with pytest.raises(UnicodeEncodeError):
        write_new(tmp_path / "other", "\ud800")
    assert names(tmp_path) == ["lock"]


def test_new_folders_obey_the_mask(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        write_folder(tmp_path / "private", {"a": ""})
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o700
