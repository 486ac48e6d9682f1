"""What a command was called with: one JSON object, of which any field may be missing or absurd."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pygls.exceptions import JsonRpcInvalidParams

from partywall_server.lsp.convert import path_of

if TYPE_CHECKING:
    from partywall_server.lsp.app import Server


def path_in(ls: Server, argument: Mapping[str, object]) -> str:
    """The file that a command is for: the one it names, else the only one that is open."""
    uri = argument.get("uri")
    if isinstance(uri, str) and uri:
        return path_of(uri)
    if len(ls.session.documents) == 1:
        return next(iter(ls.session.documents))
    raise JsonRpcInvalidParams("which schema? `uri` is missing")


def text_in(argument: Mapping[str, object], name: str) -> str:
    """A text that a command cannot do without."""
    value = argument.get(name)
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise JsonRpcInvalidParams(f"`{name}` is missing")
