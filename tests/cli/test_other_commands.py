"""`tenancy`, `explain`, `schema` and `server`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall.diagnostics.directive_faults import DIRECTIVE_RULES
from partywall.hazards.discovery import hazards
from partywall.rules.discovery import DRIFT_RULES, rules
from support.folders import DATASOURCE, MODEL, fill

if TYPE_CHECKING:
    from pathlib import Path

    from support.command_line import CommandLine

OWNERSHIPS = {"root", "owned", "through", "membership", "shared", "unknown"}


# --- tenancy -------------------------------------------------------------------------------------


def test_the_tenancy_of_the_example_as_json(example: Path, partywall: CommandLine) -> None:
    outcome = partywall("tenancy", str(example), "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    report = outcome.json
    assert list(report) == ["version", "roots", "keys", "confidence", "models"]
    assert report["version"] == 1
    assert report["roots"] == ["Tenant"]
    assert report["keys"] == ["tenantId"]
    assert 0.5 < report["confidence"] <= 1
    models = report["models"]
    assert all(model.keys() == {"ownership", "key", "evidence"} for model in models.values())
    assert {model["ownership"] for model in models.values()} <= OWNERSHIPS
    assert models["Chatbot"]["ownership"] == "owned"
    assert models["Chatbot"]["key"] == "tenantId"
    assert models["Message"]["ownership"] == "through"
    assert models["Message"]["key"] is None
    assert models["Membership"]["ownership"] == "membership"
    assert all(isinstance(line, str) for model in models.values() for line in model["evidence"])


def test_no_tenancy_is_an_empty_one(here: Path, partywall: CommandLine) -> None:
    fill(here, {"schema.prisma": DATASOURCE + MODEL})
    report = partywall("tenancy", "--format", "json").json
    assert (report["roots"], report["keys"]) == ([], [])
    assert report["models"]["A"]["ownership"] in {"unknown", "shared"}
    assert partywall("tenancy").out == "No tenants: no model of this schema looks like one.\n"


def test_several_schemas_are_listed(here: Path, partywall: CommandLine) -> None:
    fill(here, {"a/schema.prisma": DATASOURCE, "b/schema.prisma": DATASOURCE, "b/more.prisma": MODEL})
    outcome = partywall("tenancy", "--format", "json")
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.splitlines()[1:] == ["  a/schema.prisma", "  b"]


def test_a_setting_that_names_nothing_is_told(example: Path, partywall: CommandLine) -> None:
    text = '[tenancy]\nroots = ["Tennant"]\nkeys = ["tenantId", "orgId"]\nshared = ["Plans"]\n'
    (example / "partywall.toml").write_text(text)
    outcome = partywall("tenancy", str(example))
    assert outcome.code == 0
    assert outcome.err.splitlines() == [
        "partywall: `tenancy.roots`: nothing in this schema is called `Tennant`; did you mean `Tenant`?",
        "partywall: `tenancy.keys`: nothing in this schema is called `orgId`",
        "partywall: `tenancy.shared`: nothing in this schema is called `Plans`",
    ]


def test_the_tenancy_in_words(example: Path, partywall: CommandLine) -> None:
    out = partywall("tenancy", str(example)).out
    assert out.startswith("Tenants: Tenant (confidence ")
    assert "Membership" in out


def test_settings_decide(example: Path, partywall: CommandLine) -> None:
    fill(example, {"partywall.toml": '[tenancy]\nshared = ["Rating"]\n'})
    report = partywall("tenancy", "--format", "json").json
    assert report["models"]["Rating"]["ownership"] == "shared"


# --- explain and schema --------------------------------------------------------------------------


def test_a_rule_is_explained(partywall: CommandLine) -> None:
    outcome = partywall("explain", "unique-without-tenant")
    assert outcome.code == 0
    assert outcome.out.startswith("# unique-without-tenant\n\n")
    assert "## When it is fine" in outcome.out


def test_rules_are_listed(partywall: CommandLine) -> None:
    names = [each.name for each in (*rules(), *hazards())]
    assert partywall("explain").out.split() == names


def test_a_mistyped_rule_is_guessed(partywall: CommandLine) -> None:
    outcome = partywall("explain", "unique-without-tennant")
    assert outcome.code == 2
    assert (
        outcome.err
        == "partywall: there is no rule `unique-without-tennant`; did you mean `unique-without-tenant`?\n"
    )


def test_the_settings_have_a_json_schema(partywall: CommandLine) -> None:
    schema = partywall("schema").json
    assert schema["properties"].keys() >= {"profile", "tenancy", "rules", "profiles", "overrides", "baseline"}
    named = schema["$defs"]["Rules"]["properties"]
    assert named.keys() == {rule.name for rule in rules()} | DIRECTIVE_RULES | DRIFT_RULES
    assert all(named[rule.name]["description"] for rule in rules())


# --- server --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        ((), None),
        (("--stdio",), None),
        (("--tcp", "9257"), ("127.0.0.1", 9257)),
        (("--tcp", ":9257"), ("127.0.0.1", 9257)),
        (("--tcp", "0.0.0.0:9257"), ("0.0.0.0", 9257)),  # noqa: S104 - parsed, not bound
        (("--tcp", "[::1]:0"), ("::1", 0)),
    ],
)
def test_where_the_server_speaks(
    partywall: CommandLine, arguments: tuple[str, ...], address: tuple[str, int] | None
) -> None:
    assert partywall("server", *arguments).code == 0
    assert partywall.served == [address]


@pytest.mark.parametrize("address", ["host", "host:", "host:http", "1:2:70000", ":-1", "٣"])
def test_an_address_without_a_port_is_refused(partywall: CommandLine, address: str) -> None:
    outcome = partywall("server", "--tcp", address)
    assert outcome.code == 2
    assert partywall.served == []
    assert address in outcome.err
