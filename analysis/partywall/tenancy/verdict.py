"""Whose data a model is: the words of the tenancy, defined once.

*Root*: a model whose rows are tenants, at any level (organization, project). *Key*: a column that
names a tenant. *Owned*: has a key. *Through*: belongs to a tenant by a required path of relations.
*Membership*: ties users (or two owned models) together, pure link tables included. *Shared*: belongs
to no tenant, on purpose. *Unknown*: nothing certain can be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from partywall.values import dataclass

Ownership = Literal["root", "owned", "through", "membership", "shared", "unknown"]
Confidence = Literal["declared", "certain", "likely", "possible"]


@dataclass(frozen=True, slots=True)
class TenantKey:
    """A field that names a tenant. `relation` is its relation field to the root, None without one."""

    field: str
    root: str | None
    relation: str | None
    is_nullable: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose data one model is.

    `root` is the root whose tenants own the rows (for a root itself: its own name), None where the
    tenants live outside the schema. `key` is the chosen one of `keys`, which come most specific level
    first. `path` are the relation fields that lead from a `through` model, one after the other, to a
    model that is owned, or to the root; `path_models` the models it passes, the last one included. Where
    there is no relation, a hop is named by its column.
    Evidence is not in here: its counts change with every model (see `tenancy.evidence`).
    """

    ownership: Ownership
    root: str | None = None
    key: str | None = None
    keys: tuple[TenantKey, ...] = ()
    path: tuple[str, ...] = ()
    path_models: tuple[str, ...] = ()
    confidence: Confidence = "likely"

    def __hash__(self) -> int:
        """By what tells most verdicts apart: verdicts are keys of memos, a thousand at each keystroke."""
        return hash((self.ownership, self.root, self.key, self.path))

    @property
    def is_scoped(self) -> bool:
        """Whether its rows belong to some tenant."""
        return self.ownership in {"owned", "through", "membership"}


@dataclass(frozen=True, slots=True)
class Root:
    """A tenant root.

    `keys` are the names of the columns that name its tenants, most used first; `parent` is the root one
    level above, if any.
    """

    model: str
    keys: tuple[str, ...]
    parent: str | None = None
    confidence: Confidence = "likely"


Doubt = Literal["rival", "weak", "nameless", "narrow", "keys"]


@dataclass(frozen=True, slots=True)
class Question:
    """What the inference cannot decide and the user can: whether rows of `model` are tenants.

    `doubt` is why. *Rival*: it and the primary root have nothing to do with each other, and either could
    be it. *Weak*: it is taken for the primary root on hardly enough evidence. *Nameless*: all but its name
    says so. *Narrow*: all but the small share of the data that belongs to it says so. *Keys*: `field` of
    `model` and of others is called like a tenant's key, and nothing says what it names.
    """

    doubt: Doubt
    model: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Loose:
    """A column that names a row of `target` by its name alone.

    `is_tied_elsewhere` tells whether another model has a column of that name with a relation there.
    """

    column: str
    target: str
    is_tied_elsewhere: bool


@dataclass(frozen=True, slots=True, eq=False)
class Tenancy:
    """Whose data everything is. `roots` have the primary one first; none means silence.

    `external_keys` are key names without a root model (the tenants live outside the schema).
    `confidence` is from 0 to 1. `questions` are worth asking, the weightiest first.
    `loose` are by model its columns without a relation that name another model's row; models without
    any are not there.
    """

    roots: tuple[Root, ...]
    external_keys: tuple[str, ...]
    verdicts: Mapping[str, Verdict]
    confidence: float
    questions: tuple[Question, ...] = ()
    loose: Mapping[str, tuple[Loose, ...]] = field(default_factory=dict[str, tuple[Loose, ...]])

    @property
    def is_known(self) -> bool:
        """Whether there is any tenancy to speak of."""
        return bool(self.roots or self.external_keys)

    def root(self, model: str) -> Root | None:
        """The root of that name."""
        return next((root for root in self.roots if root.model == model), None)
