"""What the pretended editors say of themselves, and how they listen to a server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import unquote, urlsplit

from lsprotocol import converters, types
from pygls.protocol import default_converter
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, LanguageClient, register_lsp_features

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cattrs import Converter

    from support.lsp import Editor

Profile = Literal["visual-studio-code", "neovim"]

PROFILES: tuple[Profile, ...] = ("visual-studio-code", "neovim")


def capabilities(profile: Profile) -> types.ClientCapabilities:
    """Return what a client says of itself; both were asked, not guessed.

    `visual-studio-code` is vscode-languageclient 11: utf-16 alone, pulls diagnostics where it can.
    `neovim` is Neovim 0.11.4: utf-8 first, watches no files on Linux.
    """
    path = Path(__file__).parent / "capabilities" / f"{profile}.json"
    return converters.get_converter().structure(
        json.loads(path.read_text(encoding="utf-8")), types.ClientCapabilities
    )


def make_client(editor: Editor) -> LanguageClient:
    """Make pytest-lsp's client, which checks answers against the capabilities.

    What the server sends is handed to the editor.
    """

    def publish(params: types.PublishDiagnosticsParams) -> None:
        editor.published[params.uri] = params
        editor.publications[params.uri] += 1
        editor.heard()

    def apply_edit(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        result = editor.asked_to_apply(params)
        editor.heard()
        return result

    def register(params: types.RegistrationParams) -> None:
        editor.registrations |= {entry.id: entry for entry in params.registrations}
        editor.heard()

    def unregister(params: types.UnregistrationParams) -> None:
        for entry in params.unregisterations:
            editor.registrations.pop(entry.id)
        editor.heard()

    def ask(params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
        editor.questions.append(params)
        editor.heard()
        buttons = [button for button in params.actions or () if button.title == editor.choice]
        return buttons[0] if buttons else None

    def refresh(what: str) -> Callable[[None], None]:
        def heard(_: None) -> None:
            editor.refreshes[what] += 1
            editor.heard()

        return heard

    client = LanguageClient(converter_factory=_converter)
    own = {
        types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: publish,
        types.WORKSPACE_APPLY_EDIT: apply_edit,
        types.CLIENT_REGISTER_CAPABILITY: register,
        types.CLIENT_UNREGISTER_CAPABILITY: unregister,
        types.WINDOW_SHOW_MESSAGE_REQUEST: ask,
        types.WORKSPACE_CODE_LENS_REFRESH: refresh("lenses"),
        types.WORKSPACE_INLAY_HINT_REFRESH: refresh("hints"),
    }
    register_lsp_features(client, DEFAULT_CLIENT_FEATURES | own)
    return client


def _converter() -> Converter:
    """Pygls' own, but for actions with a command, which lsprotocol 2025.0 takes for commands."""
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]

    def action(value: Mapping[str, Any], _: type) -> types.Command | types.CodeAction:
        if isinstance(value.get("command"), str):
            return converter.structure(dict(value), types.Command)
        return converter.structure(dict(value), types.CodeAction)

    converter.register_structure_hook(types.Command | types.CodeAction, action)
    return converter


def path_of(uri: str) -> Path:
    """Return the file that an address names."""
    return Path(unquote(urlsplit(uri).path))


def plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON as dictionaries and lists; pygls makes named tuples of its objects."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {name: plain(item) for name, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in cast("list[Any]", value)]
    return value
