"""pygls' protocol, with its own document store taken out.

pygls keeps a copy of each open text which it cuts into lines with `str.splitlines`, so that an edit
below a U+2028 lands in the wrong place, and again at every change (6 ms at 1,000 models). Its handlers
of the text notifications are replaced by the session's, and its workspace is never asked.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, cast

from partywall_server.lsp.late_types import types  # before pygls: see there

from pygls.protocol import LanguageServerProtocol, lsp_method  # isort: skip

from partywall_server.lsp.abilities import Abilities, abilities, as_mapping, position_encodings

if TYPE_CHECKING:
    from collections.abc import Generator

    from cattrs import Converter
    from pygls.io_ import Writer

    from partywall_server.lsp.app import Server


class Protocol(LanguageServerProtocol):
    """Reads and writes messages; tells the server what happened to texts."""

    def __init__(self, server: Server, converter: Converter) -> None:
        super().__init__(server, converter)
        self._app = server
        self.abilities = Abilities()
        self.ended = threading.Event()
        """Whether the client said `exit`."""
        for method, handler in (
            (types.INITIALIZED, self._initialized),
            (types.EXIT, self._exit),
            (types.TEXT_DOCUMENT_DID_OPEN, self._did_open),
            (types.TEXT_DOCUMENT_DID_CHANGE, self._did_change),
            (types.TEXT_DOCUMENT_DID_CLOSE, self._did_close),
            (types.WORKSPACE_EXECUTE_COMMAND, self._execute),
        ):
            self.fm.add_builtin_feature(method, handler)  # pyright: ignore[reportUnknownMemberType]

    @property
    def exit_code(self) -> int:
        """What the process ends with: 0 only if `shutdown` came first (LSP 3.17, "Exit")."""
        return 0 if self._shutdown else 1

    # --- the start and the end -------------------------------------------------------------------

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Answer what pygls answers; what takes time begins afterwards."""
        result = yield from super().lsp_initialize(params)
        self._app.greeted(params)
        return result

    def _initialized(self, _: types.InitializedParams) -> None:
        self._app.ready()

    def _exit(self, _: object) -> None:
        # pygls raises `SystemExit`, and loses the code on the way.
        self.ended.set()

    # --- texts -----------------------------------------------------------------------------------

    def _did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        document = self._app.session.open(item.uri, item.language_id, item.version, item.text)
        if document is not None:
            self._app.opened(document)

    def _did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        self._app.session.change(document.uri, document.version, params.content_changes)

    def _did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._app.session.close(params.text_document.uri)

    # --- commands --------------------------------------------------------------------------------

    async def _execute(self, params: types.ExecuteCommandParams) -> object:
        # pygls runs a command in a task that a cancel does not reach.
        return await self._app.execute(params)

    # --- messages --------------------------------------------------------------------------------

    def structure_message(self, data: dict[str, Any]) -> Any:  # noqa: ANN401 (a message, or a part of one)
        """Make a message of JSON. Capabilities are read as they are (see `abilities`)."""
        if "jsonrpc" not in data:
            return data
        if "method" in data:
            data.setdefault("params", None)  # may be left out; pygls then answers nothing
        if data.get("method") == types.INITIALIZE and isinstance(data["params"], dict):
            params = cast("dict[str, Any]", data["params"])
            given = as_mapping(params.get("capabilities"))
            self.abilities = abilities(given)
            params["capabilities"] = {"general": {"positionEncodings": position_encodings(given)}}
        return super().structure_message(data)

    def notify_with(self, method: str, params: str) -> None:
        """Send a notification whose parameters are JSON already."""
        if self.writer is None:
            return
        body = f'{{"jsonrpc":"2.0","method":"{method}","params":{params}}}'.encode()
        # Both writers of `transport` write at once.
        cast("Writer", self.writer).write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def report(self, error: Exception, _source: type[Exception] | None = None) -> None:
        """Tell of a failure without what the message held: texts and settings are the user's."""
        self._app.report(error)
