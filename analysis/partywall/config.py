"""Settings as plain values; how `partywall.toml` and an editor spell them is in `config_file`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

from partywall.values import dataclass

Level = Literal["off", "hint", "information", "warning", "error"]
Profile = Literal["recommended", "strict", "distributed"]
OLDEST_POSTGRES = 14
"""The oldest version of PostgreSQL that is still supported; what is taken where nothing is said."""


@dataclass(frozen=True, slots=True)
class TenancySettings:
    """What the user knows better than the inference.

    `roots` and `keys` are None where they are to be inferred; no roots say that there are no tenants.
    """

    roots: tuple[str, ...] | None = None
    keys: tuple[str, ...] | None = None
    shared: tuple[str, ...] = ()

    def under(self, above: TenancySettings) -> TenancySettings:
        """These, where the others do not say something else."""
        return TenancySettings(
            roots=self.roots if above.roots is None else above.roots,
            keys=self.keys if above.keys is None else above.keys,
            shared=above.shared or self.shared,
        )


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """What is said of one rule: a severity, and the rule's own options, which only the rule can check."""

    severity: Level | None = None
    options: Mapping[str, object] = field(default_factory=dict[str, object])

    def under(self, above: RuleSettings) -> RuleSettings:
        """These, where the others do not say something else."""
        severity = self.severity if above.severity is None else above.severity
        return RuleSettings(severity, {**self.options, **above.options})


Rules = Mapping[str, RuleSettings]
"""What is said of single rules, by name."""


@dataclass(frozen=True, slots=True)
class Override:
    """Other settings for some files or models. Of several that match, the later goes before.

    `files` and `models` are patterns, None for all; `folder` is what `files` are relative to. `profiles`
    hold where that profile does, and go before `rules`.
    """

    files: tuple[str, ...] | None = None
    models: tuple[str, ...] | None = None
    profile: Profile | None = None
    rules: Rules = field(default_factory=dict[str, RuleSettings])
    profiles: Mapping[Profile, Rules] = field(default_factory=dict[Profile, Rules])
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a schema. `hazards` are severities by name, `prisma` the version that is used.

    `postgres` is the oldest version of the servers that migrations are for.

    `baseline` is the file of accepted findings. `said` are the keys that somebody gave.
    """

    profile: Profile = "recommended"
    tenancy: TenancySettings = field(default_factory=TenancySettings)
    rules: Rules = field(default_factory=dict[str, RuleSettings])
    profiles: Mapping[Profile, Rules] = field(default_factory=dict[Profile, Rules])
    overrides: tuple[Override, ...] = ()
    hazards: Mapping[str, Level] = field(default_factory=dict[str, Level])
    baseline: str | None = None
    prisma: str | None = None
    postgres: int | None = None
    said: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ConfigFault:
    """A wrong setting: where (keys from the outside in, numbers in a list) and what to do."""

    path: tuple[str, ...]
    message: str


def anchored(config: Config, folder: str) -> Config:
    """The settings with a folder that the files of their overrides are relative to."""
    return replace(config, overrides=tuple(replace(each, folder=folder) for each in config.overrides))


def overlaid(below: Config, above: Config) -> Config:
    """Settings with others on top, which win wherever they say something."""
    return Config(
        profile=above.profile if "profile" in above.said else below.profile,
        tenancy=below.tenancy.under(above.tenancy),
        rules=_merged(below.rules, above.rules),
        profiles={
            name: _merged(below.profiles.get(name, {}), above.profiles.get(name, {}))
            for name in (*below.profiles, *above.profiles)
        },
        overrides=(*below.overrides, *_on_everything(below, above), *above.overrides),
        hazards={**below.hazards, **above.hazards},
        baseline=below.baseline if above.baseline is None else above.baseline,
        prisma=below.prisma if above.prisma is None else above.prisma,
        postgres=below.postgres if above.postgres is None else above.postgres,
        said=below.said | above.said,
    )


def _on_everything(below: Config, above: Config) -> tuple[Override, ...]:
    """What has to be said once more, lest something that is more specific below goes before it."""
    profile = above.profile if "profile" in above.said else None
    if not (below.overrides or below.profiles) or not (profile or above.rules or above.profiles):
        return ()
    return (Override(files=("**",), profile=profile, rules=above.rules, profiles=above.profiles),)


def _merged(below: Rules, above: Rules) -> Rules:
    merged = dict(below)
    for name, settings in above.items():
        merged[name] = merged[name].under(settings) if name in merged else settings
    return merged
