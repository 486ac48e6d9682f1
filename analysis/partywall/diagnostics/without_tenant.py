"""Rows without a tenant: whether a key allows them, and what in the model explains that it does."""

from __future__ import annotations

from partywall.diagnostics.rule import ModelView
from partywall.schema.model import SCALAR_TYPES, Relation
from partywall.schema.shape import FieldShape
from partywall.tenancy.verdict import TenantKey
from partywall.tenancy.words import AUTH_WORDS, LOG_WORDS, USER_WORDS, stem, words

_LOG_WORDS = LOG_WORDS | {"event", "activity", "trace", "analytics", "stat", "notification", "job", "request"}
_CATALOGUE_WORDS = frozenset(
    {"role", "permission", "template", "category", "type", "policy", "plan", "price", "tag"}
    | {"provider", "integration", "app", "oauth", "feature", "flag", "setting", "config"}
    | {"preset", "catalog", "catalogue", "tier", "theme", "locale", "language", "translation", "domain"}
)
_TELLING_WORDS = frozenset(
    {"scope", "audience", "visibility", "global", "system", "builtin", "public", "shared"}
)
_TELLING_KINDS = frozenset({"source", "origin", "ownership", "owner"})
"""Words that tell rows apart where there are few values, which a free text has not: a lead's source."""


def may_be_null(key: TenantKey, model: ModelView) -> bool:
    """Whether the column is optional; the relation field on it may say otherwise."""
    shape = model.model.scalar_fields.get(key.field)
    return shape is not None and shape.arity == "optional"


def explained(model: ModelView) -> str | None:
    """What in the model explains rows without a tenant; None where nothing does."""
    return _explained_by_others(model) or _explained_by_columns(model) or _explained_by_name(model)


def _explained_by_others(model: ModelView) -> str | None:
    """Another key, or a parent, has a tenant."""
    keys = model.verdict.keys
    required = next((key.field for key in keys if not may_be_null(key, model)), None)
    if required:
        return f"`{required}` still says whose the row is"
    if len({key.root for key in keys}) > 1:
        return "the row belongs to one of several levels"
    if len(keys) > 1:
        return f"one of {', '.join(f'`{key.field}`' for key in keys)} may say whose the row is"
    parent = next((each for each in model.relations if says_whose(each, model)), None)
    if parent and parent.forward:
        return f"`{parent.forward.field}` still says whose the row is"
    return None


def _explained_by_columns(model: ModelView) -> str | None:
    """It is a user, or belongs to one; or there are kinds of rows."""
    name, shapes = words(model.name), model.model.scalar_fields.values()
    if name and name[-1] in USER_WORDS:
        return "a user may have no tenant yet"
    if any(map(_is_of_user, shapes)):
        return "the row belongs to a user"
    telling = next((each for each in shapes if _is_telling(each, model)), None)
    return f"`{telling.name}` may tell such rows apart" if telling else None


def _explained_by_name(model: ModelView) -> str | None:
    name = set(words(model.name))
    if AUTH_WORDS & name:
        return "people sign in before a tenant is known"
    if _LOG_WORDS & name:
        return "a log may hold rows of no tenant"
    if _CATALOGUE_WORDS & name:
        return "null may stand for built-in rows"
    return None


def says_whose(relation: Relation, model: ModelView) -> bool:
    """Whether a relation leads each row to one that belongs to a tenant for certain."""
    target = model.neighbour(relation.target)
    if relation.forward is None or not relation.is_required or target is None:
        return False
    keys = target.verdict.keys
    return target.verdict.is_scoped and not (keys and all(key.is_nullable for key in keys))


def names_user(field: str) -> bool:
    """Whether a column names the user whose row it is, rather than who made or changed it."""
    return (stem(field) or ("",)) in {("user",), ("owner",), ("owner", "user")}


def _is_of_user(shape: FieldShape) -> bool:
    """Whether the row is a user's own; an owner that need not be there is whoever looks after it."""
    return names_user(shape.name) and (stem(shape.name) == ("user",) or shape.arity == "required")


def _is_telling(shape: FieldShape, model: ModelView) -> bool:
    said = set(words(shape.name))
    is_enum = shape.type_name not in SCALAR_TYPES
    is_kind = is_enum or shape.type_name == "Boolean" or model.body.default(shape.name) is not None
    return bool(_TELLING_WORDS & said) or (is_kind and bool(_TELLING_KINDS & said))
