"""Findings under settings that differ from model to model and from file to file."""

from __future__ import annotations

from typing import Any

from partywall.config import anchored
from partywall.config_file import parse_config
from partywall.host import Host
from partywall.syntax.chunks import Source
from support.folders import DATASOURCE

TENANT = "model Tenant {\n  id String @id\n  users User[]\n  notes Note[]\n  audits AuditEvent[]\n}\n"
OWNED = """\
model {} {{
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}}
"""
FILES = {
    "/r/schema.prisma": DATASOURCE + TENANT + OWNED.format("User"),
    "/r/notes/note.prisma": OWNED.format("Note"),
    "/r/audit/audit.prisma": OWNED.format("AuditEvent") + "\n// partywall: alow missing-tenant-index why\n",
}
INDEX = "missing-tenant-index"


def host(**values: Any) -> Host:  # noqa: ANN401 (settings as TOML has them)
    config, faults = parse_config(values)
    assert faults == ()
    made = Host(anchored(config, "/r"))
    for path, text in FILES.items():
        made.set_file(path, Source.of(text))
    return made


def severities(made: Host, rule: str = INDEX) -> dict[str, str]:
    found = made.analyse().all_diagnostics()
    return {each.model: each.severity.name.lower() for each in found if each.rule == rule}


def test_a_rule_is_set_for_a_model_and_for_a_folder() -> None:
    assert severities(host()) == {"User": "warning", "Note": "warning", "AuditEvent": "warning"}
    by_model = host(overrides=[{"models": ["Audit*", "User"], "rules": {INDEX: "hint"}}])
    assert severities(by_model) == {"User": "hint", "Note": "warning", "AuditEvent": "hint"}
    by_folder = host(overrides=[{"files": ["notes/**"], "rules": {INDEX: "off"}}])
    assert severities(by_folder) == {"User": "warning", "AuditEvent": "warning"}


def test_a_profile_holds_for_a_folder_alone() -> None:
    def loud(made: Host) -> set[str]:
        analysis = made.analyse()
        views = [analysis.view(name) for name in ("User", "Note", "AuditEvent")]
        return {view.name for view in views if view and view.context.is_strict}

    assert loud(host(overrides=[{"files": ["notes"], "profile": "strict"}])) == {"Note"}
    assert loud(host(profile="strict", overrides=[{"models": ["N*"], "profile": "recommended"}])) == {
        "User",
        "AuditEvent",
    }


def test_directives_are_judged_by_the_settings_of_their_file() -> None:
    rule = "invalid-directive"
    assert list(severities(host(), rule).values()) == ["warning"]
    assert severities(host(overrides=[{"files": ["audit/**"], "rules": {rule: "off"}}]), rule) == {}
    assert list(severities(host(rules={rule: "hint"}), rule).values()) == ["hint"]


def test_other_settings_take_effect_at_the_next_analysis() -> None:
    made = host()
    assert severities(made)["Note"] == "warning"
    made.set_config(parse_config({"overrides": [{"models": ["Note"], "rules": {INDEX: "error"}}]})[0])
    assert severities(made) == {"User": "warning", "Note": "error", "AuditEvent": "warning"}
