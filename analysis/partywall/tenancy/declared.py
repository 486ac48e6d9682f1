"""What the user says about the tenancy. It overrules the inference.

The nearer word overrules the other: a directive on a model, one for its file, then the settings.
"""

from __future__ import annotations

from partywall.config import TenancySettings
from partywall.schema.model import Model, Schema
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Declared:
    """`roots` None: to be inferred; empty: there are no tenants. `keys` None: to be inferred.

    `marked` are the models that a directive makes roots; they need not be all roots.
    """

    roots: tuple[str, ...] | None
    marked: tuple[str, ...]
    keys: frozenset[str] | None
    shared: frozenset[str]


def declared(schema: Schema, settings: TenancySettings) -> Declared:
    """What is declared, as far as it speaks of models that exist."""
    shared_files = {path for path, each in schema.file_directives if each.verb == "shared"}
    speaking = {name: model for name, model in schema.models.items() if model.interface.directives}
    marked = {name for name, model in speaking.items() if says(model, "root")}
    shared = {name for name, model in speaking.items() if says(model, "shared")}
    shared |= {name for name in settings.shared if name in schema.models}
    if shared_files:
        shared |= {name for name, model in schema.models.items() if model.file in shared_files}
    shared -= marked
    return Declared(
        roots=_roots(schema, settings, shared),
        marked=tuple(sorted(marked)),
        keys=frozenset(settings.keys) if settings.keys is not None else None,
        shared=frozenset(shared),
    )


def says(model: Model, verb: str) -> bool:
    """Whether a directive governs the model itself."""
    return any(each.target is None and each.verb == verb for each in model.directives)


def _roots(schema: Schema, settings: TenancySettings, shared: set[str]) -> tuple[str, ...] | None:
    if settings.roots is None or not settings.roots:
        return settings.roots
    present = tuple(
        name for name in dict.fromkeys(settings.roots) if name in schema.models and name not in shared
    )
    # Only names that do not exist (yet): a slip of the pen must not silence everything.
    return present or None
