"""Finds the hazards: every module beside this one is a hazard, named after its file. And asks them all."""

from __future__ import annotations

import hashlib
import inspect
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from partywall.config import Config
from partywall.diagnostics.finding import Severity
from partywall.hazards.names import module_names, name_of
from partywall.review.hazard import POSTGRESQL, Hazard, Review, Reviewed, Risk
from partywall.review.view import MigrationView


@cache
def hazards() -> tuple[Hazard, ...]:
    """All hazards in order of their names. The modules are imported at the first call."""
    return tuple(map(_hazard, module_names()))


def hazard(name: str) -> Hazard | None:
    """The hazard of that name."""
    return next((each for each in hazards() if each.name == name), None)


def review(view: MigrationView, config: Config, *, of_history: bool = False) -> Review:
    """What one migration may do wrong, in order of its text. Of an applied one nothing is to be edited.

    With `of_history`, only what is wrong with its place in the history.
    """
    found: list[tuple[Hazard, Risk]] = []
    errors: list[str] = []
    for each in hazards():
        is_asked = each.is_of_history or not of_history
        if is_asked and view.provider.name in each.providers and _is_active(each, config):
            try:
                found += [(each, risk) for risk in each.check(view)]
            except Exception as error:  # noqa: BLE001  (a fault in one hazard must not silence the others)
                errors.append(f"{each.name}: {type(error).__name__}: {error}")
    found.sort(key=lambda pair: (pair[1].span, pair[0].name))
    return Review(tuple(_reviewed(view, config, found)), tuple(errors))


def _reviewed(view: MigrationView, config: Config, found: list[tuple[Hazard, Risk]]) -> Iterator[Reviewed]:
    seen: Counter[tuple[str, str]] = Counter()
    for hazard_, risk in found:
        words = " ".join(view.file.text[risk.span.start : risk.span.end].split())
        number = seen[hazard_.name, words]
        seen[hazard_.name, words] += 1
        severity = _severity(hazard_, risk, config)
        name = fingerprint(hazard_.name, view.file.folder, words, number)
        if view.is_applied and risk.fix:
            risk = Risk(risk.span, risk.message, risk.help, None, risk.severity)  # noqa: PLW2901
        yield Reviewed(hazard_.name, severity, view.file.folder, risk, name)


def fingerprint(name: str, folder: str, words: str, number: int) -> str:
    """A name for a finding that survives moved lines: 16 hexadecimal digits."""
    text = "\0".join((name, folder, words, str(number)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_active(hazard_: Hazard, config: Config) -> bool:
    level = config.hazards.get(hazard_.name)
    if level is not None:
        return level != "off"
    return hazard_.severities.get(config.profile) is not None


def _severity(hazard_: Hazard, risk: Risk, config: Config) -> Severity:
    """The configured or the profile's severity; a risk may lower it, never raise it."""
    level = config.hazards.get(hazard_.name)
    base = Severity[level.upper()] if level and level != "off" else None
    base = base or hazard_.severities.get(config.profile) or Severity.WARNING
    return max(base, risk.severity or base)


def _hazard(module_name: str) -> Hazard:
    module = import_module(f"partywall.hazards.{module_name}")
    return Hazard(
        name=name_of(module_name),
        check=module.check,
        # What a statement does is the same in a sharded database.
        severities={"distributed": module.SEVERITIES["recommended"], **module.SEVERITIES},
        documentation=inspect.cleandoc(module.__doc__ or ""),
        providers=getattr(module, "PROVIDERS", POSTGRESQL),
        is_of_history=getattr(module, "IS_OF_HISTORY", False),
    )
