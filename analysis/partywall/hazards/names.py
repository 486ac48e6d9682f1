"""Which hazards there are: every module beside this one, but for what finds them; none is imported."""

from __future__ import annotations

from functools import cache
from pkgutil import iter_modules

import partywall.hazards

_NO_HAZARDS = {"discovery", "names"}


@cache
def hazard_names() -> frozenset[str]:
    """The names of all hazards."""
    return frozenset(map(name_of, module_names()))


def module_names() -> list[str]:
    """The names of their modules, in order."""
    return sorted({each.name for each in iter_modules(partywall.hazards.__path__)} - _NO_HAZARDS)


def name_of(module_name: str) -> str:
    """The name of the hazard in a module."""
    return module_name.replace("_", "-")
