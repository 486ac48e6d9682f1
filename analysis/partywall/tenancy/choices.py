"""The answers that a user may give to "whose rows are tenants?", the likeliest first.

For an editor that writes one of them to `partywall.toml` (`[tenancy] roots = [...]` or `keys = [...]`).
Computed when somebody asks, as evidence is.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.config import TenancySettings
from partywall.schema.model import Schema
from partywall.tenancy.evidence import Reasons
from partywall.tenancy.roots import levels_below
from partywall.tenancy.survey import survey
from partywall.tenancy.verdict import Tenancy
from partywall.values import dataclass

_MOST = 5
"""A longer list is read by nobody."""


@dataclass(frozen=True, slots=True)
class TenancyChoice:
    """One answer: `roots` as the settings would have them, the primary one first, or `keys`.

    Both are None where the answer is that there are no tenants (`roots = []`). `reasons` are short
    sentences, the weightiest first.
    """

    roots: tuple[str, ...] | None
    keys: tuple[str, ...] | None
    reasons: tuple[str, ...]


def tenancy_choices(schema: Schema, tenancy: Tenancy) -> tuple[TenancyChoice, ...]:
    """What a user may say of the tenants of a schema; last, that there are none."""
    found = tuple(dict.fromkeys(_choices(schema, tenancy)))
    return (*found[:_MOST], TenancyChoice(None, None, ("no rows belong to tenants",)))


def _choices(schema: Schema, tenancy: Tenancy) -> Iterator[TenancyChoice]:
    reasons = Reasons(schema, tenancy)
    if tenancy.roots:
        names = tuple(root.model for root in tenancy.roots)
        yield TenancyChoice(names, None, reasons.of(names[0]))
    if tenancy.external_keys:
        yield TenancyChoice(None, tenancy.external_keys, ("they are on much of the data",))
    looked = survey(schema, TenancySettings())
    considered = looked.search.considered
    known = {each.model for each in considered}
    asked = [each.model for each in tenancy.questions if each.field is None and each.model in known]
    likely = [each.model for each in considered if each.name >= 0 and (each.people > 0 or each.name > 0)]
    primary = tenancy.roots[0].model if tenancy.roots else None
    for name in dict.fromkeys((*asked, *likely)):
        if name != primary:
            roots = levels_below(looked.scene, considered, name)
            yield TenancyChoice(roots, None, reasons.of_candidate(name))
    for each in tenancy.questions:
        if each.field:
            yield TenancyChoice(None, (each.field,), ("it is called like a tenant's key",))
