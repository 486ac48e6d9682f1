"""Cutting a file into chunks."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.syntax.chunks import Source, split
from partywall.text import Edit, Encoding, LineIndex, Span
from support.editing import BITS, SMALL, RandomEditor, apply

texts = st.lists(st.sampled_from((*BITS, *SMALL.splitlines(keepends=True)))).map("".join)


def pieces(text: str) -> list[str]:
    return [chunk.text for chunk in split(text)]


def test_a_block_takes_the_comments_directly_above_it_along() -> None:
    assert pieces("// apart\n\n// with A\nmodel A {\n}\n\nmodel B {\n}\n") == [
        "// apart\n\n",
        "// with A\nmodel A {\n}\n",
        "\nmodel B {\n}\n",
    ]


def test_a_header_in_column_0_ends_a_block_that_is_still_open() -> None:
    assert pieces("model A {\n  id Int\n\n// of B\nmodel B {\n}\n") == [
        "model A {\n  id Int\n",
        "\n// of B\nmodel B {\n}\n",
    ]


def test_an_indented_header_inside_a_block_is_a_line_of_it() -> None:
    assert len(split("model A {\n  model B {\n}\n")) == 1


def test_braces_in_strings_and_comments_close_nothing() -> None:
    text = 'model A {\n  a String @default("}") // }\n  /* }\n} */\n  b Int\n}\n'
    assert pieces(text) == [text]


def test_a_block_comment_hides_a_header() -> None:
    assert not any(chunk.is_block for chunk in split("/*\nmodel A {\n}\n*/\n"))


def test_a_comment_that_nothing_closes_swallows_nothing() -> None:
    assert [chunk.is_closed for chunk in split("model A {\n  /* a\n}\nmodel B {\n}\n")] == [True, True]


def test_another_block_may_begin_behind_a_brace() -> None:
    assert pieces("model A {\n} model B {\n}") == ["model A {\n}", " model B {\n}"]


def test_a_lone_carriage_return_ends_a_line() -> None:
    assert pieces("model A {\r}\rmodel B {\r}\r") == ["model A {\r}\r", "model B {\r}\r"]


def test_a_line_separator_ends_no_line() -> None:
    assert len(split("model A {\n  // a\u2028}\n  b Int\n}\n")) == 1


@given(texts)
def test_splitting_is_lossless(text: str) -> None:
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize("seed", range(150))
def test_an_edited_source_is_what_the_whole_text_gives(seed: int) -> None:
    editor = RandomEditor(random.Random(seed))
    text = SMALL
    source = Source.of(text)
    for _ in range(12):
        edit = editor.edit(text)
        text, source = apply(text, edit), source.edited(edit)
        assert source.text == text
        assert source.chunks == split(text), f"seed {seed}: {text!r}"


def test_chunks_that_an_edit_leaves_alone_are_the_same_objects() -> None:
    source = Source.of(SMALL)
    at = SMALL.index("email")
    after = source.edited(Edit(Span(at, at), "x"))
    changed = [new for old, new in zip(source.chunks, after.chunks, strict=True) if old is not new]
    assert [chunk.text.split()[1] for chunk in changed] == ["User"]


@pytest.mark.parametrize("encoding", Encoding)
@given(texts, st.data())
def test_positions_agree_with_an_index_of_the_whole_text(
    encoding: Encoding, text: str, data: st.DataObject
) -> None:
    source, index = Source.of(text), LineIndex(text)
    offset = data.draw(st.integers(0, len(text)))
    position = index.position(offset, encoding)
    assert source.position(offset, encoding) == position
    assert source.offset(position, encoding) == index.offset(position, encoding)
