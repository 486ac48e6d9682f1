"""Finds the rules: every module beside this one is a rule, named after its file."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import partywall.rules
from partywall.config import Profile
from partywall.diagnostics.directive_documentation import DIRECTIVE_DOCUMENTATION
from partywall.diagnostics.directive_faults import DIRECTIVE_RULES
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.rule import ModelRule, Options, Rule, SchemaRule


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in order of their names. The modules are imported at the first call."""
    names = sorted(each.name for each in iter_modules(partywall.rules.__path__))
    return tuple(_rule(name) for name in names if name != "discovery")


@cache
def rule_names() -> frozenset[str]:
    """The names of all rules."""
    return frozenset(rule.name for rule in rules())


def known_options() -> Mapping[str, Options]:
    """What can be set of each rule beside its severity; of what is said of directives too."""
    return {**{rule.name: rule.options for rule in rules()}, **{name: {} for name in DIRECTIVE_RULES}}


def rule(name: str) -> Rule | None:
    """The rule of that name."""
    return next((each for each in rules() if each.name == name), None)


def explained(name: str) -> str | None:
    """The documentation of a rule, or of what is said of directives under that name."""
    found = rule(name)
    return found.documentation if found else DIRECTIVE_DOCUMENTATION.get(name)


def _rule(module_name: str) -> Rule:
    """The rule in a module: `check` and `SEVERITIES`, and where it has them `SCOPE` and `OPTIONS`.

    Where no severity is given for the distributed profile, it is the strict one's.
    """
    module = import_module(f"partywall.rules.{module_name}")
    severities: Mapping[Profile, Severity | None] = module.SEVERITIES
    kind = SchemaRule if getattr(module, "SCOPE", "model") == "schema" else ModelRule
    return kind(
        name=module_name.replace("_", "-"),
        severities={"distributed": severities["strict"], **severities},
        documentation=inspect.cleandoc(module.__doc__ or ""),
        options=getattr(module, "OPTIONS", {}),
        check=module.check,
    )
