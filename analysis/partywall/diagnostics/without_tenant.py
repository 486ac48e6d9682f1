"""Rows without a tenant: whether a key allows them, and what in the model explains that it does."""

from __future__ import annotations

from partywall.diagnostics.rule import ModelView
from partywall.schema.model import Relation
from partywall.tenancy.verdict import TenantKey
from partywall.tenancy.words import AUTH_WORDS, LOG_WORDS, USER_WORDS, stem, words

_LOG_WORDS = LOG_WORDS | {"event", "activity", "trace", "analytics", "stat", "notification", "job", "request"}
_CATALOGUE_WORDS = frozenset(
    {"role", "permission", "template", "category", "type", "policy", "plan", "price", "tag"}
    | {"provider", "integration", "app", "oauth", "feature", "flag", "setting", "config"}
    | {"preset", "catalog", "catalogue", "tier", "theme", "locale", "language", "translation", "domain"}
)
_TELLING_WORDS = frozenset(
    {"scope", "audience", "visibility", "source", "global", "system", "builtin", "public", "shared"}
    | {"origin", "ownership", "owner"}
)


def may_be_null(key: TenantKey, model: ModelView) -> bool:
    """Whether the column is optional; the relation field on it may say otherwise."""
    shape = model.model.scalar_fields.get(key.field)
    return shape is not None and shape.arity == "optional"


def explained(model: ModelView) -> str | None:
    """What in the model explains rows without a tenant; None where nothing does."""
    keys = model.verdict.keys
    required = next((key.field for key in keys if not may_be_null(key, model)), None)
    if required:
        return f"`{required}` still says whose the row is"
    if len({key.root for key in keys}) > 1:
        return "the row belongs to one of several levels"
    parent = next(filter(None, (_parent(each, model) for each in model.relations)), None)
    if parent:
        return f"`{parent}` still says whose the row is"
    name = words(model.name)
    if name and name[-1] in USER_WORDS:
        return "a user may have no tenant yet"
    if any(names_user(field) for field in model.model.scalar_fields):
        return "the row belongs to a user"
    telling = next(filter(_is_telling, model.model.scalar_fields), None)
    if telling:
        return f"`{telling}` may tell such rows apart"
    if AUTH_WORDS & set(name):
        return "people sign in before a tenant is known"
    if _LOG_WORDS & set(name):
        return "a log may hold rows of no tenant"
    if _CATALOGUE_WORDS & set(name):
        return "null may stand for built-in rows"
    return None


def _parent(relation: Relation, model: ModelView) -> str | None:
    """The required relation to a row that belongs to a tenant for certain."""
    target = model.neighbour(relation.target)
    if relation.forward is None or not relation.is_required or target is None:
        return None
    keys = target.verdict.keys
    is_certain = target.verdict.is_scoped and not (keys and all(key.is_nullable for key in keys))
    return relation.forward.field if is_certain else None


def names_user(field: str) -> bool:
    """Whether a column names the user whose row it is, rather than who made or changed it."""
    return (stem(field) or ("",)) in {("user",), ("owner",), ("owner", "user")}


def _is_telling(field: str) -> bool:
    return bool(_TELLING_WORDS & set(words(field)))
