"""Settings: what `partywall.toml` and an editor may say. The only place that knows pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

Level = Literal["off", "hint", "information", "warning", "error"]
Profile = Literal["recommended", "strict", "distributed"]

_LEVELS = ["off", "hint", "information", "warning", "error"]
_RULE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "enum": _LEVELS, "description": "How severe its findings are, or `off`."},
        {
            "type": "object",
            "properties": {
                "severity": {
                    "type": "string",
                    "enum": _LEVELS,
                    "description": "How severe its findings are, or `off`. Leave out for the profile's.",
                }
            },
            "additionalProperties": {
                "anyOf": [
                    {"type": ["boolean", "integer", "string"]},
                    {"type": "array", "items": {"type": "string"}},
                ],
                "description": "An option of the rule.",
            },
        },
    ]
}


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TenancySettings(_Settings):
    """What the user knows better than the inference."""

    roots: tuple[str, ...] | None = Field(
        default=None,
        description="The models whose rows are tenants, the primary one first. Leave out to infer them; "
        "`[]` says that the schema has no tenants.",
    )
    keys: tuple[str, ...] | None = Field(
        default=None,
        description="The fields that name a tenant, such as `tenantId`. Leave out to infer them.",
    )
    shared: tuple[str, ...] = Field(default=(), description="Models that belong to no tenant, on purpose.")


class RuleSettings(BaseModel):
    """What is said of one rule: a severity, and the rule's own options, which only the rule can check."""

    model_config = ConfigDict(extra="allow", frozen=True)

    severity: Level | None = None

    @property
    def options(self) -> Mapping[str, object]:
        """The options, as they were given."""
        return self.__pydantic_extra__ or {}

    def under(self, above: RuleSettings) -> RuleSettings:
        """These, where the others do not say something else."""
        severity = self.severity if above.severity is None else above.severity
        return RuleSettings(severity=severity, **{**self.options, **above.options})


def _expanded(value: object) -> object:
    """A severity alone stands for a table that holds nothing else."""
    if isinstance(value, str):
        return {"severity": value}
    if isinstance(value, Mapping | RuleSettings):
        return cast("object", value)
    raise PydanticCustomError("rule_settings", "Input should be a severity or a table of settings")


Rules = dict[str, Annotated[RuleSettings, BeforeValidator(_expanded), WithJsonSchema(_RULE_SCHEMA)]]


class ProfileSettings(_Settings):
    """What holds in one profile alone."""

    rules: Rules = Field(
        default_factory=dict, description="The severity of single rules, or `off`, and their options."
    )


class _Layer(_Settings):
    rules: Rules = Field(
        default_factory=dict, description="The severity of single rules, or `off`, and their options."
    )
    profiles: dict[Profile, ProfileSettings] = Field(
        default_factory=dict[Profile, ProfileSettings],
        description="What holds where this profile does; it goes before `rules`.",
    )


class Override(_Layer):
    """Other settings for some files or models. Of several that match, the later goes before."""

    files: tuple[str, ...] | None = Field(
        default=None,
        description="The files that it is about, from the folder of partywall.toml: `billing/**`, `legacy`. "
        "`*` is anything within a name, `**` any folders; a pattern without `/` matches at any depth.",
    )
    models: tuple[str, ...] | None = Field(
        default=None, description="The models that it is about, with `*` for anything: `Audit*`."
    )
    profile: Profile | None = Field(default=None, description="The profile that holds there.")

    _folder: str = PrivateAttr("")

    @property
    def folder(self) -> str:
        """What `files` are relative to."""
        return self._folder

    def anchor(self, folder: str) -> None:
        """Say what `files` are relative to; once, by who knows where the settings come from."""
        self._folder = folder

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if self.files is None and self.models is None:
            raise PydanticCustomError("override", "An override needs `files` or `models`")
        return self


class Config(_Layer):
    """`partywall.toml`, whole."""

    profile: Profile = Field(
        default="recommended",
        description="`recommended` reports what is worth reading, `strict` the whole checklist, "
        "`distributed` what sharding by tenant needs as well.",
    )
    tenancy: TenancySettings = Field(
        default=TenancySettings(), description="Tenant roots, keys and shared models."
    )
    overrides: tuple[Override, ...] = Field(
        default=(), description="Other settings for some files or models; the later goes before."
    )
    baseline: str | None = Field(
        default=None,
        description="The file with the findings that are accepted, from the folder of partywall.toml. "
        "Leave out for `partywall-baseline.json`, there or at the top of the repository.",
    )
    hazards: dict[str, Level] = Field(
        default_factory=dict, description="The severity of single hazards of migrations, or `off`."
    )
    prisma: str | None = Field(
        default=None,
        description="The version of Prisma that applies migrations, such as `7.4`. Leave out to take it from "
        "`package.json`.",
    )

    def __hash__(self) -> int:
        """By identity of content: settings are keys of memos."""
        levels = (*sorted(self.rules), *sorted(self.hazards.items()))
        return hash((self.profile, self.tenancy, levels, len(self.overrides), self.prisma))


