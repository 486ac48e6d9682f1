"""Names for new fields, in the style of those that are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

BackStyle = Literal["camels", "model", "camel", "snakes", "models"]
"""How a schema calls the list on the other side of a relation from `AuditLog`: `auditLogs`,
`AuditLog`, `auditLog`, `audit_logs` or `AuditLogs`."""

BACK_STYLES: tuple[BackStyle, ...] = ("camels", "model", "camel", "snakes", "models")


def back_name(model: str, style: BackStyle) -> str:
    """The name of a list of a model's rows."""
    match style:
        case "camels":
            return plural(camel(model))
        case "camel":
            return camel(model)
        case "snakes":
            return plural(snake(model))
        case "models":
            return plural(model)
        case "model":
            return model


def camel(name: str) -> str:
    """`AuditLog`, `audit_log` and `AUDITLog` as `auditLog`."""
    first, *rest = _parts(name)
    return first.lower() + "".join(part[:1].upper() + part[1:] for part in rest)


def snake(name: str) -> str:
    """`auditLogId` as `audit_log_id`."""
    return "_".join(part.lower() for part in _parts(name))


def pascal(name: str) -> str:
    """`audit_log` as `AuditLog`."""
    return "".join(part[:1].upper() + part[1:] for part in _parts(name))


def plural(name: str) -> str:
    """The English plural; a name that is one already stays."""
    lower = name.lower()
    if lower.endswith(("ss", "x", "z", "ch", "sh", "us")):
        return f"{name}es"
    if lower.endswith("s") or lower.endswith(_SAME):
        return name
    if re.search(r"[^aeiou]y$", lower):
        return f"{name[:-1]}ies"
    return f"{name}s"


def free_name(taken: Collection[str], *names: str) -> str:
    """The first of these names that is not taken; else the first one with a number."""
    numbered = (*names, *numbered_names(names[0], up_to=len(taken) + 2))
    return next(name for name in numbered if name not in taken)


def numbered_names(name: str, up_to: int = 100) -> Iterator[str]:
    """A name, then the same with 2, 3 and so on."""
    yield name
    for number in range(2, up_to + 1):
        yield f"{name}{number}"


_SAME = ("data", "media", "metadata", "info", "children", "people", "staff")


# `APIToken2` is API, Token2; a word in letters of another script stays whole.
_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+|[^\W_]+")


def _parts(name: str) -> list[str]:
    return _WORD.findall(name) or [name]
