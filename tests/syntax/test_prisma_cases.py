"""Against Prisma's own validation tests: what is valid parses, each syntax error is on its line."""

from __future__ import annotations

import re
from typing import Any

import pytest

from partywall.schema.read import File, read
from partywall.text import LineIndex
from support.shared import cases, corpus, requires_shared

# The messages of Prisma's parser; all others are its validator's.
_SYNTAX = re.compile(
    r"This line is (?:invalid|not)|This field declaration is invalid|don't require a `:`"
    r"|`!` is no longer required|use `Type\[\]` instead|Optional lists|Trailing commas"
    r"|argument is missing a value|escape sequence|This block is invalid|Invalid type definition"
    r"|A composite type cannot|for a field in a composite type"
)


def fault_lines(path: str, file: File) -> list[int]:
    index = LineIndex(file.source.text)
    lines: list[int] = []
    start = 0
    for part in file.parts:
        spans = [fault.span for fault in part.block.faults]
        lines += [index.position(start + span.start).line + 1 for span in spans]
        start += len(part.chunk.text)
    assert start == len(file.source.text), path
    return lines


@requires_shared
@pytest.mark.parametrize("name", ["validation", "validation_inline"])
def test_every_case_of_prismas_validation(name: str) -> None:
    seen = 0
    for case in cases(name):
        text: str = case["schema_v7"]
        expected: list[dict[str, Any]] = case["expected_v81"] or []
        lines = fault_lines("a", read({"a": text}).files["a"])
        wanted = [each["line"] for each in expected if _SYNTAX.search(each["message"])]
        assert set(wanted) <= set(lines), case["name"]
        if not expected:
            assert not lines, case["name"]
        seen += 1
    assert seen > 90


@requires_shared
def test_every_schema_of_the_corpus_parses_without_a_fault() -> None:
    for schema in corpus().values():
        reading = read(schema.files)
        for path, file in reading.files.items():
            assert not fault_lines(path, file), f"{schema.name} {path}"
        assert reading.schema.models
