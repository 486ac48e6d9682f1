"""A pretended editor, to talk with the real `partywall server` over its real pipe.

    async with session("visual-studio-code", folder) as editor:
        schema = await editor.open("schema.prisma")
        [finding] = await schema.diagnostics()
        [fix] = await schema.code_actions(finding.range, only="quickfix")
        await editor.apply(fix)
        assert await schema.diagnostics() == []

It does what editors do: it keeps the open texts and their versions, sends incremental changes in
the encoding that was agreed on, applies what the server asks for and remembers what it was told.
Waiting always ends: after `TIMEOUT` seconds, with the messages of the server in the error.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from support.lsp_client import Profile, capabilities, make_client, path_of, plain
from support.positions import (
    apply_edits,
    document_changes,
    offset_at,
    position_at,
    range_of,
    text_in,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence

Found = list[types.Diagnostic]
T = TypeVar("T")

SERVER = (str(Path(sys.executable).with_name("partywall")), "server", "--stdio")
TIMEOUT = 20.0


@asynccontextmanager
async def session(  # noqa: PLR0913 - each is something in which clients differ
    profile: Profile,
    *folders: Path,
    settings: Mapping[str, Any] | None = None,
    encodings: Sequence[str] | None = None,
    initialization_options: object = None,
    command: Sequence[str] = SERVER,
    env: Mapping[str, str] | None = None,
) -> AsyncGenerator[Editor]:
    """Start the server on some folders, and end it in order.

    `settings` is the section `partywall`; `encodings` replaces those that the profile offers.
    """
    offered = capabilities(profile)
    if encodings is not None and offered.general is not None:
        offered.general.position_encodings = list(encodings)
    editor = Editor(folders, settings)
    await editor.start(command, env, offered, initialization_options)
    try:
        yield editor
    finally:
        await editor.stop()


class Editor:
    """One client with one server."""

    def __init__(self, folders: Sequence[Path], settings: Mapping[str, Any] | None) -> None:
        self.folders = folders
        self.documents: dict[str, Document] = {}
        """What is open, by address."""
        self.published: dict[str, types.PublishDiagnosticsParams] = {}
        """The last publication of each file."""
        self.publications: Counter[str] = Counter()
        """How often each file was published."""
        self.registrations: dict[str, types.Registration] = {}
        """What the server registered and did not take back, by id."""
        self.refreshes: Counter[str] = Counter()
        """How often the server asked to ask again: for `lenses`, for `hints`."""
        self.edits_asked: list[types.ApplyWorkspaceEditParams] = []
        """Every `workspace/applyEdit`, those that could not be applied among them."""
        self.questions: list[types.ShowMessageRequestParams] = []
        """Every `window/showMessageRequest`."""
        self.declines_edits = False
        """Whether to answer `workspace/applyEdit` as a user who says no."""
        self.choice: str | None = None
        """The title of the button to press when the server asks."""
        self.encoding: str = types.PositionEncodingKind.Utf16
        self.server = types.ServerCapabilities()
        self.exit_code: int | None = None
        self.client = make_client(self)
        """For everything else: requests, and what it was told (`messages`, `log_messages`,
        `shown_documents`, `progress_reports`)."""
        self._news = asyncio.Event()
        self.client.set_configuration({"partywall": settings})

    async def start(
        self,
        command: Sequence[str],
        env: Mapping[str, str] | None,
        offered: types.ClientCapabilities,
        initialization_options: object,
    ) -> None:
        """Run the server and greet it; `session` does."""
        await self.client.start_io(*command, env=env)  # pyright: ignore[reportUnknownMemberType]
        folders = [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in self.folders]
        result = await _in_time(
            self.client.initialize_session(
                types.InitializeParams(
                    capabilities=offered,
                    initialization_options=initialization_options,
                    root_uri=folders[0].uri if folders else None,
                    workspace_folders=folders or None,
                )
            )
        )
        self.server = result.capabilities
        self.encoding = self.server.position_encoding or types.PositionEncodingKind.Utf16

    async def stop(self) -> None:
        """Say goodbye, and end a server that does not go; `session` does."""
        process = self.client._server  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - not offered
        assert process is not None
        try:
            if process.returncode is None:
                await _in_time(self.client.shutdown_session())
        finally:
            if process.returncode is None:
                process.kill()
            await self.client.stop()  # type: ignore[no-untyped-call]
            self.exit_code = process.returncode

    async def open(self, file: Path | str, text: str | None = None) -> Document:
        """Open a file, with what is on disk or with `text`; a string is below the first folder."""
        path = file if isinstance(file, Path) else self.folders[0] / file
        return self._open(path.as_uri(), _read(path) if text is None else text)

    def text(self, file: Path | str) -> str:
        """Return a file as the user sees it: the open text, else what is on disk."""
        path = file if isinstance(file, Path) else self.folders[0] / file
        document = self.documents.get(path.as_uri())
        return _read(path) if document is None else document.text

    async def apply(self, change: types.CodeAction | types.WorkspaceEdit) -> None:
        """Take an action or an edit; an action that holds neither edit nor command is resolved."""
        if isinstance(change, types.WorkspaceEdit):
            self._edit(change)
            return
        if change.edit is None and change.command is None:
            change = await _in_time(self.client.code_action_resolve_async(change))
        if change.edit is not None:
            self._edit(change.edit)
        if change.command is not None:
            await self.execute(change.command.command, *(change.command.arguments or ()))

    async def execute(self, command: str, *arguments: object) -> Any:  # noqa: ANN401 - any JSON
        """Run a command of the server's and return its answer as plain data."""
        params = types.ExecuteCommandParams(command, list(arguments))
        return plain(await _in_time(self.client.workspace_execute_command_async(params)))

    def configure(self, settings: Mapping[str, Any] | None) -> None:
        """Change the section `partywall`, as a user does while the server runs."""
        self.client.set_configuration({"partywall": settings})
        self.client.workspace_did_change_configuration(
            types.DidChangeConfigurationParams({"partywall": settings})
        )

    def changed_on_disk(self, *files: Path) -> None:
        """Tell the server what a client that watches files would; what is gone is deleted."""
        kinds = types.FileChangeType
        self.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams(
                [
                    types.FileEvent(file.as_uri(), kinds.Changed if file.exists() else kinds.Deleted)
                    for file in files
                ]
            )
        )

    async def published_for(
        self, file: Path | str, expected: Callable[[Found], bool] = lambda _: True
    ) -> Found:
        """Wait for a publication of a file, open or not, that is as expected."""
        path = file if isinstance(file, Path) else self.folders[0] / file

        def found() -> Found | None:
            params = self.published.get(path.as_uri())
            diagnostics = None if params is None else list(params.diagnostics)
            return diagnostics if diagnostics is not None and expected(diagnostics) else None

        return await self.until(found, f"diagnostics of {path.name}")

    async def until(self, condition: Callable[[], T | None], what: str) -> T:
        """Wait until `condition` gives something; it is asked again whenever a message came."""
        deadline = asyncio.get_running_loop().time() + TIMEOUT
        while (value := condition()) is None or value is False:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or self.client.stopped:
                state = "the server ended" if self.client.stopped else f"{TIMEOUT} s went by"
                raise AssertionError(f"waiting for {what}, {state}; {self._told()}")
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), min(left, 0.5))
            except TimeoutError:
                continue
        return value

    # ----------------------------------------------------------------- called by the handlers

    def heard(self) -> None:
        """Wake up who waits."""
        self._news.set()

    def asked_to_apply(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        self.edits_asked.append(params)
        if self.declines_edits:
            return types.ApplyWorkspaceEditResult(applied=False, failure_reason="declined")
        try:
            self._edit(params.edit)
        except AssertionError as problem:
            return types.ApplyWorkspaceEditResult(applied=False, failure_reason=str(problem))
        return types.ApplyWorkspaceEditResult(applied=True)

    # ---------------------------------------------------------------------------------- texts

    def _open(self, uri: str, text: str) -> Document:
        document = self.documents[uri] = Document(self, uri, text)
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "prisma", document.version, text))
        )
        return document

    def _edit(self, edit: types.WorkspaceEdit) -> None:
        """Apply an edit as editors do: to open texts; what is not open is opened for it."""
        for change in document_changes(edit):
            match change:
                case types.TextDocumentEdit():
                    uri = change.text_document.uri
                    document = self.documents.get(uri) or self._open(uri, _read(path_of(uri)))
                    expected = change.text_document.version
                    if expected not in (None, document.version):
                        problem = f"made for version {expected}, the text has {document.version}"
                        raise AssertionError(problem)
                    document.apply(change.edits)
                case types.CreateFile():
                    # The file stays empty until the user saves.
                    path_of(change.uri).touch()
                case _:
                    raise AssertionError(f"{type(change).__name__} is not expected of this server")

    def _told(self) -> str:
        messages = [params.message for params in self.client.messages]
        messages += [params.message for params in self.client.log_messages]
        return f"the server said {messages}"


