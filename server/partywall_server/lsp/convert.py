"""The only place where the protocol's values meet the engine's: addresses, positions, edits."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from lsprotocol import types

from partywall.text import Edit, Encoding, Position, Span

if TYPE_CHECKING:
    from partywall.syntax.chunks import Source
    from partywall_server.lsp.abilities import Abilities
    from partywall_server.lsp.actions import Repair
    from partywall_server.lsp.changes import Change

_WINDOWS = os.name == "nt"
_DRIVE = re.compile(r"/?([A-Za-z]):")


def path_of(uri: str, *, windows: bool = _WINDOWS) -> str:
    """The path that an address names, with `/` between the parts; an address of another kind is its own.

    VS Code writes `file:///c%3A/x` where others write `file:///C:/x`.
    """
    parts = urlsplit(uri)
    if parts.scheme.lower() != "file":
        return str(PurePosixPath(uri))  # a key that stays itself as a path
    path = unquote(parts.path, errors="surrogatepass" if windows else "surrogateescape")
    if not windows:
        return os.path.normpath(path) if path else "/"
    drive = _DRIVE.match(path)
    if drive:
        path = f"{drive[1].upper()}:{path[drive.end() :]}"
    elif parts.netloc:
        path = f"//{unquote(parts.netloc)}{path}"
    return path


def uri_of(path: str, *, windows: bool = _WINDOWS) -> str:
    """The address of a path."""
    if is_address(path):
        return path
    if not windows:
        return "file://" + quote(_encoded(path), safe="/~")
    if path.startswith("//"):
        return "file:" + quote(_encoded(path), safe="/~")
    return "file:///" + quote(_encoded(path), safe="/~:")


def _encoded(path: str) -> bytes:
    """The bytes of a path; of a name that is no text those that are on disk (POSIX)."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


def is_address(path: str) -> bool:
    """Whether a document lies on no disk, such as `untitled:Untitled-1`."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", path) is not None


def encoding_of(capabilities: types.ServerCapabilities) -> Encoding:
    """The units of columns that were agreed on."""
    return Encoding(capabilities.position_encoding or types.PositionEncodingKind.Utf16)


def position(source: Source, offset: int, encoding: Encoding) -> types.Position:
    """An offset for the client."""
    found = source.position(offset, encoding)
    return types.Position(found.line, found.column)


def place(source: Source, span: Span, encoding: Encoding) -> types.Range:
    """A span for the client."""
    return types.Range(position(source, span.start, encoding), position(source, span.end, encoding))


def offset(source: Source, at: types.Position, encoding: Encoding) -> int:
    """A client's position as an offset."""
    return source.offset(Position(at.line, at.character), encoding)


def span(source: Source, place: types.Range, encoding: Encoding) -> Span:
    """A client's range as a span; one whose ends are exchanged is put right."""
    start, end = offset(source, place.start, encoding), offset(source, place.end, encoding)
    return Span(min(start, end), max(start, end))


def text_edit(source: Source, edit: Edit, encoding: Encoding) -> types.TextEdit:
    """An edit for the client."""
    edit = _before_last_line_end(source, edit)
    return types.TextEdit(place(source, edit.span, encoding), edit.text)


def workspace_edit(
    repair: Repair, encoding: Encoding, client: Abilities, *, annotated: bool
) -> types.WorkspaceEdit:
    """The changes of a repair as one edit, with the versions they were made for.

    With annotations the client can say what an edit in another file is for.
    """
    if not client.document_changes:
        return types.WorkspaceEdit(
            changes={
                each.uri: [text_edit(each.source, edit, encoding) for edit in each.edits]
                for each in repair.changes
            }
        )
    name = "partywall" if annotated and client.change_annotations else None
    return types.WorkspaceEdit(
        document_changes=[_document_edit(each, encoding, name) for each in repair.changes],
        change_annotations={name: types.ChangeAnnotation(repair.title, description=repair.note or None)}
        if name
        else None,
    )


def _document_edit(change: Change, encoding: Encoding, name: str | None) -> types.TextDocumentEdit:
    edits = [text_edit(change.source, edit, encoding) for edit in change.edits]
    return types.TextDocumentEdit(
        types.OptionalVersionedTextDocumentIdentifier(uri=change.uri, version=change.version),
        [types.AnnotatedTextEdit(name, each.range, each.new_text) for each in edits] if name else edits,
    )


def _before_last_line_end(source: Source, edit: Edit) -> Edit:
    """The same edit, begun before the last line end of a text rather than behind it.

    Neovim 0.11 leaves a blank line behind where an edit begins at the line after the last one.
    """
    last = source.chunks[-1].text if source.chunks else ""
    line_end = next((each for each in ("\r\n", "\n", "\r") if last.endswith(each)), "")
    is_at_end = edit.span.start == edit.span.end == source.starts[-1]
    if not line_end or not is_at_end or not edit.text.endswith(line_end):
        return edit
    start = edit.span.start - len(line_end)
    return Edit(Span(start, start), line_end + edit.text.removesuffix(line_end))
