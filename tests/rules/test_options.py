"""Rules with options do as they are told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from partywall.config_file import parse_config
from partywall.host import Host
from partywall.rules.discovery import rules
from partywall.syntax.chunks import Source
from support.fixtures import SCHEMA, cases

FOLDER = Path(__file__).parent

MONEY = """\
datasource db {
  provider = "postgresql"
}

model Tenant {
  id    Int    @id
  bills Bill[]
  trips Trip[]
}

model Bill {
  id       Int    @id
  tenantId Int
  betrag   Float
  gewicht  Float
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Trip {
  id       Int    @id
  tenantId Int
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
"""


def _found(text: str, rule: str, values: Mapping[str, object]) -> list[str | None]:
    config, faults = parse_config(values)
    assert faults == ()
    host = Host(config)
    host.set_file(SCHEMA, Source.of(text))
    return [each.field for each in host.analyse().diagnostics(SCHEMA) if each.rule == rule]


def test_further_words_for_money() -> None:
    rule = "money-in-float"
    assert _found(MONEY, rule, {"profile": "strict"}) == []
    words = {"profile": "strict", "rules": {rule: {"words": ["betrag"]}}}
    assert _found(MONEY, rule, words) == ["betrag"]
    assert _found(MONEY, rule, {"rules": {rule: {"severity": "warning", "words": ["Betrag"]}}}) == ["betrag"]


def test_a_rule_of_the_strict_profile_may_be_turned_on_alone() -> None:
    hygiene = ("money_in_float", "missing_audit_field", "missing_default", "unconventional_name")
    for module in hygiene:
        rule = module.replace("_", "-")
        text = cases(FOLDER / f"{module}.prisma")[0].text
        assert _found(text, rule, {}) == []
        assert (
            _found(text, rule, {"rules": {rule: "hint"}}) == _found(text, rule, {"profile": "strict"}) != []
        )


def test_options_have_defaults_of_the_types_that_settings_can_give() -> None:
    for rule in rules():
        for value in rule.options.values():
            assert isinstance(value, bool | int | str | tuple)
