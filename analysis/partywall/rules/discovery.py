"""Finds the rules: every module beside this one is a rule, named after its file.

Rules of plugins stand beside them. A front end finds those and says once, before anything is analysed,
which there are.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import partywall.rules
from partywall.config import Profile
from partywall.diagnostics.directive_documentation import DIRECTIVE_DOCUMENTATION
from partywall.diagnostics.directive_faults import DIRECTIVE_RULES
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.rule import ModelRule, Options, Rule, SchemaRule

DRIFT_RULES = frozenset({"unmigrated", "wrong-provider"})
"""What an editor says of a schema beside its migrations: no rules, but settings name them like rules."""


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in order of their names. The modules are imported at the first call."""
    return tuple(sorted((*_own_rules(), *_plugin_rules), key=lambda each: each.name))


def use_plugin_rules(found: Iterable[Rule]) -> None:
    """From now on these rules are there as well; one of the name of another is left out."""
    taken = {each.name for each in _own_rules()} | DIRECTIVE_RULES | DRIFT_RULES
    _plugin_rules[:] = [each for each in found if each.name not in taken]
    rules.cache_clear()
    rule_names.cache_clear()


def is_plugin_rule(name: str) -> bool:
    """Whether a rule is one of a plugin: this project has no page about it."""
    return any(each.name == name for each in _plugin_rules)


@cache
def rule_names() -> frozenset[str]:
    """The names of all rules."""
    return frozenset(rule.name for rule in rules())


def known_options() -> Mapping[str, Options]:
    """What can be set of each rule beside its severity; of what is said of directives and of drift too."""
    others: Mapping[str, Options] = {name: {} for name in DIRECTIVE_RULES | DRIFT_RULES}
    return {**{rule.name: rule.options for rule in rules()}, **others}


def rule(name: str) -> Rule | None:
    """The rule of that name."""
    return next((each for each in rules() if each.name == name), None)


def explained(name: str) -> str | None:
    """The documentation of a rule, or of what is said of directives or of drift under that name."""
    found = rule(name)
    if found:
        return found.documentation
    if name in DRIFT_RULES:
        # Not needed to analyse anything.
        documentation = import_module("partywall.diagnostics.drift_documentation")
        text: str = documentation.DRIFT_DOCUMENTATION[name]
        return text
    return DIRECTIVE_DOCUMENTATION.get(name)


def rule_in(module: ModuleType, name: str) -> Rule:
    """The rule in a module: `check`, `SEVERITIES` and `AVOIDS`, where it has them `SCOPE` and `OPTIONS`.

    Where no severity is given for the distributed profile, it is the strict one's.
    """
    severities: Mapping[Profile, Severity | None] = module.SEVERITIES
    kind = SchemaRule if getattr(module, "SCOPE", "model") == "schema" else ModelRule
    return kind(
        name=name,
        severities={"distributed": severities["strict"], **severities},
        documentation=inspect.cleandoc(module.__doc__ or ""),
        options=getattr(module, "OPTIONS", {}),
        avoids=getattr(module, "AVOIDS", ""),
        check=module.check,
    )


_plugin_rules: list[Rule] = []


@cache
def _own_rules() -> tuple[Rule, ...]:
    names = sorted(each.name for each in iter_modules(partywall.rules.__path__))
    modules = {name: import_module(f"partywall.rules.{name}") for name in names if name != "discovery"}
    return tuple(rule_in(module, name.replace("_", "-")) for name, module in modules.items())
