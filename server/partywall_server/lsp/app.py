"""The language server: what it offers, and how its parts are joined.

Until `initialize` is answered only pygls is imported; the engine is, on the worker, while the client
gets ready to open its first file.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from typing import TYPE_CHECKING, Any

from partywall_server.lsp.late_types import converter, types  # before pygls: see there

from pygls.lsp.server import LanguageServer  # isort: skip

from partywall import __version__
from partywall.text import Encoding
from partywall_server.lsp import transport
from partywall_server.lsp.abilities import Abilities, as_mapping
from partywall_server.lsp.features import code_action
from partywall_server.lsp.features.code_action_resolve import code_action_resolve
from partywall_server.lsp.features.hover import hover
from partywall_server.lsp.protocol import Protocol
from partywall_server.lsp.schedule import Worker
from partywall_server.lsp.session import Session
from partywall_server.lsp.settings import SECTION, editor_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.session import Document

_log = logging.getLogger(__name__)
_PATIENCE = 1.0  # seconds for a client to say what its settings are, before a schema is analysed


def serve(address: tuple[str, int] | None = None) -> int:
    """Serve one client over standard input and output, or at an address; the process's exit code."""
    # A reply beside a busy worker: p95 16.6 ms with the default of 5 ms, 3.2 ms with this.
    sys.setswitchinterval(0.0005)
    _quieten()
    server = Server()
    gc.freeze()
    try:
        if address is None:
            transport.run_stdio(server.protocol)
        else:
            transport.run_tcp(server.protocol, *address)
    except KeyboardInterrupt:
        pass
    finally:
        server.worker.stop()
    return server.protocol.exit_code


class Server(LanguageServer):
    """pygls' server with our session and worker."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "partywall", __version__, protocol_cls=Protocol, converter_factory=converter
        )
        self.worker = Worker(self._desk)
        self.session = Session(self.worker)
        self.initial: object = None
        """What the client sent as its initialization options."""
        self.feature(types.TEXT_DOCUMENT_HOVER)(hover)
        self.feature(types.TEXT_DOCUMENT_CODE_ACTION, code_action.OPTIONS)(code_action.code_action)
        self.feature(types.CODE_ACTION_RESOLVE)(code_action_resolve)
        self.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
        self.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configuration_changed)

    @property
    def abilities(self) -> Abilities:
        """What the client can do."""
        return self.protocol.abilities

    # --- called by the protocol ------------------------------------------------------------------

    def greeted(self, params: types.InitializeParams) -> None:
        """`initialize` is answered: take what was agreed on, and start to work."""
        encoding = self.server_capabilities.position_encoding
        self.session.encoding = Encoding(encoding or Encoding.UTF16)
        self.initial = params.initialization_options
        self.worker.start()

    def opened(self, document: Document) -> None:
        """A text was opened: ask what its settings are."""
        self.configure([document])

    def report(self, error: Exception) -> None:
        """Tell of a failure, in the log with its place."""
        _log.error("%s", type(error).__name__, exc_info=error)
        self.complain(f"Partywall: internal error ({type(error).__name__}), see the log")

    def complain(self, message: str) -> None:
        """Show an error."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))

    def log(self, message: str) -> None:
        """Write a warning to the client's log."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Warning, message))

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """pygls' way to tell of failures; those of requests are in their answers."""
        del source
        _log.error("%s", type(error).__name__, exc_info=error)

    # --- settings --------------------------------------------------------------------------------

    def configure(self, documents: Sequence[Document]) -> None:
        """Ask the client for the settings of documents, and tell the worker."""
        if not documents:
            return
        if not self.abilities.configuration:
            for each in documents:
                self._configured(each, self.initial)
            return
        asyncio.get_running_loop().create_task(self._ask_settings(documents))

    def _configured(self, document: Document, value: object) -> None:
        settings = editor_settings(value, self.initial)
        self.worker.post(lambda desk: desk.configure(document.path, settings))

    async def _ask_settings(self, documents: Sequence[Document]) -> None:
        items = [types.ConfigurationItem(each.uri, SECTION) for each in documents]
        answer = asyncio.ensure_future(
            self.workspace_configuration_async(types.ConfigurationParams(items))
        )
        done, _ = await asyncio.wait([answer], timeout=_PATIENCE)
        if not done:
            for each in documents:
                self._configured(each, None)
        values: Sequence[Any] = ()
        try:
            values = await answer or ()
        except Exception:  # noqa: BLE001 (a client that fails to answer has no settings)
            _log.warning("the client does not say what its settings are")
        for each, value in zip(documents, [*values, *[None] * len(documents)], strict=False):
            self._configured(each, value)

    # --- the worker ------------------------------------------------------------------------------

    def _desk(self, worker: Worker) -> Desk:
        """Import the engine; called on the worker's thread."""
        from partywall_server.lsp.desk import Desk, Outlet  # noqa: PLC0415

        publish = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
        return Desk(
            self.session.encoding,
            self.abilities,
            Outlet(
                publish=lambda params: worker.tell(lambda: self.protocol.notify_with(publish, params)),
                analysed=lambda paths: worker.tell(lambda: self.session.analysed(paths)),
                complain=lambda message: worker.tell(lambda: self.complain(message)),
                log=lambda message: worker.tell(lambda: self.log(message)),
            ),
            is_trusted=as_mapping(self.initial).get("workspaceTrusted") is not False,
        )


def _saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    ls.session.save(params.text_document.uri)


def _configuration_changed(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    if not ls.abilities.configuration:
        ls.initial = {**as_mapping(ls.initial), **as_mapping(as_mapping(params.settings).get(SECTION))}
    ls.configure(list(ls.session.documents.values()))


def _quieten() -> None:
    """Keep texts out of the log: pygls writes each message to it, and those that it cannot read."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
