"""What holds for one model: the profile, the severity and the options of each rule.

Later goes before earlier: the rule itself, `rules`, those of the profile that holds, then each override
that matches the model and its file, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fnmatch import fnmatchcase
from typing import cast

from partywall.config import Config, ConfigFault, Override, Profile, RuleSettings
from partywall.diagnostics.finding import Anchor, Severity
from partywall.diagnostics.rule import ModelRule, Option, Options, Rule
from partywall.values import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """The settings of all models that the same overrides match; one object as long as those hold."""

    profile: Profile
    rules: Mapping[str, RuleSettings]

    def active(self, rules: Iterable[ModelRule]) -> tuple[ModelRule, ...]:
        """Those of some rules that are not off."""
        return tuple(rule for rule in rules if self.severity_of(rule) is not None)

    def severity_of(self, rule: Rule) -> Severity | None:
        """How severe a rule's findings are; None where it is off."""
        return self.severity(rule.name, rule.severities.get(self.profile))

    def severity(self, name: str, usual: Severity | None) -> Severity | None:
        """How severe the findings of that name are, where they usually are so."""
        given = self.rules.get(name)
        if given is None or given.severity is None:
            return usual
        return None if given.severity == "off" else Severity[given.severity.upper()]

    def options(self, rule: Rule) -> Options:
        """The options of a rule: as set where that makes sense, else as the rule has them."""
        given = self.rules.get(rule.name)
        if given is None or not given.options or not rule.options:
            return rule.options
        known = {name: value for name, value in given.options.items() if name in rule.options}
        said = {name: _option(value, rule.options[name]) for name, value in known.items()}
        return {**rule.options, **{name: value for name, value in said.items() if value is not None}}


@dataclass(slots=True, eq=False)
class SettingsByModel:
    """The settings of each model under one configuration; each combination of overrides once."""

    config: Config
    _globs: tuple[tuple[re.Pattern[str], ...] | None, ...] = field(init=False)
    _of_model: dict[tuple[str, str], Settings] = field(default_factory=dict[tuple[str, str], Settings])
    _known: dict[tuple[int, ...], Settings] = field(default_factory=dict[tuple[int, ...], Settings])

    def __post_init__(self) -> None:
        """Make the patterns once."""
        self._globs = tuple(
            None if each.files is None else tuple(_glob(glob, each.folder) for glob in each.files)
            for each in self.config.overrides
        )

    @property
    def whole(self) -> Settings:
        """What holds where neither a file nor a model is spoken of."""
        return self.of("", "")

    @property
    def asks_for_conventions(self) -> bool:
        """Whether rules of the strict profiles may speak anywhere: by a profile, or set by themselves."""
        config, overrides = self.config, self.config.overrides
        profiles = {config.profile, *(each.profile for each in overrides)}
        is_set = config.rules or config.profiles or any(each.rules for each in overrides)
        return bool(is_set or profiles - {None, "recommended"})

    def at(self, anchor: Anchor) -> Settings:
        """What holds at a place."""
        return self.of(anchor.file, anchor.block)

    def of(self, file: str, model: str = "") -> Settings:
        """What holds for a model in a file; for the file itself without one."""
        if not self.config.overrides:
            file = model = ""
        found = self._of_model.get((file, model))
        if found is None:
            overrides = enumerate(zip(self.config.overrides, self._globs, strict=True))
            matching = tuple(number for number, each in overrides if _matches(*each, file, model))
            found = self._known.get(matching)
            if found is None:
                found = _settings(self.config, [self.config.overrides[number] for number in matching])
                self._known[matching] = found
            self._of_model[file, model] = found
        return found


def setting_faults(
    config: Config, known: Mapping[str, Options], hazards: frozenset[str]
) -> Iterator[ConfigFault]:
    """Rules, hazards and options that there are not, and options of a wrong type.

    `known` are all rules' options, `hazards` the names of all hazards.
    """
    for name in sorted(config.hazards.keys() - hazards):
        yield ConfigFault(path=("hazards", name), message=f"there is no hazard `{name}`")
    yield from _faults_of(config, (), known)
    for number, override in enumerate(config.overrides):
        yield from _faults_of(override, ("overrides", str(number)), known)


# --- resolving -----------------------------------------------------------------------------------------


def _settings(config: Config, overrides: Sequence[Override]) -> Settings:
    profile: Profile = config.profile
    for override in overrides:
        profile = override.profile or profile
    rules: dict[str, RuleSettings] = {}
    layers: tuple[Config | Override, ...] = (config, *overrides)
    for layer in layers:
        of_profile = layer.profiles.get(profile)
        for said in (layer.rules, of_profile or {}):
            for name, each in said.items():
                rules[name] = rules[name].under(each) if name in rules else each
    return Settings(profile, rules)


def _matches(override: Override, globs: tuple[re.Pattern[str], ...] | None, file: str, model: str) -> bool:
    if override.models is not None and not any(fnmatchcase(model, each) for each in override.models):
        return False
    return globs is None or any(glob.fullmatch(file) for glob in globs)


_TOKENS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _glob(pattern: str, folder: str) -> re.Pattern[str]:
    """A pattern as git reads those of a `.gitignore`: it matches a file, or a folder with all in it."""
    if pattern == "**":
        return re.compile(".*", re.DOTALL)
    pattern = pattern.removeprefix("./").rstrip("/")
    start = f"{re.escape(folder.rstrip('/'))}/" if folder else ""
    depth = "" if "/" in pattern else "(?:.*/)?"
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removeprefix("/"))
    body = "".join(_TOKENS.get(part) or re.escape(part) for part in parts)
    return re.compile(f"{start}{depth}{body}(?:/.*)?", re.DOTALL)


# --- what is wrong -------------------------------------------------------------------------------------


def _faults_of(
    layer: Config | Override, above: tuple[str, ...], known: Mapping[str, Options]
) -> Iterator[ConfigFault]:
    places = [((*above, "rules"), layer.rules)]
    places += [((*above, "profiles", name, "rules"), each) for name, each in layer.profiles.items()]
    for path, rules in places:
        for name, settings in sorted(rules.items()):
            if name not in known:
                yield ConfigFault(path=(*path, name), message=f"there is no rule `{name}`")
                continue
            for option, value in settings.options.items():
                message = _option_fault(name, option, value, known[name])
                if message:
                    yield ConfigFault(path=(*path, name, option), message=message)


def _option_fault(rule: str, name: str, value: object, options: Options) -> str | None:
    if name not in options:
        others = ", ".join(f"`{each}`" for each in ("severity", *options))
        return f"`{rule}` has no such option, only {others}"
    if _option(value, options[name]) is None:
        return f"input should be {_kind(options[name])}"
    return None


def _option(value: object, usual: Option) -> Option | None:
    """A value as an option like the usual one; None where it is of another type."""
    if isinstance(value, list | tuple) and isinstance(usual, tuple):
        members = cast("Sequence[object]", value)
        texts = tuple(each for each in members if isinstance(each, str))
        return texts if len(texts) == len(members) else None
    return value if isinstance(value, bool | int | str) and type(value) is type(usual) else None


def _kind(usual: Option) -> str:
    if isinstance(usual, bool):
        return "true or false"
    if isinstance(usual, int):
        return "a whole number"
    return "a text" if isinstance(usual, str) else "a list of texts"
