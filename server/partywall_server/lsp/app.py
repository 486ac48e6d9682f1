"""The language server: what it offers, and how its parts are joined.

Until `initialize` is answered only pygls is imported; the engine is, on the worker, while the client
gets ready to open its first file.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Any

from partywall_server.lsp.late_types import converter, types  # before pygls: see there

from pygls.exceptions import (  # isort: skip
    FeatureRequestError,
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
)
from pygls.lsp.server import LanguageServer  # isort: skip

from partywall import __version__
from partywall.text import Encoding
from partywall_server.lsp import transport
from partywall_server.lsp.abilities import Abilities, as_mapping
from partywall_server.lsp.commands.registry import COMMANDS
from partywall_server.lsp.convert import path_of
from partywall_server.lsp.features import code_action, code_lens, inlay_hint
from partywall_server.lsp.features.code_action_resolve import code_action_resolve
from partywall_server.lsp.features.hover import hover
from partywall_server.lsp.progress import Display, shown
from partywall_server.lsp.protocol import Protocol
from partywall_server.lsp.schedule import Worker
from partywall_server.lsp.session import Session
from partywall_server.lsp.settings import SECTION, editor_settings

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.session import Document

_log = logging.getLogger(__name__)
WATCHED = (
    "**/*.prisma",
    "**/migration.sql",
    "**/migration_lock.toml",
    "**/partywall.toml",
    "**/partywall-baseline.json",
    "**/prisma.config.*",
    "**/package.json",
)
_PATIENCE = 1.0  # seconds for a client to say what its settings are, before a schema is analysed


def serve(address: tuple[str, int] | None = None) -> int:
    """Serve one client over standard input and output, or at an address; the process's exit code."""
    # A reply beside a busy worker: p95 16.6 ms with the default of 5 ms, 3.2 ms with this.
    sys.setswitchinterval(0.0005)
    _quieten()
    server = Server()
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

    protocol: Protocol  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self) -> None:
        super().__init__("partywall", __version__, protocol_cls=Protocol, converter_factory=converter)  # pyright: ignore[reportUnknownMemberType]
        self.worker = Worker(self._desk, self._show_work)
        self.session = Session(self.worker)
        self.folders: tuple[str, ...] = ()
        """The addresses of the workspace's folders."""
        self.initial: object = None
        """What the client sent as its initialization options."""
        self._work: Display | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.feature(types.TEXT_DOCUMENT_HOVER)(hover)
        self.feature(types.TEXT_DOCUMENT_CODE_ACTION, code_action.OPTIONS)(code_action.code_action)
        self.feature(types.CODE_ACTION_RESOLVE)(code_action_resolve)
        self.feature(types.TEXT_DOCUMENT_CODE_LENS, code_lens.OPTIONS)(code_lens.code_lens)
        self.feature(types.TEXT_DOCUMENT_INLAY_HINT, inlay_hint.OPTIONS)(inlay_hint.inlay_hint)
        self.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
        self.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configuration_changed)
        self.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)
        self.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_folders_changed)
        for name, command in COMMANDS.items():
            self.command(name)(command.run)

    @property
    def abilities(self) -> Abilities:
        """What the client can do."""
        return self.protocol.abilities

    # --- called by the protocol ------------------------------------------------------------------

    def greeted(self, params: types.InitializeParams) -> None:
        """Take what was agreed on, and start to work once the client has its answer."""
        encoding = self.server_capabilities.position_encoding
        self.session.encoding = Encoding(encoding or Encoding.UTF16)
        self.initial = params.initialization_options
        folders = [each.uri for each in params.workspace_folders or ()]
        if not folders and params.root_uri:
            folders = [params.root_uri]
        self.set_folders(folders)
        asyncio.get_running_loop().call_soon(self.worker.start)

    def ready(self) -> None:
        """The client is ready for requests of ours."""
        self.start(self._register())

    async def execute(self, params: types.ExecuteCommandParams) -> object:
        """Run a command with its argument, showing that it goes on if it takes long."""
        command = COMMANDS.get(params.command)
        if command is None:
            raise JsonRpcInvalidParams(f"there is no command `{params.command}`")
        argument = as_mapping(next(iter(params.arguments or ()), None))
        return await shown(self, command.title, command.run(self, argument), params.work_done_token)

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
        """Log what pygls tells of; a refusal is in its answer, and no failure."""
        is_refusal = isinstance(error, JsonRpcException) and not isinstance(error, JsonRpcInternalError)
        if source is not FeatureRequestError or not is_refusal:
            _log.error("%s", type(error).__name__, exc_info=error)

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Do something while other messages are handled."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            self.report(error)

    def set_folders(self, uris: Sequence[str]) -> None:
        """The workspace has these folders now."""
        self.folders = tuple(dict.fromkeys(uris))
        paths = tuple(map(path_of, self.folders))
        self.worker.post(lambda desk: desk.set_folders(paths))

    async def _register(self) -> None:
        """Ask to be told what is not told unasked, as far as the client does that."""
        wanted: list[types.Registration] = []
        if self.abilities.watched_files:
            watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            wanted.append(types.Registration("partywall-files", method, options))
        if self.abilities.configuration_registration:
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            section = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
            wanted.append(types.Registration("partywall-settings", method, section))
        if wanted:
            try:
                await self.client_register_capability_async(types.RegistrationParams(wanted))
            except JsonRpcException:
                _log.warning("the client does not take the registrations that it offers")

    def _show_work(self, is_long: bool) -> None:  # noqa: FBT001 (told by the worker)
        """An analysis takes long, or is done after all."""
        if self._work:
            self._work.end()
            self._work = None
        if is_long:
            self._work = Display(
                self,
                "Partywall: reading the schema",
                lambda: self.worker.post(lambda desk: desk.pause()),
            )
            self.start(self._work.begin())

    async def _redraw(self, lenses: bool, hints: bool) -> None:  # noqa: FBT001 (told by the worker)
        """Have the client ask again for what it draws beside the text, where it can be told to."""
        try:
            if lenses and self.abilities.code_lens_refresh:
                await self.workspace_code_lens_refresh_async(None)
            if hints and self.abilities.inlay_hint_refresh:
                await self.workspace_inlay_hint_refresh_async(None)
        except JsonRpcException:
            _log.warning("the client does not ask again for lenses or hints, as it said it would")

    # --- settings --------------------------------------------------------------------------------

    def configure(self, documents: Sequence[Document]) -> None:
        """Ask the client for the settings of documents, and tell the worker."""
        if not documents:
            return
        if not self.abilities.configuration:
            for each in documents:
                self._configured(each, self.initial)
            return
        self.start(self._ask_settings(documents))

    def _configured(self, document: Document, value: object) -> None:
        settings = editor_settings(value, self.initial)
        self.worker.post(lambda desk: desk.configure(document.path, settings))

    async def _ask_settings(self, documents: Sequence[Document]) -> None:
        items = [types.ConfigurationItem(each.uri, SECTION) for each in documents]
        answer = asyncio.ensure_future(self.workspace_configuration_async(types.ConfigurationParams(items)))
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
        try:
            from partywall_server.lsp.desk import Desk, Outlet  # noqa: PLC0415
        except Exception:
            worker.tell(lambda: self.complain("Partywall: the engine cannot be loaded, see the log"))
            raise
        publish = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
        return Desk(
            self.session.encoding,
            self.abilities,
            Outlet(
                publish=lambda params: worker.tell(lambda: self.protocol.notify_with(publish, params)),
                know=lambda paths: worker.tell(lambda: self.session.know(paths)),
                complain=lambda message: worker.tell(lambda: self.complain(message)),
                log=lambda message: worker.tell(lambda: self.log(message)),
                redraw=lambda lenses, hints: worker.tell(lambda: self.start(self._redraw(lenses, hints))),
            ),
            is_trusted=as_mapping(self.initial).get("workspaceTrusted") is not False,
        )


def _saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    ls.session.save(params.text_document.uri)


def _configuration_changed(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    if not ls.abilities.configuration:
        ls.initial = {**as_mapping(ls.initial), **as_mapping(as_mapping(params.settings).get(SECTION))}
    ls.configure(list(ls.session.documents.values()))


def _files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    paths = [path_of(each.uri) for each in params.changes]
    ours = [path for path in paths if "/node_modules/" not in path]
    if ours:  # an installation of packages tells of thousands of others
        ls.worker.post(lambda desk: desk.changed_on_disk(ours))


def _folders_changed(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    gone = {each.uri for each in params.event.removed}
    left = [uri for uri in ls.folders if uri not in gone]
    ls.set_folders([*left, *(each.uri for each in params.event.added)])


def _quieten() -> None:
    """Keep texts out of the log: pygls writes each message to it, and those that it cannot read."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
