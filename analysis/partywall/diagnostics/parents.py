"""The parents of a row that has no tenant key of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partywall.diagnostics.rule import ModelNeighbour, ModelView
    from partywall.schema.model import Relation


def parents_of_tenants(view: ModelView) -> tuple[Relation, ...]:
    """The relations by which a row without a tenant key belongs to several rows of tenants.

    Empty where one parent alone, or none that is required, says whose the row is: of that speaks
    `missing-tenant-key`. What belongs to a tenant by this very row is no parent of it.
    """
    if view.verdict.keys or not view.verdict.is_scoped:
        return ()
    found = tuple(each for each in view.relations if each.fields and _is_parent(each, view))
    is_certain = any(each.is_required for each in found)
    return found if is_certain and len({each.fields for each in found}) > 1 else ()


def _is_parent(relation: Relation, view: ModelView) -> bool:
    target = view.neighbour(relation.target)
    return (
        target is not None
        and not relation.is_self
        and target.verdict.is_scoped
        and view.name not in target.verdict.path_models
        and not _is_held_by_its_parent(target)
    )


def _is_held_by_its_parent(target: ModelNeighbour) -> bool:
    """Whether a row has no foreign key to its tenant: it belongs to whoever refers to it."""
    first = next(iter(target.verdict.path), "")
    field = target.model.relation_fields.get(first)
    return field is not None and (field.relation is None or field.relation.fields is None)
