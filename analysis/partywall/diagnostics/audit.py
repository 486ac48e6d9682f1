"""When a row was made and changed: which models record it, and how this schema spells that.

Four sorts of models differ. A *link* ties two things together and is made and removed, hardly ever
changed. A *log* row is written once. A *part* is one half of a pair, made with the other. Everything else is
an *entity*, which is made and changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Literal

from partywall.schema.model import Model
from partywall.schema.shape import Body, FieldShape, NativeType
from partywall.syntax.printer import expression_text
from partywall.syntax.tree import Call
from partywall.tenancy.verdict import Verdict
from partywall.tenancy.words import LOG_WORDS, words
from partywall.values import dataclass

Sort = Literal["entity", "link", "log", "part"]

_LOG_WORDS = frozenset(
    LOG_WORDS
    | {"event", "activity", "snapshot"}
    | {"stat", "delivery", "attempt", "visit", "view", "click", "trace", "span", "sample", "hit"}
    | {"execution", "run", "record", "entry", "session", "token", "code", "invitation", "invite"}
    | {"version", "revision", "message", "request", "result", "change", "chunk", "match", "receipt"}
)
"""Heads of names of rows that are written once: what happened, what was said, and secrets that only
expire."""

_PIECES = frozenset({"data", "item", "line", "tag", "value", "detail", "key"})
"""Heads that say nothing: what a piece belongs to tells."""

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
    """The usual columns, and the sorts of models that mostly have them.

    Only entities are expected to say when they changed.
    """

    created: AuditField | None = None
    updated: AuditField | None = None
    created_in: frozenset[Sort] = frozenset()
    has_updated: bool = False


@dataclass(frozen=True, slots=True)
class AuditPortrait:
    """What one model shows: its sort, whether it has the two times, and how it spells required ones."""

    sort: Sort
    has_created: bool
    has_updated: bool
    created: AuditField | None
    updated: AuditField | None


def audit_portrait(model: Model, body: Body, verdict: Verdict | None) -> AuditPortrait:
    """How one model records when rows were made and changed."""
    sort = sort_of(model, verdict)
    created, updated = created_in(model, body, sort), updated_in(model, body)
    return AuditPortrait(
        sort,
        created is not None,
        updated is not None,
        _audit_field(created, body) if created and created.arity == "required" else None,
        _audit_field(updated, body) if updated and updated.arity == "required" else None,
    )


def audit_habits(portraits: Collection[AuditPortrait]) -> AuditHabits:
    """How most models do."""
    total, created, updated = Counter[Sort](), Counter[Sort](), Counter[Sort]()
    for each in portraits:
        total[each.sort] += 1
        created[each.sort] += each.has_created
        updated[each.sort] += each.has_updated
    return AuditHabits(
        _usual(each.created for each in portraits),
        _usual(each.updated for each in portraits),
        frozenset(sort for sort in total if _is_habit(created[sort], total[sort])),
        _is_habit(updated["entity"], total["entity"]),
    )


def sort_of(model: Model, verdict: Verdict | None) -> Sort:
    """Which of the four a model is."""
    if (verdict is not None and verdict.ownership == "membership") or _is_link(model):
        return "link"
    name = words(model.name)
    said = name if name and name[-1] in _PIECES else name[-1:]
    if not _LOG_WORDS.isdisjoint(said):
        return "log"
    return "part" if _is_part(model) else "entity"


def created_in(model: Model, body: Body, sort: Sort) -> FieldShape | None:
    """The column that says when a row was made: by its name, or a required time that begins as now.

    Of what is written once, any required time is when it happened.
    """
    times = [each for each in model.scalar_fields.values() if each.type_name == "DateTime"]
    named = (each for each in times if _CREATED & set(words(each.name)))
    begun = (
        each for each in times if each.arity == "required" and (sort == "log" or _is_now(each.name, body))
    )
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


def _is_part(model: Model) -> bool:
    """Whether a foreign key of it is unique by itself."""
    held = [set(_fields_of(each)) for each in model.relation_fields.values() if _fields_of(each)]
    return any(key.is_unique and set(key.fields) in held for key in model.keys)


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


def _is_habit(count: int, total: int) -> bool:
    return total >= _LEAST and count >= _SHARE * total


def _usual(found: Iterable[AuditField | None]) -> AuditField | None:
    """The most frequent spelling, of those that the Prisma Client or the database fills by itself."""
    filled = Counter(each for each in found if each and (each.default or each.is_updated_at))
    return max(filled.items(), key=lambda item: item[1], default=(None, 0))[0]
