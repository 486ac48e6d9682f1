"""How a schema is already built, read once for all rules."""

from __future__ import annotations

from partywall.diagnostics.key_habits import deeper_roots, root_habits
from partywall.diagnostics.rule import Habits
from partywall.schema.model import Relation, Schema
from partywall.tenancy.verdict import Tenancy


def habits(schema: Schema, tenancy: Tenancy) -> Habits:
    """The habits of a schema; equal habits are equal values, whatever else changed."""
    return Habits(
        uses_composite_tenant_keys=_uses_composite_tenant_keys(schema, tenancy),
        belongs_by_optional_relations=_belongs_by_optional_relations(schema, tenancy),
        datasource=schema.datasource.name if schema.datasource else "db",
        roots=root_habits(schema, tenancy),
        deeper=deeper_roots(tenancy),
    )


def _uses_composite_tenant_keys(schema: Schema, tenancy: Tenancy) -> bool:
    return any(
        len(relation.fields) > 1 and _holds_tenants_together(relation, schema, tenancy)
        for relation in schema.relations
    )


def _holds_tenants_together(relation: Relation, schema: Schema, tenancy: Tenancy) -> bool:
    """Whether a composite foreign key carries the tenant key for consistency's sake.

    It does where it refers to the parent's whole primary key as well. One that refers to another unique,
    such as `[tenantId, slug]`, has the tenant in it because the parent cannot be named without.
    """
    owner, target = tenancy.verdicts.get(relation.model), tenancy.verdicts.get(relation.target)
    parent = schema.models.get(relation.target)
    if owner is None or target is None or parent is None or parent.primary_key is None:
        return False
    ours, theirs = ({key.field for key in each.keys} for each in (owner, target))
    carries = any(
        here in ours and there in theirs
        for here, there in zip(relation.fields, relation.references, strict=False)
    )
    is_by_primary_key = set(parent.primary_key.fields) <= set(relation.references)
    return target.ownership != "root" and carries and is_by_primary_key


_MANY = 5
_SHARE = 0.25
"""Guesses: from here on the authors mean it, and one more such model tells them nothing new."""


def _belongs_by_optional_relations(schema: Schema, tenancy: Tenancy) -> bool:
    steps = [
        relation.is_required
        for name, verdict in tenancy.verdicts.items()
        if verdict.ownership == "through"
        for relation in schema.relations_from(name)
        if relation.forward and verdict.path[:1] == (relation.forward.field,)
    ]
    optional = steps.count(False)
    return optional >= _MANY and optional >= _SHARE * len(steps)
