"""`partywall schema`: the JSON schema of `partywall.toml`."""

from __future__ import annotations

from typing import Any, get_args

from partywall.config import Level
from partywall.config_file import json_schema
from partywall.diagnostics.directive_faults import DIRECTIVE_RULES
from partywall.diagnostics.rule import Option, Rule
from partywall.rules.discovery import DRIFT_RULES, rules
from partywall_server.cli.streams import print_json

EXAMPLES = """Examples:

\b
  partywall schema > partywall.schema.json    for an editor's TOML support
"""

_TYPES: dict[type, str] = {bool: "boolean", int: "integer", str: "string"}


def command() -> None:
    """Print the JSON schema of partywall.toml, for editors."""
    print_json(settings_schema())


def settings_schema() -> dict[str, Any]:
    """The JSON schema, with the rules that there are and their options."""
    schema = json_schema()
    named = {each.name: _rule(each) for each in rules()}
    named |= {name: {"enum": list(get_args(Level))} for name in sorted(DIRECTIVE_RULES | DRIFT_RULES)}
    parts = [schema, *(schema["$defs"][name] for name in ("OverrideTable", "ProfileTable"))]
    schema["$defs"]["Rules"] = {**parts[0]["properties"]["rules"], "properties": named}
    for part in parts:
        part["properties"]["rules"] = {"$ref": "#/$defs/Rules"}
    return schema


def _rule(rule: Rule) -> dict[str, Any]:
    summary = rule.documentation.partition("\n\n")[0].replace("\n", " ")
    level: dict[str, Any] = {"type": "string", "enum": list(get_args(Level))}
    table: dict[str, Any] = {
        "type": "object",
        "properties": {"severity": level, **{name: _option(each) for name, each in rule.options.items()}},
        "additionalProperties": False,
    }
    return {"description": summary, "anyOf": [level, table]}


def _option(usual: Option) -> dict[str, Any]:
    if isinstance(usual, tuple):
        return {"type": "array", "items": {"type": "string"}, "default": list(usual)}
    return {"type": _TYPES[type(usual)], "default": usual}
