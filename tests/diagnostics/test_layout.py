"""Our layout of a block is Prisma's: judged by `prisma format` itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partywall.schema.read import read
from partywall.syntax.layout import is_settled, laid_out, rows_of
from support.shared import cases, corpus, requires_shared

if TYPE_CHECKING:
    from partywall.syntax.tree import Block
    from support.oracle import Oracle

_NAMES = st.sampled_from(["id", "b", "tenantId", "a_long_name", "été", "日本", "T2"])
_TYPES = st.sampled_from(["Int", "String?", "Post[]", 'Unsupported("a  b")', "Bytes[]?", "[Int]"])
_ATTRIBUTES = st.sampled_from(
    [
        "@id",
        "@default( now() )",
        "@default([1,2])",
        "@db.VarChar( 3 )",
        '@map("x")',
        "@relation(fields:[a],references: [b])",
        "@updatedAt",
        "@unique(where: {a: true})",
        "@custom",
    ]
)
_COMMENTS = st.sampled_from(["// c", "/// doc", "// 💙 \u2028 x", "// trailing  "])
_BLANKS = st.sampled_from([" ", "  ", "\t", "     "])


def _written(name: str, gap: str, type_: str, attributes: list[str], comment: str) -> str:
    return name + gap + type_ + "".join(f"{gap}{each}" for each in attributes) + comment


_FIELDS = st.builds(
    _written,
    _NAMES,
    _BLANKS,
    _TYPES,
    st.lists(_ATTRIBUTES, max_size=3),
    st.one_of(st.just(""), _COMMENTS.map(lambda text: f"  {text}")),
)
_BLOCK_ATTRIBUTES = st.sampled_from(
    [
        "@@index([a, b(sort: Desc)])",
        "@@index( [a] ) // why",
        '@@map("x")',
        "@@id([a])",
        "@@unique([a], where: { a: { not: null } })",
        '@@schema("s")',
        "@@ignore",
    ]
)
_LINES = st.one_of(
    _FIELDS, _FIELDS, _BLOCK_ATTRIBUTES, _COMMENTS, st.sampled_from(["", "", "this is broken !"])
)
blocks = st.lists(_LINES, max_size=9).map(
    lambda lines: "model M {\n" + "".join(f"  {line}\n" if line else "\n" for line in lines) + "}\n"
)
"""Blocks in any order and layout."""


@given(blocks)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_block_comes_out_as_prisma_writes_it(oracle: Oracle, text: str) -> None:
    _agree(oracle, text)


@pytest.mark.slow
@given(blocks)
@settings(max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_very_many_blocks_come_out_as_prisma_writes_them(oracle: Oracle, text: str) -> None:
    _agree(oracle, text)


def test_line_ends_do_not_unsettle_a_block() -> None:
    text = "model M {\n  id   Int\n  name String @unique\n}\n"
    assert _is_settled(text)
    assert _is_settled(text.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    "text",
    [
        "model M { // why\n  id Int\n}\n",
        "model  M {\n  id Int\n}\n",
        "  model M {\n  id Int\n}\n",
        "model M {\n    id Int\n}\n",
        "model M {\n  id Int\n  }\n",
        "model M {\n  id Int\n} // end\n",
        "model M {\n  id Int  \n}\n",
        "model M {\n  id Int\n",
        "model M {\n  /* one */\n  id Int\n}\n",
    ],
)
def test_what_the_formatter_would_change_is_not_settled(text: str) -> None:
    assert not _is_settled(text)


@requires_shared
def test_settled_means_a_fixed_point_of_prisma_on_all_real_schemas(oracle: Oracle) -> None:
    texts = [text for schema in corpus().values() for text in schema.files.values()]
    texts += [case["expected"] for case in cases("format") if "input" in case]
    settled = 0
    for text in texts:
        for block in _blocks_of(text):
            settled += _is_fixed_point(oracle, block)
            assert is_settled(block, rows_of(block)) == _is_fixed_point(oracle, block), block.text
    assert settled > 1000


def _agree(oracle: Oracle, text: str) -> None:
    [block] = _blocks_of(text)
    rows = rows_of(block)
    formatted = oracle.format(text)
    lines = "".join(f"{each.text}\n" for each in laid_out(rows))
    assert f"model M {{\n{lines}}}\n" == formatted
    assert is_settled(block, rows) == (formatted == text)
    assert _is_settled(formatted) == (oracle.format(formatted) == formatted)


def _is_settled(text: str) -> bool:
    [block] = _blocks_of(text)
    return is_settled(block, rows_of(block))


def _is_fixed_point(oracle: Oracle, block: Block) -> bool:
    start = block.text.rfind("\n", 0, block.header.start) + 1
    text = block.text[start:].replace("\r\n", "\n").rstrip("\n") + "\n"
    return oracle.format(text) == text


def _blocks_of(text: str) -> list[Block]:
    parts = read({"schema.prisma": text}).files["schema.prisma"].parts
    return [part.block for part in parts if part.block.kind.has_fields]
