"""Changes that nobody complained about: what can be made of a model or a relation at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from partywall.diagnostics.consistency import tenant_consistent_relation_fix
from partywall.diagnostics.fix import Fix
from partywall.diagnostics.joining import explicit_join_fix
from partywall.diagnostics.scoping import tenant_scope_fix
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation, Schema


@dataclass(frozen=True, slots=True)
class Target:
    """What a refactoring is asked for: a model, or one of its relation fields.

    `root` is the tenant root to tie a model to, empty for the one that fits best.
    """

    model: str
    field: str = ""
    root: str = ""


@dataclass(frozen=True, slots=True)
class Refactoring:
    """`of_model` or `of_relation` makes the fix, or says why there is none."""

    title: str
    of_model: Callable[[ModelView, str | None], Fix | str] | None = None
    of_relation: Callable[[ModelView, Relation], Fix | str] | None = None


REFACTORINGS: Mapping[str, Refactoring] = {
    "tenant-scoped": Refactoring("Make this model tenant-scoped", tenant_scope_fix),
    "tenant-consistent": Refactoring(
        "Make this relation tenant-consistent", of_relation=tenant_consistent_relation_fix
    ),
    "explicit-join": Refactoring(
        "Turn this implicit many-to-many into an explicit join", of_relation=explicit_join_fix
    ),
}
"""All there are, by the names that outlive edits."""

ViewOf = Callable[[str], "ModelView | None"]


def refactored(name: str, target: Target, schema: Schema, view_of: ViewOf) -> Fix | str:
    """The fix that a refactoring comes to, or the reason why there is none."""
    wanted = REFACTORINGS[name]
    view = view_of(target.model)
    if view is None:
        return f"there is no model `{target.model}`"
    if wanted.of_model:
        return wanted.of_model(view, target.root or None)
    relation = schema.relation_of(target.model, target.field)
    # A relation is seen from the side that holds its foreign key, whichever side was pointed at.
    view = view_of(relation.model) if relation else None
    if relation is None or view is None or wanted.of_relation is None:
        return f"`{target.model}.{target.field}` is no relation field"
    return wanted.of_relation(view, relation)


def alternatives(name: str, target: Target, view_of: ViewOf) -> Iterator[Target]:
    """The same refactoring for each other root that a model can be tied to, where there are several."""
    view = view_of(target.model)
    if REFACTORINGS[name].of_model is None or view is None:
        return
    seen = {tenant_scope_fix(view)}
    for root in view.context.habits.roots:
        fix = tenant_scope_fix(view, root.root)
        if isinstance(fix, Fix) and fix not in seen:
            seen.add(fix)
            yield Target(target.model, target.field, root.root)


def possible(name: str, schema: Schema, view_of: ViewOf) -> Iterator[Target]:
    """The relations, each by the side met first, that a refactoring is possible for."""
    for relation in schema.relations:
        end = relation.forward or relation.back
        target = Target(end.model, end.field) if end else None
        if target and isinstance(refactored(name, target, schema, view_of), Fix):
            yield target
