"""When a row was made and changed: which models record it, and how this schema spells that.

Three sorts of models differ. A *link* ties two things together and is made and removed, hardly ever
changed. A *log* row is written once. Everything else is an *entity*, which is made and changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from partywall.schema.model import Model
from partywall.schema.shape import Body, FieldShape, NativeType
from partywall.syntax.printer import expression_text
from partywall.syntax.tree import BlockKind, Call
from partywall.tenancy.verdict import Tenancy, Verdict
from partywall.tenancy.words import words

Sort = Literal["entity", "link", "log"]

_LOG_WORDS = frozenset(
    {"log", "event", "audit", "history", "activity", "trail", "journal", "snapshot", "usage", "metric"}
    | {"stat", "delivery", "attempt", "visit", "view", "click", "trace", "span", "sample", "hit"}
    | {"execution", "run", "record", "entry", "session", "token", "code", "invitation", "invite"}
)
"""Heads of names of rows that are written once: what happened, and secrets that only expire."""

_CREATED = frozenset({"created", "inserted", "added"})
_UPDATED = frozenset({"updated", "modified", "changed"})
_PAYLOAD_OF_LINK = 1

_LEAST = 3
"""So many models of a sort at least, and ..."""
_SHARE = 0.66
"""... two of three of them, before the others are exceptions."""


@dataclass(frozen=True, slots=True)
class AuditField:
    """A column for one of the two times, as most models declare it; `default` is written out."""

    name: str
    map: str | None
    native: NativeType | None
    default: str | None
    is_updated_at: bool


@dataclass(frozen=True, slots=True)
class AuditHabits:
    """The usual columns, and the sorts of models that mostly have them."""

    created: AuditField | None = None
    updated: AuditField | None = None
    created_in: frozenset[Sort] = frozenset()
    updated_in: frozenset[Sort] = frozenset()


def audit_habits(models: Mapping[str, Model], bodies: Mapping[str, Body], tenancy: Tenancy) -> AuditHabits:
    """How the models of a schema record when rows were made and changed."""
    total: Counter[Sort] = Counter()
    having: dict[str, Counter[Sort]] = {"created": Counter(), "updated": Counter()}
    fields: dict[str, Counter[AuditField]] = {"created": Counter(), "updated": Counter()}
    for name, model in models.items():
        if model.kind is not BlockKind.MODEL or model.interface.is_ignored:
            continue
        body = bodies.get(name, Body())
        sort = sort_of(model, tenancy.verdicts.get(name))
        total[sort] += 1
        for kind, field in (("created", created_in(model, body)), ("updated", updated_in(model, body))):
            if field is not None:
                having[kind][sort] += 1
                if field.arity == "required":
                    fields[kind][_audit_field(field, body)] += 1
    sorts = {
        kind: frozenset(
            sort
            for sort, count in total.items()
            if count >= _LEAST and having[kind][sort] >= _SHARE * count
        )
        for kind in having
    }
    return AuditHabits(
        _usual(fields["created"]), _usual(fields["updated"]), sorts["created"], sorts["updated"]
    )


def sort_of(model: Model, verdict: Verdict | None) -> Sort:
    """Which of the three a model is."""
    if (verdict is not None and verdict.ownership == "membership") or _is_link(model):
        return "link"
    head = words(model.name)[-1:]
    return "log" if head and head[0] in _LOG_WORDS else "entity"


def created_in(model: Model, body: Body) -> FieldShape | None:
    """The column that says when a row was made: by its name, or a required time that begins as now."""
    times = [each for each in model.scalar_fields.values() if each.type_name == "DateTime"]
    named = (each for each in times if _CREATED & set(words(each.name)))
    begun = (each for each in times if each.arity == "required" and _is_now(each.name, body))
    return next(named, None) or next(begun, None)


def updated_in(model: Model, body: Body) -> FieldShape | None:
    """The column that says when a row was changed."""
    return next(
        (
            each
            for each in model.scalar_fields.values()
            if each.name in body.updated_at
            or (each.type_name == "DateTime" and _UPDATED & set(words(each.name)))
        ),
        None,
    )


def _is_link(model: Model) -> bool:
    keys = {name for each in model.relation_fields.values() if each.relation for name in _fields_of(each)}
    ends = [each for each in model.relation_fields.values() if _fields_of(each)]
    primary = set(model.primary_key.fields) if model.primary_key else set[str]()
    payload = [
        each
        for name, each in model.scalar_fields.items()
        if name not in keys and name not in primary and each.type_name != "DateTime"
    ]
    return len(ends) > 1 and len(payload) <= _PAYLOAD_OF_LINK


def _fields_of(field: FieldShape) -> tuple[str, ...]:
    return (field.relation.fields or ()) if field.relation else ()


def _is_now(name: str, body: Body) -> bool:
    default = body.default(name)
    if name in body.updated_at or not isinstance(default, Call):
        return False
    text = expression_text(default).lower()
    return any(each in text for each in ("now()", "current_timestamp", "getdate"))


def _audit_field(field: FieldShape, body: Body) -> AuditField:
    default = body.default(field.name)
    return AuditField(
        field.name,
        field.map,
        field.native,
        None if default is None else expression_text(default),
        field.name in body.updated_at,
    )


def _usual(found: Counter[AuditField]) -> AuditField | None:
    """The most frequent spelling, of those that the Prisma Client or the database fills by itself."""
    filled: Iterator[tuple[AuditField, int]] = (
        (each, count) for each, count in found.items() if each.default or each.is_updated_at
    )
    return max(filled, key=lambda item: item[1], default=(None, 0))[0]
