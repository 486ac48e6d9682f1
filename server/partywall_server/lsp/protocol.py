"""pygls' protocol, with its own document store taken out.

pygls keeps a copy of each open text which it cuts into lines with `str.splitlines`, so that an edit
below a U+2028 lands in the wrong place, and again at every change (6 ms at 1,000 models). Its handlers
of the text notifications are replaced by the session's, and its workspace is never asked.
"""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING, Any

from partywall_server.lsp.late_types import types  # before pygls: see there

from pygls.protocol import LanguageServerProtocol, lsp_method  # isort: skip

from partywall_server.lsp.abilities import Abilities, abilities, as_mapping

if TYPE_CHECKING:
    from collections.abc import Generator

    from cattrs import Converter

    from partywall_server.lsp.app import Server


class Protocol(LanguageServerProtocol):
    """Reads and writes messages; tells the session what happened to texts."""

    _server: Server

    def __init__(self, server: Server, converter: Converter) -> None:
        super().__init__(server, converter)
        self.abilities = Abilities()
        self.ended = threading.Event()
        """Whether the client said `exit`."""

    @property
    def exit_code(self) -> int:
        """What the process ends with: 0 only if `shutdown` came first (LSP 3.17, "Exit")."""
        return 0 if self._shutdown else 1

    # --- the start and the end -------------------------------------------------------------------

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """Answer what pygls answers; what takes time begins afterwards."""
        result = yield from super().lsp_initialize(params)
        asyncio.get_running_loop().call_soon(self._server.greeted, params)
        return result

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: object) -> None:
        """End the message loop. (pygls raises `SystemExit` and swallows the code.)"""
        self.ended.set()

    # --- texts -----------------------------------------------------------------------------------

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A text was opened."""
        item = params.text_document
        self._server.opened(self._server.session.open(item.uri, item.version, item.text))

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """A text was edited."""
        document = params.text_document
        self._server.session.change(document.uri, document.version, params.content_changes)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A text was closed."""
        self._server.session.close(params.text_document.uri)

    # --- messages --------------------------------------------------------------------------------

    def structure_message(self, data: dict[str, Any]) -> Any:  # noqa: ANN401 (a message, or a part of one)
        """Make a message of JSON. Capabilities are read as they are (see `abilities`)."""
        if "jsonrpc" not in data:
            return data
        if "method" in data:
            data.setdefault("params", None)  # may be left out; pygls then answers nothing
        if data.get("method") == types.INITIALIZE and isinstance(data["params"], dict):
            given = as_mapping(data["params"].get("capabilities"))
            self.abilities = abilities(given)
            encodings = as_mapping(given.get("general")).get("positionEncodings")
            known = {"positionEncodings": encodings} if isinstance(encodings, list) else {}
            data["params"]["capabilities"] = {"general": known}
        return super().structure_message(data)

    def notify_with(self, method: str, params: str) -> None:
        """Send a notification whose parameters are JSON already."""
        if self.writer is None:
            return
        body = f'{{"jsonrpc":"2.0","method":"{method}","params":{params}}}'.encode()
        self._write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def notify_plain(self, method: str, params: dict[str, Any]) -> None:
        """Send a notification whose parameters are plain dictionaries: attrs takes ten times as long."""
        self.notify_with(method, json.dumps(params))

    def report(self, error: Exception, _source: type[Exception] | None = None) -> None:
        """Tell of a failure without what the message held: texts and settings are the user's."""
        self._server.report(error)

    def _write(self, data: bytes) -> None:
        if self.writer is not None:
            written = self.writer.write(data)
            if written is not None:
                asyncio.ensure_future(written)