class ConfigFault(BaseModel):
    """A wrong setting: where (keys from the outside in, numbers in a list) and what to do."""

    path: tuple[str, ...]
    message: str


def parse_config(values: Mapping[str, Any]) -> tuple[Config, tuple[ConfigFault, ...]]:
    """Settings from plain values. A wrong or unknown key is a fault, and the rest holds.

    Of an override whose `files` or `models` are in doubt nothing holds: it would be about too much.
    """
    faults: list[ConfigFault] = []
    rest: Any = dict(values)
    for _ in range(100):  # each round drops at least one wrong key
        try:
            return Config.model_validate(rest), tuple(faults)
        except ValidationError as error:
            for each in error.errors():
                path = _existing(rest, tuple(str(part) for part in each["loc"]))
                faults.append(ConfigFault(path=path, message=each["msg"]))
                rest = _without(rest, path)
    return Config(), tuple(faults)


def anchored(config: Config, folder: str) -> Config:
    """The settings with a folder that the files of their overrides are relative to."""
    for each in config.overrides:
        each.anchor(folder)
    return config


def overlaid(below: Config, above: Config) -> Config:
    """Settings with others on top, which win wherever they say something."""
    said = {name: getattr(above.tenancy, name) for name in above.tenancy.model_fields_set}
    changes: dict[str, object] = {
        "tenancy": below.tenancy.model_copy(update=said),
        "rules": _merged(below.rules, above.rules),
        "hazards": {**below.hazards, **above.hazards},
        "profiles": {
            name: ProfileSettings(rules=_merged(_of_profile(below, name), _of_profile(above, name)))
            for name in (*below.profiles, *above.profiles)
        },
        "overrides": (*below.overrides, *_on_everything(below, above), *above.overrides),
    }
    given = above.model_fields_set & {"profile", "baseline", "prisma"}
    return below.model_copy(update={**changes, **{name: getattr(above, name) for name in given}})


def json_schema() -> dict[str, Any]:
    """The JSON schema of `partywall.toml`, for editors."""
    schema = Config.model_json_schema()
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    schema["title"] = "partywall.toml"
    return schema


def _on_everything(below: Config, above: Config) -> tuple[Override, ...]:
    """What has to be said once more, lest something that is more specific below goes before it."""
    profile = above.profile if "profile" in above.model_fields_set else None
    if not (below.overrides or below.profiles) or not (profile or above.rules or above.profiles):
        return ()
    return (Override(files=("**",), profile=profile, rules=above.rules, profiles=above.profiles),)


def _of_profile(config: Config, name: Profile) -> Rules:
    settings = config.profiles.get(name)
    return settings.rules if settings else {}


def _merged(below: Rules, above: Rules) -> Rules:
    merged = dict(below)
    for name, settings in above.items():
        merged[name] = merged[name].under(settings) if name in merged else settings
    return merged


# --- dropping what is wrong ----------------------------------------------------------------------------

_IN_OVERRIDE = frozenset({"profile", "profiles", "rules"})
"""The keys of an override that may be wrong without a doubt about what it is about."""


def _existing(values: object, path: tuple[str, ...]) -> tuple[str, ...]:
    """A path as far as there is something: behind that it speaks of how the value is understood."""
    for depth, part in enumerate(path):
        if isinstance(values, Mapping) and part in values:
            values = cast("Mapping[str, object]", values)[part]
        elif isinstance(values, list | tuple) and part.isdigit() and int(part) < len(cast("Any", values)):
            values = cast("list[object]", values)[int(part)]
        else:
            return path[:depth]
    return path


def _without(values: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401  (plain values)
    """The values without what a path names; without its parent where the path ends inside a list."""
    if not path or path[0] not in values:
        return {}
    key, inner = path[0], values[path[0]]
    rest = {each: value for each, value in values.items() if each != key}
    if len(path) > 1 and isinstance(inner, Mapping) and path[1] in inner:
        return {**rest, key: _without(inner, path[1:])}
    if key == "overrides" and len(path) > 1:
        overrides = list(cast("list[Any]", inner))
        return {**rest, key: _without_override(overrides, int(path[1]), path[2:])}
    return rest


def _without_override(overrides: list[Any], number: int, path: tuple[str, ...]) -> list[Any]:
    """Overrides without a wrong key of one; it keeps its place where nothing of it holds."""
    holds = path and path[0] in _IN_OVERRIDE
    overrides[number] = _without(overrides[number], path) if holds else {"files": []}
    return overrides
