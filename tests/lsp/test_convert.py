"""Addresses, positions and edits between the protocol and the engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.syntax.chunks import Source
from partywall.text import Edit, Encoding, Span, apply_edits
from partywall_server.lsp.changes import difference
from partywall_server.lsp.convert import path_of, text_edit, uri_of
from support import positions


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///home/a/schema.prisma", "/home/a/schema.prisma"),
        ("file:///home/a%20b/%C3%A9%23.prisma", "/home/a b/é#.prisma"),
        ("FILE:///home/../home/./x", "/home/x"),
        ("untitled:Untitled-1", "untitled:Untitled-1"),
    ],
)
def test_an_address_names_a_path(uri: str, path: str) -> None:
    assert path_of(uri, windows=False) == path


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///c%3A/Users/a%20b/schema.prisma", "C:/Users/a b/schema.prisma"),
        ("file:///C:/Users/schema.prisma", "C:/Users/schema.prisma"),
        ("file:///d:/x", "D:/x"),
        ("file://server/share/schema.prisma", "//server/share/schema.prisma"),
        ("vscode-vfs://github/a/b", "vscode-vfs:/github/a/b"),
    ],
)
def test_windows_has_drives_and_shares(uri: str, path: str) -> None:
    assert path_of(uri, windows=True) == path


NAMES = st.text(st.characters(exclude_characters="/\\\0:", exclude_categories=["Cs"]), min_size=1)


@given(NAMES, st.booleans())
def test_the_address_of_a_path_names_it(name: str, windows: bool) -> None:  # noqa: FBT001
    if name in {".", ".."}:
        return
    path = f"C:/x/{name}" if windows else f"/x/{name}"
    assert path_of(uri_of(path, windows=windows), windows=windows) == path


def test_a_name_need_not_be_text() -> None:
    on_disk = b"/x/\xff.prisma".decode("utf-8", "surrogateescape")
    assert uri_of(on_disk, windows=False) == "file:///x/%FF.prisma"
    assert path_of(uri_of(on_disk, windows=False), windows=False) == on_disk
    half = "C:/x/\ud800.prisma"
    assert path_of(uri_of(half, windows=True), windows=True) == half


def test_an_edit_at_the_end_begins_in_front_of_the_last_line_end() -> None:
    # Neovim 0.11 leaves a blank line where an edit begins at the line after the last one.
    source = Source.of("model A {\n}\n")
    edit = text_edit(source, Edit(Span(12, 12), "model B {\n}\n"), Encoding.UTF16)
    assert edit.range.start.line == 1
    assert positions.apply_edits(source.text, [edit], "utf-16") == "model A {\n}\nmodel B {\n}\n"


LINES = st.lists(
    st.sampled_from(["model A {\n", "model B {\r\n", "  id Int\n", "}\n", "}\r", "\n", "// 🦊\u2028\n", "x"])
).map("".join)


@given(LINES, LINES)
def test_a_difference_leads_from_one_text_to_the_other(before: str, after: str) -> None:
    source = Source.of(before)
    assert apply_edits(before, difference(source, Source.of(after))) == after


@given(LINES, st.integers(0, 60), st.integers(0, 5), st.sampled_from(["", "x", "\n", "}\n"]))
def test_a_difference_leaves_out_what_is_shared(text: str, start: int, length: int, new: str) -> None:
    source = Source.of(text)
    start = min(start, len(text))
    changed = source.edited(Edit(Span(start, min(start + length, len(text))), new))
    assert apply_edits(text, difference(source, changed)) == changed.text


def test_a_difference_is_least() -> None:
    source = Source.of("model A {\n  id Int\n}\n\nmodel B {\n  id Int\n}\n")
    changed = Source.of("model A {\n  id Int\n}\n\nmodel B {\n  id Int\n  b  Int\n}\n")
    assert difference(source, changed) == (Edit(Span(41, 41), "  b  Int\n"),)
