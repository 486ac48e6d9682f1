"""Positions and edits as an editor understands them, written apart from the engine's own.

Where server and tests share code they share its mistakes; so this counts in another way: it
encodes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Encoding = types.PositionEncodingKind | str

_LINE_END = re.compile(r"\r\n|\n|\r")
_CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def units(text: str, encoding: Encoding) -> int:
    """Return the length of a text in the units of an encoding."""
    codec, width = _CODECS[encoding]
    return len(text.encode(codec)) // width


def position_at(text: str, offset: int, encoding: Encoding) -> types.Position:
    """Turn an offset in code points into a position."""
    starts = _line_starts(text)
    line = max(number for number, start in enumerate(starts) if start <= offset)
    return types.Position(line, units(text[starts[line] : offset], encoding))


def offset_at(text: str, position: types.Position, encoding: Encoding) -> int:
    """Turn a position into an offset in code points.

    A column past the end of its line is that end; a line past the last is the end of the text.
    A column inside a character is a mistake of the server's.
    """
    starts = [*_line_starts(text), len(text)]
    if position.line >= len(starts) - 1:
        return len(text)
    start = starts[position.line]
    line = _LINE_END.sub("", text[start : starts[position.line + 1]])
    codec, width = _CODECS[encoding]
    return start + len(line.encode(codec)[: position.character * width].decode(codec))


def range_of(text: str, part: str, encoding: Encoding) -> types.Range:
    """Return where `part` stands; it must stand there once."""
    assert text.count(part) == 1, f"{part!r} stands {text.count(part)} times in the text"
    start = text.index(part)
    return types.Range(position_at(text, start, encoding), position_at(text, start + len(part), encoding))


def text_in(text: str, place: types.Range, encoding: Encoding) -> str:
    """Return what a range covers."""
    return text[offset_at(text, place.start, encoding) : offset_at(text, place.end, encoding)]


def apply_edits(
    text: str,
    edits: Iterable[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit],
    encoding: Encoding,
) -> str:
    """Apply the edits of one document; all speak of the text as it was, and none may overlap."""
    located = sorted(
        (
            (
                offset_at(text, edit.range.start, encoding),
                offset_at(text, edit.range.end, encoding),
                _new_text(edit),
            )
            for edit in edits
        ),
        key=lambda edit: edit[:2],
    )
    parts: list[str] = []
    done = 0
    for start, end, new in located:
        assert done <= start <= end, "edits overlap"
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])


def apply_workspace_edit(
    texts: dict[str, str], edit: types.WorkspaceEdit, encoding: Encoding
) -> dict[str, str]:
    """Apply an edit to texts by address, and return what they are afterwards."""
    after = dict(texts)
    for change in document_changes(edit):
        match change:
            case types.TextDocumentEdit():
                uri = change.text_document.uri
                after[uri] = apply_edits(after[uri], change.edits, encoding)
            case types.CreateFile():
                after.setdefault(change.uri, "")
            case types.RenameFile():
                after[change.new_uri] = after.pop(change.old_uri)
            case types.DeleteFile():
                del after[change.uri]
    return after


def document_changes(
    edit: types.WorkspaceEdit,
) -> Sequence[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile]:
    """Return the changes of an edit in the newer of its two forms, which wins over the older."""
    if edit.document_changes is not None:
        return edit.document_changes
    return [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri), edits)
        for uri, edits in (edit.changes or {}).items()
    ]


def _line_starts(text: str) -> list[int]:
    return [0, *(end.end() for end in _LINE_END.finditer(text))]


def _new_text(edit: types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit) -> str:
    if isinstance(edit, types.SnippetTextEdit):
        raise TypeError("the pretended editors do not expand snippets")
    return edit.new_text
