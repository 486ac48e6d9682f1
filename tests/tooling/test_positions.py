"""The pretended editors count and edit as the real ones do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from support.positions import (
    apply_edits,
    apply_workspace_edit,
    offset_at,
    position_at,
    range_of,
    text_in,
)

START = types.Range(types.Position(0, 0), types.Position(0, 0))
ENCODINGS = ("utf-8", "utf-16", "utf-32")
TEXTS = st.text(st.sampled_from("ab é💙\r\n\u2028"), max_size=12)


def edit(text: str, part: str, new: str) -> types.TextEdit:
    return types.TextEdit(range_of(text, part, "utf-16"), new)


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 6), ("utf-16", 3), ("utf-32", 2)])
def test_a_column_counts_in_the_units_of_the_encoding(encoding: str, column: int) -> None:
    assert position_at("x\n💙éb", 4, encoding) == types.Position(1, column)


def test_only_the_three_line_ends_of_the_protocol_end_a_line() -> None:
    assert position_at("a\u2028b\x85c\fd\r\ne\rf\ng", 13, "utf-16") == types.Position(3, 0)


@given(TEXTS, st.data(), st.sampled_from(ENCODINGS))
def test_positions_and_offsets_are_inverse(text: str, data: st.DataObject, encoding: str) -> None:
    offset = data.draw(st.integers(0, len(text)))
    if text[offset - 1 : offset + 1] == "\r\n":
        return  # no position is inside a line end
    assert offset_at(text, position_at(text, offset, encoding), encoding) == offset


def test_a_position_past_the_end_is_clamped() -> None:
    assert offset_at("ab\r\ncd", types.Position(0, 99), "utf-16") == 2
    assert offset_at("ab\r\ncd", types.Position(9, 0), "utf-16") == 6


def test_a_position_inside_a_character_is_a_mistake() -> None:
    with pytest.raises(UnicodeDecodeError):
        offset_at("💙", types.Position(0, 1), "utf-16")


def test_edits_speak_of_the_text_as_it_was() -> None:
    text = "one two three"
    edits = [edit(text, "three", "3"), edit(text, "one", "first"), edit(text, "two", "")]
    assert apply_edits(text, edits, "utf-16") == "first  3"


def test_inserts_at_one_place_keep_their_order() -> None:
    place = types.Range(types.Position(0, 1), types.Position(0, 1))
    edits = [types.TextEdit(place, "x"), types.TextEdit(place, "y")]
    assert apply_edits("ab", edits, "utf-16") == "axyb"


def test_edits_that_overlap_are_a_mistake() -> None:
    with pytest.raises(AssertionError, match="overlap"):
        apply_edits("abcd", [edit("abcd", "abc", ""), edit("abcd", "cd", "")], "utf-16")


def test_both_forms_of_a_workspace_edit() -> None:
    texts = {"file:///a": "one", "file:///b": "two"}
    changes = {"file:///a": [edit("one", "one", "1")]}
    assert apply_workspace_edit(texts, types.WorkspaceEdit(changes), "utf-16") == {
        "file:///a": "1",
        "file:///b": "two",
    }
    newer = types.WorkspaceEdit(
        document_changes=[
            types.CreateFile("file:///c"),
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier("file:///c"),
                [types.TextEdit(START, "new")],
            ),
        ]
    )
    assert apply_workspace_edit(texts, newer, "utf-16")["file:///c"] == "new"


def test_the_text_of_a_range() -> None:
    assert text_in("a💙b", range_of("a💙b", "💙", "utf-16"), "utf-16") == "💙"
