"""Settings: what `partywall.toml` and an editor may say. The only place that knows pydantic."""

from __future__ import annotations

from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Level = Literal["off", "hint", "information", "warning", "error"]
Profile = Literal["recommended", "strict", "distributed"]


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


class Config(_Settings):
    """`partywall.toml`, whole."""

    profile: Profile = Field(
        default="recommended",
        description="`recommended` reports what is worth reading, `strict` the whole checklist, "
        "`distributed` what sharding by tenant needs as well.",
    )
    tenancy: TenancySettings = Field(
        default=TenancySettings(), description="Tenant roots, keys and shared models."
    )
    rules: dict[str, Level] = Field(
        default_factory=dict, description="The severity of single rules, or `off`."
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
        levels = (*sorted(self.rules.items()), *sorted(self.hazards.items()))
        return hash((self.profile, self.tenancy, levels, self.prisma))


class ConfigFault(BaseModel):
    """A wrong setting: where (keys from the outside in) and what to do."""

    path: tuple[str, ...]
    message: str


def parse_config(values: dict[str, Any]) -> tuple[Config, tuple[ConfigFault, ...]]:
    """Settings from plain values. A wrong or unknown key is a fault, and the rest holds."""
    faults: list[ConfigFault] = []
    values = dict(values)
    for _ in range(100):  # each round drops at least one wrong key
        try:
            return Config.model_validate(values), tuple(faults)
        except ValidationError as error:
            for each in error.errors():
                path = tuple(str(part) for part in each["loc"])
                faults.append(ConfigFault(path=path, message=each["msg"]))
                values = _without(values, path)
    return Config(), tuple(faults)


def json_schema() -> dict[str, Any]:
    """The JSON schema of `partywall.toml`, for editors."""
    schema = Config.model_json_schema()
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    schema["title"] = "partywall.toml"
    return schema


def _without(values: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The values without what a path names; without its parent where the path ends inside a list."""
    if not path or path[0] not in values:
        return {}
    inner: Any = values[path[0]]
    rest = {key: value for key, value in values.items() if key != path[0]}
    if len(path) > 1 and isinstance(inner, dict) and path[1] in inner:
        return {**rest, path[0]: _without(cast("dict[str, Any]", inner), path[1:])}
    return rest
