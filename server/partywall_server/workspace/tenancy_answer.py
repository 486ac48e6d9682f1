"""Writing what the user answered about tenants into `partywall.toml`, with nothing else in it changed.

TOML has four ways to write one thing, so the text is edited as it stands, and the result read again: it
has to say what it said before and the answer, or nothing is written.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from partywall.text import Span, line_end_of
from partywall_server.workspace.configuration import keys_in

_TABLE = "tenancy"
_TOKEN = re.compile(
    r'"""(?:\\.|(?!""").)*"""|\'\'\'.*?\'\'\'|"(?:[^"\\\r\n]|\\.)*"|\'[^\'\r\n]*\'|#[^\r\n]*|[\[\]{}]|[\r\n]'
    r"|[^\s\"'#\[\]{}]+",
    re.DOTALL,
)


def with_answer(text: str, key: str, names: Sequence[str]) -> str | None:
    """A text with `key` of `[tenancy]` set to these names; None where it cannot be written in safely."""
    before = _values(text)
    if before is None or not isinstance(before.get(_TABLE, {}), dict):
        return None
    wanted = {**before, _TABLE: {**before.get(_TABLE, {}), key: list(names)}}
    value = f"[{', '.join(json.dumps(each, ensure_ascii=False) for each in names)}]"
    return next((each for each in _candidates(text, key, value) if _values(each) == wanted), None)


def _candidates(text: str, key: str, value: str) -> Iterator[str]:
    """The text with the value in the place of the old one, in its table, or in a table at the end."""
    line_end = line_end_of(text)
    for found, span in keys_in(text):
        start, end = _line(text, span)
        if found == (_TABLE, key):
            old = _value(text, text.index("=", span.end) + 1)
            yield text[: old.start] + value + text[old.end :]
        elif found == (_TABLE,):
            is_header = text[start : span.start].lstrip().startswith("[")
            if is_header:
                head = text[:end] if text[:end].endswith(("\n", "\r")) else text[:end] + line_end
                yield f"{head}{key} = {value}{line_end}{text[end:]}"
            else:
                brace = text.find("{", span.end) + 1
                rest = text[brace:].lstrip(" \t")
                yield f"{text[:brace]} {key} = {value}{' ' if rest.startswith('}') else ', '}{rest}"
        elif found[0] == _TABLE and len(found) > 1:
            yield f"{text[:start]}{_TABLE}.{key} = {value}{line_end}{text[start:]}"
    head = text if not text or text.endswith(("\n", "\r")) else text + line_end
    gap = line_end if head.strip() else ""
    yield f"{head}{gap}[{_TABLE}]{line_end}{key} = {value}{line_end}"


def _value(text: str, at: int) -> Span:
    """The value behind an equals sign, without what is around it; an array may span lines."""
    start = end = -1
    depth = 0
    for token in _TOKEN.finditer(text, at):
        mark = token.group()
        if mark in "\r\n" and depth == 0:
            break
        if mark in "\r\n" or mark.startswith("#"):
            continue
        start, end = (token.start() if start < 0 else start), token.end()
        depth += (mark in "[{") - (mark in "]}")
    return Span(max(start, at), max(end, at))


def _line(text: str, span: Span) -> tuple[int, int]:
    """Where the line of a place begins, and where the next one does."""
    start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    end = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)").match(text, span.end)
    return start, end.end() if end else len(text)


def _values(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
