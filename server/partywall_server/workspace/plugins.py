"""Rules of others: packages beside this one that have `partywall.rules` entry points.

An entry point `acme = "acme_partywall.rules"` names a package of which each module is a rule, written like
those here; a rule in `soft_delete.py` is called `acme-soft-delete`.

Code is run by this, so only what is installed beside Partywall counts: a relative path, or the folder
that the command runs in, is not searched, and nothing that a workspace holds can add to it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import cast, get_args

from partywall.config import Profile
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.rule import Rule
from partywall.rules.discovery import rule, rule_in, use_plugin_rules
from partywall.values import dataclass

GROUP = "partywall.rules"
NO_PLUGINS = "PARTYWALL_NO_PLUGINS"
"""The environment variable that keeps plugins out, for a server that an editor starts."""

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Plugins:
    """The rules that were found, and what is wrong with the plugins that could not be taken, a line each."""

    rules: tuple[Rule, ...] = ()
    faults: tuple[str, ...] = ()


@cache
def load_plugins() -> Plugins:
    """Find the plugins, once in a process, and let their rules take part. Never fails."""
    if os.environ.get(NO_PLUGINS):
        return Plugins()
    found: dict[str, Rule] = {}
    faults: list[str] = []
    for name, value, package in sorted(_entry_points()):
        try:
            for each in _rules(name, value):
                if each.name in found or rule(each.name):
                    faults.append(f"{_plugin(name, package)}: there is another rule `{each.name}`")
                else:
                    found[each.name] = each
        except Exception as error:  # noqa: BLE001  (the code is not ours; the others go on)
            said = " ".join(f"{type(error).__name__}: {error}".split())
            faults.append(f"{_plugin(name, package)} cannot be loaded: {said}")
    plugins = Plugins(tuple(found.values()), tuple(faults))
    if plugins.rules:
        use_plugin_rules(plugins.rules)
    return plugins


def _plugin(name: str, package: str) -> str:
    return f"the plugin `{name}` ({package})"


# --- finding -------------------------------------------------------------------------------------------


def _entry_points() -> Iterator[tuple[str, str, str]]:
    """Name, value and package of each entry point.

    Looked for by hand: reading the names of the installed packages and their entry points takes 2 ms (with
    66 of them), importing what does it in the standard library thirty times that.
    """
    seen: set[str] = set()
    for folder in _folders():
        try:
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries if entry.name.endswith(_METADATA))
        except OSError:
            continue  # a zip, or not there
        for name in names:
            package = name.partition("-")[0].lower()
            if package not in seen:  # what comes first is what is imported
                seen.add(package)
                yield from _of_package(folder / name)


_METADATA = (".dist-info", ".egg-info")


def _folders() -> Iterator[Path]:
    """Where packages are installed: what Python looks through, but for relative paths and where we are."""
    here = os.path.realpath(".")
    for entry in dict.fromkeys(sys.path):
        if os.path.isabs(entry) and os.path.realpath(entry) != here:  # noqa: PTH117
            yield Path(entry)


def _of_package(metadata: Path) -> Iterator[tuple[str, str, str]]:
    try:
        text = (metadata / "entry_points.txt").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    if GROUP not in text:
        return
    from importlib.metadata import PathDistribution  # noqa: PLC0415  (slow, see above)

    package = metadata.name.removesuffix(metadata.suffix)
    for each in PathDistribution(metadata).entry_points.select(group=GROUP):
        yield each.name, each.value, package.replace("-", " ")


# --- loading -------------------------------------------------------------------------------------------


def _rules(name: str, value: str) -> Iterator[Rule]:
    """The rules of an entry point, all of them or none. Raises whatever their code does."""
    if not _NAME.fullmatch(name):
        raise ValueError("its name should be lower-case words with dashes, which its rules begin with")
    package = import_module(value)
    if not hasattr(package, "__path__"):
        raise TypeError(f"`{value}` is no package; each module of one is a rule")
    modules = sorted(each.name for each in iter_modules(package.__path__) if not each.name.startswith("_"))
    loaded = {module: import_module(f"{value}.{module}") for module in modules}
    found = [_rule(module, f"{name}-{each.replace('_', '-')}") for each, module in loaded.items()]
    yield from found


def _rule(module: ModuleType, name: str) -> Rule:
    """The rule in a module. Raises where it is none."""
    missing = [each for each in ("check", "SEVERITIES") if not hasattr(module, each)]
    if missing:
        raise AttributeError(f"`{module.__name__}` has no `{missing[0]}`")
    if not callable(module.check):
        raise TypeError(f"`check` of `{module.__name__}` is no function")
    if not _are_severities(module.SEVERITIES):
        raise TypeError(
            f"`SEVERITIES` of `{module.__name__}` should give `recommended` and `strict` a `Severity` or None"
        )
    found = rule_in(module, name)
    for option, usual in found.options.items():
        if not isinstance(cast("object", usual), bool | int | str | tuple) or option == "severity":
            raise TypeError(
                f"the option `{option}` of `{module.__name__}` should be a bool, int, str or tuple of str"
            )
    return found


def _are_severities(value: object) -> bool:
    if not isinstance(value, Mapping):
        return False
    given = cast("Mapping[object, object]", value)
    return ({"recommended", "strict"} <= given.keys() <= set(get_args(Profile))) and all(
        each is None or isinstance(each, Severity) for each in given.values()
    )
