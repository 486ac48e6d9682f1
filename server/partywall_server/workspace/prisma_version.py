"""Which version of Prisma a project asks for in its `package.json`; nothing installed is looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from partywall_server.workspace.schemas import SchemaSet
from partywall_server.workspace.text_file import Unreadable, read_text

_PLACES = ("dependencies", "devDependencies", "peerDependencies")
_NAMES = ("prisma", "@prisma/client")
_NOT_A_RANGE = ("workspace:", "catalog:", "file:", "link:", "git", "http")


def prisma_version(schema: SchemaSet) -> str | None:
    """The range in the nearest `package.json` with Prisma in it; the command goes before the client."""
    for folder in (schema.root, *schema.root.parents):
        file = read_text(folder / "package.json")
        if not isinstance(file, Unreadable) and (found := _range(file.text)):
            return found
        if folder == schema.project:
            break
    return None


def _range(text: str) -> str | None:
    try:
        package: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    for name in _NAMES:
        for place in _PLACES:
            found = _mapping(_mapping(package).get(place)).get(name)
            if isinstance(found, str) and found and not found.startswith(_NOT_A_RANGE):
                return found
    return None


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}
