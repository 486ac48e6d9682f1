"""What the client can do, read from the capabilities as they came.

They are not made into lsprotocol's hundred classes: that takes 60 ms of the start, and one odd value
would refuse the whole client.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from partywall.values import dataclass

_UNNECESSARY = 1  # `DiagnosticTag.Unnecessary`


@dataclass(frozen=True, slots=True)
class Abilities:
    """What is asked of a client before it is relied upon; absent is no, as the protocol has it."""

    configuration: bool = False
    """Answers `workspace/configuration`."""
    configuration_registration: bool = False
    """Wants to be told that `workspace/didChangeConfiguration` is listened to."""
    document_changes: bool = False
    """Takes edits of certain versions of texts."""
    change_annotations: bool = False
    """Shows what an edit is for, and asks where that is wanted."""
    edit_metadata: bool = False
    """Knows that an edit is a refactoring (LSP 3.18), and saves what it touched."""
    apply_edit: bool = False
    watched_files: bool = False
    """Watches files for us."""
    progress: bool = False
    """Shows progress that we begin."""
    show_document: bool = False
    markdown_hover: bool = False
    action_literals: bool = False
    """Takes code actions, not commands alone."""
    action_resolve: bool = False
    """Asks for the edit of a code action when it is chosen."""
    action_annotations: bool = False
    """Heeds annotations in the edit of a code action."""
    related_information: bool = False
    code_description: bool = False
    diagnostic_data: bool = False
    code_lens_refresh: bool = False
    """Asks for code lenses again when told to."""
    inlay_hint_refresh: bool = False
    unnecessary_tag: bool = False
    """Fades out what a diagnostic says is unnecessary."""


def abilities(capabilities: object) -> Abilities:
    """Read `ClientCapabilities`; what is not of its type is taken as absent."""
    return Abilities(
        configuration=_yes(capabilities, "workspace", "configuration"),
        configuration_registration=_yes(
            capabilities, "workspace", "didChangeConfiguration", "dynamicRegistration"
        ),
        document_changes=_yes(capabilities, "workspace", "workspaceEdit", "documentChanges"),
        change_annotations=_has(capabilities, "workspace", "workspaceEdit", "changeAnnotationSupport"),
        edit_metadata=_yes(capabilities, "workspace", "workspaceEdit", "metadataSupport"),
        apply_edit=_yes(capabilities, "workspace", "applyEdit"),
        watched_files=_yes(capabilities, "workspace", "didChangeWatchedFiles", "dynamicRegistration"),
        progress=_yes(capabilities, "window", "workDoneProgress"),
        show_document=_yes(capabilities, "window", "showDocument", "support"),
        markdown_hover="markdown" in _items(capabilities, "textDocument", "hover", "contentFormat"),
        action_literals=_has(capabilities, "textDocument", "codeAction", "codeActionLiteralSupport"),
        action_resolve="edit"
        in _items(capabilities, "textDocument", "codeAction", "resolveSupport", "properties"),
        action_annotations=_yes(capabilities, "textDocument", "codeAction", "honorsChangeAnnotations"),
        related_information=_yes(capabilities, "textDocument", "publishDiagnostics", "relatedInformation"),
        code_description=_yes(capabilities, "textDocument", "publishDiagnostics", "codeDescriptionSupport"),
        diagnostic_data=_yes(capabilities, "textDocument", "publishDiagnostics", "dataSupport"),
        code_lens_refresh=_yes(capabilities, "workspace", "codeLens", "refreshSupport"),
        inlay_hint_refresh=_yes(capabilities, "workspace", "inlayHint", "refreshSupport"),
        unnecessary_tag=_UNNECESSARY
        in _items(capabilities, "textDocument", "publishDiagnostics", "tagSupport", "valueSet"),
    )


def position_encodings(capabilities: object) -> list[str]:
    """The units of columns that the client offers, in its order."""
    found = _items(capabilities, "general", "positionEncodings")
    return [each for each in found if isinstance(each, str)]


def as_mapping(value: object) -> Mapping[str, Any]:
    """What should be a JSON object; an empty one if it is not."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _at(value: object, *names: str) -> object:
    for name in names:
        value = as_mapping(value).get(name)
    return value


def _yes(value: object, *names: str) -> bool:
    return _at(value, *names) is True


def _has(value: object, *names: str) -> bool:
    return isinstance(_at(value, *names), Mapping)


def _items(value: object, *names: str) -> list[object]:
    found = _at(value, *names)
    return cast("list[object]", found) if isinstance(found, list) else []
