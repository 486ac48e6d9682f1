"""How a schema is already built, read once for all rules."""

from __future__ import annotations

from partywall.diagnostics.rule import Habits
from partywall.schema.model import Schema
from partywall.tenancy.verdict import Tenancy


def habits(schema: Schema, tenancy: Tenancy) -> Habits:
    """The habits of a schema; equal habits are equal values, whatever else changed."""
    return Habits(uses_composite_tenant_keys=_uses_composite_tenant_keys(schema, tenancy))


def _uses_composite_tenant_keys(schema: Schema, tenancy: Tenancy) -> bool:
    for relation in schema.relations:
        owner, target = tenancy.verdicts.get(relation.model), tenancy.verdicts.get(relation.target)
        if len(relation.fields) < 2 or owner is None or target is None:  # noqa: PLR2004  (composite)
            continue
        names = {key.field for key in owner.keys}
        if target.ownership != "root" and names & set(relation.fields):
            return True
    return False
