"""How a schema spells its names, in Prisma and in the database.

A name is in a style if it could be written so: `user` is snake case and camel case. A style is a habit
where nearly all names have it, so that the rest are slips.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Literal

from partywall.diagnostics.naming import plural, snake
from partywall.schema.model import Model
from partywall.values import dataclass

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


@dataclass(frozen=True, slots=True)
class NamePortrait:
    """What the names of one model show.

    `styles` are those that its name fits, `field_styles` for each telling field those that it fits.
    `columns` tells of each field whose name is not in snake case whether it is mapped to that.
    """

    name: str
    map: str | None
    styles: frozenset[Style]
    field_styles: tuple[frozenset[Style], ...]
    columns: tuple[bool, ...]
    singular: str
    plural: str


def name_portrait(model: Model) -> NamePortrait:
    """How one model spells its names."""
    columns = ((field.map, field.name, snake(field.name)) for field in model.scalar_fields.values())
    singular = snake(model.name)
    return NamePortrait(
        model.name,
        model.interface.map,
        _styles(model.name),
        tuple(_styles(name) for name in model.scalar_fields if is_telling(name)),
        tuple(map_ == wanted for map_, name, wanted in columns if name != wanted),
        singular,
        plural(singular),
    )


def name_habits(portraits: Collection[NamePortrait]) -> NameHabits:
    """How nearly all models do."""
    plurals = sum(each.map == each.plural for each in portraits)
    singulars = sum(each.map == each.singular for each in portraits)
    is_plural = plurals >= singulars
    tables = _is_habit([each.map is not None and has_style(each.map, "snake_case") for each in portraits])
    return NameHabits(
        models=_usual([each.styles for each in portraits]),
        fields=_usual([styles for each in portraits for styles in each.field_styles]),
        tables=tables,
        is_plural=is_plural,
        columns=_is_habit([is_mapped for each in portraits for is_mapped in each.columns]),
        taken=_taken(portraits, is_plural=is_plural) if tables else frozenset(),
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


def _styles(name: str) -> frozenset[Style]:
    return frozenset(style for style in _STYLES if has_style(name, style))


def _usual(names: Collection[frozenset[Style]]) -> Style | None:
    """The style that nearly all names fit; None where all do, since there is nothing to say then."""
    counted: Counter[Style] = Counter(style for styles in names for style in styles)
    style, count = max(counted.items(), key=lambda item: item[1], default=(None, 0))
    return style if len(names) >= _LEAST and _SHARE * len(names) <= count < len(names) else None


def _is_habit(found: Collection[bool]) -> bool:
    return len(found) >= _LEAST and _SHARE * len(found) <= sum(found) < len(found)


def _taken(portraits: Collection[NamePortrait], *, is_plural: bool) -> frozenset[str]:
    """The tables' names that the habit gives to several models, or that another model has."""
    wanted = [(each.plural if is_plural else each.singular, each.map) for each in portraits]
    there = Counter(name for name, _ in wanted)
    given = {each.map or each.name for each in portraits}
    return frozenset(name for name, map_ in wanted if map_ is None and (name in given or there[name] > 1))
