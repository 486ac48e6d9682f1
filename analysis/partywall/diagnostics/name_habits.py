"""How a schema spells its names, in Prisma and in the database.

A name is in a style if it could be written so: `user` is snake case and camel case. A style is a habit
where nearly all names have it, so that the rest are slips.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from partywall.diagnostics.naming import plural, snake
from partywall.schema.model import Model
from partywall.syntax.tree import BlockKind

Style = Literal["PascalCase", "camelCase", "snake_case"]

_STYLES: Mapping[Style, re.Pattern[str]] = {
    "PascalCase": re.compile(r"[A-Z][A-Za-z0-9]*"),
    "camelCase": re.compile(r"[a-z][A-Za-z0-9]*"),
    "snake_case": re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*"),
}

_LEAST = 5
_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class NameHabits:
    """What nearly all names have in common; None where there is no such habit.

    `tables` and `columns` tell whether names are mapped to snake case in the database; `is_plural` whether
    tables are then in the plural. `taken` are names that a table would get by that and another has.
    """

    models: Style | None = None
    fields: Style | None = None
    tables: bool = False
    is_plural: bool = False
    columns: bool = False
    taken: frozenset[str] = frozenset()


def name_habits(models: Mapping[str, Model]) -> NameHabits:
    """The habits of a schema."""
    found = [each for each in models.values() if each.kind is BlockKind.MODEL and not each.interface.is_ignored]
    maps = [(each.name, each.interface.map) for each in found]
    columns = [
        (field.name, field.map)
        for each in found
        for field in each.scalar_fields.values()
        if snake(field.name) != field.name
    ]
    fields = [name for each in found for name in each.scalar_fields if is_telling(name)]
    plurals = [name for name, map_ in maps if map_ == plural(snake(name))]
    singulars = [name for name, map_ in maps if map_ == snake(name)]
    is_plural = len(plurals) >= len(singulars)
    tables = _is_habit([map_ is not None and has_style(map_, "snake_case") for _, map_ in maps])
    return NameHabits(
        models=_usual([each.name for each in found]),
        fields=_usual(fields),
        tables=tables,
        is_plural=is_plural,
        columns=_is_habit([map_ == snake(name) for name, map_ in columns]),
        taken=_taken(found, is_plural=is_plural) if tables else frozenset(),
    )


def has_style(name: str, style: Style) -> bool:
    """Whether a name could be written in a style."""
    return _STYLES[style].fullmatch(name) is not None


def is_telling(name: str) -> bool:
    """Whether a field's name has more than one word, so that it shows a style."""
    return "_" in name.strip("_") or not (name.islower() or name.isupper())


def table_name(model: str, habits: NameHabits) -> str:
    """What the habit would call the table of a model."""
    return plural(snake(model)) if habits.is_plural else snake(model)


def _usual(names: Iterable[str]) -> Style | None:
    counted: Counter[Style] = Counter()
    total = 0
    for name in names:
        total += 1
        counted.update(style for style in _STYLES if has_style(name, style))
    style, count = max(counted.items(), key=lambda item: item[1], default=(None, 0))
    return style if total >= _LEAST and _SHARE * total <= count < total else None


def _is_habit(found: list[bool]) -> bool:
    return len(found) >= _LEAST and _SHARE * len(found) <= found.count(True) < len(found)


def _taken(found: list[Model], *, is_plural: bool) -> frozenset[str]:
    wanted = Counter(plural(snake(each.name)) if is_plural else snake(each.name) for each in found)
    there = {each.database_name for each in found}
    unmapped = {
        plural(snake(each.name)) if is_plural else snake(each.name)
        for each in found
        if each.interface.map is None
    }
    return frozenset(name for name in unmapped if name in there or wanted[name] > 1)