class Document:
    """An open text, and what can be asked about it."""

    def __init__(self, editor: Editor, uri: str, text: str) -> None:
        self.editor = editor
        self.uri = uri
        self.text = text
        self.version = 1
        self._known: Found = []
        """What was last reported to who asked."""
        self._published_before = editor.publications[uri]

    # -------------------------------------------------------------------------------- changes

    def replace(self, old: str, new: str) -> None:
        """Replace what stands once in the text."""
        assert self.text.count(old) == 1, f"{old!r} stands {self.text.count(old)} times"
        start = self.text.index(old)
        self.edit((start, start + len(old), new))

    def edit(self, *changes: tuple[int, int, str]) -> None:
        """Make changes, (start, end, new text) in code points, one after the other."""
        events: list[types.TextDocumentContentChangeEvent] = []
        for start, end, new in changes:
            place = types.Range(self.position(start), self.position(end))
            events.append(types.TextDocumentContentChangePartial(text=new, range=place))
            self.text = self.text[:start] + new + self.text[end:]
        self._changed(events)

    def set_text(self, text: str) -> None:
        """Replace everything in a change without a range, as some clients do."""
        self.text = text
        self._changed([types.TextDocumentContentChangeWholeDocument(text)])

    def apply(
        self,
        edits: Sequence[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit],
    ) -> None:
        """Apply edits that all speak of the text as it is, from the last to the first."""
        encoding = self.editor.encoding
        after = apply_edits(self.text, edits, encoding)
        places = [
            (offset_at(self.text, edit.range.start, encoding), number, edit)
            for number, edit in enumerate(edits)
        ]
        for _, _, edit in sorted(places, reverse=True, key=lambda place: place[:2]):
            assert not isinstance(edit, types.SnippetTextEdit)
            start = offset_at(self.text, edit.range.start, encoding)
            end = offset_at(self.text, edit.range.end, encoding)
            self.edit((start, end, edit.new_text))
        assert self.text == after

    def save(self) -> None:
        """Write the text to disk and say so."""
        path_of(self.uri).write_bytes(self.text.encode())
        self.editor.client.text_document_did_save(types.DidSaveTextDocumentParams(self.identifier))

    def close(self) -> None:
        """Close the text; what was not saved is lost."""
        del self.editor.documents[self.uri]
        self.editor.client.text_document_did_close(types.DidCloseTextDocumentParams(self.identifier))

    # ------------------------------------------------------------------------------- questions

    async def diagnostics(self, expected: Callable[[Found], bool] = lambda _: True) -> Found:
        """Return what is reported for the text as it is now, once that is as expected.

        Without `expected`, the first answer for this version of the text.
        """
        if self.editor.server.diagnostic_provider is not None:
            return await self._pulled(expected)

        def found() -> Found | None:
            params = self.editor.published.get(self.uri)
            if params is None or not self._is_current(params):
                return None
            self._known = list(params.diagnostics)
            return self._known if expected(self._known) else None

        return await self.editor.until(found, f"diagnostics of {path_of(self.uri).name}")

    async def code_actions(self, where: types.Range | str, only: str | None = None) -> list[types.CodeAction]:
        """Return the actions that are offered at a range, or at a text that stands there once."""
        place = self._range(where)
        context = types.CodeActionContext(
            diagnostics=[found for found in self._known if _touch(found.range, place)],
            only=None if only is None else [only],
            trigger_kind=types.CodeActionTriggerKind.Invoked,
        )
        answer = await _in_time(
            self.editor.client.text_document_code_action_async(
                types.CodeActionParams(self.identifier, place, context)
            )
        )
        return [action for action in answer or [] if isinstance(action, types.CodeAction)]

    async def code_lenses(self) -> list[tuple[str, types.Command]]:
        """Return what each code lens stands above, and its command."""
        params = types.CodeLensParams(self.identifier)
        answer = await _in_time(self.editor.client.text_document_code_lens_async(params))
        return [(self.slice(each.range), each.command) for each in answer or () if each.command]

    async def inlay_hints(self, where: types.Range) -> list[types.InlayHint]:
        """Return the inlay hints of a range."""
        params = types.InlayHintParams(self.identifier, where)
        answer = await _in_time(self.editor.client.text_document_inlay_hint_async(params))
        return list(answer or ())

    async def hover(self, where: types.Range | str) -> str | None:
        """Return the Markdown that is shown for a place, or None."""
        answer = await _in_time(
            self.editor.client.text_document_hover_async(
                types.HoverParams(self.identifier, self._range(where).start)
            )
        )
        if answer is None:
            return None
        assert isinstance(answer.contents, types.MarkupContent)
        return answer.contents.value

    @property
    def identifier(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri)

    def position(self, offset: int) -> types.Position:
        return position_at(self.text, offset, self.editor.encoding)

    def slice(self, place: types.Range) -> str:
        """Return what a range covers."""
        return text_in(self.text, place, self.editor.encoding)

    def _range(self, where: types.Range | str) -> types.Range:
        return range_of(self.text, where, self.editor.encoding) if isinstance(where, str) else where

    def _is_current(self, params: types.PublishDiagnosticsParams) -> bool:
        if params.version is not None:
            return params.version == self.version
        return self.editor.publications[self.uri] > self._published_before

    async def _pulled(self, expected: Callable[[Found], bool]) -> Found:
        params = types.DocumentDiagnosticParams(self.identifier)
        deadline = asyncio.get_running_loop().time() + TIMEOUT
        while asyncio.get_running_loop().time() < deadline:
            try:
                answer = await _in_time(self.editor.client.text_document_diagnostic_async(params))
            except JsonRpcException as error:
                if error.code not in _ASK_AGAIN:
                    raise
                continue
            assert isinstance(answer, types.RelatedFullDocumentDiagnosticReport)
            self._known = list(answer.items)
            if expected(self._known):
                return self._known
            await asyncio.sleep(0.05)
        raise AssertionError(f"no such diagnostics of {path_of(self.uri).name} in {TIMEOUT} s")

    def _changed(self, events: list[types.TextDocumentContentChangeEvent]) -> None:
        self.version += 1
        self._published_before = self.editor.publications[self.uri]
        self.editor.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version), events
            )
        )


_ASK_AGAIN = (types.LSPErrorCodes.ContentModified, types.LSPErrorCodes.ServerCancelled)


async def _in_time(answer: Awaitable[T]) -> T:
    return await asyncio.wait_for(answer, TIMEOUT)


def _touch(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _read(path: Path) -> str:
    return path.read_bytes().decode()
