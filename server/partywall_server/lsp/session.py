"""The open texts as the message loop knows them, and the way from there to the worker.

The loop applies each edit to its own immutable text at once, so that the next edit finds its place, and
posts the new version to the worker.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from lsprotocol import types

from partywall.syntax.chunks import Source
from partywall.text import Edit, Encoding
from partywall.values import dataclass
from partywall_server.lsp.convert import path_of, span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partywall_server.lsp.schedule import Worker


_OURS = (".prisma", "/partywall.toml", "/migration.sql")


@dataclass(frozen=True)
class Document:
    """One version of an open text. `path` names it everywhere, `uri` is the client's own spelling."""

    uri: str
    path: str
    version: int
    text: Source | str

    @cached_property
    def source(self) -> Source:
        """The text, cut into chunks by who first needs them: at the start that is the worker."""
        return Source.of(self.text) if isinstance(self.text, str) else self.text


class Session:
    """What is open. Only the message loop touches it."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.encoding = Encoding.UTF16
        self.documents: dict[str, Document] = {}
        """By path: two spellings of an address are one document."""
        self._known: frozenset[str] = frozenset()

    def open(self, uri: str, language: str, version: int, text: str) -> Document | None:
        """A text was opened; None where it is none of ours, whatever the client thinks."""
        document = Document(uri, path_of(uri), version, text)
        if language != "prisma" and not document.path.endswith(_OURS):
            return None
        self.documents[document.path] = document
        self._worker.post(lambda desk: desk.open(document), document.path)
        return document

    def change(self, uri: str, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        """A text was edited: each change counts in the text that the one before it left."""
        before = self.find(uri)
        if before is None:
            return
        source = before.source
        for each in changes:
            if isinstance(each, types.TextDocumentContentChangePartial):
                source = source.edited(Edit(span(source, each.range, self.encoding), each.text))
            else:
                source = Source.of(each.text)
        document = Document(before.uri, before.path, version, source)
        self.documents[document.path] = document
        self._worker.post(lambda desk: desk.change(document), document.path)

    def save(self, uri: str) -> None:
        """A text was saved."""
        path = path_of(uri)
        self._worker.post(lambda desk: desk.saved(path))

    def close(self, uri: str) -> None:
        """A text was closed."""
        path = path_of(uri)
        self.documents.pop(path, None)
        self._worker.post(lambda desk: desk.close(path), path)

    def find(self, uri: str) -> Document | None:
        """An open text by its address, however that is spelt."""
        return self.documents.get(path_of(uri))

    def know(self, paths: frozenset[str]) -> None:
        """These are the files of which the worker has an analysis."""
        self._known = paths

    def is_known(self, path: str) -> bool:
        """Whether there is an analysis to go on from: the next one takes milliseconds."""
        return path in self._known
