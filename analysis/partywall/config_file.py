"""How `partywall.toml` and an editor spell the settings. The only place that knows pydantic.

It is imported where there is something to read: pydantic costs a tenth of a second (measured).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from partywall.config import (
    OLDEST_POSTGRES,
    Config,
    ConfigFault,
    Level,
    Override,
    Profile,
    Rules,
    RuleSettings,
    TenancySettings,
)

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


class TenancyTable(_Settings):
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

    def value(self) -> TenancySettings:
        return TenancySettings(self.roots, self.keys, self.shared)


class RuleTable(BaseModel):
    """What is said of one rule: beside the severity its own options, which only the rule can check."""

    model_config = ConfigDict(extra="allow", frozen=True)

    severity: Level | None = None

    def value(self) -> RuleSettings:
        return RuleSettings(self.severity, self.__pydantic_extra__ or {})


def _expanded(value: object) -> object:
    """A severity alone stands for a table that holds nothing else."""
    if isinstance(value, str):
        return {"severity": value}
    if isinstance(value, Mapping):
        return cast("object", value)
    raise PydanticCustomError("rule_settings", "Input should be a severity or a table of settings")


_Rules = dict[str, Annotated[RuleTable, BeforeValidator(_expanded), WithJsonSchema(_RULE_SCHEMA)]]


class ProfileTable(_Settings):
    """What holds in one profile alone."""

    rules: _Rules = Field(
        default_factory=dict, description="The severity of single rules, or `off`, and their options."
    )


class _Layer(_Settings):
    rules: _Rules = Field(
        default_factory=dict, description="The severity of single rules, or `off`, and their options."
    )
    profiles: dict[Profile, ProfileTable] = Field(
        default_factory=dict[Profile, ProfileTable],
        description="What holds where this profile does; it goes before `rules`.",
    )

    def by_profile(self) -> dict[Profile, Rules]:
        return {name: _values(each.rules) for name, each in self.profiles.items()}


class OverrideTable(_Layer):
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

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if self.files is None and self.models is None:
            raise PydanticCustomError("override", "An override needs `files` or `models`")
        return self

    def value(self) -> Override:
        return Override(self.files, self.models, self.profile, _values(self.rules), self.by_profile())


class ConfigTable(_Layer):
    """`partywall.toml`, whole."""

    profile: Profile = Field(
        default="recommended",
        description="`recommended` reports what is worth reading, `strict` the whole checklist, "
        "`distributed` what sharding by tenant needs as well.",
    )
    tenancy: TenancyTable = Field(default=TenancyTable(), description="Tenant roots, keys and shared models.")
    overrides: tuple[OverrideTable, ...] = Field(
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
    postgres: int | None = Field(
        default=None,
        ge=OLDEST_POSTGRES,
        le=99,
        description="The version of PostgreSQL that migrations are for, of several the oldest: `15`. It says "
        f"what locks and what work a step means. Leave out for the oldest supported, {OLDEST_POSTGRES}.",
    )

    def value(self) -> Config:
        return Config(
            profile=self.profile,
            tenancy=self.tenancy.value(),
            rules=_values(self.rules),
            profiles=self.by_profile(),
            overrides=tuple(each.value() for each in self.overrides),
            hazards=self.hazards,
            baseline=self.baseline,
            prisma=self.prisma,
            postgres=self.postgres,
            said=frozenset(self.model_fields_set),
        )


def _values(rules: _Rules) -> Rules:
    return {name: each.value() for name, each in rules.items()}


def parse_config(values: Mapping[str, Any]) -> tuple[Config, tuple[ConfigFault, ...]]:
    """Settings from plain values. A wrong or unknown key is a fault, and the rest holds.

    Of an override whose `files` or `models` are in doubt nothing holds: it would be about too much.
    """
    faults: list[ConfigFault] = []
    rest: Any = dict(values)
    for _ in range(100):  # each round drops at least one wrong key
        try:
            return ConfigTable.model_validate(rest).value(), tuple(faults)
        except ValidationError as error:
            for each in error.errors():
                path = _existing(rest, tuple(str(part) for part in each["loc"]))
                faults.append(ConfigFault(path, _WORDS.get(each["type"], each["msg"])))
                rest = _without(rest, path)
    return Config(), tuple(faults)


_WORDS = {
    "extra_forbidden": "There is no such setting",
    "tuple_type": 'Input should be a list of texts, such as `["Plan"]`',
    "string_type": "Input should be a text",
    "int_parsing": "Input should be a whole number",
    "int_type": "Input should be a whole number",
    "model_type": "Input should be a table",
    "dict_type": "Input should be a table",
}
"""What pydantic calls after Python's types, in the words of TOML."""


def json_schema() -> dict[str, Any]:
    """The JSON schema of `partywall.toml`, for editors."""
    schema = ConfigTable.model_json_schema()
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    schema["title"] = "partywall.toml"
    return schema


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
