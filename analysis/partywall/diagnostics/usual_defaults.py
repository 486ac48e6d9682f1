"""Which default a field usually has: what fields of its name, its enum or its kind have in other models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from partywall.schema.model import SCALAR_TYPES, Model
from partywall.schema.shape import Body, FieldShape
from partywall.syntax.printer import expression_text
from partywall.tenancy.words import words

_LEAST = 3
_SHARE = 0.75
"""So many siblings with a default, and such a share of all: then the one without is the exception."""

_LEAST_OF_KIND = 6
_SHARE_OF_KIND = 0.85
"""Where only the kind is the same (flags, counters), more has to agree."""

_COUNTERS = frozenset({"count", "counter", "attempt", "retry", "view", "use", "usage", "click"})
_WHOLE = frozenset({"Int", "BigInt"})

UsualDefaults = Mapping[tuple[str, str], str | None]
"""By group (see `groups_of`), the default that most have; None where they have several."""


DefaultPortrait = tuple[tuple[tuple[str, str], str | None], ...]
"""The groups of a model's fields, each with the default that the field has."""


def default_portrait(model: Model, body: Body) -> DefaultPortrait:
    """What the fields of one model show."""
    found: list[tuple[tuple[str, str], str | None]] = []
    for field in candidates(model, body):
        default = body.default(field.name)
        written = None if default is None else expression_text(default)
        found += [(group, written) for group in groups_of(field)]
    return tuple(found)


def usual_defaults(portraits: Iterable[DefaultPortrait]) -> UsualDefaults:
    """The groups of fields that mostly have a default, and nearly all."""
    given: dict[tuple[str, str], Counter[str]] = {}
    total: Counter[tuple[str, str]] = Counter()
    for portrait in portraits:
        total.update(group for group, _ in portrait)
        for group, default in portrait:
            if default is not None:
                given.setdefault(group, Counter())[default] += 1
    return {group: _agreed(counts) for group, counts in given.items() if _is_usual(group, counts, total)}


def candidates(model: Model, body: Body) -> Iterator[FieldShape]:
    """The fields for which somebody has to choose a value: required, no key, nobody's reference."""
    taken = {name for key in model.keys if key.is_unique for name in key.fields}
    for each in model.relation_fields.values():
        taken |= set((each.relation.fields or ()) if each.relation else ())
    for field in model.scalar_fields.values():
        is_plain = field.arity == "required" and not field.is_unsupported and not field.is_ignored
        if is_plain and field.name not in taken and field.name not in body.updated_at:
            yield field


def groups_of(field: FieldShape) -> Iterator[tuple[str, str]]:
    """The groups of a field, the narrowest first: by name and type, then, without a name, by kind.

    The kinds are flags, counters, and each enum for itself.
    """
    yield field.name, field.type_name
    is_counter = field.type_name in _WHOLE and not _COUNTERS.isdisjoint(words(field.name)[-1:])
    if is_counter or field.type_name == "Boolean" or field.type_name not in SCALAR_TYPES:
        yield "", field.type_name


def _is_usual(group: tuple[str, str], given: Counter[str], total: Mapping[tuple[str, str], int]) -> bool:
    is_kind = not group[0] and group[1] in SCALAR_TYPES
    least, share = (_LEAST_OF_KIND, _SHARE_OF_KIND) if is_kind else (_LEAST, _SHARE)
    count = given.total()
    return count >= least and count >= share * total[group] and count < total[group]


def _agreed(given: Counter[str]) -> str | None:
    """The one default that all have."""
    return next(iter(given)) if len(given) == 1 else None
